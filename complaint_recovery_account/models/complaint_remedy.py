from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.complaint_recovery.models.remedy.makers import Maker
from odoo.addons.complaint_recovery.tools.own_hand import own_hand

#: Who posts credit notes.
ACCOUNTANTS = "account.group_account_invoice"


class ComplaintRemedy(models.Model):
    """Refunds and corrections are delivered by their credit note."""

    _inherit = "complaint.remedy"

    credit_line_ids = fields.Many2many(
        "account.move.line",
        "complaint_remedy_credit_line_rel",
        string="Lines to credit",
        copy=False,
        groups=ACCOUNTANTS,
        help="The lines complained about. None: the amount is spread over all.",
    )
    complaint_invoice_id = fields.Many2one(
        related="ticket_id.complaint_invoice_id", related_sudo=False
    )

    @api.model
    def _get_makers(self):
        refund = Maker(
            model="account.move",
            label=self.env._("Credit note"),
            make="_make_credit_note",
            task=self.env._("Post the credit note"),
            group=ACCOUNTANTS,
            named="complaint_accountant_id",
        )
        return {**super()._get_makers(), "refund": refund, "correction": refund}

    @api.model
    def _get_later_fields(self):
        return super()._get_later_fields() | {"credit_line_ids"}

    def _make_credit_note(self):
        """Return the draft credit note. It runs as superuser, once (``making.py``)."""
        invoice = self.ticket_id.complaint_invoice_id
        if not invoice:
            return self._credit_amount_alone()
        invoice._complaint_lock()
        if self.kind == "correction":
            return self._correct_invoice(invoice)
        amount = self._get_amount_in(invoice.currency_id)
        self._ensure_left(invoice, amount, self._get_left(invoice))
        credit = invoice._reverse_moves([self._prepare_credit_vals(invoice)])
        self._keep_part(credit, invoice, amount)
        return credit

    def _prepare_credit_vals(self, invoice):
        today = fields.Date.context_today(self)
        return {
            "ref": invoice.name,
            "date": today,
            "invoice_date": today,
            "invoice_date_due": today,
            "auto_post": "no",
        }

    def _get_left(self, invoice):
        """Return what is left of ``invoice``, of the lines chosen where some are."""
        left = invoice._complaint_left()
        chosen = self._get_credit_lines(invoice)
        if chosen != self._get_product_lines(invoice):
            left = min(left, sum(chosen.mapped("price_total")))
        return left

    def _ensure_left(self, invoice, amount, left):
        """Raise a UserError where ``left`` of ``invoice`` is less than ``amount``."""
        if invoice.currency_id.compare_amounts(amount, left) > 0:
            raise UserError(
                self.env._(
                    "%(remedy)s: only %(left)s is left to be credited of %(invoice)s. "
                    "Choose another invoice on the complaint, or other lines.",
                    remedy=self.display_name,
                    left=invoice.currency_id.format(left),
                    invoice=invoice.name,
                )
            )

    def _get_product_lines(self, invoice):
        return invoice.invoice_line_ids.filtered(
            lambda line: line.display_type == "product" and line.price_total > 0
        )

    def _get_credit_lines(self, invoice):
        """Return the lines of ``invoice`` that are credited: those chosen, or all.

        Raises a UserError where it has none.
        """
        lines = self._get_product_lines(invoice)
        if not lines:
            raise UserError(
                self.env._(
                    "%s has no line that could be credited. Choose another invoice on "
                    "the complaint.",
                    invoice.name,
                )
            )
        return lines & self.credit_line_ids or lines

    def _keep_part(self, credit, invoice, amount):
        """Leave of ``credit``, a copy of ``invoice``, what makes up ``amount``."""
        chosen = self._get_credit_lines(invoice)
        total = sum(chosen.mapped("price_total"))
        share = amount / total if total else 0.0
        commands = [
            Command.update(copy.id, self._prepare_part_vals(line, share))
            if line in chosen
            else Command.delete(copy.id)
            for line, copy in self._pair_lines(invoice, credit)
        ]
        credit.write({"invoice_line_ids": commands})
        self._round_off(credit, amount)

    def _round_off(self, move, amount):
        """Bring ``move`` to ``amount`` where rounding line by line missed it by cents.

        Where taxes do not allow it, it stays below.
        """
        line = max(move.invoice_line_ids, key=lambda line: line.price_total)
        for _try in range(3):
            difference = move.currency_id.round(move.amount_total - amount)
            if not difference:
                return
            line.price_unit -= difference / self._get_slope(line)
        if move.currency_id.compare_amounts(move.amount_total, amount) > 0:
            line.price_unit -= move.currency_id.rounding / self._get_slope(line)

    def _get_slope(self, line):
        """Return how much more a line comes to for each unit of its price."""
        slope = line.price_unit and line.price_total / line.price_unit
        return slope or line.quantity or 1.0

    def _prepare_part_vals(self, line, share):
        """Return the values of ``share`` of a line, taxes included or on top.

        It is about an amount, not about goods: their order is not to be billed again.
        """
        apart = {"sale_line_ids": [Command.clear()]}
        if "sale_line_ids" not in line._fields:  # Sales is not there.
            apart = {}
        if line.currency_id.compare_amounts(share, 1.0) == 0:
            return apart
        included = any(line.tax_ids.mapped("price_include"))
        price = line.price_total if included else line.price_subtotal
        return {
            **apart,
            "quantity": 1.0,
            "discount": 0.0,
            "price_unit": line.currency_id.round(price * share),
        }

    def _correct_invoice(self, invoice):
        """Return the credit note of all of ``invoice``, the corrected one beside it.

        Both are about the same goods as it: what an order has invoiced stays as it is.
        """
        self._ensure_left(invoice, invoice.amount_total, invoice._complaint_left())
        chosen = self._get_credit_lines(invoice)
        total = sum(chosen.mapped("price_total"))
        share = 1 - self._get_amount_in(invoice.currency_id) / total if total else 1.0
        if share < 0:
            raise UserError(
                self.env._(
                    "%(remedy)s is more than %(invoice)s is about. Give the rest as a "
                    "remedy of its own.",
                    remedy=self.display_name,
                    invoice=invoice.name,
                )
            )
        credit = invoice._reverse_moves([self._prepare_credit_vals(invoice)])
        whole = invoice.with_context(include_business_fields=True)
        today = fields.Date.context_today(self)
        corrected = whole.copy({"invoice_date": today}).with_env(invoice.env)
        own_hand(corrected).complaint_credit_id = credit  # The link is ours.
        lines = [
            Command.update(copy.id, {"price_unit": line.price_unit * share})
            for line, copy in self._pair_lines(invoice, corrected)
            if line in chosen
        ]
        corrected.write({"invoice_line_ids": lines})
        asked = invoice.amount_total - self._get_amount_in(invoice.currency_id)
        self._round_off(corrected, asked)
        return credit

    def _pair_lines(self, invoice, copy):
        """Return (line, its copy) of all lines of ``invoice``."""
        lines, copies = (
            move.invoice_line_ids.sorted(lambda line: (line.sequence, line.id))
            for move in (invoice, copy)
        )
        return zip(lines, copies, strict=True)

    def _credit_amount_alone(self):
        """Return a draft credit note for the amount, on what the settings say."""
        company = self.company_id
        product = company.complaint_refund_product_id
        account = company.complaint_refund_account_id
        if not (product or account):
            raise UserError(
                self.env._(
                    "%(number)s names no invoice. Choose it on the complaint, or have "
                    "a product or an account for refunds without one set under "
                    "Complaints, Configuration, Settings.",
                    number=self.ticket_id.number,
                )
            )
        line = {
            "name": self.type_id.name,
            "product_id": product.id,
            "quantity": 1.0,
            "price_unit": self.amount,
        }
        if account:
            line["account_id"] = account.id
        credit = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.ticket_id.partner_id.id,
                "company_id": company.id,
                "currency_id": self.currency_id.id,
                "invoice_date": fields.Date.context_today(self),
                "invoice_line_ids": [Command.create(line)],
            }
        )
        if credit.amount_total:
            share = self.amount / credit.amount_total  # With the product's taxes.
            price = self.currency_id.round(self.amount * share)
            credit.invoice_line_ids.price_unit = price
            self._round_off(credit, self.amount)
        return credit

    def _get_done_words(self):
        document = self._get_document()
        if not document or document._name != "account.move":
            return super()._get_done_words()
        amount, currency = document._get_complaint_worth()
        corrected = document._get_complaint_corrected()
        if corrected:
            return self.env._(
                "Your invoice is corrected: %(credit)s takes the place of the former "
                "one, and %(invoice)s is the new one.",
                credit=document.name,
                invoice=", ".join(corrected.mapped("name")),
            )
        values = {"amount": currency.format(amount), "credit": document.name}
        invoice = document.reversed_entry_id
        if invoice and not currency.is_zero(invoice.amount_residual):
            return self.env._(
                "Your refund of %(amount)s is booked: credit note %(credit)s. It "
                "reduces the amount due on %(invoice)s.",
                invoice=invoice.name,
                **values,
            )
        return self.env._(
            "Your refund of %(amount)s is booked: credit note %(credit)s. We will "
            "write to you again when it is paid.",
            **values,
        )
