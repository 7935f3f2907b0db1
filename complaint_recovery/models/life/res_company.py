from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain


class ResCompany(models.Model):
    """A company that is made when others handle complaints already."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        # Whoever makes companies need not be of the helpdesk.
        companies.sudo()._complaint_begin(self.env.company)
        return companies

    def _complaint_begin(self, like):
        """Give these the limits of roles in ``like``, and say what to look at.

        Lists that all companies share hold for them as they are. Without any limit,
        their managers would decide on any amount, and nobody would know.
        """
        authorities = self.env["complaint.authority"]
        domain = Domain("company_id", "=", like.id) & Domain("role", "!=", False)
        limits = authorities.search(domain)
        authorities.create(
            [
                {
                    **limit.copy_data({"company_id": company.id})[0],
                    "amount": self._complaint_in_round(limit.amount, like, company),
                }
                for company in self
                for limit in limits
            ]
        )
        for company in self if limits else ():
            company._complaint_say_what_to_look_at(like)

    @api.model
    def _complaint_in_round(self, amount, like, company):
        """Return ``amount`` of ``like`` in the currency of ``company``.

        Without a rate it is the same figure: whoever made the company is told.
        """
        return like.currency_id._convert(
            amount, company.currency_id, like, fields.Date.context_today(self)
        )

    @api.model
    def _complaint_has_rate(self, currency, company):
        """Return whether ``company`` knows what ``currency`` is worth."""
        if currency == company.currency_id:
            return True
        # Whoever makes companies need not be the one who keeps rates.
        return bool(
            self.env["res.currency.rate"]
            .sudo()
            .search(
                Domain("currency_id", "=", currency.id)
                & Domain("company_id", "in", [False, company.root_id.id]),
                limit=1,
            )
        )

    @api.model
    def _complaint_say_of_limits(self, like, company):
        names = {"like": like.name, "currency": company.currency_id.name}
        if self._complaint_has_rate(company.currency_id, like):
            return self.env._(
                "Approval limits: copied from %(like)s, in %(currency)s. Look at them.",
                **names,
            )
        return self.env._(
            "Approval limits: the same figures as in %(like)s, now in %(currency)s: "
            "there is no rate for it. Set them before anybody decides by them.",
            **names,
        )

    def _complaint_say_what_to_look_at(self, like):
        """Tell whoever has made the company, in the inbox."""
        self.ensure_one()
        user = self.env.user
        if user._is_superuser():
            return  # An import, or data of another addon.
        local = self.with_context(lang=user.lang)
        hints = [
            local._complaint_say_of_limits(like, self),
            local.env._("Working hours and holidays: deadlines count in them."),
            local.env._("A team with a leader, or a helpdesk manager of this company."),
            local.env._("The executive contact, and who makes follow-ups."),
            local.env._(
                "Stages, severities, causes, remedy types and escalation rules are "
                "shared by all companies, unless you make copies for this one."
            ),
        ]
        items = Markup("").join(Markup("<li>%s</li>") % hint for hint in hints)
        local.env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            subject=local.env._("%s: complaints in the new company", self.name),
            body=Markup("<ul>%s</ul>") % items,
        )
