from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.in_use import in_use

#: Shown of the causes that became more, and of those that became fewer.
CAUSES_SHOWN = 5
SPANS = ("now", "before", "last_year")


class ComplaintReview(models.Model):
    """A review in words: for the managers, and for who is responsible for a cause."""

    _inherit = "complaint.review"

    def _render_body(self, user=None):
        """Return the review in the language of the context.

        For ``user``, who is responsible for causes, these and no more.
        """
        self.ensure_one()
        causes = self.env["complaint.cause"]
        if user:
            causes = self._get_causes_of(user)
        actions = self._get_open_actions(causes)
        values = {
            "review": self,
            "lines": [] if user else self._get_lines(),
            "first": not self._has_predecessor(),
            "grown": self._get_cause_lines(causes, grown=True),
            "shrunk": self._get_cause_lines(causes, grown=False),
            "actions": actions,
            # Nobody is sent to a page that does not open for them.
            "opened": actions.with_user(user)._filtered_access("read")
            if user
            else actions,
            "broken": self.env["complaint.deadline"]
            if user
            else self._get_broken_promises(
                self.company_id, self.date_from, self.date_to
            ),
            "helpdesk": not user
            or user.has_group("helpdesk_mgmt.group_helpdesk_user_own"),
        }
        return Markup(
            self.env["ir.qweb"]._render("complaint_recovery.review_body", values)
        )

    def _has_predecessor(self):
        """Return whether there was any complaint before the period."""
        self.ensure_one()
        day_before = self.date_from - relativedelta(days=1)
        return self._has_complaints(self.company_id, day_before)

    @api.model
    def _has_complaints(self, company, until):
        """Return whether ``company`` had any complaint until the end of that day."""
        _since, until = self._get_moments(company, until, until)
        # That there was one is no secret.
        return bool(
            in_use(self.env["helpdesk.ticket"].sudo()).search_count(
                Domain("is_complaint", "=", True)
                & Domain("company_id", "=", company.id)
                & Domain("complaint_received_at", "<", until),
                limit=1,
            )
        )

    def _get_lines(self):
        """Return the figures in words: name, now, before, same period last year."""
        self.ensure_one()
        count, hours, share, money = (
            self._format_count,
            self._format_hours,
            self._format_share,
            self._format_money,
        )
        kinds = {
            "received": (self.env._("Received"), count),
            "closed": (self.env._("Closed"), count),
            "first_contact_hours": (self.env._("Hours to first contact"), hours),
            "apology_hours": (self.env._("Hours to apology"), hours),
            "resolution_hours": (self.env._("Hours to resolution"), hours),
            "in_time": (self.env._("In time"), share),
            "promises_kept": (self.env._("Promises kept"), share),
            "satisfied": (self.env._("Satisfied"), share),
            "reopened": (self.env._("Reopened"), share),
            "repeated": (self.env._("Repeated"), share),
            "claimed": (self.env._("Amount claimed"), money),
            "given": (self.env._("Remedies"), money),
        }
        return [
            [name, *(form(self.figures[span][key]) for span in SPANS)]
            for key, (name, form) in kinds.items()
        ]

    def _get_cause_lines(self, causes, grown):
        """Return (cause, now, before, last year) of what grew, or shrank, most.

        All there are of ``causes``, where somebody answers for these.
        """
        self.ensure_one()
        counts = {
            span: {
                int(cause): values["received"]
                for cause, values in self.figures[span]["causes"].items()
            }
            for span in SPANS
        }
        ids = causes.ids or {*counts["now"], *counts["before"]}
        known = self.env["complaint.cause"].browse(ids).exists()
        lines = [
            (cause, *(counts[span].get(cause.id, 0) for span in SPANS))
            for cause in known
        ]
        lines = [line for line in lines if (line[1] > line[2]) == grown]
        if not causes:
            lines = [line for line in lines if line[1] != line[2]]
        lines.sort(key=lambda line: -abs(line[1] - line[2]))
        return lines if causes else lines[:CAUSES_SHOWN]

    def _get_causes_of(self, user):
        """Return the causes ``user`` answers for, finer ones of nobody else's too."""
        # Which causes there are is known to the system, whoever gets the mail.
        causes = self.env["complaint.cause"].sudo().search([("active", "=", True)])
        answering = causes._get_answering_users()
        return causes.filtered(lambda cause: answering[cause] == user)

    def _get_url(self, model, record):
        base = self.get_base_url()
        return f"{base}/odoo/{model}/{record.id}"

    def _get_open_actions(self, causes):
        """Return what is being done in the company, against ``causes`` or any."""
        domain = Domain("company_id", "=", self.company_id.id) & Domain(
            "state", "in", ("planned", "done")
        )
        if causes:
            domain &= Domain("cause_id", "in", causes.ids)
        # Who answers for a cause, or for all of them, reads of it by mail.
        return self.env["complaint.corrective.action"].sudo().search(domain)

    @api.model
    def _format_count(self, value):
        return str(value or 0)

    @api.model
    def _format_hours(self, value):
        return "–" if value is None else f"{value:.1f}"

    @api.model
    def _format_share(self, value):
        return "–" if value is None else self.env._("%s %%", round(100 * value))

    def _format_money(self, value):
        return self.currency_id.format(value or 0.0)

    def _send(self):
        """Mail it to the managers, and to those responsible for causes their part."""
        self.ensure_one()
        # The system mails; who gets it does not depend on who asked.
        managers = self.env["res.users"].sudo()._complaint_managers(self.company_id)
        responsible = self._get_responsible() - managers
        # Templates are read by few; the review is mailed whoever asked for it.
        template = self.env.ref(
            "complaint_recovery.mail_template_review", raise_if_not_found=False
        )
        template = template and template.sudo()  # Whoever asked.
        for users in (managers, responsible):
            if users and template:  # Who deletes it wants no such mail.
                template.with_context(
                    complaint_review_id=self.id,
                    complaint_review_part=users == responsible,
                )._complaint_mail_colleagues(users)
        # When it was mailed, only methods write.
        self.sudo().sent_at = fields.Datetime.now()

    def _get_responsible(self):
        """Return who answers for a cause that came in the period, or before."""
        ids = {
            int(cause)
            for span in ("now", "before")
            for cause in self.figures[span]["causes"]
        }
        # Who answers for a cause is known to the system.
        causes = self.env["complaint.cause"].sudo().browse(ids).exists()
        answering = causes._get_answering_users().values()
        return (
            self.env["res.users"]
            .union(*answering)
            .filtered(lambda user: user.active and self.company_id in user.company_ids)
        )
