import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {ListRenderer} from "@web/views/list/list_renderer";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useEffect} from "@odoo/owl";

/**
 * The Tab key leaves the last line for what comes after the list: no empty one.
 *
 * On a phone each line is a card, whose cells stand below each other under their names
 * (`desk/desk.scss`).
 */
export class ComplaintLinesRenderer extends ListRenderer {
  setup() {
    super.setup();
    useEffect(() => this.nameCells());
  }

  /** Tell each cell the name of its column: a phone has no row of titles. */
  nameCells() {
    const labels = Object.fromEntries(
      this.columns.map((column) => [column.name, column.label])
    );
    for (const cell of this.tableRef.el.querySelectorAll("td.o_data_cell[name]")) {
      cell.dataset.label = labels[cell.getAttribute("name")] || "";
    }
  }

  onCellKeydownEditMode(hotkey, cell, group, record) {
    const {list} = this.props;
    const last =
      record === list.records.at(-1) &&
      !this.findNextFocusableOnRow(cell.parentElement, cell);
    if (hotkey === "tab" && last) {
      list.leaveEditMode();
      return false;
    }
    return super.onCellKeydownEditMode(hotkey, cell, group, record);
  }
}

export class ComplaintLinesField extends X2ManyField {
  static components = {
    ...X2ManyField.components,
    ListRenderer: ComplaintLinesRenderer,
  };
}

registry.category("fields").add("complaint_lines", {
  ...x2ManyField,
  component: ComplaintLinesField,
  displayName: _t("Lines the Tab key leaves"),
  supportedTypes: ["one2many"],
  additionalClasses: [...(x2ManyField.additionalClasses || []), "o_field_one2many"],
});
