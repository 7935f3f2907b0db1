import logging

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

_logger = logging.getLogger(__name__)


class ComplaintReview(models.Model):
    """The review of a period, kept as it was told (D25)."""

    _name = "complaint.review"
    _description = "Period Review"
    _order = "date_to desc, id desc"
    _rec_name = "date_from"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    previous_id = fields.Many2one(
        "complaint.review", string="Review before", compute="_compute_previous_id"
    )
    figures = fields.Json(readonly=True, help="Of the period, before, and last year.")
    received_count = fields.Integer(string="Received", readonly=True)
    closed_count = fields.Integer(string="Closed", readonly=True)
    body = fields.Html(
        string="Review as kept",
        readonly=True,
        sanitize=False,
        prefetch=False,
        translate=True,
        help="As it was told, in each language that was in use then.",
    )
    body_told = fields.Html(
        string="Review",
        compute="_compute_body_told",
        compute_sudo=True,  # All who may read the review read the same.
        sanitize=False,
    )
    sent_at = fields.Datetime(string="Mailed on", readonly=True)

    _once = models.UniqueIndex(
        "(company_id, date_from, date_to)", "This period has its review already."
    )

    @api.depends("date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            review.display_name = self.env._(
                "%(first)s – %(last)s",
                first=format_date(self.env, review.date_from),
                last=format_date(self.env, review.date_to),
            )

    @api.depends("date_from", "company_id")
    def _compute_previous_id(self):
        reviews = self.search([("company_id", "in", self.company_id.ids)])
        by_end = {(r.company_id, r.date_to): r for r in reviews}
        for review in self:
            day_before = review.date_from - relativedelta(days=1)
            review.previous_id = by_end.get((review.company_id, day_before))

    @api.depends("body")
    @api.depends_context("lang")
    def _compute_body_told(self):
        """Tell it in the reader's language, also in one that came into use later."""
        kept, lang = self._fields["body"], self.env.lang or "en_US"
        for review in self:
            known = kept._get_stored_translations(review) or {}
            told = lang in known or not review.figures
            review.body_told = review.body if told else review._render_body()

    @api.model
    def _cron_review(self):
        """Review the last whole period of each company, once, and mail it."""
        for company in self.env["res.company"].search([("active", "=", True)]):
            self._do_alone(self._review_company, company)

    @api.model
    def _review_company(self, company):
        _first, last = self._get_last_period(company)
        if not self._has_complaints(company, last):
            return  # A review of nothing is no news, as on the day of installation.
        review = self._make_for_last_period(company)
        if not review.sent_at:
            review._send()

    @api.model
    def _do_alone(self, step, company):
        """Do ``step`` for ``company``, log what it raises, and commit."""
        try:
            with self.env.cr.savepoint():
                step(company)
        except Exception:
            _logger.warning("Not done for company %s", company.id, exc_info=True)
        self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _make_for_last_period(self, company):
        """Return the review of the last whole period, made where there is none."""
        date_from, date_to = self._get_last_period(company)
        found = self.search(
            [
                ("company_id", "=", company.id),
                ("date_from", "=", date_from),
                ("date_to", "=", date_to),
            ]
        )
        return found or self._make(company, date_from, date_to)

    @api.model
    def _get_last_period(self, company):
        """Return first and last day of the last whole week or month."""
        today = fields.Date.context_today(
            self.with_context(tz=company.resource_calendar_id.tz or "UTC")
        )
        if company.complaint_review_period == "week":
            date_to = today - relativedelta(days=today.weekday() + 1)
            date_from = date_to - relativedelta(days=6)
        else:
            date_to = today.replace(day=1) - relativedelta(days=1)
            date_from = date_to.replace(day=1)
        return date_from, date_to

    @api.model
    def _make(self, company, date_from, date_to):
        # Made by the system, of all complaints; a person only reads it.
        figures = {
            name: self._get_figures(company, *span)
            for name, span in self._get_spans(date_from, date_to).items()
        }
        # Nobody makes or writes one by hand.
        review = self.sudo().create(
            {
                "company_id": company.id,
                "date_from": date_from,
                "date_to": date_to,
                "figures": figures,
                "received_count": figures["now"]["received"],
                "closed_count": figures["now"]["closed"],
            }
        )
        review._keep_body()
        return review

    def _keep_body(self):
        """Keep it in each language that is in use: whoever reads it has their own.

        That of the company comes first, which languages fall back to.
        """
        self.ensure_one()
        own = self.company_id.partner_id.lang or "en_US"
        used = [code for code, _name in self.env["res.lang"].get_installed()]
        for lang in dict.fromkeys([own, *used]):
            local = self.with_context(lang=lang)
            local.body = local._render_body()

    @api.model
    def _get_spans(self, date_from, date_to):
        """Return the period, the one before, and the same one of last year."""
        month = date_from.day == 1 and (date_to + relativedelta(days=1)).day == 1
        if month:
            before = date_from - relativedelta(months=1)
            last_year = date_from - relativedelta(years=1)
            ends = [
                day + relativedelta(months=1, days=-1) for day in (before, last_year)
            ]
        else:
            length = date_to - date_from
            before = date_from - length - relativedelta(days=1)
            # So that a week is compared with one of the same weekdays.
            last_year = date_from - relativedelta(weeks=52)
            ends = [before + length, last_year + length]
        return {
            "now": (date_from, date_to),
            "before": (before, ends[0]),
            "last_year": (last_year, ends[1]),
        }

    @api.model
    def _cron_morning(self):
        """Mail the executive contacts three lines on working mornings, once a day."""
        for company in self.env["res.company"].search(
            [("complaint_director_id.active", "=", True)]
        ):
            self._do_alone(type(company)._complaint_tell_director, company)

    def action_send(self):
        """Mail the review once more."""
        self.check_access("read")
        if not self.env.user.has_group("helpdesk_mgmt.group_helpdesk_manager"):
            raise AccessError(self.env._("Only helpdesk managers mail a review."))
        for review in self:
            review._send()
