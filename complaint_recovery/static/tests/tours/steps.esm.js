/** Steps that several tours take. */
export const dialog = (name) => `.modal .o_field_widget[name=${name}]`;
export const click = (content, trigger) => ({content, trigger, run: "click"});
export const primary = (label) =>
  `.o_statusbar_buttons button.btn-primary:contains(${label})`;
export const type = (name, words, tag = "textarea") => ({
  content: `${name}: ${words}`,
  trigger: `${dialog(name)} ${tag}`,
  run: `edit ${words}`,
});
export const chip = (name, label) =>
  click(`${name}: ${label}`, `${dialog(name)} [role=radio]:contains(/^${label}$/)`);
/** Words of several lines, in the editor of a dialog. */
export const write = (name, words) => ({
  content: `${name}: ${words}`,
  trigger: `${dialog(name)} .odoo-editor-editable :is(p, div)`,
  run: `editor ${words}`,
});
export const takeCall = click("Take a call", ".o_menu_systray .o_complaint_take_call");
export const form = ".o_complaint_form .o_complaint_strip";
