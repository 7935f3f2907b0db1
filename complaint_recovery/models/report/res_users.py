from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.groups import INTERNAL
from .figures import BROKEN

#: A mail is read on a phone: so many links a line.
LINKS_SHOWN = 10
WAITING_SHOWN = 3


class ResUsers(models.Model):
    """What is mailed to people who do not open Odoo every morning."""

    _inherit = "res.users"

    def _complaint_mailed_review(self):
        return self.env["complaint.review"].browse(
            self.env.context.get("complaint_review_id")
        )

    def _complaint_review_subject(self):
        self.ensure_one()
        review = self._complaint_mailed_review()
        return self.env._(
            "Complaints at %(company)s: %(period)s",
            company=review.company_id.name,
            period=review.display_name,
        )

    def _complaint_mail_company(self):
        company = self._complaint_mailed_review().company_id
        return company or super()._complaint_mail_company()

    def _complaint_review_body(self):
        """Return the review for this user, in the language of the context."""
        self.ensure_one()
        part = self.env.context.get("complaint_review_part")
        review = self._complaint_mailed_review()
        if not review:  # As when the template is looked at, without a period.
            return ""
        return review._render_body(user=self if part else None)

    def _complaint_three_lines(self):
        """Return what a director wants to know: label, number, complaints to open."""
        self.ensure_one()
        # A template is tried on just anybody, by just anybody.
        if not self.has_group(INTERNAL) or not (self.env.su or self == self.env.user):
            return []
        # As the director, who may read all but what is about themselves.
        tickets = self.env["helpdesk.ticket"].with_user(self)
        now = fields.Datetime.now()
        tonight = self.env["helpdesk.ticket.team"].with_user(self)._get_tonight()
        mine = Domain("is_complaint", "=", True) & Domain(
            "company_id", "=", self.env.company.id
        )
        due = tickets.search(
            mine
            & Domain("complaint_next_due_at", ">=", now)
            & Domain("complaint_next_due_at", "<", tonight)
        )
        # On a Monday, all that was due since Friday.
        last = self.env.company._complaint_last_working_day()
        midnight = tonight - timedelta(days=1)
        broken = self._complaint_broken_between(last.start, midnight)
        waiting = tickets.search(
            mine & Domain("complaint_closed_at", "=", False),
            order="complaint_received_at, id",
            limit=WAITING_SHOWN,
        )
        return [
            (self.env._("Due today"), len(due), due[:LINKS_SHOWN]),
            (
                self.env._("Promises broken yesterday")
                if last.end == midnight
                else self.env._(
                    "Promises broken since %s", format_date(self.env, last.date)
                ),
                len(broken),
                broken.ticket_id[:LINKS_SHOWN],
            ),
            (self.env._("Waiting longest"), len(waiting), waiting),
        ]

    def _complaint_broken_between(self, since, until):
        """Return the promises that were due then, and were not kept in time."""
        return (
            self.env["complaint.deadline"]
            .with_user(self)
            .search(
                Domain("company_id", "=", self.env.company.id)
                & Domain("kind", "=", "promise")
                & Domain("due_at", ">=", since)
                & Domain("due_at", "<", until)
                & BROKEN
            )
        )
