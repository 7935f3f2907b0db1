from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize, escape_psql

from ...tools.as_system import as_system
from ...tools.late_index import LateIndex
from ..guard.helpdesk_ticket import EVER


class HelpdeskTicket(models.Model):
    """The customer of a complaint turns out to be another one, or becomes a contact."""

    _inherit = "helpdesk.ticket"

    _complaint_unknown_idx = LateIndex(
        "(lower(partner_email)) WHERE is_complaint IS TRUE AND partner_id IS NULL"
    )

    def _complaint_write(self, vals, complaints):
        before = {}
        if "partner_id" in vals:
            # Compared before and after, not shown.
            before = {t: t.partner_id for t in complaints.sudo()}
        result = super()._complaint_write(vals, complaints)
        for ticket, customer in before.items():
            if customer and customer != ticket.partner_id:
                ticket._complaint_leave_customer(customer)
        return result

    def _complaint_leave_customer(self, customer):
        """The mistaken ``customer`` hears no word of it; the right one is told.

        What waits to be sent to the mistaken one is not sent. Where nothing but the
        acknowledgement went out, the right one gets it.
        """
        self.ensure_one()
        mails = self.env["mail.mail"].sudo()  # Whoever wrote them.
        waiting = mails.search(
            Domain("model", "=", self._name)
            & Domain("res_id", "=", self.id)
            & Domain("state", "in", ("outgoing", "exception"))
        )
        address = email_normalize(customer.email or "")
        waiting.filtered(
            lambda mail: (
                customer in mail.recipient_ids
                or (address and address in (mail.email_to or "").lower())
            )
        ).write({"state": "cancel"})
        ticket = self.sudo()  # The rule tells, whoever corrects it.
        unanswered = ticket.complaint_phase == "intake" and ticket.partner_id
        if unanswered and not ticket._complaint_is_on_record():
            ticket._complaint_send_stage_mail(ticket.complaint_stage_id)

    @api.model
    def _complaint_of_addresses(self, addresses):
        """Return complaints without a customer that came from one of ``addresses``."""
        addresses = {email_normalize(address or "") for address in addresses} - {False}
        if not addresses:
            return self.browse()
        # Of all companies and colleagues: half of it would be no answer.
        tickets = self.sudo().with_context(active_test=False)
        found = tickets.search(
            Domain("is_complaint", "=", True)
            & Domain("partner_id", "=", False)
            & Domain.OR(
                Domain("partner_email", "ilike", escape_psql(address))
                for address in addresses
            )
        )
        return found.filtered(lambda t: t._complaint_sender_address() in addresses)


class ResPartner(models.Model):
    """Contacts, who change employers, and become known after they complained."""

    _inherit = "res.partner"

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        # Whoever signs up says which address is theirs: a colleague knows.
        if self._complaint_email_writer()._is_internal():
            partners._complaint_link_unknown()
        return partners

    def _complaint_link_unknown(self):
        """Make these the customers of what they complained of before we knew them."""
        known = {
            partner.email_normalized: partner
            for partner in self
            if partner.email_normalized and partner._complaint_is_vouched()
        }
        if not known:
            return
        names = ("is_complaint", "partner_id", "partner_email")
        self.env["helpdesk.ticket"].flush_model(names)
        # Small letters of the database are not those of Python ("İ"): it finds what may
        # be theirs, by its index, and what an address is we say.
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM helpdesk_ticket
                    WHERE is_complaint IS TRUE AND partner_id IS NULL
                      AND lower(partner_email) = ANY(ARRAY(
                          SELECT lower(address) FROM unnest(%s) address))""",
                list(known),
            )
        )
        # The rule links them, whoever made the contact.
        tickets = self.env["helpdesk.ticket"].sudo()
        tickets = tickets.browse(ticket_id for (ticket_id,) in rows)
        unread = self._complaint_of_these_unread(tickets)
        for ticket in tickets:
            if partner := known.get(email_normalize(ticket.partner_email)):
                ticket.partner_id = partner
        if unread:  # It reads who is in charge of sales.
            self._complaint_tell_taken(dict.fromkeys(unread, self.env["res.users"]))

    def write(self, vals):
        if not {"parent_id", "is_company"} & vals.keys():
            return super().write(vals)
        # Compared before and after, whoever moves the contact.
        people = self.sudo().with_context(active_test=False)
        people = people.search(Domain("id", "child_of", self.ids))
        before = {person: person.commercial_partner_id for person in people}
        result = super().write(vals)
        for person, entity in before.items():
            if person.commercial_partner_id != entity:
                person._complaint_change_employer(entity)
        return result

    def _complaint_change_employer(self, former):
        """Leave what was complained of for the ``former`` employer with that one.

        What they complained of for themselves goes with them, and is confidential
        then: the new employer's people are not meant to read it. So does what was
        confidential before: it was kept from the former one.
        """
        self.ensure_one()
        # Who moved along is no former employer.
        stayed = former != self and former.commercial_partner_id == former
        # By the rule: whoever moves the contact need not know of the complaint.
        tickets = as_system(self.env["helpdesk.ticket"])
        tickets = tickets.with_context(active_test=False)
        theirs = tickets.search(EVER & Domain("partner_id", "=", self.id))
        for ticket in theirs:
            if stayed and not ticket.complaint_confidential:
                ticket.write(
                    {
                        "partner_id": former.id,
                        "partner_name": former.name,
                        "partner_email": former.email,
                    }
                )
                ticket._complaint_log(
                    self.env._(
                        "%(person)s does not belong to %(customer)s any more. The "
                        "complaint stays with %(customer)s.",
                        person=self.name,
                        customer=former.name,
                    )
                )
            elif not ticket.complaint_confidential:
                ticket.complaint_confidential = True
                ticket._complaint_log(
                    self.env._(
                        "%(person)s belongs to %(customer)s now. The complaint is "
                        "confidential, since it was made before: their colleagues do "
                        "not see it. If it is the company's, take that back.",
                        person=self.name,
                        customer=self.commercial_partner_id.name,
                    )
                )
