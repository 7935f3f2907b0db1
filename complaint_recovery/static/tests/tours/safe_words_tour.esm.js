import {chip, click, primary} from "./steps.esm";
import {registry} from "@web/core/registry";

const composer = ".o-mail-Chatter .o-mail-Composer-input";
const send = click("Send it", ".o-mail-Chatter .o-mail-Composer-send:enabled");
const say = (words) => ({
  content: `Write: ${words}`,
  trigger: composer,
  run: `edit ${words}`,
});

/** The words of the template are blanks: it is refused, and what was saved is gone. */
registry.category("web_tour.tours").add("complaint_discard_tour", {
  steps: () => [
    click("What matters now", primary("Apologise")),
    chip("channel", "Letter"),
    {
      content: "Blanks to be filled in",
      trigger: ".modal .odoo-editor-editable p:contains(what happened)",
    },
    click("Try it all the same", ".modal footer button:contains(Finish the letter)"),
    {
      content: "The refusal stands in the dialog",
      trigger: ".modal .o_complaint_refusal[role=alert]",
    },
    click("Never mind", ".modal footer button[special=cancel]"),
    {
      content: "The complaint has no apology",
      trigger: `body:not(:has(.modal)) ${primary("Apologise")}`,
    },
  ],
});

const tick = (content) =>
  click(content, ".modal .o_field_many2many_checkboxes label:contains(Refund)");
const shows = (content, trigger) => ({content, trigger});

/** An option that is ticked has a line, however often one changed one's mind. */
registry.category("web_tour.tours").add("complaint_ticks_tour", {
  steps: () => [
    click("What matters now", primary("Offer a remedy")),
    shows("The usual one is there", ".modal .o_data_row:contains(Refund)"),
    tick("Not that"),
    shows("No line", ".modal .o_list_renderer:not(:has(.o_data_row))"),
    tick("Yes, that"),
    shows("Its line is back", ".modal .o_data_row:contains(Refund)"),
    tick("Not that after all"),
    shows("No line again", ".modal .o_list_renderer:not(:has(.o_data_row))"),
    tick("Yes, that one"),
    click("What it is worth", ".modal .o_data_row:contains(Refund) td[name=amount]"),
    {
      content: "30",
      trigger: ".modal .o_data_row [name=amount] input",
      run: "edit 30",
    },
    click("Kept", ".modal button[name=action_keep]"),
    shows("One option is there", `body:not(:has(.modal)) ${primary("Offer")}`),
  ],
});

registry.category("web_tour.tours").add("complaint_chatter_tour", {
  steps: () => [
    click("Write to her", ".o-mail-Chatter-sendMessage"),
    say("Jonas Weber billed it twice."),
    send,
    {
      content: "A name is asked about",
      trigger: ".modal:contains(The customer reads a name):contains(Jonas Weber)",
    },
    click("Other words", ".modal footer button:contains(Change the words)"),
    {
      content: "They are still there, and nothing was sent",
      trigger: `${composer}:value(Jonas Weber billed it twice)`,
    },
    {
      content: "No message",
      trigger: ".o-mail-Chatter:not(:has(.o-mail-Message:contains(billed)))",
    },
    say("It was billed twice."),
    send,
    {
      content: "It stands in the conversation",
      trigger: ".o-mail-Message:contains(It was billed twice)",
    },
    click("Not yet", ".o_notification:contains(mail to) button:contains(Undo)"),
    {
      content: "It was not sent",
      trigger: ".o_notification:contains(was not sent)",
    },
    {
      content: "It is gone from the conversation",
      trigger: ".o-mail-Chatter:not(:has(.o-mail-Message:contains(billed twice)))",
    },
    click("The words are there to be changed", ".o-mail-Chatter-sendMessage"),
    {
      content: "As they were",
      trigger: `${composer}:value(It was billed twice)`,
    },
  ],
});
