import re
from binascii import Error as NotBase64

from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize_all, hash_sign, verify_hash_signed

from ...tools.in_use import in_use
from ...tools.marks import UNCONFIRMED
from ..contact.page_link import SLASH
from .steps import Answer

SCOPE = "complaint_door_confirm"
CONFIRM_PAGE = "/complaint/confirm/"
#: The key of that page as somebody quotes it, or its beginning on a broken line.
CONFIRM_KEY = re.compile(
    rf"(complaint{SLASH}confirm){SLASH}[\w%=-]{{1,400}}", re.IGNORECASE
)
#: Ends the token of a form whose key was renewed: it leads nowhere any more.
SPENT = " spent"
#: How long the mail that asks to confirm leads anywhere, in hours.
CONFIRM_HOURS = 7 * 24


class HelpdeskTicket(models.Model):
    """Complaints of anybody, without an account: heard at once, trusted later.

    What is typed is believed by nobody but the desk. No customer is looked up before
    the address has answered, so that the page tells nobody who is one.
    """

    _inherit = "helpdesk.ticket"

    @api.model
    def _door_file_complaint(self, values, files=()):
        """Return the complaint of somebody without an account, as superuser.

        ``values`` were judged by the form: with ``name``, and ``email`` or ``phone``.
        """
        unknown = self.with_context(complaint_sender=UNCONFIRMED)
        ticket = unknown._portal_file_complaint(values, files)
        # It is theirs, and ours to write on.
        ticket = ticket.with_env(self.sudo().env)
        ticket._portal_ensure_token()
        ticket._door_ask_to_confirm()
        return ticket

    @api.model
    def _portal_prepare_complaint(self, values):
        vals = super()._portal_prepare_complaint(values)
        if not self.env.user._is_public():
            return vals
        return {
            **vals,
            "partner_id": False,
            "partner_name": values["name"],
            "partner_email": values["email"],
            "complaint_lang": self.env.lang,
            "complaint_sender_phone": values["phone"],
            "complaint_call_when": values["call_when"],
        }

    def _complaint_portal_values(self):
        # Whoever reads the page reads how far we know them.
        unknown = not self.sudo()._complaint_confirmed()
        return {**super()._complaint_portal_values(), "unconfirmed": unknown}

    def _portal_ask_superior(self, reason, author=None):
        """Superiors are told of whom we know: the desk answers anybody."""
        if self._complaint_confirmed():
            return super()._portal_ask_superior(reason, author)
        text = self.env._(
            "Please confirm your e-mail address first, with the button in our e-mail, "
            "or tell us when we call. A manager will then hear of it at once."
        )
        return Answer(False, text, self)

    def _complaint_renew_key(self):
        """The form it was filed with hands out no new key: who sent it keeps it."""
        for ticket in self.sudo():  # A token is no field to read.
            token = ticket.complaint_form_token
            if token and not token.endswith(SPENT):
                ticket.complaint_form_token = token + SPENT
        return super()._complaint_renew_key()

    def _door_is_spent(self):
        """Return whether the key was renewed since it was filed."""
        # Judged, not shown.
        return (self.sudo().complaint_form_token or "").endswith(SPENT)

    def _portal_continue(self, ticket, words, said):
        """Of whom we do not know nothing new is opened: it would count as known."""
        if ticket._complaint_confirmed():
            return super()._portal_continue(ticket, words, said)
        text = self.env._(
            "Please confirm your e-mail address first, with the button in our e-mail."
        )
        return Answer(False, text, self)

    @api.model
    def _portal_filed(self, form_token):
        found = super()._portal_filed(form_token)
        return found or super()._portal_filed(f"{form_token}{SPENT}")

    def _door_ask_to_confirm(self):
        """Mail the address, once an hour at most, whether it is really theirs.

        The mail has no word that was typed: it may reach somebody who filed nothing.
        """
        self.ensure_one()
        address = self._complaint_sender_address()
        counts = self.env["complaint.door.count"]
        if not address or not counts._take("mail", address):
            return
        # Who deletes it confirms by phone.
        template = self.env.ref(
            "complaint_recovery.mail_template_confirm", raise_if_not_found=False
        )
        self._complaint_send_template(template)

    def _door_confirm_link(self):
        """Return the page that asks whoever reads the mail whether it is theirs.

        Without the key: that is added when the mail goes out, to that address alone.
        """
        return self._complaint_address(f"{CONFIRM_PAGE}{self.id}")

    def _door_confirm_keyed(self):
        """Return the page with the key that proves who reads mail at the address."""
        self.ensure_one()
        ticket = self.sudo()  # It is sent to nobody but the address itself.
        key = hash_sign(
            ticket.env,
            SCOPE,
            [ticket._complaint_sender_address(), ticket.company_id.id],
            expiration_hours=CONFIRM_HOURS,
        )
        return self._complaint_address(f"{CONFIRM_PAGE}{key}")

    def _complaint_personalize(self, body, partner=None, emails=""):
        body = super()._complaint_personalize(body, partner, emails)
        ticket = self.sudo()  # The queue sends for everybody.
        if not ticket.complaint_unconfirmed or CONFIRM_PAGE not in body:
            return body
        # A contact who has other addresses has proven none of them yet.
        reached = email_normalize_all(partner.email or "" if partner else emails)
        if set(reached) != {ticket._complaint_sender_address()}:
            return body
        # On our own page alone, in whatever language it was written.
        plain = rf"{re.escape(ticket.get_base_url())}(?:/[\w-]{{1,12}})?{CONFIRM_PAGE}"
        keyed = self._door_confirm_keyed()
        return re.sub(rf"{plain}{ticket.id}(?![\w/-])", lambda _match: keyed, body)

    @api.model
    def _complaint_without_token(self, body):
        """The key that confirms an address is taken out as that of the page is."""
        body = super()._complaint_without_token(body)
        plain = CONFIRM_KEY.sub(r"\1", body)
        return Markup(plain) if isinstance(body, Markup) else plain

    @api.model
    def _door_read_key(self, key):
        """Return (address, company id) of the mail's link; None of no such link."""
        try:
            # The secret of the database is nobody's to read.
            return verify_hash_signed(self.sudo().env, SCOPE, key)
        except (NotBase64, ValueError, IndexError):
            return None

    @api.model
    def _door_waiting(self, key):
        """Return, as superuser, what waits for the address ``key`` was mailed to."""
        address, company_id = self._door_read_key(key) or (None, None)
        if not address:
            return self.sudo().browse()  # Nothing.
        # Whoever has the link has read the mail to that address.
        return in_use(self.sudo()).search(
            Domain("complaint_unconfirmed", "=", True)
            & Domain("is_complaint", "=", True)
            & Domain("company_id", "=", company_id)
            & Domain("partner_email", "=", address),
            order="id",
        )

    def _door_confirm(self):
        """Take who filed it for the owner of the address. Returns the answer.

        Whoever had the key to the page up to now has only said so.
        """
        self.ensure_one()
        ticket = self._portal_begin()
        address = ticket._complaint_sender_address()
        known = {}
        if not ticket.partner_id:  # Or a colleague knows who it is.
            known = ticket._door_match_reference(address)
            known.setdefault("partner_id", ticket._complaint_find_customer(address).id)
        ticket.write({name: value for name, value in known.items() if value})
        ticket._complaint_renew_key()
        ticket._complaint_confirm()
        ticket._complaint_log(
            body=ticket.env._("%s was confirmed by a link in a mail to it.", address)
        )
        ticket.message_subscribe(partner_ids=ticket.partner_id.ids)
        if ticket.complaint_phase == "intake":
            ticket._complaint_send_stage_mail(ticket.complaint_stage_id)
        text = self.env._("Thank you. Now we know that it comes from you.")
        return Answer(True, text, self)

    def _door_match_reference(self, address):
        """Return values for the customer whose document's number was written.

        Only of one with the e-mail ``address``, which was confirmed; {} where two of
        them have such a number.
        """
        self.ensure_one()
        reference = self.sudo().complaint_reference  # Their own words.
        known = self._door_find_known(address) if reference else ()
        # One of each entity: they complain about the same documents.
        customers = {c.commercial_partner_id: c for c in reversed(known)}.values()
        matches = [
            {"partner_id": customer.id, **values}
            for customer in customers
            if (
                values := self._complaint_find_named(
                    reference, customer, self.company_id
                )
            )
        ]
        return matches[0] if len(matches) == 1 else {}

    @api.model
    def _door_find_known(self, address):
        """Return the customers with ``address``, which has answered."""
        # Judged by the rule, for an address that has answered.
        partners = in_use(self.env["res.partner"].sudo())
        known = partners.search(Domain("email_normalized", "=", address))
        return known.filtered(lambda partner: partner._complaint_is_vouched())

    def _door_disown(self):
        """Hear from the owner of the address that they filed nothing."""
        self.ensure_one()
        ticket = self._portal_begin()
        address = ticket._complaint_sender_address()
        ticket._complaint_renew_key()
        ticket.partner_email = False
        ticket._portal_tell_owner(
            ticket.env._(
                "Whoever reads mail at %s did not file this complaint. The address was "
                "taken off it.",
                address,
            )
        )
        text = self.env._("Thank you. You will hear no more about it from us.")
        return Answer(True, text, self)
