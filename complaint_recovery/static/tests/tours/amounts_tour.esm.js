import {registry} from "@web/core/registry";

const amount = ".modal .o_field_widget[name=claim_amount]";
const other = ".modal .o_field_widget[name=desired_outcome] textarea";
const type = (words) => ({
  content: `Claimed: ${words}`,
  trigger: `${amount} input`,
  run: `edit ${words}`,
});
const elsewhere = {content: "Go on", trigger: other, run: "click"};

/** Where English is spoken. */
registry.category("web_tour.tours").add("complaint_amounts_tour", {
  steps: () => [
    {
      content: "Take a call",
      trigger: ".o_menu_systray .o_complaint_take_call",
      run: "click",
    },
    {
      content: "What happened?",
      trigger: ".modal .o_field_widget[name=description] textarea",
      run: "edit It came late.",
    },
    {
      content: "Who?",
      trigger: ".modal .o_field_widget[name=partner_id] input",
      run: "edit Nadia Brandt",
    },
    {
      content: "A new caller",
      trigger: ".o-autocomplete--dropdown-item:contains(Nadia Brandt)",
      run: "click",
    },
    {
      content: "Her number",
      trigger: ".modal .o_field_widget[name=partner_phone] input",
      run: "edit +49 30 555 0140",
    },
    type("1.250"),
    elsewhere,
    {
      content: "Two amounts: the field says how to write one",
      trigger: `${amount} [role=alert]:contains(two ways):contains(1,250.50)`,
    },
    type("1.250,50"),
    elsewhere,
    {
      content: "Shown back as one writes it here, and nothing refused any more",
      trigger: `${amount}:not(:has([role=alert])) input:value(1,250.50)`,
    },
    {content: "Save", trigger: ".modal button[name=action_save]", run: "click"},
    {content: "Saved", trigger: ".o_complaint_form .o_complaint_strip"},
  ],
});
