from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list
from odoo.tools.misc import format_date

from ...tools.amounts import AmbiguousAmount, NotAnAmount, read_amount
from ...tools.late_constraint import LateConstraint


class HelpdeskTicket(models.Model):
    """What a complaint is about in money, typed by people, in whatever company."""

    _inherit = "helpdesk.ticket"

    _complaint_claim_not_negative = LateConstraint(
        "CHECK (complaint_claim_amount >= 0)", "What is claimed cannot be negative."
    )
    _complaint_third_party_not_negative = LateConstraint(
        "CHECK (complaint_third_party_amount >= 0)",
        "What is claimed from a third party cannot be negative.",
    )

    @api.model
    def _complaint_amount_fields(self):
        """Return the names of the amounts of a complaint in company currency."""
        return [
            name
            for name, field in self._fields.items()
            if field.type == "monetary"
            and field.store
            and field.get_currency_field(self) == "complaint_currency_id"
        ]

    def _complaint_convert_amounts(self, company):
        """Convert what these complaints are about to the currency of ``company``.

        Rate and day are on record (decision 32). Parts of the complaint follow by
        themselves.
        """
        child, today = self.env["complaint.child"], fields.Date.context_today(self)
        for ticket in self.sudo():  # Its amounts move with it, whoever moves it.
            old, new = ticket.company_id.currency_id, company.currency_id
            if not ticket.company_id or old == new:
                continue
            vals = {
                name: child._convert_between(ticket[name], ticket.company_id, company)
                for name in ticket._complaint_amount_fields()
                if ticket[name]
            }
            lines = [
                f"{self._fields[name]._description_string(self.env)}: "
                f"{old.format(ticket[name])} → {new.format(amount)}"
                for name, amount in vals.items()
            ]
            ticket.write(vals)
            rate = old._get_conversion_rate(old, new, ticket.company_id, today)
            ticket._complaint_log(
                self.env._(
                    "Amounts converted from %(old)s to %(new)s by the rate %(rate)s of "
                    "%(date)s. %(amounts)s",
                    old=old.name,
                    new=new.name,
                    rate=f"{rate:.6g}",
                    date=format_date(self.env, today),
                    amounts=format_list(self.env, lines) if lines else "",
                )
            )

    @api.model
    def _complaint_read_amount(self, text, currency=None):
        """Return the amount that ``text`` says in the reader's language, 0 for none.

        Raises a UserError with an example where it is none, or may be two.
        """
        currency = currency or self.env.company.sudo().currency_id  # Prices have it.
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        signs = (currency.symbol, currency.name, currency.full_name)
        signs += (currency.currency_unit_label,)
        example = currency.format(1250.5)
        try:
            return read_amount(
                text, lang.decimal_point or ".", signs, currency.decimal_places
            )
        except AmbiguousAmount:
            raise UserError(
                self.env._(
                    "“%(text)s” can be read in two ways. Please write the amount like "
                    "%(example)s.",
                    text=text,
                    example=example,
                )
            ) from None
        except NotAnAmount:
            raise UserError(
                self.env._(
                    "Please write the amount like %(example)s, or leave it empty.",
                    example=example,
                )
            ) from None

    @api.model
    def load(self, fields, data):
        """Read amounts as people type them; the dialog for imports asks by itself."""
        amounts = {*self._complaint_amount_fields(), "complaint_claim_amount"}
        columns = [index for index, name in enumerate(fields) if name in amounts]
        if columns and not self.env.context.get("import_file"):
            data = [
                [
                    self._complaint_read_amount(cell)
                    if index in columns and isinstance(cell, str) and cell
                    else cell
                    for index, cell in enumerate(row)
                ]
                for row in data
            ]
        return super().load(fields, data)
