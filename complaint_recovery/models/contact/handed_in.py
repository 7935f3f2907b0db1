from odoo import api, models
from odoo.tools import clean_context

from ...tools.marks import BY_HAND

LISTS = ("one2many", "many2many")


class MailThread(models.AbstractModel):
    """Mails that somebody hands in over RPC, without being the mail server.

    Odoo takes them in as superuser, with the values their caller wants in the new
    record and with the id the mail says it has. Here they come with the caller's own
    rights: by a new contact with a login nobody becomes an administrator.
    """

    _inherit = "mail.thread"

    @api.model
    def message_process(self, model, message, *args, **kwargs):
        if not self._complaint_is_gateway():
            # Odoo creates in this context, as superuser.
            # pylint: disable-next=context-overridden
            self = self.with_context(clean_context(self.env.context))
        return super().message_process(model, message, *args, **kwargs)

    def _message_route_process(self, message, message_dict, routes):
        if self.env.context.get("complaint_by_hand") is not BY_HAND:
            return super()._message_route_process(message, message_dict, routes)
        # Answers that come in by mail are filed by it.
        told = [message_dict.get("message_id")]
        self.env["mail.message"]._complaint_refuse_taken(told)
        # What an alias says, whoever wrote it says.
        routes = [
            route if route[1] or route[4] else self._complaint_own_route(route)
            for route in routes or ()
        ]
        asked = [route for route in routes if not (route[1] or route[4])]
        for model, _id, values, *_rest in asked:
            self.env[model]._complaint_check_handed_in(values or {})
        thread_id = super()._message_route_process(message, message_dict, routes)
        for model, *_rest in asked:
            self.env[model].browse(thread_id).check_access("create")
        return thread_id

    @api.model
    def _complaint_own_route(self, route):
        """Return ``route`` as the caller's, whoever the mail says it is from."""
        model, thread_id, values, _user_id, *rest = route
        return (model, thread_id, values, self.env.uid, *rest)

    @api.model
    def _complaint_check_handed_in(self, values):
        """Raise an AccessError where the caller could not create such a record."""
        self.check_access("create")
        for name in values:
            if not (field := self._fields.get(name)):
                continue
            self._check_field_access(field, "write")
            if field.type in LISTS and values[name]:
                # Commands in it would be done as superuser, at whatever depth.
                access = self.env["ir.model.access"]
                raise access._make_access_error(field.comodel_name, "write")
