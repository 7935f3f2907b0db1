import {Component} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {registry} from "@web/core/registry";
import {standardErrorDialogProps} from "@web/core/errors/error_dialogs";
import {useService} from "@web/core/utils/hooks";

/** What is missing, with the button that opens the dialog to mend it. */
export class RequirementDialog extends Component {
  static template = "complaint_recovery.RequirementDialog";
  static components = {Dialog};
  static props = {...standardErrorDialogProps};

  setup() {
    this.actionService = useService("action");
    const {data, message} = this.props;
    this.message = data.arguments?.[0] || message;
    this.action = data.context?.action;
    this.button = data.context?.button;
  }

  async onClick() {
    this.props.close();
    await this.actionService.doAction(this.action, {
      onClose: () => this.actionService.doAction("soft_reload"),
    });
  }
}

registry
  .category("error_dialogs")
  .add(
    "odoo.addons.complaint_recovery.exceptions.ComplaintRequirementError",
    RequirementDialog
  );
