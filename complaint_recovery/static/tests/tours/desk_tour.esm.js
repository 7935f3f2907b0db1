import {checkCount, startCountingBesidesTyping} from "./count_clicks.esm";
import {chip, click, dialog, form, primary, takeCall, type, write} from "./steps.esm";
import {registry} from "@web/core/registry";

/** What a day costs, in clicks besides typing: more of them fail. */
const MOST = {newCaller: 4, normal: 12, major: 20, escalate: 3};
const MOST_DIALOGS = 4;
let dialogs = 0;
const countDialogs = {
  content: "Count the dialogs as well",
  trigger: "body",
  run() {
    dialogs = 0;
    new MutationObserver((changes) => {
      for (const {addedNodes} of changes) {
        for (const node of addedNodes) {
          dialogs += node.querySelector?.(".modal .o_form_view") ? 1 : 0;
        }
      }
    }).observe(document.querySelector(".o-overlay-container"), {childList: true});
  },
};
const checkDialogs = {
  content: `Not more than ${MOST_DIALOGS} dialogs`,
  trigger: "body",
  run() {
    console.log(`Dialogs: ${dialogs} of ${MOST_DIALOGS}`);
    if (dialogs > MOST_DIALOGS) {
      throw new Error(`It took ${dialogs} dialogs, ${MOST_DIALOGS} at most.`);
    }
  },
};
/** Who called, of what, and that we said sorry. */
const takenDown = [
  takeCall,
  type("partner_phone", "+32 470 12 34 56", "input"),
  type("description", "It came late."),
  {
    content: "Her number says who she is",
    trigger: `${dialog("partner_id")} input:value(Jane Doe)`,
  },
  type("cause_id", "late", "input"),
  {
    content: "What went wrong",
    trigger: ".o-autocomplete--dropdown-item:contains(/late/i)",
  },
  {
    content: "By keyboard, too",
    trigger: `${dialog("cause_id")} input`,
    run: "press Enter",
  },
  click("I said sorry", `${dialog("apologised")} input`),
];
/** Offered, taken, handed out, and all is well. */
const recovered = [
  click("What matters now", primary("Offer a remedy")),
  {
    content: "The usual one is there",
    trigger: ".modal .o_data_row",
  },
  click("What it is worth", ".modal .o_data_row td[name=amount]"),
  {
    content: "20",
    trigger: ".modal .o_data_row [name=amount] input",
    run: "edit 20",
  },
  click("She takes it at once", `${dialog("accepted")} input`),
  click("Offer", ".modal button[name=action_offer]"),
  click("She has it", primary("Delivered")),
  click("All of it", ".modal footer .btn-primary"),
  click("Is all well?", primary("Call the customer")),
  chip("satisfaction", "Satisfied"),
  click("Save and close", ".modal button:contains(Save and close)"),
  {
    content: "It is closed",
    trigger: `${form}:contains(Ended)`,
  },
];

registry.category("web_tour.tours").add("complaint_new_caller_tour", {
  steps: () => [
    startCountingBesidesTyping,
    takeCall,
    {
      content: "Somebody we do not know",
      trigger: `${dialog("partner_id")} input`,
      run: "edit Nadia Brandt",
    },
    click(
      "A new caller, of what was typed",
      ".o-autocomplete--dropdown-item:contains(Nadia Brandt)"
    ),
    {
      content: "The name is there",
      trigger: `${dialog("partner_name")} input:value(Nadia Brandt)`,
    },
    type("partner_phone", "+49 30 555 0140", "input"),
    type("description", "The machine leaks."),
    click("I said sorry", `${dialog("apologised")} input`),
    click("Save", ".modal button[name=action_save]"),
    checkCount(MOST.newCaller, form),
  ],
});

registry.category("web_tour.tours").add("complaint_draft_tour", {
  steps: () => [
    takeCall,
    type("description", "Words that must not be lost."),
    {content: "Escape", trigger: "body", run: "press Escape"},
    click("Go on with it", ".o_notification_buttons button"),
    {
      content: "The words are back",
      trigger: `${dialog("description")} textarea:value(must not be lost)`,
    },
    click("Not needed", ".modal button[special=cancel]"),
    takeCall,
    {
      content: "Discarded is discarded",
      trigger: `${dialog("description")} textarea:not(:value(must not be lost))`,
    },
  ],
});

registry.category("web_tour.tours").add("complaint_normal_tour", {
  steps: () => [
    startCountingBesidesTyping,
    countDialogs,
    ...takenDown,
    click("Save", ".modal button[name=action_save]"),
    ...recovered,
    checkDialogs,
    checkCount(MOST.normal, form),
  ],
});

registry.category("web_tour.tours").add("complaint_major_tour", {
  steps: () => [
    startCountingBesidesTyping,
    ...takenDown,
    chip("severity_id", "Major"),
    click("Save", ".modal button[name=action_save]"),
    click("What was it?", primary("Find the facts")),
    write("finding", "The carrier lost it for a week."),
    chip("attribution", "Ours"),
    chip("decision", "Upheld"),
    write("explanation", "We were late, and we are sorry."),
    click("Findings and decision, told to her", ".modal button[name=action_apply]"),
    ...recovered,
    checkCount(MOST.major, form),
  ],
});

registry.category("web_tour.tours").add("complaint_escalate_tour", {
  steps: () => [
    startCountingBesidesTyping,
    click("Escalate", ".o_statusbar_buttons button[data-menu=escalate]"),
    click("To a superior", ".o_complaint_menu_items button[name=action_escalate]"),
    type("reason", "She wants a word."),
    click("Do it", ".modal footer .btn-primary"),
    checkCount(MOST.escalate, `${form}:contains(You will hear from)`),
  ],
});
