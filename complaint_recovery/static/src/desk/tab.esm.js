import {onMounted} from "@odoo/owl";

/** In these the Tab key changes the words: it indents, or goes to the next cell. */
const OWN_TAB = "li, td, th";

/** What is proposed below a field is passed by: it is gone when one would be there. */
function passByProposals(field) {
  const proposed = field.closest(".o-autocomplete")?.querySelectorAll("ul a") || [];
  for (const option of proposed) {
    option.tabIndex = -1;
  }
}

/**
 * Let the Tab key go on to the next field, from wherever it is pressed.
 *
 * Odoo's editor writes a tab, and whoever has no mouse does not come out of it again.
 * Where something is chosen with it, the focus goes to what was proposed, which Odoo
 * takes away then: what is typed next would go nowhere.
 */
export function useTabThatLeaves(root) {
  onMounted(() => {
    root.el?.addEventListener(
      "keydown",
      (ev) => {
        const at = ev.target.ownerDocument.getSelection()?.anchorNode;
        const within =
          (at?.nodeType === Node.TEXT_NODE ? at.parentElement : at) || null;
        const words = ev.target.closest?.(".odoo-editor-editable");
        if (ev.key === "Tab" && ev.target.matches?.(".o-autocomplete--input")) {
          passByProposals(ev.target);
        }
        if (ev.key === "Tab" && words && !within?.closest(OWN_TAB)) {
          ev.stopPropagation();
        }
      },
      {capture: true}
    );
  });
}
