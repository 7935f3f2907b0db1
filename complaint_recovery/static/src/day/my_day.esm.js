import {Component, onWillStart, status, useState} from "@odoo/owl";
import {deserializeDateTime, formatDateTime} from "@web/core/l10n/dates";
import {sayDue, saySince} from "../fields/due.esm";
import {FirstHour} from "./first_hour.esm";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {sayWhenSlow} from "../desk/patience.esm";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useChanged} from "../changed.esm";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";

const {DateTime} = luxon;
const CALL = "complaint_recovery.complaint_quick_entry_action";
const REASON = "complaint_recovery.complaint_reason_action";
const TEAMS = "helpdesk.ticket.team";
/** Many changes at once are fetched once. */
const SETTLED = 2000;

/**
 * What a button of a row does: its name, its look, and the method it calls of the row's
 * record, or of its complaint. Other addons add theirs.
 */
const BUTTONS = registry.category("complaint_day_buttons");
Object.entries({
  call: {
    label: _t("Call"),
    icon: "fa-phone",
    method: "action_record_call",
    of: "ticket",
  },
  read: {label: _t("Read it"), icon: "fa-envelope-open-o", opens: true},
  done: {label: _t("Done"), icon: "fa-check", method: "action_done"},
  later: {label: _t("Later…"), icon: "fa-clock-o", method: "action_reschedule"},
  approve: {
    label: _t("Approve"),
    icon: "fa-check",
    method: "action_approve",
    main: true,
    said: _t("%s: approved. Whoever asked has been told."),
  },
  refuse: {label: _t("Refuse…"), icon: "fa-times", action: REASON},
  consent: {label: _t("Give consent"), icon: "fa-check", method: "action_give_consent"},
  take: {
    label: _t("Take over"),
    icon: "fa-hand-paper-o",
    method: "action_take",
    said: _t("%s: you decide now. The owner stays with the customer."),
  },
  own: {label: _t("I am on it"), icon: "fa-check", method: "action_take"},
  return: {label: _t("Give back…"), icon: "fa-reply", method: "action_return"},
}).forEach(([name, button]) => BUTTONS.add(name, button));

/** The page one works from: what is due now, with all that is needed to do it. */
export class ComplaintDay extends Component {
  static template = "complaint_recovery.Day";
  static components = {FirstHour};
  static props = {...standardActionServiceProps};

  setup() {
    this.orm = useService("orm");
    this.action = useService("action");
    this.notification = useService("notification");
    this.state = useState({
      day: {parts: [], figures: {}},
      scope: "mine",
      // What asks for nothing is one line until somebody wants to see it.
      held: false,
      // Offered until it is taken, or somebody comes elsewhere on purpose.
      homeless: !user.homeActionId,
    });
    useChanged(SETTLED, () => () => this.fetch());
    onWillStart(() => this.fetch());
  }

  get figures() {
    const {open, overdue, today, kept} = this.state.day.figures;
    return [
      {key: "open", text: _t("%s open", open), filter: {}},
      {
        key: "overdue",
        text: _t("%s overdue", overdue),
        filter: {search_default_overdue: 1},
        alarm: overdue,
      },
      {key: "today", text: _t("%s today", today)},
      {key: "kept", text: _t("promises kept, 30 days: %s", kept)},
    ];
  }

  /** Is anything due, or waited for? What is merely held is no work. */
  get busy() {
    return this.state.day.parts.some((part) => part.key !== "held");
  }

  rows(part) {
    return part.key !== "held" || this.state.held ? part.rows : [];
  }

  async fetch() {
    if (status(this) === "destroyed") {
      return; // A dialog closes when one goes elsewhere, too.
    }
    this.state.day = await this.orm.silent.call(TEAMS, "retrieve_complaint_day", [], {
      scope: this.state.scope,
    });
  }

  setScope(scope) {
    this.state.scope = scope;
    return this.fetch();
  }

  when(row) {
    if (!row.at) {
      return "";
    }
    const at = deserializeDateTime(row.at);
    return row.since ? saySince(at) : sayDue(at);
  }

  full(row) {
    return row.at ? formatDateTime(deserializeDateTime(row.at)) : "";
  }

  isLate(row) {
    return row.at && !row.since && deserializeDateTime(row.at) < DateTime.local();
  }

  buttons(row) {
    return row.buttons.map((name) => ({name, ...BUTTONS.get(name)}));
  }

  async press(row, button) {
    if (button.opens) {
      return this.open(row);
    }
    if (button.action) {
      return this.action.doAction(button.action, {
        additionalContext: {default_purpose: button.name, default_remedy_id: row.id},
        onClose: () => this.fetch(),
      });
    }
    const [model, id] =
      button.of === "ticket" ? ["helpdesk.ticket", row.ticket] : [row.model, row.id];
    const answer = await sayWhenSlow(this.notification, () =>
      this.orm.call(model, button.method, [[id]])
    );
    if (answer && typeof answer === "object") {
      await this.action.doAction(answer, {onClose: () => this.fetch()});
    } else if (button.said) {
      // The line is gone: what came of it is said.
      const said = button.said.toString().replace("%s", row.number);
      this.notification.add(said, {type: "success"});
    }
    await this.fetch();
  }

  async open(row) {
    const action = await this.orm.call("helpdesk.ticket", "action_open_complaint", [
      [row.ticket],
    ]);
    await this.action.doAction(action);
  }

  takeCall() {
    return this.action.doAction(CALL, {onClose: () => this.fetch()});
  }

  /** Whoever works with nothing else comes here after the login. */
  async makeHome() {
    await this.orm.write("res.users", [user.userId], {action_id: this.props.action.id});
    this.state.homeless = false;
    this.notification.add(_t("You come here after the login from now on."), {
      type: "success",
    });
  }

  show(filter) {
    return this.action.doAction("complaint_recovery.complaint_action_my", {
      additionalContext: {search_default_open: 1, ...filter},
    });
  }
}

registry.category("actions").add("complaint_day", ComplaintDay);
