import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** A mail to a customer waits some seconds: in these it is taken back with one click. */
export const complaintUndoService = {
  dependencies: ["bus_service", "mail.store", "notification", "orm"],
  start(env, {bus_service: bus, "mail.store": store, notification, orm}) {
    /** Take it back. Words that were typed in the chatter are there to be changed. */
    async function undo({ticket, message, typed}) {
      const body = store["mail.message"].get(message)?.body;
      const args = [[ticket], message];
      const said = await orm.call("helpdesk.ticket", "complaint_undo_mail", args);
      store["mail.message"].get(message)?.delete();
      const thread = store.Thread.get({model: "helpdesk.ticket", id: ticket});
      if (!typed || !thread || !body) {
        return said;
      }
      thread.composer.composerHtml = body;
      return _t("%s What you wrote is under “Send message” again.", said);
    }

    bus.subscribe("complaint_recovery.sent", (mail) => {
      const close = notification.add(mail.text, {
        type: "success",
        autocloseDelay: mail.seconds * 1000,
        buttons: [
          {
            name: _t("Undo"),
            primary: true,
            onClick: async () => {
              close();
              notification.add(await undo(mail), {type: "info"});
            },
          },
        ],
      });
    });
  },
};

registry.category("services").add("complaint_undo", complaintUndoService);
