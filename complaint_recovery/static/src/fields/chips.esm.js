import {
  BadgeSelectionField,
  badgeSelectionField,
} from "@web/views/fields/badge_selection/badge_selection_field";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useRef} from "@odoo/owl";

const STEPS = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1};

/** Badges to choose from by keyboard as well: one stop of the Tab key, then arrows. */
export class ComplaintChipsField extends BadgeSelectionField {
  static template = "complaint_recovery.Chips";
  static props = {
    ...BadgeSelectionField.props,
    label: {type: String, optional: true},
  };

  setup() {
    super.setup();
    this.group = useRef("group");
  }

  /** The one that Tab reaches: what is chosen, else the first. */
  get stop() {
    const chosen = this.options.findIndex((option) => option[0] === this.value);
    return Math.max(chosen, 0);
  }

  onKeydown(ev) {
    const step = STEPS[ev.key];
    if (!step) {
      return;
    }
    ev.preventDefault();
    ev.stopPropagation();
    const chips = [...this.group.el.querySelectorAll("[role=radio]")];
    const here = Math.max(chips.indexOf(ev.target), 0);
    const next = (here + step + chips.length) % chips.length;
    chips[next].focus();
    const option = this.options[next];
    if (option[0] !== this.value) {
      this.onChange(option[0]);
    }
  }
}

registry.category("fields").add("complaint_chips", {
  ...badgeSelectionField,
  component: ComplaintChipsField,
  displayName: _t("Chips"),
  additionalClasses: ["o_field_selection_badge"],
  extractProps: (fieldInfo, dynamicInfo) => ({
    ...badgeSelectionField.extractProps(fieldInfo, dynamicInfo),
    label: fieldInfo.string,
  }),
});
