import {Activity} from "@mail/core/web/activity";
import {Chatter} from "@mail/chatter/web_portal/chatter";
import {Composer} from "@mail/core/common/composer";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {useEffect} from "@odoo/owl";

const OURS = (model) => model === "helpdesk.ticket" || model?.startsWith("complaint.");

/** So many to-dos are read above the conversation; more are told by their number. */
const FEW = 3;

patch(Chatter.prototype, {
  setup() {
    super.setup(...arguments);
    // One chatter shows record after record: on each of ours it begins as by default.
    useEffect(
      () => {
        this.toggled = false;
        if (OURS(this.props.threadModel)) {
          this.state.showActivities = true;
        }
      },
      () => [this.props.threadModel, this.props.threadId]
    );
    // What is due stands at the head of a complaint, and all of it in its timeline.
    useEffect(
      (count) => {
        const complaint = this.env.model?.root?.data.is_complaint;
        if (complaint && count > FEW && !this.toggled) {
          this.state.showActivities = false;
        }
      },
      () => [this.activities.length, this.props.threadModel, this.props.threadId]
    );
  },

  toggleActivities() {
    this.toggled = true;
    super.toggleActivities();
  },
});

patch(Activity.prototype, {
  /** What is still due stays in sight where the server refuses to remove it. */
  async unlink() {
    const {activity} = this.props;
    if (!OURS(activity.res_model)) {
      return super.unlink();
    }
    const thread = this.thread;
    await this.env.services.orm.unlink("mail.activity", [activity.id]);
    activity.remove();
    this.props.onActivityChanged(thread);
  },
});

patch(Composer.prototype, {
  /** Words to the customer that name somebody are asked about here as well. */
  async sendMessage() {
    const {composer, type} = this.props;
    const complaint = this.env.model?.root?.data.is_complaint;
    if (type === "note" || composer.message || !complaint || this.asking) {
      return super.sendMessage();
    }
    const {dialog, orm} = this.env.services;
    const args = [[composer.thread.id], String(composer.composerHtml)];
    this.asking = true;
    try {
      const named = await orm.call("helpdesk.ticket", "complaint_named_in", args);
      if (named.length && !(await this.askAnyway(dialog, named))) {
        return;
      }
      return await super.sendMessage();
    } finally {
      this.asking = false;
    }
  },

  askAnyway(dialog, named) {
    const body = named.map(([name, words]) => `${name}: ${words}`).join("\n");
    return new Promise((resolve) => {
      dialog.add(
        ConfirmationDialog,
        {
          title: _t("Send anyway?"),
          body: _t("The customer reads a name:\n%s", body),
          confirmLabel: _t("Send anyway"),
          cancelLabel: _t("Change the words"),
          confirm: () => resolve(true),
          cancel: () => resolve(false),
        },
        {onClose: () => resolve(false)}
      );
    });
  },
});
