import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {ComplaintMenuItem} from "./menu.esm";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {registry} from "@web/core/registry";
import {sayDue} from "../fields/due.esm";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

const {DateTime} = luxon;

/** What the server tells of the complaint at one glance, for the widgets of its form. */
export class DeskWidget extends Component {
  static props = {...standardWidgetProps};

  setup() {
    this.orm = useService("orm");
    this.action = useService("action");
  }

  get desk() {
    return this.props.record.data.complaint_desk || {};
  }

  /** Ask `method` of the complaint, once for each time the rest of it came. */
  async retrieve(record, method) {
    const seen = record.data.complaint_desk;
    if (!record.resId || !seen || this.seen === seen) {
      return null;
    }
    this.seen = seen;
    return this.orm.silent.call("helpdesk.ticket", method, [[record.resId]]);
  }

  /** Save, call `method` of the complaint, do what it answers, and show what is new. */
  async run(method, ...args) {
    const {record} = this.props;
    if (!(await record.save())) {
      return;
    }
    const answer = await this.orm.call("helpdesk.ticket", method, [
      [record.resId],
      ...args,
    ]);
    await this.follow(answer);
  }

  async follow(answer) {
    const reload = () => this.props.record.load();
    if (answer && typeof answer === "object") {
      await this.action.doAction(answer, {onClose: reload});
    } else {
      await reload();
    }
  }
}

/** The next step, what is due, and what is still missing to close. */
export class ComplaintStrip extends DeskWidget {
  static template = "complaint_recovery.Strip";
  static components = {Dropdown, ComplaintMenuItem};

  get due() {
    const now = DateTime.local();
    return (this.desk.due || []).map((line) => {
      const at = deserializeDateTime(line.at);
      return {...line, late: at < now, when: sayDue(at, now)};
    });
  }

  get progress() {
    const lines = this.desk.checklist || [];
    return _t("%(done)s of %(all)s to close", {
      done: lines.filter((line) => line.done).length,
      all: lines.length,
    });
  }

  get next() {
    return _t("Next: %s", this.desk.next);
  }

  async openDue(line) {
    const action = {
      type: "ir.actions.act_window",
      res_model: "complaint.deadline",
      res_id: line.id,
      views: [[false, "form"]],
      target: "new",
    };
    await this.follow(action);
  }
}

/** The customer's own words, three lines of them, and what they want. */
export class ComplaintWords extends DeskWidget {
  static template = "complaint_recovery.Words";

  setup() {
    super.setup();
    this.state = useState({open: false, cut: false});
    const words = useRef("words");
    useEffect(() => {
      // Some words may be two lines on a wide screen and five on a phone.
      if (words.el && !this.state.open) {
        this.state.cut = words.el.scrollHeight > words.el.clientHeight + 1;
      }
    });
  }

  get wants() {
    return this.props.record.data.complaint_desired_outcome;
  }
}

/** Who is waiting: to call and to write to with one click. */
export class ComplaintCustomer extends DeskWidget {
  static template = "complaint_recovery.Customer";

  get customer() {
    return this.desk.customer;
  }

  get others() {
    const {others, others_open: open} = this.customer;
    const told =
      others === 1 ? _t("1 other complaint") : _t("%s other complaints", others);
    return open ? _t("%(told)s, %(open)s open", {told, open}) : told;
  }

  get about() {
    return [this.localTime, this.customer.lang].filter(Boolean).join(" · ");
  }

  get given() {
    return _t("Remedies in 12 months: %s", this.customer.given);
  }

  /** What the clock says there, where it says something else than here. */
  get localTime() {
    const {zone} = this.customer;
    const there = zone && DateTime.local().setZone(zone);
    if (!there || !there.isValid || there.offset === DateTime.local().offset) {
      return "";
    }
    return _t("%s there", there.toLocaleString(DateTime.TIME_SIMPLE));
  }
}

for (const [name, component] of Object.entries({
  complaint_customer: ComplaintCustomer,
  complaint_strip: ComplaintStrip,
  complaint_words: ComplaintWords,
})) {
  registry.category("view_widgets").add(name, {
    component,
    fieldDependencies: [
      {name: "complaint_desk", type: "json"},
      {name: "complaint_desired_outcome", type: "text"},
    ],
  });
}
