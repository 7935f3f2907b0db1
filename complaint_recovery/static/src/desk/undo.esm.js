import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** A mail to a customer waits some seconds: in these it is taken back with one click. */
export const complaintUndoService = {
  dependencies: ["bus_service", "notification", "orm"],
  start(env, {bus_service: bus, notification, orm}) {
    bus.subscribe("complaint_recovery.sent", ({ticket, message, seconds, text}) => {
      const close = notification.add(text, {
        type: "success",
        autocloseDelay: seconds * 1000,
        buttons: [
          {
            name: _t("Undo"),
            primary: true,
            onClick: async () => {
              close();
              const said = await orm.call("helpdesk.ticket", "complaint_undo_mail", [
                [ticket],
                message,
              ]);
              notification.add(said, {type: "info"});
            },
          },
        ],
      });
    });
  },
};

registry.category("services").add("complaint_undo", complaintUndoService);
