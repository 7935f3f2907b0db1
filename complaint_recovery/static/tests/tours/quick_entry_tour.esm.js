import {checkCount, startCounting} from "./count_clicks.esm";
import {registry} from "@web/core/registry";

/** A complaint is taken with a receiver at the ear: more clicks are too many. */
const enough = checkCount(12, ".o_form_view .o_field_widget[name=complaint_stage_id]");
const dialog = (name) => `.modal .o_field_widget[name=${name}]`;
const chip = (name, label) => ({
  content: `${name}: ${label}`,
  trigger: `${dialog(name)} .o_selection_badge:contains("${label}")`,
  run: "click",
});
const takeTheCall = [
  {
    content: "Who is on the phone?",
    trigger: `${dialog("partner_id")} input`,
    run: "edit 0470 12 34",
  },
  {
    content: "Found by the number",
    trigger: ".o-autocomplete--dropdown-item:contains(Jane Doe)",
    run: "click",
  },
  {
    content: "What happened?",
    trigger: `${dialog("description")} textarea`,
    run: "edit The kettle leaks. Water on the carpet.",
  },
  {
    content: "What do they want?",
    trigger: `${dialog("desired_outcome")} textarea`,
    run: "edit A new kettle",
  },
];
const openDialog = {
  content: "Take a call, from anywhere",
  trigger: ".o_menu_systray .o_complaint_take_call",
  run: "click",
};

registry.category("web_tour.tours").add("complaint_quick_entry_tour", {
  steps: () => [
    startCounting,
    openDialog,
    ...takeTheCall,
    chip("sentiment", "Angry"),
    {
      content: "The loss goes on",
      trigger: `${dialog("loss_ongoing")} input`,
      run: "click",
    },
    chip("exposure", "Online review"),
    {
      content: "The severity follows",
      trigger: `${dialog("severity_id")} .active:contains(Critical)`,
    },
    {
      content: "Not for a solution on the spot",
      trigger: ".modal footer:not(:has(button[name=action_save_on_spot]))",
    },
    {
      content: "I said sorry",
      trigger: `${dialog("apologised")} input`,
      run: "click",
    },
    {content: "Save", trigger: ".modal button[name=action_save]", run: "click"},
    {
      content: "What to say, and what follows",
      trigger: ".o_notification:contains(read the number out)",
    },
    enough,
  ],
});

registry.category("web_tour.tours").add("complaint_on_spot_tour", {
  steps: () => [
    startCounting,
    openDialog,
    ...takeTheCall,
    {
      content: "Solved in the same call",
      trigger: ".modal button[name=action_save_on_spot]",
      run: "click",
    },
    {
      content: "What went wrong?",
      trigger: `${dialog("finding")} textarea`,
      run: "edit The seal was missing.",
    },
    {
      content: "The cause",
      trigger: `${dialog("cause_id")} input`,
      run: "edit late",
    },
    {
      content: "The first that fits",
      trigger: ".o-autocomplete--dropdown-item:contains(/late/i)",
      run: "click",
    },
    chip("satisfaction", "Satisfied"),
    {
      content: "Close the complaint",
      trigger: ".modal button[name=action_apply]",
      run: "click",
    },
    enough,
    {
      content: "It is closed",
      trigger:
        ".o_field_widget[name=complaint_stage_id] .o_arrow_button_current:contains(Closed)",
    },
  ],
});
