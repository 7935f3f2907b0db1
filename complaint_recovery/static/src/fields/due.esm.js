import {_t} from "@web/core/l10n/translation";
import {Component} from "@odoo/owl";
import {formatDateTime} from "@web/core/l10n/dates";
import {localization} from "@web/core/l10n/localization";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const {DateTime} = luxon;
const MINUTES_A_DAY = 1440;

/** Return how long it is, in the largest unit that says enough: "20 h", "3 d". */
function span(minutes) {
  if (minutes < 60) {
    return _t("%s min", Math.max(minutes, 1));
  }
  // Two days and more are counted in days: nobody counts 72 hours.
  return minutes < 2 * MINUTES_A_DAY
    ? _t("%s h", Math.round(minutes / 60))
    : _t("%s d", Math.round(minutes / MINUTES_A_DAY));
}

/** Return when it is, as one says it: "14:00", "Mon 9:00", "14 Dec 9:00". */
export function sayWhen(due, now = DateTime.local()) {
  const clock = due.toFormat(localization.timeFormat.replace(":ss", ""));
  const days = due.startOf("day").diff(now.startOf("day"), "days").days;
  if (days === 0) {
    return clock;
  }
  const date = {weekday: "short", ...(Math.abs(days) > 6 && {day: "numeric"})};
  return Math.abs(days) > 6
    ? `${due.toLocaleString({day: "numeric", month: "short"})} ${clock}`
    : `${due.toLocaleString(date)} ${clock}`;
}

/** Return how it stands: "2 h late", "Mon 9:00 · in 20 h". */
export function sayDue(due, now = DateTime.local()) {
  const minutes = Math.round(due.diff(now, "minutes").minutes);
  if (minutes < 0) {
    return _t("%s late", span(-minutes));
  }
  return _t("%(when)s · in %(span)s", {when: sayWhen(due, now), span: span(minutes)});
}

/** Return for how long it has lasted: "for 3 d". */
export function saySince(start, now = DateTime.local()) {
  return _t("for %s", span(Math.round(now.diff(start, "minutes").minutes)));
}

/** Real times of what is due, in the reader's zone: never "next month". */
export class ComplaintDueField extends Component {
  static template = "complaint_recovery.Due";
  static props = {...standardFieldProps, plain: {type: Boolean, optional: true}};

  get due() {
    return this.props.record.data[this.props.name];
  }
  get text() {
    if (!this.due) {
      return "";
    }
    return this.props.plain ? sayWhen(this.due) : sayDue(this.due);
  }
  get full() {
    return this.due ? formatDateTime(this.due) : "";
  }
  get tone() {
    const late = this.due && this.due < DateTime.local();
    return late && !this.props.plain ? "text-danger fw-bold" : "";
  }
}

registry.category("fields").add("complaint_due", {
  component: ComplaintDueField,
  displayName: _t("Due"),
  supportedTypes: ["datetime"],
  extractProps: ({options}) => ({plain: Boolean(options.plain)}),
});
