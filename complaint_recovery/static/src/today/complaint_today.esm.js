import {Component, onWillStart} from "@odoo/owl";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

/** What is open, what is due and what grows, above the cards of the teams. */
export class ComplaintToday extends Component {
  static template = "complaint_recovery.ComplaintToday";
  static props = {};

  setup() {
    this.orm = useService("orm");
    this.action = useService("action");
    this.open = ({name, action}) =>
      this.action.doAction(action, {
        props: {
          dynamicFilters: [{description: name, domain: action.complaint_filter}],
        },
      });
    onWillStart(async () => {
      this.today = await this.orm.call(
        "helpdesk.ticket.team",
        "retrieve_complaint_today"
      );
    });
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
