from odoo import models
from odoo.tools import format_list

from ...tools.names import find_names, without_legal_form


class HelpdeskTicket(models.Model):
    """Whom the words to the customer of a complaint may name, and whom not."""

    _inherit = "helpdesk.ticket"

    def _complaint_find_names(self, text, colleagues=None):
        """Return name → the words around it, of names in ``text`` not to be told (D24).

        ``colleagues`` are the names of all who work there, where they are at hand.
        """
        self.ensure_one()
        if colleagues is None:
            company = self.sudo().company_id  # Of the complaint, for the rule.
            colleagues = self._get_colleague_names(company)
        return find_names(
            text,
            colleagues + self._complaint_unwanted_names(),
            self._complaint_harmless_names(),
        )

    def _complaint_note_named(self, names):
        """Note that words which name ``names`` went to the customer all the same."""
        if names:
            self._complaint_log(
                self.env._(
                    "Sent, although the words name %s.",
                    format_list(self.env, list(names)),
                )
            )

    def _complaint_unwanted_partners(self):
        """Return the partners not to be named to the customer. Extend to add."""
        self.ensure_one()
        ticket = self.sudo()  # Names are compared with the words.
        contact = ticket.complaint_third_party_contact_id
        return ticket.complaint_third_party_id | contact

    def _complaint_signers(self):
        """Return the users who sign or answer to the customer, who may be named."""
        self.ensure_one()
        ticket = self.sudo()  # Names are compared with the words.
        promised = ticket._complaint_running_that("heard")
        return (
            self.env.user
            | ticket.user_id
            | ticket.complaint_apology_ids.user_id
            | ticket.complaint_interaction_ids.user_id
            | promised.user_id
        )

    def _complaint_unwanted_names(self):
        own = self.sudo()._complaint_own_partners()  # Names are compared, no more.
        # Partners one may not read are named in the words all the same.
        partners = self._complaint_unwanted_partners().sudo() - own
        return [
            without_legal_form(name) if company else name
            for name, company in partners.mapped(lambda p: (p.name or "", p.is_company))
        ]

    def _complaint_harmless_names(self):
        """Return the names of the customer, of us and of those who sign."""
        self.ensure_one()
        ticket = self.sudo()  # Names are compared with the words.
        visits = ticket.complaint_interaction_ids
        partners = ticket._complaint_own_partners() | visits.participant_ids
        # Whoever signs is named to the customer, whether or not I may read the user.
        names = partners.mapped("name") + self._complaint_signers().sudo().mapped(
            "name"
        )
        return [*names, ticket.partner_name, ticket.company_id.name]

    def _complaint_own_partners(self):
        return self.partner_id | self.commercial_partner_id
