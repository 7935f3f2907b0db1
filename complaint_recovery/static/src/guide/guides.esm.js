import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const click = (trigger, content) => ({
  trigger,
  content,
  run: "click",
  tooltipPosition: "bottom",
});
const menu = (name, content) =>
  click(`[data-menu-xmlid="complaint_recovery.${name}"]`, content);
const field = (name, tag) => `.modal .o_field_widget[name=${name}] ${tag}`;
const day = menu("complaint_day_menu", _t("Here one begins: what is due, and to whom"));

/** From the call to the complaint. */
tours.add("complaint_guide_handler", {
  steps: () => [
    day,
    click(
      ".o_complaint_day .btn-primary",
      _t("A customer is on the phone? Take the call")
    ),
    {
      trigger: field("partner_id", "input"),
      content: _t("Type name, number or mail. Who is new is made from what you type"),
      run: "edit Nadia Brandt",
    },
    click(
      ".o-autocomplete--dropdown-item:contains(Nadia Brandt)",
      _t("Take who it is, or a new caller")
    ),
    {
      trigger: field("partner_phone", "input"),
      content: _t("Where to call back. A known number says who it is"),
      run: "edit +49 30 555 0140",
    },
    {
      trigger: field("description", "textarea"),
      content: _t("What happened, in the customer's words. It is kept as you type"),
      run: "edit The kettle leaks.",
    },
    click(
      ".modal button[name=action_save]",
      _t("Save: the next screen says what to read out")
    ),
    {
      trigger: ".o_complaint_form .o_statusbar_buttons .btn-primary",
      content: _t("The highlighted button is the next step, until it is closed"),
      run: "hover",
    },
    menu("complaint_menu_complaints", _t("All of yours are here")),
    menu("complaint_menu_my", _t("As a board: a column for each stage")),
    {trigger: ".o_kanban_view", content: _t("That is it")},
  ],
});

/** What a leader decides, and where it is seen how the team does. */
tours.add("complaint_guide_leader", {
  steps: () => [
    day,
    click(
      ".o_complaint_day .btn-group button:last",
      _t("See what is due to everybody of the team")
    ),
    menu("complaint_menu_decide", _t("What waits for your word")),
    menu("complaint_remedy_menu_approvals", _t("Remedies above somebody's limit")),
    menu("complaint_menu_reporting", _t("How it goes")),
    menu("complaint_today_menu", _t("Open, overdue, and how we do against targets")),
    {trigger: ".o_complaint_today", content: _t("Each picture opens its list")},
    menu("complaint_menu_complaints", _t("One problem of many customers?")),
    menu("complaint_group_menu", _t("Put their complaints into a group")),
    {trigger: ".o_list_view, .o_kanban_view", content: _t("That is it")},
  ],
});

/** What a manager sets up, and reads each month. */
tours.add("complaint_guide_manager", {
  steps: () => [
    day,
    menu("complaint_menu_reporting", _t("How it goes")),
    menu("complaint_review_menu", _t("A review of each month, kept as it was told")),
    {trigger: ".o_list_view", content: _t("It is mailed to you as well"), run: "hover"},
    menu("complaint_menu_customers", _t("Customers who need more care")),
    menu("complaint_watchlist_menu", _t("The watchlist: nobody is on it by itself")),
    menu("complaint_menu_configuration", _t("What you shape")),
    menu("complaint_stage_menu", _t("Stages, and what each of them requires")),
    {trigger: ".o_list_view", content: _t("Drag them into your order"), run: "hover"},
    menu("complaint_menu_configuration", _t("Once more")),
    menu("complaint_settings_menu_company", _t("All settings are in one place")),
    click(".modal button[special=cancel]", _t("Nothing is changed unless you save")),
    {trigger: "body:not(:has(.modal))", content: _t("That is it")},
  ],
});

/** What a salesperson knows of the own customers. */
tours.add("complaint_guide_sales", {
  steps: () => [
    menu("complaint_menu_customers", _t("Your customers who complained")),
    menu("complaint_history_menu", _t("What happened, and what was done about it")),
    {
      trigger: ".o_list_view, .o_kanban_view",
      content: _t("Each line tells a story; those that are open come first"),
    },
  ],
});
