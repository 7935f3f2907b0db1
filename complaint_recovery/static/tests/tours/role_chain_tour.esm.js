import {checkCount, startCounting} from "./count_clicks.esm";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";

/** From two options to the letter, the three parts together: 24 clicks at most. */
const MOST = {propose: 9, approve: 1, finish: 12};
const options = ".modal .o_field_widget[name=line_ids]";
const remedies = ".o_field_widget[name=complaint_remedy_ids]";
const apologies = ".o_field_widget[name=complaint_apology_ids]";
const click = (content, trigger) => ({content, trigger, run: "click"});
/** A new browser tab would open: get what would be in it, with the user's own rights. */
const watchPrinting = {
  content: "Look at what is printed",
  trigger: "body",
  run() {
    browser.open = (url) => {
      fetch(url).then((answer) => {
        document.body.dataset.complaintPrinted = answer.ok;
      });
      return window;
    };
  },
};
const amount = (row, money) => [
  click(`Amount of option ${row}`, `${options} .o_data_row:eq(${row}) td[name=amount]`),
  {
    content: `It is worth ${money}`,
    trigger: `${options} .o_data_row:eq(${row}) [name=amount] input`,
    run: `edit ${money}`,
  },
];

registry.category("web_tour.tours").add("complaint_chain_propose_tour", {
  steps: () => [
    startCounting,
    click("The next step", ".o_statusbar_buttons button:contains(Offer a remedy)"),
    {
      content: "The usual one is there; on a busy machine the dialog still settles",
      trigger: `${options} .o_data_row:eq(0) td[name=amount]`,
      run: () => new Promise((settled) => browser.setTimeout(settled, 1000)),
    },
    click(
      "A second option",
      ".modal .o_field_widget[name=type_ids] label:contains(Voucher)"
    ),
    {
      content: "It is ticked",
      trigger:
        ".modal .o_field_widget[name=type_ids] .form-check:contains(Voucher) input:checked",
    },
    {content: "Two options", trigger: `${options} .o_data_row:eq(1)`, timeout: 30000},
    ...amount(0, 40),
    ...amount(1, 120),
    click("Offer both", ".modal footer button[name=action_offer]"),
    {
      content: "One is above the own limit",
      trigger: ".o_notification:contains(above your limit)",
    },
    {content: "It waits", trigger: `${remedies} .o_data_row:contains(To approve)`},
    checkCount(MOST.propose, "body:not(:has(.modal))"),
  ],
});

registry.category("web_tour.tours").add("complaint_chain_approve_tour", {
  steps: () => [
    startCounting,
    {
      content: "All to decide on is in the row",
      trigger: ".o_complaint_day_row:contains(Voucher):contains(120):contains(Handler)",
    },
    click("Approve", ".o_complaint_day_row button[data-button=approve]"),
    checkCount(MOST.approve, ".o_complaint_day:not(:has(button[data-button=approve]))"),
  ],
});

registry.category("web_tour.tours").add("complaint_chain_finish_tour", {
  steps: () => [
    startCounting,
    {
      content: "Both were offered with the approval, since the mail was wished for",
      trigger: `${remedies}:has(.o_data_row:eq(1)):not(:contains(Approved))`,
    },
    click(
      "On the phone the customer chooses the voucher",
      `${remedies} .o_data_row:contains(Voucher) button[name=action_accept]`
    ),
    {
      content: "The other one is declined with it",
      trigger: `${remedies} .o_data_row:contains(Refund):contains(Declined)`,
    },
    click("Handed out", ".o_statusbar_buttons button:contains(Delivered)"),
    click("All of it", ".modal footer .btn-primary"),
    click("One more, in writing", ".o_notebook_content button:contains(Apologise)"),
    click("A letter", ".modal .o_selection_badge:contains(Letter)"),
    {
      content: "What happened, in own words",
      trigger: ".modal .odoo-editor-editable p:contains(what happened)",
      run: "editor You told us that it came late. We should have called you.",
    },
    {
      content: "What we do",
      trigger: ".modal .odoo-editor-editable p:contains(what we do now)",
      run: "editor The voucher is on its way.",
    },
    click("The words are final", ".modal footer button:contains(Finish the letter)"),
    watchPrinting,
    click("The letters", ".o_notebook .nav-link:contains(Apology)"),
    click(
      "Print it",
      `${apologies} .o_data_row:contains(Letter) button[name=action_print]`
    ),
    checkCount(MOST.finish, "body[data-complaint-printed=true]"),
  ],
});
