from odoo import api, models


class MailThread(models.AbstractModel):
    """The mail gateway, which lets no machine complain."""

    _inherit = "mail.thread"

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        routes = super().message_route(
            message, message_dict, model, thread_id, custom_values
        )
        if routes and self._complaint_is_auto_reply(message):
            tickets = self.env["helpdesk.ticket"]
            return [route for route in routes if not tickets._complaint_opens(route)]
        return routes

    def _message_route_process(self, message, message_dict, routes):
        if routes and self._complaint_is_auto_reply(message):
            # An absence note is kept in the conversation, but is no word from them.
            self = self.with_context(complaint_unrecorded=True)
        return super()._message_route_process(message, message_dict, routes)

    @api.model
    def _complaint_is_auto_reply(self, message):
        """Was the raw ``message`` written by a machine: absence note, list, receipt?

        RFC 3834, and the headers its predecessors use.
        """
        automatic = (message.get("Auto-Submitted") or "no").split(";")[0].strip()
        precedence = (message.get("Precedence") or "").strip().lower()
        return (
            automatic.lower() != "no"
            or precedence in ("auto_reply", "bulk", "junk", "list")
            or any(
                message.get(header)
                for header in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply")
            )
        )
