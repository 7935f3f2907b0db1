from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_list

from ...tools.actions import notify
from ...tools.own_hand import own_hand

#: Working hours within which whoever is asked should answer.
APPROVAL_HOURS = 8
#: Of so many complaints decided at once whoever asked is told one by one.
FEW = 10


class ComplaintRemedy(models.Model):
    """Who may decide on a remedy, and how the others ask.

    Many are decided on in as many queries as a few.
    """

    _inherit = "complaint.remedy"

    def _lock_tickets(self):
        """Make whoever decides on the same complaint at the same time lose and retry.

        The lock alone does not help: under REPEATABLE READ the later one would still
        read the old sum. Updating the row makes it fail with a serialization error,
        which the web client's request repeats on fresh data. Locked in one order, two
        who decide on many at once do not wait for each other.
        """
        # What was just written is judged by the database as well.
        self.flush_recordset()
        self.ticket_id._complaint_lock_remedies()
        judged = ("state", "company_amount", "result_ref", "document_state")
        self.invalidate_recordset(judged)

    def _request(self):
        """Fix the amounts, approve what is within the own limit, ask for the rest."""
        self.ticket_id._complaint_ensure_open()
        for ticket in self.ticket_id:
            ticket._complaint_ensure_found()
        self._lock_tickets()
        self._ensure_can_move_to("to_approve")
        self._ensure_can_value()
        self._fix_amounts()
        able = self._filter_within_limit(self.env.user)
        able._approve()
        able._tell_approved()
        (self - able)._ask_approval()

    def _ensure_can_value(self):
        """Raise a UserError where nothing is said of what it costs.

        It would pass under every limit.
        """
        for remedy in self:
            if not remedy.amount and remedy.type_id.nature == "material":
                raise UserError(
                    self.env._(
                        "%(remedy)s on %(ticket)s: say what it costs us. "
                        "An estimate is enough.",
                        remedy=remedy.display_name,
                        ticket=remedy.ticket_id.number,
                    )
                )
        for company, remedies in self.grouped("company_id").items():
            for currency in remedies.currency_id - company.currency_id:
                remedies._ensure_rate(currency, company)

    def _ensure_rate(self, currency, company):
        """Raise a UserError where ``currency`` has no rate: it would count as ours."""
        known = Domain("company_id", "in", (False, company.root_id.id))
        rates = self.env["res.currency.rate"].sudo()  # No secret to the rule.
        if not rates.search(Domain("currency_id", "=", currency.id) & known, limit=1):
            raise UserError(
                self.env._(
                    "There is no rate of %(currency)s. Ask for one to be entered, or "
                    "say the amount in %(company_currency)s.",
                    currency=currency.name,
                    company_currency=company.currency_id.name,
                )
            )

    def _fix_amounts(self):
        today = fields.Date.today()
        for remedy in self:
            company = remedy.company_id
            # The caller may edit the draft; what is fixed now is ours to write.
            own_hand(remedy).company_amount = remedy.currency_id._convert(
                remedy.amount, company.currency_id, company, today
            )
        now = fields.Datetime.now()
        self._move("to_approve", requested_by_id=self.env.uid, requested_at=now)

    def _get_authority_key(self):
        """Return what limits and superiors depend on, not the person. Extend to add."""
        ticket = self.ticket_id.sudo()  # The rule is the same whoever asks.
        return ticket.company_id, ticket.team_id.user_id, ticket.complaint_about_user_id

    def _limit_getter(self):
        """Return a function (user, remedy) → limit that asks once for what is alike.

        Whoever asked answers within the own limit only, not as somebody's deputy.
        """
        known = {}
        authorities = self.env["complaint.authority"]

        def get_limit(user, remedy):
            ticket = remedy.ticket_id.sudo()  # The rule is the same whoever asks.
            asked = remedy.requested_by_id == user
            # A concession is for one complaint alone.
            granted = ticket._complaint_concession(user)
            key = (user, asked, granted, *remedy._get_authority_key())
            if key not in known:
                get = authorities._get_own_limit if asked else authorities._get_limit
                known[key] = get(user, ticket)
            return known[key]

        return get_limit

    def _is_below(self, exposure, limit):
        return self.ticket_id[:1]._complaint_fits(exposure, limit)

    def _filter_within_limit(self, user):
        """Return those ``user`` may decide on.

        What is not offered yet counts as one offer, of which the dearest counts: each
        is judged by itself, also among many.
        """
        get_limit = self._limit_getter()
        return self.filtered(
            lambda remedy: remedy._is_below(
                remedy.ticket_id._complaint_exposure_with(remedy),
                get_limit(user, remedy),
            )
        )

    def _ensure_offer_within_limits(self):
        """Raise a UserError where options approved as one are told apart.

        Apart they add up, and nobody approved the sum.
        """
        ticket = self.ticket_id
        apart = ticket._complaint_exposure_with(self, apart=True)
        if (
            ticket.company_id.currency_id.compare_amounts(
                apart, ticket._complaint_exposure_with(self)
            )
            <= 0
        ):
            return  # Nothing is added to what was approved, by whoever did.
        get_limit = self._limit_getter()
        deciders = self.approved_by_id | self.env.user
        if not any(
            self._is_below(apart, min(get_limit(user, remedy) for remedy in self))
            for user in deciders
        ):
            raise UserError(
                self.env._(
                    "%(number)s: told apart, the offers add up to more than was "
                    "approved. Offer the options together, or cancel the others.",
                    number=ticket.number,
                )
            )

    def _ensure_within_limit(self):
        if above := self - self._filter_within_limit(self.env.user):
            raise UserError(
                self.env._(
                    "%(remedy)s on %(ticket)s is above your limit. "
                    "Leave it to somebody who may decide on it.",
                    remedy=above[0].display_name,
                    ticket=above[0].ticket_id.number,
                )
            )

    def _approve(self):
        self._move("approved", approved_by_id=self.env.uid)
        # Whoever approved, the request is answered.
        self.sudo().deadline_id._finish()

    def _tell_approved(self):
        """Tell whoever asked, and what came of their wish to have it mailed."""
        for remedies in self._grouped_to_tell():
            remedies[0].ticket_id._complaint_tell(
                remedies.requested_by_id, remedies._get_approved_words
            )

    def _grouped_to_tell(self):
        """Return these by complaint; of many complaints, by who asked for them."""
        many = len(self.ticket_id) > FEW
        return self.grouped("requested_by_id" if many else "ticket_id").values()

    def _get_approved_words(self, ticket):
        """Return what whoever asked reads: what was approved, and by whom."""

    def _refuse(self, reason):
        self._ensure_can_move_to("refused")
        self._ensure_within_limit()
        self._move("refused", reason=reason)
        # The approval is decided either way.
        self.sudo().deadline_id._finish()
        self._tell_refused(reason)
        for remedies in self._grouped_to_tell():
            remedies[0].ticket_id._complaint_tell(
                remedies.requested_by_id,
                lambda local, refused=remedies: local.env._(
                    "%(user)s refused: %(remedies)s. %(reason)s",
                    user=self.env.user.name,
                    remedies=format_list(local.env, refused.mapped("display_name")),
                    reason=reason,
                ),
            )

    def _tell_refused(self, reason):
        """Give whoever asked an activity: to offer less, or to explain."""
        activity_type = self.env.ref("mail.mail_activity_data_todo")
        vals_list = [
            {
                "activity_type_id": activity_type.id,
                "summary": remedy.with_context(lang=remedy.requested_by_id.lang).env._(
                    "Refused: %s", remedy.display_name
                ),
                "note": reason,
                "user_id": remedy.requested_by_id.id,
                "res_model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "res_id": remedy.ticket_id.id,
            }
            for remedy in self
            if remedy.requested_by_id != self.env.user
            and remedy.ticket_id._complaint_may_own(remedy.requested_by_id)
        ]
        # It is on the list of whoever asked, whatever the caller may plan there.
        activities = self.env["mail.activity"].sudo()
        activities.with_context(mail_activity_quick_update=True).create(vals_list)

    def _ask_approval(self):
        """Ask the nearest people whose limit suffices, in one batch."""
        approvers = self._find_approvers()
        clocks = self.ticket_id._complaint_clocks()
        vals_list = []
        for remedy in self:
            ticket = remedy.ticket_id
            vals_list.append(
                {
                    "ticket_id": ticket.id,
                    "kind": "approval",
                    "name": self.env._("Approve %s", remedy.display_name),
                    "due_at": ticket._complaint_after(
                        hours=APPROVAL_HOURS, clock=clocks[ticket.id]
                    ),
                    "user_id": (approvers[remedy] or ticket.user_id).id,
                    "remedy_ids": [Command.link(remedy.id)],
                }
            )
        # Deadlines of this kind come from what happens, never from a person.
        own_hand(self.env["complaint.deadline"]).create(vals_list)

    def _notify_waiting(self):
        return notify(
            self.env._(
                "%(remedy)s is above your limit. %(user)s has been asked; "
                "offer it once it is approved.",
                remedy=self.display_name,
                user=self.deadline_id.user_id.name,
            ),
            "warning",
        )
