import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useChanged} from "../changed.esm";
import {useCommand} from "@web/core/commands/command_hook";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";

const SETTLED = 3000;
const XMLID = "complaint_recovery";

/** Take a call from anywhere, and see how many decisions wait. */
export class ComplaintSystray extends Component {
  static template = "complaint_recovery.Systray";
  static props = {};

  setup() {
    this.orm = useService("orm");
    this.action = useService("action");
    this.state = useState({shown: false, waiting: 0});
    useChanged(SETTLED, () => () => this.fetch());
    useCommand(_t("Take a call"), () => this.takeCall(), {
      hotkey: "alt+shift+c",
      global: true,
      // Lists begin in the field that searches, and the telephone rings there as well.
      hotkeyOptions: {bypassEditableProtection: true},
      isAvailable: () => this.state.shown,
    });
    onWillStart(async () => {
      this.state.shown = await user.hasGroup("helpdesk_mgmt.group_helpdesk_user_own");
      if (this.state.shown) {
        // The page need not wait for it.
        this.fetch();
      }
    });
  }

  async fetch() {
    if (this.state.shown) {
      this.state.waiting = await this.orm.silent.call(
        "helpdesk.ticket.team",
        "retrieve_complaint_decisions"
      );
    }
  }

  takeCall() {
    return this.action.doAction(`${XMLID}.complaint_quick_entry_action`);
  }

  openDecisions() {
    return this.action.doAction(`${XMLID}.complaint_day_action`, {
      clearBreadcrumbs: true,
    });
  }
}

registry
  .category("systray")
  .add("complaint_recovery.systray", {Component: ComplaintSystray}, {sequence: 30});
