from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import email_normalize
from odoo.tools.mail import decode_message_header

from ...tools.in_use import in_use
from ...tools.mail_origin import MACHINE, QUIET, read_origin
from ...tools.mail_text import read_text
from ...tools.marks import BY_HAND, BY_MAIL, UNANSWERED, UNRECORDED

#: So many complaints of one sender are acknowledged within the minutes in which Odoo
#: looks for loops: two desks that answer each other come to rest.
MOST_ANSWERS = 5
#: An alias of any model writes on none of these.
REACHED = ("complaint.", "helpdesk.ticket", "mail.message", "mail.activity")
REACHED += ("mail.followers", "ir.attachment")
#: Nor does it make or change these: who may do what follows from them.
GRANTING = ("res.users", "res.groups", "res.company", "ir.")


class MailThread(models.AbstractModel):
    """The mail gateway, which opens no complaint for an automatic mail."""

    _inherit = "mail.thread"

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        routes = super().message_route(
            message, message_dict, model, thread_id, custom_values
        )
        if routes and self._complaint_origin(message)[0] == MACHINE:
            tickets = self.env["helpdesk.ticket"]
            return [route for route in routes if not tickets._complaint_opens(route)]
        return routes

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """The gateway creates as superuser, past the guards: an alias tells nothing
        that only methods write, and writes on no record of ours."""
        if custom_values and self._name != "helpdesk.ticket":
            guarded = getattr(self, "_get_guarded_fields", frozenset)()
            custom_values = {
                name: value
                for name, value in custom_values.items()
                if name not in guarded
                and not self._complaint_reaches(self, name, value)
            }
        return super().message_new(msg_dict, custom_values)

    @api.model
    def _complaint_reaches(self, records, name, value):
        """Has ``value`` commands for what complaints consist of, at whatever depth?"""
        field = records._fields.get(name)
        if field is None or field.type not in ("one2many", "many2many") or not value:
            return False
        if field.comodel_name.startswith(REACHED):
            return True
        lines = self.env[field.comodel_name]
        commands = value if isinstance(value, (list, tuple)) else ()
        made = [
            command[2] or {}
            for command in commands
            if isinstance(command, (list, tuple)) and command[0] in (0, 1)
        ]
        if made and field.comodel_name.startswith(GRANTING):
            return True
        return any(
            self._complaint_reaches(lines, part, each)
            for vals in made
            for part, each in vals.items()
        )

    def _message_route_process(self, message, message_dict, routes):
        models = {route[0] or "" for route in routes or ()}
        parts = any(name.startswith("complaint.") for name in models)
        concerns = any(map(self._complaint_concerns, routes or ()))
        if parts or concerns:
            self._complaint_ensure_gateway()
        if "helpdesk.ticket" not in models:
            return super()._message_route_process(message, message_dict, routes)
        self = self.with_context(complaint_by_mail=BY_MAIL)
        self, why = self._complaint_with_origin(message)
        if concerns:
            self._complaint_vouch_author(message_dict, routes)
        opens = any(map(self.env["helpdesk.ticket"]._complaint_opens, routes))
        if concerns:
            text = read_text(message_dict.get("body"))
            self, why = self._complaint_with_writer(message, message_dict, why, text)
            self, why = self._complaint_with_contents(
                message, message_dict, why, text, opens
            )
        if opens:
            self = self._complaint_with_told(message, message_dict, text)
        if opens and not why:
            self, why = self._complaint_within_limit(message_dict)
        thread_id = super()._message_route_process(message, message_dict, routes)
        if why and self.env["helpdesk.ticket"]._complaint_opens(routes[-1]):
            self._complaint_tell_unanswered(thread_id, why)
        return thread_id

    @api.model
    def _complaint_ensure_gateway(self):
        """Raise an AccessError for who hands in mail without being the mail server.

        Odoo lets anybody who works here do so, over RPC, as anybody. To write down what
        became of an alias it wants an administrator anyway.
        """
        by_hand = self.env.context.get("complaint_by_hand") is BY_HAND
        if by_hand or not self._complaint_is_gateway():
            raise AccessError(
                self.env._("Only the mail server hands in mails about complaints.")
            )

    @api.model
    def _complaint_is_gateway(self):
        if self.env.su or self.env.uid == SUPERUSER_ID:
            return True
        return self.env.user.has_group("base.group_system")

    def _complaint_vouch_author(self, message_dict, routes):
        """Let no contact be the author whose address another customer wrote."""
        author = self.env["res.partner"].browse(message_dict.get("author_id") or [])
        if not author or author._complaint_is_vouched():
            return
        # Who complains is looked up, whoever fetches the mail.
        tickets = self.env["helpdesk.ticket"].sudo()
        ids = [id_ for model, id_, *_rest in routes if model == tickets._name and id_]
        if author in tickets.browse(ids).partner_id:
            return
        # Odoo also lets the login of such a contact open the ticket.
        for number, (model, id_, values, _uid, alias) in enumerate(routes):
            routes[number] = (model, id_, values, self.env.uid, alias)
        found = self._complaint_find_vouched(message_dict.get("email_from"))
        message_dict["author_id"] = found.id

    @api.model
    def _complaint_find_vouched(self, email):
        """Return the contact of ``email`` whose address somebody vouches for, or none.

        Odoo's form of an address is compared, and nobody is made.
        """
        found = self._partner_find_from_emails_single(
            [email or ""],
            filter_found=lambda partner: partner._complaint_is_vouched(),
            no_create=True,
        )
        return found[:1]

    def _complaint_with_origin(self, message):
        """Return self knowing who wrote the raw ``message``, and what says so."""
        kind, why = self._complaint_origin(message)
        if kind == MACHINE:
            # An absence note is kept in the conversation, but is no word from them.
            return self.with_context(complaint_unrecorded=UNRECORDED), why
        if kind == QUIET:
            self = self.with_context(complaint_unanswered=UNANSWERED)
        return self, why

    def _complaint_within_limit(self, message_dict):
        """Return self answering neither ourselves nor who got many answers just now."""
        passed = self.env["helpdesk.ticket"]._complaint_passed()
        if passed and not passed.address:
            return self, ""  # It has a note of its own.
        sender = passed.address if passed else message_dict.get("email_from")
        sender = email_normalize(sender or "")
        # How far back Odoo looks for loops is no secret.
        param = self.env["ir.config_parameter"].sudo().get_param
        since = timedelta(minutes=int(param("mail.gateway.loop.minutes", 120)))
        recent = (
            Domain("is_complaint", "=", True)
            & Domain("complaint_received_at", ">=", fields.Datetime.now() - since)
            & Domain("partner_email", "ilike", sender)
        )
        tickets = in_use(self.env["helpdesk.ticket"].sudo())  # Counted, not shown.
        if not sender or self._complaint_is_own_address(sender):
            why = "From"
        elif tickets.search_count(recent, limit=MOST_ANSWERS) < MOST_ANSWERS:
            return self, ""
        else:
            why = self.env._("many of this address in a short time")
        return self.with_context(complaint_unanswered=UNANSWERED), why

    @api.model
    def _complaint_tell_unanswered(self, ticket_id, why):
        """Note why the sender got no acknowledgement, for whoever answers."""
        # Noted by the gateway, whoever may see it.
        ticket = self.env["helpdesk.ticket"].sudo().browse(ticket_id)
        ticket._complaint_log(
            body=self.env._(
                "No acknowledgement was sent by itself (%s): a machine may read it. "
                "Write to the customer yourself.",
                why,
            )
        )

    @api.model
    def _detect_loop_sender(self, message, message_dict, routes):
        """Lose no mail about a complaint because of how many there are.

        What is a loop comes to rest since nothing of ours answers it any more.
        """
        others = [r for r in routes or () if not self._complaint_concerns(r)]
        if len(others) == len(routes or ()):
            return super()._detect_loop_sender(message, message_dict, routes)
        if others and super()._detect_loop_sender(message, message_dict, others):
            routes[:] = [route for route in routes if route not in others]
        return False

    @api.model
    def _complaint_concerns(self, route):
        """Return whether this route opens a complaint, or leads to one."""
        tickets = self.env["helpdesk.ticket"]
        if route[0] != tickets._name or not route[1]:
            return tickets._complaint_opens(route)
        # Where the mail belongs does not depend on who wrote it.
        return tickets.sudo().browse(route[1]).is_complaint

    @api.model
    def _complaint_origin(self, message):
        """Return what kind of writer the raw ``message`` has, and what says so.

        Extend. What a ``MACHINE`` writes (tools/mail_origin.py) opens no ticket at all.
        """
        return read_origin(
            message,
            decode_message_header(message, "Subject"),
            decode_message_header(message, "From"),
        )

    def _notify_thread_with_out_of_office(self, message, recipients_data, **kwargs):
        """Answer no machine with a colleague's absence: two would never end."""
        context = self.env.context
        if (
            context.get("complaint_unrecorded") is UNRECORDED
            or context.get("complaint_unanswered") is UNANSWERED
        ):
            return self.env["mail.message"]
        return super()._notify_thread_with_out_of_office(
            message, recipients_data, **kwargs
        )

    @api.model
    def _routing_create_bounce_email(
        self, email_from, body_html, message, **mail_values
    ):
        """Bounce no mail of a machine, which would answer that, too."""
        machine, _why = self._complaint_origin(message)
        if machine or self._complaint_is_own_address(email_from):
            return
        super()._routing_create_bounce_email(
            email_from, body_html, message, **mail_values
        )

    @api.model
    def _complaint_is_own_address(self, email):
        """Return whether the mail gateway receives what is sent to ``email``."""
        address = Domain("alias_full_name", "=", email_normalize(email or ""))
        # Which addresses are ours is asked for everybody who writes.
        return bool(self.env["mail.alias"].sudo().search_count(address, limit=1))
