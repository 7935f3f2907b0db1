import {
  StatusBarField,
  statusBarField,
} from "@web/views/fields/statusbar/statusbar_field";
import {registry} from "@web/core/registry";

/** A stage that was refused is not left standing as if it were reached. */
export class ComplaintStatusBarField extends StatusBarField {
  async selectItem(item) {
    const {name, record} = this.props;
    const before = record.data[name];
    const dirty = await record.isDirty();
    try {
      await super.selectItem(item);
    } catch (error) {
      await (dirty ? record.update({[name]: before}) : record.discard());
      throw error;
    }
  }
}

registry.category("fields").add("complaint_statusbar", {
  ...statusBarField,
  component: ComplaintStatusBarField,
  additionalClasses: ["o_field_statusbar"],
});
