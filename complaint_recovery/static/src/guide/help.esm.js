import {Component, onWillStart, useState} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {findPage} from "./manual.esm";
import {registry} from "@web/core/registry";
import {useBus, useService} from "@web/core/utils/hooks";
import {user} from "@web/core/user";

const APP = "complaint_recovery.complaint_menu_root";
/** Who is shown around by which guide: the first group one has. */
const GUIDES = [
  ["helpdesk_mgmt.group_helpdesk_manager", "manager"],
  ["helpdesk_mgmt.group_helpdesk_user_team", "leader"],
  ["helpdesk_mgmt.group_helpdesk_user_own", "handler"],
  ["sales_team.group_sale_salesman", "sales"],
];

/** In our app: the page of the manual for what is on the screen, and a guide. */
export class ComplaintHelp extends Component {
  static template = "complaint_recovery.Help";
  static components = {Dropdown, DropdownItem};
  static props = {};

  setup() {
    this.action = useService("action");
    this.menu = useService("menu");
    this.tour = useService("tour_service");
    this.state = useState({shown: this.isHere()});
    useBus(this.env.bus, "MENUS:APP-CHANGED", () => (this.state.shown = this.isHere()));
    onWillStart(async () => {
      for (const [group, name] of GUIDES) {
        if (!this.guide && (await user.hasGroup(group))) {
          this.guide = name;
        }
      }
    });
  }

  isHere() {
    return this.menu.getCurrentApp()?.xmlid === APP;
  }

  openManual() {
    const page = findPage(this.action.currentController?.action);
    window.open(page, "_blank", "noopener");
  }

  showAround() {
    return this.tour.startTour(`complaint_guide_${this.guide}`, {
      mode: "manual",
      redirect: false,
    });
  }
}

registry
  .category("systray")
  .add("complaint_recovery.help", {Component: ComplaintHelp}, {sequence: 29});
