from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .authority import UNLIMITED
from .transitions import COMMITTED_STATES

#: A customer knows of what is in one of these.
TOLD_STATES = ("offered", *COMMITTED_STATES)


class HelpdeskTicket(models.Model):
    """What a complaint commits us to is judged wherever remedies come to it."""

    _inherit = "helpdesk.ticket"

    def _complaint_lock_remedies(self):
        """Lock what these commit us to: see ``complaint.remedy._lock_tickets()``."""
        self.env.cr.execute(
            SQL(
                "UPDATE helpdesk_ticket t SET complaint_authority_round = "
                "COALESCE(complaint_authority_round, 0) + 1 FROM "
                "(SELECT id FROM helpdesk_ticket WHERE id IN %s ORDER BY id FOR UPDATE)"
                " locked WHERE t.id = locked.id",
                tuple(self.ids or [0]),
            )
        )

    def _complaint_check_moved(self, vals):
        result = super()._complaint_check_moved(vals)
        if "partner_id" in vals:
            customer = self.env["res.partner"].browse(vals["partner_id"] or [])
            for ticket in self:
                ticket._complaint_ensure_for_customer(customer)
        return result

    def _complaint_ensure_for_customer(self, customer):
        """Raise a UserError where ``customer`` would be given what is another's.

        What a customer was offered is theirs. What is only approved was approved for
        them: whoever leads it to somebody else approves it for those.
        """
        self.ensure_one()
        ticket = self.sudo()  # What it commits us to does not depend on who asks.
        former, entity = ticket.commercial_partner_id, customer.commercial_partner_id
        if former == entity:
            return
        told = ticket.complaint_remedy_ids.filtered(lambda r: r.state in TOLD_STATES)
        if former and told:
            raise UserError(
                self.env._(
                    "%(number)s: %(remedy)s was offered to %(customer)s, and goes to "
                    "nobody else. Cancel the offer, or open a complaint of its own "
                    "for the other customer.",
                    number=self.number,
                    remedy=told[0].display_name,
                    customer=former.display_name,
                )
            )
        if not self._complaint_commitment():
            return
        own = self.env.user.partner_id.commercial_partner_id
        limit = self.env["complaint.authority"]._get_limit(self.env.user, self)
        if entity == own or self._complaint_is_above(limit):
            raise UserError(
                self.env._(
                    "%s: its remedies were approved for somebody else. Leave it to "
                    "somebody who may decide on them.",
                    self.number,
                )
            )

    def _complaint_ensure_company_limit(self):
        """Raise a UserError where moving it to a company passes the limit there."""
        limits = self.env["complaint.authority"]
        for ticket in self:
            limit = limits._get_limit(self.env.user, ticket)
            if ticket._complaint_is_above(limit):
                raise UserError(
                    self.env._(
                        "%(number)s: its remedies are above your limit in %(company)s.",
                        number=ticket.number,
                        company=ticket.company_id.name,
                    )
                )

    def _complaint_ensure_limit_after(self, before):
        """Raise a UserError where remedies came here that pass the limit of the user.

        ``before`` is what the complaint committed us to without them. Each was approved
        on a complaint of its own: nobody approved the sum.
        """
        self.ensure_one()
        given, user = self._complaint_commitment(), self.env.user
        currency = self.company_id.currency_id
        if currency.compare_amounts(given, before) <= 0:
            return
        limits = self.env["complaint.authority"]
        # Whoever asked answers within the own limit only, not as somebody's deputy.
        asked = user in self.sudo().complaint_remedy_ids.requested_by_id
        get_limit = limits._get_own_limit if asked else limits._get_limit
        if self._complaint_is_above(get_limit(user, self)):
            raise UserError(
                self.env._(
                    "%(number)s would have remedies of %(amount)s with this, which is "
                    "above your limit. Leave it to somebody who may decide on that.",
                    number=self.number,
                    amount=currency.format(given),
                )
            )

    def _complaint_commitment(self):
        """Return what the complaint commits us to as it stands."""
        return self._complaint_exposure_with(self.env["complaint.remedy"])

    def _complaint_is_above(self, limit):
        """Return whether the complaint commits us to more than the ``limit`` of a user.

        Nothing is above the limit of the system.
        """
        self.ensure_one()
        if limit == UNLIMITED or self.env.user._is_superuser():
            return False
        currency = self.company_id.currency_id
        return currency.compare_amounts(self._complaint_commitment(), limit) > 0
