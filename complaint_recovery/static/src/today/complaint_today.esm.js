import {Component, onWillStart, useState} from "@odoo/owl";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

const TEAMS = "helpdesk.ticket.team";

/** What is open, what is due and how it goes, above the cards of the teams. */
export class ComplaintToday extends Component {
  static template = "complaint_recovery.ComplaintToday";
  static props = {};

  setup() {
    this.orm = useService("orm");
    this.action = useService("action");
    this.state = useState({pictures: []});
    onWillStart(async () => {
      // The pictures come when they come: the tiles are worked with.
      this.orm.silent
        .call(TEAMS, "retrieve_complaint_pictures")
        .then((pictures) => (this.state.pictures = pictures));
      this.today = await this.orm.call(TEAMS, "retrieve_complaint_today");
    });
  }

  /** Open the list, with what was counted as a filter that can be taken off. */
  open({name, action}) {
    return this.action.doAction(action, {
      props: {
        dynamicFilters: [{description: name, domain: action.complaint_filter}],
      },
    });
  }

  /** Nothing measured is a gap, and no zero. */
  say(line, value) {
    if (value === null || value === undefined) {
      return "–";
    }
    if (line.hours) {
      return _t("%s h", value);
    }
    return line.percent ? `${value} %` : String(value);
  }
}

export class ComplaintTodayRenderer extends KanbanRenderer {
  static template = "complaint_recovery.ComplaintTodayKanban";
  static components = {...KanbanRenderer.components, ComplaintToday};
}

registry.category("views").add("complaint_today", {
  ...kanbanView,
  Renderer: ComplaintTodayRenderer,
});
