from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.in_use import in_use


class ComplaintWatchlistEntry(models.Model):
    """The states of an entry, each decided by a person with a name."""

    _inherit = "complaint.watchlist.entry"

    _transitions = {
        "suggested": {"active", "rejected"},
        "active": {"suspended", "ended"},
        "suspended": {"active", "ended"},
        "ended": set(),
        "rejected": set(),
    }

    def action_activate(self, reason=False):
        """Put the customer on the list. Back on it only with a new reason."""
        self.check_access("write")
        self._ensure_person()
        self._ensure_can_move_to("active")
        for entry in self:
            if entry.state == "suspended":
                entry._ensure_reason(reason)
            entry._set_state(
                "active",
                reason or entry.reason,
                user_id=self.env.uid,
                objection=False,
                **entry._prepare_term(),
            )
        self._begin()
        return True

    def action_suspend(self, reason):
        """Suspend an active entry, with a reason."""
        self.check_access("write")
        return self._decide("suspended", reason)

    def action_reject(self, reason=False):
        """Reject a suggestion. The same evidence does not bring it back."""
        self.check_access("write")
        self._ensure_person()
        self._ensure_can_move_to("rejected")
        self._set_state("rejected", reason, user_id=self.env.uid)
        return True

    def action_end(self, reason):
        """End an entry, with a reason."""
        self.check_access("write")
        return self._decide("ended", reason, date_end=fields.Date.today())

    def action_keep(self, reason):
        """Keep an entry that was reviewed, until the next review."""
        self.check_access("write")
        self._ensure_person()
        self._ensure_reason(reason)
        for entry in self:
            if entry.state not in ("active", "suspended"):
                raise UserError(self.env._("Only what is on the list is reviewed."))
            review = entry._prepare_term()["review_date"]
            # A later end needs a new decision, not a review.
            entry.review_date = min(review, entry.date_end)
            entry._log_decision(reason)
        self._finish_activities()
        return True

    def _decide(self, state, reason, **vals):
        self._ensure_person()
        self._ensure_can_move_to(state)
        self._ensure_reason(reason)
        self._set_state(state, reason, user_id=self.env.uid, **vals)
        return True

    def _object(self, reason):
        """Suspend active entries at once, because the customer objects.

        Whoever takes the call may, with whatever rights on the list. A manager decides.
        """
        self.check_access("read")
        self._ensure_reason(reason)
        # Whoever talks to the customer takes it down, with no right on the list.
        active = self.sudo().filtered(lambda entry: entry.state == "active")
        active._complaint_written_by_oneself()
        active._set_state("suspended", reason, objection=True)
        for entry in active:
            entry._ask_manager(self.env._("The customer objects: decide"))
        return True

    def _ensure_person(self):
        # A program may suggest, it never decides on a customer.
        if self.env.uid == SUPERUSER_ID:
            raise UserError(self.env._("Only a person decides on the watchlist."))

    def _ensure_reason(self, reason):
        self.env["helpdesk.ticket"]._complaint_ensure_reason(reason)

    def _set_state(self, state, reason, **vals):
        """Write what was decided, and log it."""
        today = fields.Date.today()
        self._move(state, decided_on=today, decision_reason=reason, **vals)
        self.flush_recordset(["state"])  # A new one may follow in the same moment.
        for entry in self:
            entry._log_decision(reason)
        self._finish_activities()
        self._refresh_shown()

    def _log_decision(self, reason):
        entry = self.sudo()  # The note is for managers; whoever decides writes it.
        state = entry._fields["state"].convert_to_export(entry.state, entry)
        author = self.env.user.partner_id
        entry._message_log(
            body=f"{state}: {reason}" if reason else state, author_id=author.id
        )

    def _prepare_term(self):
        """Return since when, the day of the review and the end of an active entry."""
        self.ensure_one()
        today, company = fields.Date.today(), self.company_id.sudo()  # The rule asks.
        review = today + relativedelta(months=company.complaint_watch_review_months)
        end = today + relativedelta(months=company.complaint_watch_end_months)
        if self.date_end and self.date_end > today:
            end = self.date_end
        if self.review_date and self.review_date > today:
            review = self.review_date
        return {
            "date_start": self.date_start or today,
            "review_date": min(review, end),
            "date_end": end,
        }

    def _begin(self):
        """Give open complaints of the customer what the entry brings."""
        for entry in self.sudo():  # It holds whoever handles the complaint.
            # The times of each complaint change, whoever may read it.
            tickets = in_use(self.env["helpdesk.ticket"].sudo())
            tickets.search(
                Domain("is_complaint", "=", True)
                & Domain("commercial_partner_id", "=", entry.partner_id.id)
                & Domain("company_id", "=", entry.company_id.id)
                & Domain("complaint_closed_at", "=", False)
            )._complaint_watch_begun()

    def _finish_activities(self):
        # What was asked has been answered.
        in_use(self.sudo()).activity_ids.filtered("automated").unlink()

    def _ask_manager(self, summary):
        """Give whoever decided, or a manager, one activity that names nobody."""
        self.ensure_one()
        managers = self.env["res.users"]._complaint_managers(self.company_id)
        user = self.user_id if self.user_id in managers else managers[:1]
        if not user:
            return
        # No mail about it: it would name the customer's place on the list. Who is asked
        # is found by the rule, whoever gave the occasion.
        activities = self.env["mail.activity"].sudo()
        activities.with_context(mail_activity_quick_update=True).create(
            {
                "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                "summary": summary,
                "date_deadline": fields.Date.today(),
                "user_id": user.id,
                "res_model_id": self.env["ir.model"]._get_id(self._name),
                "res_id": self.id,
                "automated": True,
            }
        )
