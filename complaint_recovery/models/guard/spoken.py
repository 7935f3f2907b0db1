from collections import defaultdict

from odoo import SUPERUSER_ID, api, models
from odoo.tools import email_normalize, email_normalize_all

from ...tools.in_use import in_use
from ...tools.marks import POSTED, TRACKED, UNRECORDED
from ...tools.rendering import rendering
from .belonging import OURS
from .mail_message import SPEAKER

#: By whom a mail came in, only the gateway knows.
BY_MAIL = frozenset({"incoming_email_to", "incoming_email_cc"})
#: What of a ticket says which templates are sent on it.
OWNERS = ("stage_id", "team_id")


class MailThread(models.AbstractModel):
    """Threads of ours: people speak in them as themselves, and now."""

    _inherit = "mail.thread"

    def message_post(self, **kwargs):
        self._complaint_ensure_free(kwargs.get("message_id"))
        return super().message_post(**self._complaint_as_oneself(kwargs))

    def message_notify(self, **kwargs):
        self._complaint_ensure_may_tell()
        self._complaint_ensure_free(kwargs.get("message_id"))
        # It may answer anything; what is posted answers its own thread alone.
        self._complaint_ensure_answerable([kwargs])
        return super().message_notify(**self._complaint_as_oneself(kwargs))

    def _complaint_ensure_may_tell(self):
        """Turn away who tells others of something of ours that they may not read.

        Odoo asks for no right here, and its notice names the record. Customers write in
        the conversation, which is no notice.
        """
        handed_on = self.env.context.get("complaint_handed_on") is POSTED
        if self.env.su or handed_on or not self._complaint_is_conversation():
            return
        if self.env.user.share:
            self.env["mail.message"]._complaint_refuse_outside()
        self.check_access("read")

    def _message_auto_subscribe_notify(self, partner_ids, template):
        # Whoever gives something to somebody else may not read it any more by now.
        handed_on = self.with_context(complaint_handed_on=POSTED)
        return super(MailThread, handed_on)._message_auto_subscribe_notify(
            partner_ids, template
        )

    def _complaint_is_conversation(self):
        """Is it that of a complaint, or of a part of one?"""
        if self._name != "helpdesk.ticket":
            return bool(self) and self._name.startswith("complaint.")
        return bool(self._complaint_ever())

    def _complaint_ensure_free(self, message_id):
        """Turn away who gives a message the id of one of a complaint."""
        if message_id and not self.env.su:
            self.env["mail.message"]._complaint_refuse_taken([message_id])

    def _complaint_ensure_answerable(self, values_list):
        """Turn away who answers a message of a complaint they may not read."""
        answered = [vals["parent_id"] for vals in values_list if vals.get("parent_id")]
        if answered and not self.env.su:
            self.env["mail.message"]._complaint_check_answered(answered)

    def _message_track(self, fields_iter, initial_values_dict):
        return super(
            MailThread, self.with_context(complaint_tracked=TRACKED)
        )._message_track(fields_iter, initial_values_dict)

    def _message_create(self, values_list):
        if not self:  # Of no thread, which would have found what is answered.
            self._complaint_ensure_answerable(values_list)
        self = self.with_context(complaint_threaded=POSTED)
        if self._complaint_is_place_of(values_list):
            # It goes through their thread, which was asked who may write there.
            self = self.with_context(complaint_posted=POSTED)
        return super()._message_create(values_list)

    def _complaint_is_place_of(self, values_list):
        """Is each of these messages one of the records of ours at hand?

        Of no record nothing was asked: where the message belongs says the caller then,
        whichever model was called.
        """
        places = {(self._name, record_id) for record_id in self._ids}
        return self._name.startswith(OURS) and all(
            (values.get("model"), values.get("res_id")) in places
            for values in values_list
        )

    def _complaint_as_oneself(self, kwargs):
        """Return ``kwargs`` without words of others that a colleague makes up.

        What the customer said is recorded as an exchange. The gateway and the page post
        as superuser, our own methods with a mark: letters are of whom they say.
        """
        told = (SPEAKER | BY_MAIL) & kwargs.keys()
        by_mail = kwargs.get("message_type") == "email"
        taken_in = by_mail and self.env.su
        if taken_in or not (told or by_mail) or not self._complaint_is_spoken_on():
            return kwargs
        kept = {name: kwargs[name] for name in kwargs if name not in BY_MAIL}
        if by_mail:
            kept["message_type"] = "comment"
        for name in SPEAKER & kept.keys():
            if not self._complaint_is_oneself(name, kept[name]):
                del kept[name]
        if not kept.get("author_id"):
            kept.pop("email_from", None)  # Odoo would look for its owner.
        return kept

    def _complaint_is_spoken_on(self):
        """Does somebody speak on a complaint here, by a call of their own?

        On what belongs to one, as a meeting, that is also who has a key: the calendar
        says for whom it was, and not who pressed.
        """
        if self.env.context.get("complaint_unrecorded") is UNRECORDED:
            return False
        if not self._name.startswith(OURS):
            return bool(self._complaint_on_ours())
        if self.env.su:
            return False
        if not self.env.user._is_internal():
            return False
        return self._name != "helpdesk.ticket" or bool(self._complaint_ever())

    def _complaint_is_oneself(self, name, value):
        """Is ``value`` of the field ``name`` the caller, or nobody else in person?"""
        user = self.env.user
        if name == "date" or not value:
            return not value
        if name == "author_id":
            return value == user.partner_id.id
        # A company or a team is written for by whoever writes.
        address = email_normalize(value) or value
        if address == email_normalize(user.email or ""):
            return True
        # Whose address it is, is judged, and told to nobody.
        tickets = self if self._name == "helpdesk.ticket" else self.browse()
        if any(ticket._complaint_is_sender(address) for ticket in tickets):
            return False
        people = self.env["res.partner"].sudo()  # As above: judged.
        people = people.search([("email_normalized", "=", address)])
        # The contact of a company is nobody in person, whoever shares its address.
        companies = in_use(self.env["res.company"].sudo())  # As above: judged.
        if not people or companies.search_count([("partner_id", "in", people.ids)]):
            return True
        return self._complaint_is_shared(address)

    @api.model
    def _complaint_is_shared(self, address):
        """Is ``address`` the company's own by its setup, though a contact has it?"""
        env = in_use(self.sudo()).env  # What is set up is judged, and told to nobody.
        if env["mail.alias"].search_count([("alias_full_name", "=", address)], limit=1):
            return True
        domains = env["mail.alias.domain"]
        domains = domains.search([])  # pylint: disable=no-search-all
        names = ("default_from_email", "catchall_email", "bounce_email")
        own = {domain[name] for domain in domains for name in names}
        # A filter may be a whole domain: that is everybody's address.
        for server in env["ir.mail_server"].search([("from_filter", "!=", False)]):
            own.update(email_normalize_all(server.from_filter))
        return address in {email_normalize(email or "") for email in own if email}


class MailComposeMessage(models.TransientModel):
    """Mails to many at once, which are written past the thread."""

    _inherit = "mail.compose.message"

    def _prepare_mail_values(self, res_ids):
        values = super()._prepare_mail_values(res_ids)
        ours = self._complaint_may_be_ours(self.model or "")
        if not ours or self.composition_mode != "mass_mail":
            return values
        user, records = self.env.user, self.env[self.model]
        senders = defaultdict(records.browse)
        for record in records.browse(list(values)):
            if record._complaint_is_spoken_on():
                told = values[record.id]
                told["author_id"] = user.partner_id.id
                senders[told.get("email_from")] |= record
        for sender, spoken in senders.items():
            if not spoken._complaint_is_oneself("email_from", sender):
                set_up = self.template_id._complaint_senders_set_up(spoken)
                for record in spoken:
                    if not sender or set_up.get(record.id) != sender:
                        values[record.id]["email_from"] = user.email_formatted
        return values


class MailTemplate(models.Model):
    """Templates say of whom their mails are: a team, a department."""

    _inherit = "mail.template"

    def _complaint_senders_set_up(self, records):
        """Return by id of whom this template says that mails on ``records`` are.

        Nothing where it may be the caller's own: they would speak as anybody.
        """
        if not self.email_from or records._name != "helpdesk.ticket":
            return {}
        if not records._complaint_set_up(self):
            return {}
        return rendering(self, records)._render_field("email_from", records.ids)


class HelpdeskTicket(models.Model):
    """Which templates are set up for tickets, and are nobody's own words."""

    _inherit = "helpdesk.ticket"

    def _complaint_set_up(self, template):
        """Was ``template`` written by an addon, or set up for all of these tickets?

        What a colleague has written as a template is written by that colleague.
        """
        template = template.sudo()  # Who wrote it is judged, and told to nobody.
        if template.create_uid.id == SUPERUSER_ID:
            return True
        owners = {n: self.env[self._fields[n].comodel_name] for n in OWNERS}
        paths = [
            (owner, name)
            for owner, model in owners.items()
            for name, field in model._fields.items()
            if field.type == "many2one" and field.comodel_name == "mail.template"
        ]
        return all(
            any(template == ticket[owner][name] for owner, name in paths)
            for ticket in self.sudo()  # As above: what is set up is judged.
        )
