from freezegun import freeze_time

from odoo import Command

from .documents import MONDAY, DocumentsCommon


class AccountCommon(DocumentsCommon):
    """An invoice of two lines over 92 with taxes, and whoever posts credit notes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._create_accountant()
        cls.tax = cls.env["account.tax"].create(
            {"name": "15 %", "amount": 15, "type_tax_use": "sale"}
        )
        cls.kettle, cls.lid = cls.env["product.product"].create(
            [{"name": "Kettle"}, {"name": "Lid"}]
        )
        with freeze_time(MONDAY):
            cls.invoice = cls._create_invoice()

    @classmethod
    def _create_invoice(cls, post=True, **vals):
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_date": MONDAY.date(),
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "price_unit": price,
                            "tax_ids": [Command.set(cls.tax.ids)],
                        }
                    )
                    for product, price in ((cls.kettle, 60), (cls.lid, 20))
                ],
                **vals,
            }
        )
        if post:
            invoice.action_post()
        return invoice

    def _name_invoice(self):
        """Let the handler take the number down that the customer reads out."""
        self.ticket.complaint_invoice_number = self.invoice.name

    def _pay(self, credit):
        """Pay ``credit`` out, as the accountant does."""
        register = self.env["account.payment.register"].with_user(self.accountant)
        context = {"active_model": "account.move", "active_ids": credit.ids}
        register.with_context(**context).create({})._create_payments()
