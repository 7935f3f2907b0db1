import {Component, onMounted, useRef} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";

/**
 * One line of a menu.
 *
 * Odoo marks the one that has the focus as `aria-selected`, which only lines of a list
 * box may be: screen readers are told wrong. The focus says it already.
 */
export class ComplaintMenuItem extends DropdownItem {
  static template = "complaint_recovery.MenuItem";

  setup() {
    super.setup();
    const item = useRef("item");
    onMounted(() => {
      for (const el of [item.el, ...item.el.querySelectorAll("button")]) {
        el.removeAttribute("aria-selected");
        Object.defineProperty(el, "ariaSelected", {value: null, writable: true});
      }
    });
  }
}

/** Buttons of a form under one name; one after the other on a phone. */
export class ComplaintMenu extends Component {
  static template = "complaint_recovery.Menu";
  static components = {Dropdown, ComplaintMenuItem};
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
