from odoo import fields, models
from odoo.exceptions import UserError

from .complaint_authority import UNLIMITED


class ComplaintRemedyApproval(models.AbstractModel):
    """Who may decide on a remedy, and how the others ask."""

    _name = "complaint.remedy.approval"
    _description = "Approval of Remedies"

    def _lock_ticket(self):
        """Make whoever decides on the same complaint at the same time lose and retry.

        The lock alone does not help: under REPEATABLE READ the later one would still
        read the old sum. Updating the row makes it fail with a serialization error,
        which the web client's request repeats on fresh data.
        """
        self.ensure_one()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET complaint_authority_round = "
            "COALESCE(complaint_authority_round, 0) + 1 WHERE id = %s",
            [self.ticket_id.id],
        )
        self.invalidate_recordset(["state", "company_amount"])

    def _fix_amount(self):
        self.ensure_one()
        self._lock_ticket()
        company = self.company_id
        # The caller may edit the draft; the company amount is ours to fix.
        self.sudo().write(
            {
                "company_amount": self.currency_id._convert(
                    self.amount, company.currency_id, company, fields.Date.today()
                ),
                "requested_by_id": self.env.uid,
            }
        )

    def _is_within_limit(self, user, apart=False):
        """May ``user`` decide on the complaint with these remedies added?

        ``apart``: as an offer of their own, beside what else is live.
        """
        ticket = self.ticket_id
        limit = self.env["complaint.authority"]._get_limit(user, ticket)
        exposure = ticket._complaint_exposure_with(self, apart=apart)
        # Unlimited is larger than any amount, but no number a currency can round.
        return limit == UNLIMITED or (
            ticket.company_id.currency_id.compare_amounts(exposure, limit) <= 0
        )

    def _ensure_offer_within_limits(self):
        """Options approved as one offer are not told one by one: that adds up."""
        deciders = self.approved_by_id | self.env.user
        if not any(self._is_within_limit(user, apart=True) for user in deciders):
            raise UserError(
                self.env._(
                    "%(number)s: told apart, the offers add up to more than was "
                    "approved. Offer the options together, or cancel the others.",
                    number=self.ticket_id.number,
                )
            )

    def _ensure_within_limit(self):
        if not self._is_within_limit(self.env.user):
            raise UserError(
                self.env._(
                    "%(remedy)s on %(ticket)s is above your limit. "
                    "Leave it to somebody who may decide on it.",
                    remedy=self.display_name,
                    ticket=self.ticket_id.number,
                )
            )

    def _approve(self):
        self._move("approved", approved_by_id=self.env.uid)
        self.sudo().deadline_id._finish()  # Whoever approved, the request is answered.

    def _ask_approval(self):
        """Ask the nearest person whose limit suffices."""
        self.ensure_one()
        self._move("to_approve")
        approver = self._find_approver()
        ticket = self.ticket_id
        # Deadlines of this kind come from what happens, never from a person.
        ticket._complaint_open_deadline(
            "approval",
            self.env._("Approve %s", self.display_name),
            ticket._complaint_after(hours=8),
            user=approver,
            remedy_ids=[fields.Command.link(self.id)],
        )

    def _find_approver(self):
        """Return the nearest user who may decide, team leader first.

        Falls back to the managers even where no limit suffices: they answer for it that
        the limits are sufficient.
        """
        self.ensure_one()
        ticket = self.ticket_id
        superiors = ticket._complaint_approvers()
        able = superiors.filtered(lambda user: self._is_within_limit(user))
        return (able or superiors)[:1]

    def _notify_waiting(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "%(remedy)s is above your limit. %(user)s has been asked; "
                    "offer it once it is approved.",
                    remedy=self.display_name,
                    user=self.deadline_id.user_id.name,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
