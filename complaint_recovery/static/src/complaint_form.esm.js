import {useEffect, useRef} from "@odoo/owl";
import {FormCompiler} from "@web/views/form/form_compiler";
import {FormController} from "@web/views/form/form_controller";
import {FormRenderer} from "@web/views/form/form_renderer";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";
import {toStringExpression} from "@web/views/utils";

const evaluate = (expression) =>
  `__comp__.evaluateBooleanExpr(${JSON.stringify(expression)},` +
  "__comp__.props.record.evalContextWithVirtualIds)";

/**
 * Tabs that say how they stand, and open by themselves.
 *
 * On a page: `data-next` and `data-done` are Python expressions over the record,
 * `data-count` is the name of a x2many field. The page that is next opens when it
 * becomes so and is marked "!", one that is done "✓".
 */
export class ComplaintFormCompiler extends FormCompiler {
  compileNotebook(el, params) {
    const notebook = super.compileNotebook(el, params);
    for (const page of el.children) {
      const name = toStringExpression(page.getAttribute("name") || "");
      const slot = [...notebook.children].find(
        (child) => child.getAttribute("name") === name
      );
      if (slot) {
        this.compilePageState(page, slot, notebook);
      }
    }
    return notebook;
  }

  compilePageState(page, slot, notebook) {
    const [next, done, count] = ["next", "done", "count"].map((name) =>
      page.getAttribute(`data-${name}`)
    );
    const title = [slot.getAttribute("title")];
    if (count) {
      const records = `__comp__.props.record.data[${JSON.stringify(count)}]`;
      title.push(`(${records}.count ? " " + ${records}.count : "")`);
    }
    if (done) {
      title.push(`(${evaluate(done)} ? " ✓" : "")`);
    }
    if (next) {
      title.push(`(${evaluate(next)} ? " !" : "")`);
    }
    slot.setAttribute("title", title.join(" + "));
    if (next) {
      const pageId = slot.getAttribute("t-set-slot");
      const otherwise = notebook.getAttribute("defaultPage");
      notebook.setAttribute(
        "defaultPage",
        `${evaluate(next)} ? "${pageId}" : (${otherwise})`
      );
    }
  }
}

/** On a phone, the tab that opened by itself is brought into sight. */
export class ComplaintFormRenderer extends FormRenderer {
  setup() {
    super.setup();
    const root = useRef("compiled_view_root");
    useEffect(
      () => {
        const headers = root.el?.querySelector(".o_notebook_headers");
        const active = headers?.querySelector(".nav-link.active");
        if (active) {
          headers.scrollLeft = active.parentElement.offsetLeft - 16;
        }
      },
      () => [this.props.record.resId, this.props.record.data.complaint_next_step]
    );
  }
}

/** Tells the server how what is saved was when the form was opened: see web_save. */
export class ComplaintFormController extends FormController {
  async onWillSaveRecord(record, changes) {
    const proceed = await super.onWillSaveRecord(record, changes);
    if (record === this.model.root && record.resId) {
      const seen = {};
      for (const name of Object.keys(changes)) {
        const type = record.fields[name].type;
        if (!type.endsWith("2many") && name in record._values) {
          seen[name] = record._formatServerValue(type, record._values[name]);
        }
      }
      changes.complaint_seen = seen;
    }
    return proceed;
  }
}

registry.category("views").add("complaint_form", {
  ...formView,
  Controller: ComplaintFormController,
  Compiler: ComplaintFormCompiler,
  Renderer: ComplaintFormRenderer,
});
