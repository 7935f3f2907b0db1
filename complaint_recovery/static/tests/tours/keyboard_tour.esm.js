import {dialog, form, primary} from "./steps.esm";
import {registry} from "@web/core/registry";

/** No form has so many stops: then what is looked for cannot be reached. */
const MOST_STOPS = 80;
/** What drives the page, which is there once a tour runs. */
const hoot = () => odoo.loader.modules.get("@odoo/hoot-dom");
let pointed = 0;
const watchPointer = {
  content: "Nobody touches the mouse from here on",
  trigger: "body",
  run() {
    pointed = 0;
    document.addEventListener("pointerdown", () => pointed++, true);
  },
};
const checkPointer = {
  content: "By the keyboard alone",
  trigger: `${form}:contains(Ended)`,
  run() {
    console.log(`Touched with the mouse: ${pointed} times`);
    if (pointed) {
      throw new Error(`The mouse was needed ${pointed} times.`);
    }
  },
};
const press = (content, keys, trigger = "body") => ({
  content,
  trigger,
  run: `press ${keys}`,
});
/** Go on with the Tab key until what is looked for has the focus. */
const reach = (selector) => ({
  content: `Tab to ${selector}`,
  trigger: selector,
  async run(helpers) {
    for (let stops = 0; stops < MOST_STOPS; stops++) {
      if (document.activeElement.closest(selector)) {
        return;
      }
      await helpers.press("Tab");
    }
    throw new Error(`The Tab key does not reach ${selector}`);
  },
});
const enter = (name, words, tag = "textarea") => [
  reach(`${dialog(name)} ${tag}`),
  {
    content: `${name}: ${words}`,
    trigger: `${dialog(name)} ${tag}`,
    run: () => hoot().edit(words),
  },
];
/** One stop of the Tab key, then arrows. */
const choose = (name, label, keys) => [
  reach(`${dialog(name)} [role=radio]`),
  ...keys.map((key) => press(`${name}: ${key}`, key)),
  {
    content: `${name}: ${label}`,
    trigger: `${dialog(name)} [role=radio][aria-checked=true]:contains(/^${label}$/)`,
  },
];
const settle = (content, trigger) => ({content, trigger});

registry.category("web_tour.tours").add("complaint_keyboard_tour", {
  steps: () => [
    watchPointer,
    press("The telephone rings", "Alt+Shift+c", ".o_searchview_input"),
    settle("One can type at once", `${dialog("partner_id")} input:focus`),
    ...enter("partner_phone", "+32 470 12 34 56", "input"),
    ...enter("description", "It came late."),
    settle(
      "Her number says who she is",
      `${dialog("partner_id")} input:value(Jane Doe)`
    ),
    ...choose("sentiment", "Upset", ["ArrowRight"]),
    ...enter("cause_id", "late", "input"),
    settle("What went wrong", ".o-autocomplete--dropdown-item:contains(/late/i)"),
    press("The first that fits", "Enter"),
    reach(`${dialog("apologised")} input`),
    press("I said sorry", "Space"),
    press("Save", "Alt+q"),
    press("What matters now", "Alt+q", primary("Offer a remedy")),
    settle("The usual one is there", ".modal .o_data_row"),
    reach(`${dialog("accepted")} input`),
    press("She takes it at once", "Space"),
    // Lists are one stop of the Tab key as well: from its end, arrows.
    reach(".modal .o_field_x2many_list_row_add a"),
    press("Up to the remedy", "ArrowUp"),
    press("On to its amount", "ArrowRight", ".modal .o_data_row td:focus"),
    press("What it is worth", "Enter", ".modal .o_data_row td[name=amount]:focus"),
    {
      content: "20",
      trigger: ".modal .o_data_row [name=amount] input:focus",
      run: () => hoot().edit("20"),
    },
    press("Offer", "Alt+q"),
    press("She has it", "Alt+q", primary("Delivered")),
    press("All of it", "Enter", ".modal footer .btn-primary:focus"),
    press("Is all well?", "Alt+q", primary("Call the customer")),
    ...choose("satisfaction", "Satisfied", ["ArrowRight", "ArrowLeft"]),
    press("Save and close", "Alt+q", ".modal button:contains(Save and close)"),
    checkPointer,
  ],
});
