from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize, email_normalize_all, escape_psql

from ...tools.addresses import equal_addresses, same_mailbox
from ...tools.groups import INTERNAL
from ...tools.in_use import in_use
from ...tools.late_index import LateIndex
from ...tools.own_hand import own_hand


class ResPartner(models.Model):
    """Customers, who may write from more than one address."""

    _inherit = "res.partner"

    complaint_other_emails = fields.Char(
        string="Also writes from",
        groups=INTERNAL,
        copy=False,
        help="Other e-mail addresses of this person. What comes from them is theirs; "
        "we write to the address above.",
    )

    # Few have several addresses; who writes is looked for among these alone.
    _complaint_other_emails_idx = LateIndex(
        "(complaint_other_emails) WHERE complaint_other_emails IS NOT NULL"
    )
    _complaint_several_emails_idx = LateIndex("(email) WHERE email LIKE '%,%'")
    _complaint_plus_emails_idx = LateIndex(
        "(email_normalized) WHERE email_normalized LIKE '%+%'"
    )

    def _complaint_has_mailbox(self, email):
        """Return whether ``email`` is one of the mailboxes of this contact."""
        self.ensure_one()
        partner = self.sudo()  # Compared, not shown.
        # A colleague says of customers where they write from, not of themselves.
        others = partner.partner_share and partner.complaint_other_emails
        known = [partner.email, others]
        known = email_normalize_all(", ".join(filter(None, known)))
        return any(same_mailbox(one, email) for one in known)


class HelpdeskTicket(models.Model):
    """Who writes from which address: the customer may have several."""

    _inherit = "helpdesk.ticket"

    complaint_other_emails = fields.Char(
        string="The customer's other addresses",
        groups=INTERNAL,
        copy=False,
        help="Whoever writes from one of these is the customer.",
    )
    complaint_stranger_email = fields.Char(
        string="Wrote from another address",
        groups=INTERNAL,
        copy=False,
        help="Somebody we do not know wrote on this complaint from there.",
    )

    @api.model
    def _complaint_guarded_fields(self):
        return super()._complaint_guarded_fields() | {"complaint_other_emails"}

    @api.model
    def _complaint_find_customer(self, email):
        """Return the partner of ``email``, the usual form first; or none."""
        vouched = self.env["mail.thread"]._complaint_find_vouched(email)
        return vouched or self._complaint_find_mailbox(email)

    @api.model
    def _complaint_find_mailbox(self, email):
        """Return the partner whose mailbox ``email`` is in another form; or none."""
        partners = self.env["res.partner"]
        equal = equal_addresses(email)
        if not equal:
            return partners
        # Who wrote is found for everybody; the field is ours.
        known = in_use(partners.sudo()).search(
            self._complaint_mailbox_domain(equal), limit=5, order="id"
        )
        known = known.filtered(
            lambda p: p._complaint_has_mailbox(equal[0]) and p._complaint_is_vouched()
        )
        # Where it is not clear whose it is, somebody must say so.
        if len(known.commercial_partner_id) != 1:
            return partners
        return known[0].with_env(partners.env)

    @api.model
    def _complaint_mailbox_domain(self, equal):
        base, _at, host = equal[-1].rpartition("@")
        base = escape_psql(base)
        return Domain.OR(
            [
                Domain("email_normalized", "in", equal),
                Domain("email_normalized", "=like", "%+%")
                & Domain("email_normalized", "=like", f"{base}+%@{host}"),
                *(
                    Domain("email", "=like", "%,%") & Domain("email", "ilike", written)
                    for written in equal
                ),
                *(Domain("complaint_other_emails", "ilike", way) for way in equal),
            ]
        )

    def _complaint_customer_addresses(self):
        """Return all addresses of the complainant that we know of."""
        self.ensure_one()
        ticket = self.sudo()  # The rule is the same whoever asks.
        told = (ticket._complaint_own_email(), ticket.complaint_other_emails)
        return email_normalize_all(", ".join(filter(None, told)))

    def _complaint_note_stranger(self, email):
        """Ask the owner whether the customer wrote from ``email``."""
        self.ensure_one()
        plain = email_normalize(email or "")
        if plain and not self._complaint_is_staff_mail(plain):
            # Whoever takes it in; the owner answers.
            self.sudo().complaint_stranger_email = plain

    def _complaint_is_staff_mail(self, email):
        return self.env["mail.thread"]._complaint_is_of_staff(email)

    def action_complaint_stranger_is_theirs(self):
        """Take the address somebody wrote from as another one of the customer's."""
        self.check_access("write")
        for ticket in self:
            email = ticket._complaint_ensure_stranger()
            ticket._complaint_add_address(email)
            ticket._complaint_log(
                body=self.env._("%s is another address of the customer.", email)
            )
            ticket._complaint_hear_stranger(email)
        return True

    def action_complaint_stranger_is_not(self):
        """Leave what somebody else wrote a note among ourselves."""
        self.check_access("write")
        for ticket in self:
            email = ticket._complaint_ensure_stranger()
            # The caller may write the complaint.
            ticket.sudo().complaint_stranger_email = False
            ticket._complaint_log(
                body=self.env._("%s is no address of the customer.", email)
            )
        return True

    def _complaint_ensure_stranger(self):
        self.ensure_one()
        email = self.sudo().complaint_stranger_email  # Asked by who may write it.
        if not self.is_complaint or not email:
            raise UserError(
                self.env._("%s: nobody we do not know has written.", self.number)
            )
        return email

    def _complaint_add_address(self, email):
        """Keep ``email`` as the customer's, on the complaint and on the contact."""
        self.ensure_one()
        ticket = self.sudo()  # The caller may write the complaint, and answers for it.
        for record in (own_hand(ticket), ticket.partner_id):
            known = email_normalize_all(record.complaint_other_emails or "")
            if record and email not in known:
                record.complaint_other_emails = ", ".join([*known, email])
        ticket.complaint_stranger_email = False

    def _complaint_hear_stranger(self, email):
        """Put on record as the customer's what was written from ``email``."""
        self.ensure_one()
        ticket = self.sudo()  # The caller may write the complaint.
        written = ticket.message_ids.filtered(
            lambda m: (
                m.message_type == "email" and same_mailbox(m.email_from or "", email)
            )
        )
        heard = ticket.complaint_interaction_ids.message_id
        for message in (written - heard).sorted("id"):
            ticket._complaint_record_word_of_customer(message)
