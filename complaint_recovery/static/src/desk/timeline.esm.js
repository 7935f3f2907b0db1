import {onWillStart, useEffect, useState} from "@odoo/owl";
import {deserializeDateTime, formatDateTime} from "@web/core/l10n/dates";
import {sayDue, sayWhen} from "../fields/due.esm";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {DeskWidget} from "./strip.esm";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

const ICONS = {
  phone: "fa-phone",
  email: "fa-envelope-o",
  letter: "fa-file-text-o",
  visit: "fa-map-marker",
  chat: "fa-comments-o",
  portal: "fa-globe",
  stage: "fa-arrow-right",
  due: "fa-clock-o",
  escalation: "fa-level-up",
  remedy: "fa-gift",
  apology: "fa-heart-o",
};

const BUTTONS = [
  ["can_finish", "action_done", _t("Done")],
  ["can_tell_late", "action_running_late", _t("Running late")],
  ["can_move", "action_reschedule", _t("New date")],
  ["can_cancel", "action_cancel", _t("Cancel it")],
];

/** Everything that happened and is promised, as one list. */
export class ComplaintTimeline extends DeskWidget {
  static template = "complaint_recovery.Timeline";

  setup() {
    super.setup();
    this.dialog = useService("dialog");
    this.state = useState({lines: [], shown: "all"});
    this.filters = [
      ["all", _t("Everything")],
      ["customer", _t("Customer")],
      ["us", _t("Us")],
      ["promise", _t("Promises")],
    ];
    onWillStart(() => this.fetch(this.props.record));
    // What is told at one glance may come after the rest of the record did.
    useEffect(
      () => {
        this.fetch(this.props.record);
      },
      () => [this.props.record.data.complaint_desk]
    );
  }

  async fetch(record) {
    const lines = await this.retrieve(record, "retrieve_complaint_timeline");
    if (lines) {
      this.state.lines = lines;
    }
  }

  get lines() {
    const {lines, shown} = this.state;
    return lines
      .filter((line) => shown === "all" || line.about === shown)
      .map((line) => {
        const at = deserializeDateTime(line.at);
        return {
          ...line,
          when: line.deadline ? sayDue(at) : sayWhen(at),
          full: formatDateTime(at),
          symbol: ICONS[line.icon] || "fa-circle-o",
          buttons: BUTTONS.filter(([may]) => line.may?.includes(may)),
        };
      });
  }

  /** Do `method` with what is still to come, as its own form would. */
  async press(line, method) {
    if (method === "action_cancel" && !(await this.askToCancel())) {
      return;
    }
    const answer = await this.orm.call("complaint.deadline", method, [[line.deadline]]);
    await this.follow(answer);
  }

  askToCancel() {
    return new Promise((resolve) => {
      this.dialog.add(
        ConfirmationDialog,
        {
          body: _t("Nobody needs it any more? It stays on record as cancelled."),
          confirm: () => resolve(true),
          cancel: () => resolve(false),
        },
        {onClose: () => resolve(false)}
      );
    });
  }
}

registry.category("view_widgets").add("complaint_timeline", {
  component: ComplaintTimeline,
  fieldDependencies: [{name: "complaint_desk", type: "json"}],
});
