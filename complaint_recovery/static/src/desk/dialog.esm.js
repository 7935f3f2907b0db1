import {onMounted, onWillUnmount, useState, useSubEnv} from "@odoo/owl";
import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";
import {useTabThatLeaves} from "./tab.esm";

/** What a person can mend in the dialog is said in it, not in a dialog above it. */
const MENDED = ["odoo.exceptions.UserError", "odoo.exceptions.ValidationError"];

/**
 * A dialog that says a refusal inside, and leaves nothing behind when it is discarded.
 *
 * Odoo saves the record before a button runs. Where the button refuses and the dialog is
 * left, a record that was made here is deleted again.
 */
export class ComplaintDialogController extends FormController {
  static template = "complaint_recovery.DialogForm";

  setup() {
    super.setup();
    this.said = useState({refusal: ""});
    this.madeHere = !this.props.resId;
    this.refused = false;
    useTabThatLeaves(this.rootRef);
    const click = this.env.onClickViewButton;
    useSubEnv({
      onClickViewButton: (params) => this.runButton(() => click(params)),
    });
    onMounted(() => this.begin());
    onWillUnmount(() => this.takeBack());
  }

  /** Odoo begins at the first text; where boxes to tick come before it, at these. */
  begin() {
    this.rootRef.el?.querySelector(".o_complaint_begin input")?.focus();
  }

  async runButton(run) {
    this.said.refusal = "";
    try {
      const result = await run();
      this.refused = false;
      return result;
    } catch (error) {
      this.refused = true;
      if (!MENDED.includes(error.exceptionName)) {
        throw error;
      }
      this.said.refusal = error.data?.message || error.message;
    }
  }

  async beforeExecuteActionButton(clickParams) {
    if (clickParams.special === "cancel") {
      await this.takeBack();
    }
    return super.beforeExecuteActionButton(clickParams);
  }

  /** Delete what was saved for a button that then refused. */
  async takeBack() {
    const {resId, resModel} = this.model.root;
    if (this.env.inDialog && this.madeHere && this.refused && resId) {
      this.refused = false;
      await this.orm.silent.unlink(resModel, [resId]);
    }
  }
}

export const complaintDialogView = {
  ...formView,
  Controller: ComplaintDialogController,
};

registry.category("views").add("complaint_dialog", complaintDialogView);
