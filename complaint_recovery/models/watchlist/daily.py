import logging

from dateutil.relativedelta import relativedelta
from psycopg2.errors import UniqueViolation
from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.own_hand import own_hand
from ..remedy.transitions import COMMITTED_STATES

_logger = logging.getLogger(__name__)

#: The state is what a suggestion waits for; the rest has been decided on.
DECIDED = ("rejected", "ended")
#: States in which an entry is forgotten some day.
FORGOTTEN = ("ended", "rejected")


class ComplaintWatchlistEntry(models.Model):
    """What is done about the watchlist once a day, each entry by itself."""

    _inherit = "complaint.watchlist.entry"

    @api.model
    def _run_daily(self):
        for step in self._get_daily_steps():
            step()

    @api.model
    def _get_daily_steps(self):
        """Return what is done in a day; the scheduled action commits after each."""
        return [
            self._daily_expire,
            self._daily_review,
            self._daily_erase,
            self._daily_suggest,
        ]

    @api.model
    def _daily_expire(self):
        """End the entries whose end has come."""
        due = self.search(
            Domain("state", "in", ("active", "suspended"))
            & Domain("date_end", "<", fields.Date.today())
        )
        due._each(
            lambda entry: entry._set_state("ended", self.env._("The time is over."))
        )

    @api.model
    def _daily_review(self):
        """Ask once for a review of entries that are due for one."""
        due = self.search(
            Domain("state", "in", ("active", "suspended"))
            & Domain("review_date", "<=", fields.Date.today())
            & Domain("review_asked", "=", False)
        )
        due._each(lambda entry: entry._ask_for_review())

    def _ask_for_review(self):
        own_hand(self).review_asked = True
        self._ask_manager(self.env._("Review due: does it still hold?"))

    @api.model
    def _daily_erase(self):
        """Erase ended entries after the time the company set.

        Rejected ones are kept as long as their evidence could bring them back.
        """
        today = fields.Date.today()
        for company in self.search([("state", "in", FORGOTTEN)]).company_id:
            kept = company.complaint_watch_erase_months
            known = max(kept, company.complaint_watch_months)
            domain = Domain("state", "=", "ended") & Domain(
                "decided_on", "<", today - relativedelta(months=kept)
            )
            domain |= Domain("state", "=", "rejected") & Domain(
                "decided_on", "<", today - relativedelta(months=known)
            )
            domain &= Domain("company_id", "=", company.id)
            self.search(domain)._each(lambda entry: entry.unlink())

    @api.model
    def _daily_suggest(self):
        """Suggest customers who complain or claim often, where that is switched on."""
        companies = self.env["res.company"].search(
            Domain("complaint_watch_suggest", "=", True)
        )
        for company in companies:
            for kind, rows in self._find_evidence(company).items():
                self._suggest_all(company, kind, rows)

    @api.model
    def _find_evidence(self, company):
        """Return kind → [(customer, complaints)] over the limits, each in one query."""
        months = relativedelta(months=company.complaint_watch_months)
        since = fields.Datetime.now() - months
        tickets = (
            Domain("is_complaint", "=", True)
            & Domain("company_id", "=", company.id)
            & Domain("commercial_partner_id", "!=", False)
            & Domain("complaint_received_at", ">=", since)
            # What we found ourselves nobody complained about.
            & Domain("complaint_source", "!=", "internal")
            & Domain("complaint_outcome", "!=", "duplicate")
        )
        paid = (
            Domain("ticket_id", "any", tickets)
            & Domain("state", "in", COMMITTED_STATES)
            & Domain("company_amount", ">", 0)
        )
        return {
            "frequent": self.env["helpdesk.ticket"]._read_group(
                tickets,
                ["commercial_partner_id"],
                ["id:recordset"],
                [("__count", ">=", company.complaint_watch_complaints)],
            ),
            "claimant": self.env["complaint.remedy"]._read_group(
                paid,
                ["ticket_id.commercial_partner_id"],
                ["ticket_id:recordset"],
                [("__count", ">=", company.complaint_watch_remedies)],
            ),
        }

    @api.model
    def _suggest_all(self, company, kind, rows):
        """Suggest each customer once, and not again for what was decided on."""
        entries = self.search_fetch(
            Domain("kind", "=", kind)
            & Domain("company_id", "=", company.id)
            & Domain("partner_id", "in", [partner.id for partner, _tickets in rows]),
            ["partner_id", "state", "ticket_ids"],
        ).grouped("partner_id")
        for partner, tickets in rows:
            known = entries.get(partner, self)
            if known.filtered(lambda entry: entry.state not in DECIDED):
                continue
            if tickets - known.ticket_ids:
                self._alone(
                    lambda p=partner, t=tickets: self._suggest(
                        p, kind, company, self._get_words(kind, company), t
                    )
                )

    @api.model
    def _get_words(self, kind, company):
        local = self.with_context(lang=company.partner_id.lang)
        months = company.complaint_watch_months
        if kind == "frequent":
            return local.env._("Several complaints within %s months", months)
        return local.env._("Several remedies in money within %s months", months)

    @api.model
    def _suggest(self, partner, kind, company, reason, tickets, **vals):
        """Create a suggestion for a manager to decide on."""
        entry = own_hand(self).create(
            {
                "partner_id": partner.id,
                "kind": kind,
                "company_id": company.id,
                "reason": reason,
                "ticket_ids": [fields.Command.set(tickets.ids)],
                **vals,
            }
        )
        entry._ask_manager(self.env._("Suggested: decide"))
        return entry

    def _each(self, step):
        for entry in self.try_lock_for_update(allow_referencing=True):
            self._alone(lambda entry=entry: step(entry))

    @api.model
    def _alone(self, step):
        """Do it in a savepoint, and log what a bad record raises."""
        try:
            with self.env.cr.savepoint():
                step()
        except TransactionRollbackError:
            raise  # Somebody else writes there: with a new snapshot, next time.
        except UniqueViolation:
            _logger.info("Another worker has suggested it", exc_info=True)
        except Exception:
            _logger.warning("One watchlist entry failed", exc_info=True)
