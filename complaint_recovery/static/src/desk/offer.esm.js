import {ComplaintDialogController, complaintDialogView} from "./dialog.esm";
import {onMounted} from "@odoo/owl";
import {registry} from "@web/core/registry";

/** What is asked first in an offer is what it is worth: one types it at once. */
export class ComplaintOfferController extends ComplaintDialogController {
  setup() {
    super.setup();
    onMounted(() => this.beginWithAmount());
  }

  async beginWithAmount() {
    const lines = this.model.root.data.line_ids;
    const [line] = lines?.records || [];
    if (lines?.records.length !== 1 || line.data.amount) {
      return;
    }
    await lines.enterEditMode(line);
    await new Promise((drawn) => setTimeout(drawn));
    this.rootRef.el?.querySelector(".o_data_row [name=amount] input")?.focus();
  }
}

registry.category("views").add("complaint_offer", {
  ...complaintDialogView,
  Controller: ComplaintOfferController,
});
