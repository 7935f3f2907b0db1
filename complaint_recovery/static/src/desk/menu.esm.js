import {Component} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";

/** Buttons of a form under one name; one after the other on a phone. */
export class ComplaintMenu extends Component {
  static template = "complaint_recovery.Menu";
  static components = {Dropdown, DropdownItem};
  static props = {
    label: String,
    name: String,
    hotkey: {type: String, optional: true},
    slots: {type: Object, optional: true},
  };

  get shown() {
    return Object.entries(this.props.slots || {})
      .filter((entry) => entry[1].isVisible)
      .map((entry) => entry[0]);
  }
}
