import {onMounted} from "@odoo/owl";

/** In these the Tab key changes the words: it indents, or goes to the next cell. */
const OWN_TAB = "li, td, th";

/**
 * Let the Tab key leave an editor of words, as it leaves any other field.
 *
 * Odoo's editor writes a tab, and whoever has no mouse does not come out of it again.
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
        if (ev.key === "Tab" && words && !within?.closest(OWN_TAB)) {
          ev.stopPropagation();
        }
      },
      {capture: true}
    );
  });
}
