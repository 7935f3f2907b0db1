from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_list

from ...tools.asker import hidden_from_asker
from ...tools.in_use import in_use

#: Complaints named in a warning; more are counted.
NAMED = 5


class ResCompany(models.Model):
    """Companies, which change hands and currencies while complaints are open."""

    _inherit = "res.company"

    @api.onchange("currency_id")
    def _onchange_currency_complaints(self):
        """Warn where amounts of open complaints would be read in another currency."""
        company = self._origin
        if company.currency_id == self.currency_id:
            return None
        tickets = company._complaint_amounts()
        # The one about who asks makes no difference.
        tickets = tickets.filtered(lambda t: t.complaint_about_user_id != self.env.user)
        readable = tickets - hidden_from_asker(tickets)
        words = company._complaint_currency_words(
            company.currency_id, tickets, named=readable
        )
        if not words:
            return None
        return {"warning": {"title": self.env._("Open complaints"), "message": words}}

    def write(self, vals):
        before = {}
        if "currency_id" in vals:
            before = {company: company.currency_id for company in self}
        result = super().write(vals)
        for company, currency in before.items():
            if currency == company.currency_id:
                continue
            tickets = company._complaint_amounts()
            for ticket in tickets:
                ticket._complaint_log(
                    self.env._(
                        "%(company)s counts in %(new)s now, no longer in %(old)s. "
                        "Amounts of this complaint were not converted: look at them.",
                        company=company.name,
                        new=company.currency_id.name,
                        old=currency.name,
                    )
                )
            company._complaint_tell_currency(currency, tickets)
        return result

    def _complaint_tell_currency(self, old, tickets):
        """Put into the managers' inbox what is to be looked at, whoever changed it.

        It stands on a complaint that each of them may write, and names no other.
        """
        # Whoever changes it need not know who they are.
        for user in self.env["res.users"].sudo()._complaint_managers(self):
            theirs = tickets & tickets._complaint_writable(user)
            for ticket in theirs[:1]:
                ticket._complaint_tell(
                    user,
                    lambda local, theirs=theirs: (
                        self.with_env(local.env)._complaint_currency_words(
                            old, theirs, named=theirs, done=True
                        )
                    ),
                )

    def _complaint_currency_words(self, old, tickets, named, done=False):
        """Return what is read in another currency than ``old``; "" where nothing is.

        Of ``tickets`` those ``named`` are told by number. ``done`` says it afterwards:
        names the new currency as well.
        """
        # Whoever changes a company need not see its limits.
        limits = self.env["complaint.authority"].sudo()
        limits = limits.search([("company_id", "in", self.ids), ("amount", ">", 0)])
        words = []
        if done:
            words.append(
                self.env._(
                    "%(company)s counts in %(new)s now, no longer in %(old)s.",
                    company=self.name,
                    new=self.currency_id.name,
                    old=old.name,
                )
            )
        if tickets:
            numbers = named[:NAMED].mapped("number")
            if len(tickets) > len(numbers):
                numbers.append(self.env._("%s more", len(tickets) - len(numbers)))
            words.append(
                self.env._(
                    "Open complaints have amounts in %(currency)s. They are not "
                    "converted: look at their claims, gifts and remedies afterwards: "
                    "%(numbers)s.",
                    currency=old.name,
                    numbers=format_list(self.env, numbers),
                )
            )
        if limits:
            words.append(
                self.env._(
                    "Approval limits are not converted either: %s.",
                    format_list(self.env, limits.mapped("name")),
                )
            )
        return " ".join(words) if tickets or limits else ""

    def _complaint_amounts(self):
        """Return the open complaints of these companies that are about money."""
        # Whoever changes a company need not see its complaints.
        tickets = in_use(self.env["helpdesk.ticket"].sudo())
        opened = tickets.search(
            Domain("is_complaint", "=", True)
            & Domain("complaint_closed_at", "=", False)
            & Domain("company_id", "in", self.ids)
        )
        return opened.filtered(
            lambda t: (
                any(t[name] for name in t._complaint_amount_fields())
                or t.complaint_remedy_ids.filtered("company_amount")
                or any(t.complaint_apology_ids.mapped("gift_cost"))
                or any(t.complaint_escalation_ids.mapped("concession_amount"))
            )
        )

    @api.constrains("active")
    def _check_complaints_ended(self):
        """Raise an error where a company is archived that owes somebody an answer."""
        for company in self.filtered(lambda company: not company.active):
            # Whoever archives a company need not see its complaints.
            ticket = in_use(self.env["helpdesk.ticket"].sudo()).search(
                Domain("is_complaint", "=", True)
                & Domain("complaint_closed_at", "=", False)
                & Domain("company_id", "=", company.id),
                limit=1,
            )
            if not ticket:
                continue
            # The number is for who may read it: it would tell when it came.
            if ticket.sudo(False)._filtered_access("read"):
                raise ValidationError(
                    self.env._(
                        "%(company)s has open complaints, %(number)s for example. "
                        "Close them, or move them to another company, first.",
                        company=company.name,
                        number=ticket.number,
                    )
                )
            raise ValidationError(
                self.env._(
                    "%s has open complaints. Close them, or move them to another "
                    "company, first.",
                    company.name,
                )
            )
