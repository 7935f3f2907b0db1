import {ComplaintDialogController, complaintDialogView} from "./dialog.esm";
import {deserializeDateTime, serializeDateTime} from "@web/core/l10n/dates";
import {onMounted, onWillUnmount, useEffect} from "@odoo/owl";
import {
  Many2OneField,
  buildM2OFieldDescription,
} from "@web/views/fields/many2one/many2one_field";
import {Many2One} from "@web/views/fields/many2one/many2one";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";

const {DateTime} = luxon;
/** Words of last week are no call any more. */
const DAYS_KEPT = 7;
const KEPT_TYPES = ["char", "text", "selection", "boolean", "monetary", "many2one"];
const CALL = "complaint_recovery.complaint_quick_entry_action";

/** The calls that were begun and not saved, in this browser, of this user. */
export const drafts = {
  get key() {
    return `complaint_calls_${user.userId}`;
  },
  read() {
    const since = DateTime.now().minus({days: DAYS_KEPT}).toMillis();
    try {
      const kept = JSON.parse(browser.localStorage.getItem(this.key) || "{}");
      return Object.fromEntries(
        Object.entries(kept).filter(([, draft]) => draft.at > since)
      );
    } catch {
      return {};
    }
  },
  write(calls) {
    browser.localStorage.setItem(this.key, JSON.stringify(calls));
  },
  keep(id, values) {
    this.write({...this.read(), [id]: {at: Date.now(), values}});
  },
  drop(id) {
    const calls = this.read();
    delete calls[id];
    this.write(calls);
  },
};

/**
 * The screen of a call. What is typed is kept as one types: it outlives Escape, a reload
 * and a second call, until it is saved or discarded.
 */
export class ComplaintCallController extends ComplaintDialogController {
  static template = "complaint_recovery.CallForm";

  setup() {
    super.setup();
    this.notification = useService("notification");
    this.said.others = [];
    this.said.restored = "";
    this.callId = String(Date.now());
    this.values = {};
    const onInput = (ev) => this.onInput(ev);
    onMounted(() => {
      this.rootRef.el.addEventListener("input", onInput);
      this.restore();
    });
    onWillUnmount(() => this.leave());
    // Whose name is known is not asked for it: that field went, and with it the focus.
    useEffect(
      (known) => {
        if (known && document.activeElement === document.body) {
          this.rootRef.el?.querySelector("[name=partner_phone] input")?.focus();
        }
      },
      () => [this.model.root.data.partner_id?.id]
    );
  }

  get modelParams() {
    const params = super.modelParams;
    params.hooks.onRecordChanged = (record, changes) => this.onRecordChanged(changes);
    return params;
  }

  /** What was changed by the hand of a person, or follows from it. */
  onRecordChanged(changes) {
    const {data, fields} = this.model.root;
    for (const name of Object.keys(changes)) {
      const type = fields[name]?.type;
      const value = data[name];
      if (KEPT_TYPES.includes(type)) {
        this.values[name] =
          type === "many2one" && value
            ? {id: value.id, display_name: value.display_name}
            : value;
      } else if (type === "datetime") {
        this.values[name] = value && serializeDateTime(value);
      }
    }
    this.keep();
  }

  /** Words are kept while they are being typed, not only when one leaves the field. */
  onInput(ev) {
    const name = ev.target.closest(".o_field_widget")?.getAttribute("name");
    const type = this.model.root.fields[name]?.type;
    if (["char", "text"].includes(type)) {
      this.values[name] = ev.target.value;
      this.keep();
    }
  }

  keep() {
    if (Object.keys(this.values).length) {
      drafts.keep(this.callId, this.values);
    }
  }

  restore() {
    const calls = Object.entries(drafts.read()).sort((a, b) => b[1].at - a[1].at);
    if (!calls.length) {
      return;
    }
    const wanted = this.props.context.complaint_call;
    if (wanted === "new") {
      this.said.others = calls;
      return;
    }
    const [id, draft] = calls.find(([key]) => key === wanted) || calls[0];
    this.said.others = calls.filter(([key]) => key !== id);
    return this.fill(id, draft);
  }

  async fill(id, draft) {
    const {fields} = this.model.root;
    this.callId = id;
    this.values = {...draft.values};
    const known = Object.entries(draft.values).filter(([name]) => name in fields);
    const values = Object.fromEntries(
      known.map(([name, value]) => [
        name,
        fields[name].type === "datetime" && value ? deserializeDateTime(value) : value,
      ])
    );
    this.said.restored = _t(
      "Your notes of %s are back.",
      DateTime.fromMillis(draft.at).toLocaleString(DateTime.TIME_SIMPLE)
    );
    await this.model.root.update(values);
  }

  /** Who is meant, for the bar that lists the calls waiting. */
  sayWho([, {values}]) {
    return (
      values.partner_id?.display_name ||
      values.partner_name ||
      values.description ||
      _t("A call")
    );
  }

  switchTo(call) {
    this.env.dialogData.close();
    this.actionService.doAction(CALL, {additionalContext: {complaint_call: call}});
  }

  minimise() {
    this.keep();
    this.env.dialogData.close();
  }

  /** The dialog is gone and nothing was saved: the words are a click away. */
  leave() {
    if (this.finished || this.saving || !Object.keys(this.values).length) {
      return;
    }
    const close = this.notification.add(this.sayWho(["", {values: this.values}]), {
      title: _t("Your notes of the call are kept"),
      type: "info",
      sticky: true,
      buttons: [
        {
          name: _t("Go on with the call"),
          primary: true,
          onClick: () => {
            close();
            this.actionService.doAction(CALL, {
              additionalContext: {complaint_call: this.callId},
            });
          },
        },
      ],
    });
  }

  async beforeExecuteActionButton(clickParams) {
    if (clickParams.special === "cancel") {
      this.finish();
    }
    return super.beforeExecuteActionButton(clickParams);
  }

  async runButton(run) {
    this.saving = true;
    try {
      await super.runButton(run);
    } finally {
      this.saving = false;
    }
    if (!this.refused) {
      this.finish();
    }
  }

  finish() {
    this.finished = true;
    drafts.drop(this.callId);
  }
}

registry.category("views").add("complaint_call", {
  ...complaintDialogView,
  Controller: ComplaintCallController,
});

/** What was typed tells whether it is a name, a number or an address. */
function guessField(typed) {
  if (typed.includes("@")) {
    return "partner_email";
  }
  return /^[+\d][\d\s()/.-]{4,}$/.test(typed) ? "partner_phone" : "partner_name";
}

class CallerMany2One extends Many2One {
  static props = {...Many2One.props, onNew: Function};

  quickCreate(typed) {
    return this.props.onNew(typed.trim());
  }
}

/** Who is on the phone: a customer we know, or somebody new by what was typed. */
export class ComplaintCallerField extends Many2OneField {
  static components = {Many2One: CallerMany2One};

  get m2oProps() {
    const {record} = this.props;
    return {
      ...super.m2oProps,
      canCreate: true,
      canCreateEdit: false,
      canQuickCreate: true,
      onNew: (typed) => record.update({partner_id: false, [guessField(typed)]: typed}),
    };
  }
}

registry.category("fields").add("complaint_caller", {
  ...buildM2OFieldDescription(ComplaintCallerField),
});
