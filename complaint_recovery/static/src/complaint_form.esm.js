import {ComplaintMenu} from "./desk/menu.esm";
import {FormCompiler} from "@web/views/form/form_compiler";
import {FormController} from "@web/views/form/form_controller";
import {FormRenderer} from "@web/views/form/form_renderer";
import {LateModel, getLateNames} from "./late.esm";
import {_t} from "@web/core/l10n/translation";
import {createElement} from "@web/core/utils/xml";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";
import {toStringExpression} from "@web/views/utils";
import {useChanged} from "./changed.esm";
import {onWillUnmount, useEffect, useRef} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";
import {useTabThatLeaves} from "./desk/tab.esm";

/** The own click is on the screen by then: what comes later is of somebody else. */
const SETTLED = 1500;

const evaluate = (expression) =>
  `__comp__.evaluateBooleanExpr(${JSON.stringify(expression)},` +
  "__comp__.props.record.evalContextWithVirtualIds)";

/**
 * Tabs that say how they stand and open by themselves, and buttons under one name.
 *
 * On a page: `data-next` and `data-done` are Python expressions over the record,
 * `data-count` is the name of a x2many field. The page that is next opens when it
 * becomes so and is marked "!", one that is done "✓".
 *
 * In the header: the buttons in a `div` of the class `o_complaint_menu` drop down below
 * its `string`.
 */
export class ComplaintFormCompiler extends FormCompiler {
  compileHeader(el, params) {
    const header = super.compileHeader(el, params);
    for (const menu of header.querySelectorAll("div.o_complaint_menu")) {
      menu.replaceWith(this.compileMenu(menu));
    }
    return header;
  }

  compileMenu(el) {
    const menu = createElement("ComplaintMenu", {
      label: toStringExpression(el.getAttribute("string")),
      name: toStringExpression(el.getAttribute("name")),
      hotkey: toStringExpression(el.getAttribute("data-hotkey") || ""),
    });
    [...el.children].forEach((button, index) => {
      const slot = createElement("t", {
        "t-set-slot": `button_${index}`,
        isVisible: button.getAttribute("t-if") || true,
      });
      button.setAttribute("defaultRank", "'btn-link'");
      slot.append(button);
      menu.append(slot);
    });
    return menu;
  }

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

const STEPS = ".o_statusbar_buttons";

/**
 * The tab that opened by itself is brought into sight, on a phone; and whoever pressed
 * the highlighted button, which goes with its step, is at the next one.
 */
export class ComplaintFormRenderer extends FormRenderer {
  static components = {...FormRenderer.components, ComplaintMenu};

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
    let seenId = null;
    useEffect(
      (resId) => {
        if (resId && seenId === resId && document.activeElement === document.body) {
          const steps = root.el?.querySelector(STEPS);
          const next =
            steps?.querySelector(".btn-primary") || steps?.querySelector("button");
          next?.focus();
        }
        seenId = resId;
      },
      () => [this.props.record.resId, this.props.record.data.complaint_now]
    );
  }
}

/** A form that hears when somebody else changed the complaint, and shows it. */
export class ComplaintFormController extends FormController {
  setup() {
    super.setup();
    this.notification = useService("notification");
    useTabThatLeaves(this.rootRef);
    useChanged(SETTLED, (ids) => this.onChanged(ids));
    this.closeWarning = () => {};
    onWillUnmount(() => this.closeWarning());
  }

  get modelParams() {
    const params = super.modelParams;
    params.lateNames = getLateNames(this.props.archInfo);
    // Not waited for: the form is painted meanwhile.
    params.hooks.onRootLoaded = (root) => {
      this.model.completeRoot(root);
    };
    return params;
  }

  get className() {
    return {...super.className, o_complaint_form: true};
  }

  onWillLoadRoot(...args) {
    super.onWillLoadRoot(...args);
    this.loadedAt = Date.now();
  }

  onChanged(ids) {
    const resId = this.model.root?.resId;
    if (!resId || !ids.includes(resId)) {
      return null;
    }
    const heardAt = Date.now();
    return () => this.catchUp(resId, heardAt);
  }

  /** Tell the server how what is saved was when it was read: see web_save. */
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

  /** Fetch what somebody else did; where words are being typed, say so and wait. */
  async catchUp(resId, heardAt) {
    const {root} = this.model;
    if (root.resId !== resId || this.loadedAt > heardAt - SETTLED) {
      return;
    }
    if (!(await root.isDirty()) && !this.formInDialog) {
      await this.model.load();
      return;
    }
    const who = await this.orm.silent.call("helpdesk.ticket", "complaint_last_change", [
      [resId],
    ]);
    if (who) {
      // One, and until it was read: what is typed meanwhile is at stake.
      this.closeWarning();
      this.closeWarning = this.notification.add(
        _t("%s What you typed is still here; look at theirs before you save.", who),
        {type: "warning", sticky: true}
      );
    }
  }
}

registry.category("views").add("complaint_form", {
  ...formView,
  Compiler: ComplaintFormCompiler,
  Controller: ComplaintFormController,
  Model: LateModel,
  Renderer: ComplaintFormRenderer,
});
