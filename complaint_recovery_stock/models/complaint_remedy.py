from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from odoo.addons.complaint_recovery.models.remedy.makers import Maker
from odoo.addons.complaint_recovery.tools.letter_page import make_page
from odoo.addons.complaint_recovery.tools.own_hand import own_hand

#: Who does transfers.
STOREKEEPERS = "stock.group_stock_user"
#: Kinds of remedies that a transfer delivers.
GOODS_KINDS = ("replacement", "return")


class ComplaintRemedy(models.Model):
    """Replacements and returns are delivered by their transfer.

    Which goods it is about is said in ``goods.py``; here is what follows from it.
    """

    _inherit = "complaint.remedy"

    goods_product_id = fields.Many2one(
        "product.product",
        string="Product",
        copy=False,
        index="btree_not_null",
        domain="[('type', '=', 'consu'), ('company_id', 'in', (False, company_id))]",
        help="Empty: what was complained about, the serial number or the lines of the "
        "order.",
    )
    goods_quantity = fields.Float(
        string="Quantity",
        copy=False,
        digits="Product Unit",
        help="0: as many as were delivered, of another product one.",
    )
    goods_line_ids = fields.Many2many(
        "sale.order.line",
        "complaint_remedy_goods_line_rel",
        string="Lines complained about",
        copy=False,
        groups="sales_team.group_sale_salesman,stock.group_stock_user",
        help="None: all lines of the order.",
    )
    complaint_order_id = fields.Many2one(
        related="ticket_id.complaint_order_id", related_sudo=False
    )
    goods_asked = fields.Json(copy=False, readonly=True)
    return_sheet_sent_at = fields.Datetime(
        string="Sheet sent on", copy=False, readonly=True
    )

    _goods_quantity_positive = models.Constraint(
        "CHECK (goods_quantity >= 0)", "A quantity cannot be negative."
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"goods_asked", "return_sheet_sent_at"}

    @api.model
    def _get_later_fields(self):
        goods = {"goods_product_id", "goods_quantity", "goods_line_ids"}
        return super()._get_later_fields() | goods

    @api.model
    def _get_makers(self):
        delivery = Maker(
            model="stock.picking",
            label=self.env._("Transfer"),
            make="_make_delivery",
            task=self.env._("Send the replacement"),
            group=STOREKEEPERS,
            named="complaint_storekeeper_id",
        )
        receipt = Maker(
            model="stock.picking",
            label=self.env._("Transfer"),
            make="_make_return",
            task=self.env._("Take the goods back"),
            group=STOREKEEPERS,
            named="complaint_storekeeper_id",
            send="_send_return_sheet",
        )
        return {**super()._get_makers(), "replacement": delivery, "return": receipt}

    def _prepare_anew_vals(self):
        anew = {"goods_asked": False, "return_sheet_sent_at": False}
        return {**super()._prepare_anew_vals(), **anew}

    def _link_document(self, document):
        if document._name != "stock.picking":
            return super()._link_document(document)
        # Backorders and returns of a former one have no say any more either.
        former = document.search([("complaint_remedy_id", "=", self.id)])
        self._leave_document(former)
        super()._link_document(document)
        self._keep_goods_asked(document)
        return None

    def _keep_goods_asked(self, document):
        """Keep what it was made with; whoever works on it may change it."""
        own_hand(self).goods_asked = {
            str(product.id): quantity
            for product, quantity in document._get_complaint_goods().items()
        }

    def _get_transfer(self):
        """Return the transfer of this remedy as superuser, or nothing."""
        document, pickings = self._get_document(), self.env["stock.picking"]
        return document if document and document._name == pickings._name else pickings

    def _get_transfers(self):
        """Return the transfers of these remedies as superuser."""
        transfers = [remedy._get_transfer() for remedy in self]
        # What one may do with them is asked where they are opened.
        return self.env["stock.picking"].sudo().union(*transfers)

    # What is weighed: not what it is worth, but how much of it there is.

    def _weigh_document(self, document):
        if document._name != "stock.picking":
            return super()._weigh_document(document)
        if self.kind == "replacement":
            self._ensure_goods_asked(document)
        return bool(self._get_goods_missing(document))

    def _ensure_goods_asked(self, document):
        """Raise a UserError where more or other goods were sent than asked for."""
        asked = self._get_goods_asked()
        for product, quantity in document._get_complaint_goods(done=True).items():
            if product.uom_id.compare(quantity, asked.get(product, 0.0)) > 0:
                self._refuse_more_goods(document, product, quantity)
        sent, _back = document._get_complaint_lines()
        for move in sent.move_id:  # It may say another product than its lines.
            if move.product_id not in asked:
                self._refuse_more_goods(document, move.product_id, move.quantity)

    def _refuse_more_goods(self, document, product, quantity):
        told = {
            "document": document.name,
            "done": quantity,
            "product": product.display_name,
            "asked": self._get_goods_asked().get(product, 0.0),
        }
        if number := self._get_number_for_asker():
            raise UserError(
                self.env._(
                    "%(document)s: %(done)s of %(product)s, and %(asked)s was "
                    "asked for. Have more or other goods approved on the complaint "
                    "%(number)s first.",
                    number=number,
                    **told,
                )
            )
        raise UserError(
            self.env._(
                "%(document)s: %(done)s of %(product)s, and %(asked)s was asked for. "
                "Change it to that.",
                **told,
            )
        )

    def _get_document_entities(self):
        # Goods of an order go where those of the order went, as it was written down
        # before anybody complained.
        came_in = self.ticket_id.create_date
        went = self.ticket_id.complaint_order_id.picking_ids.filtered(
            lambda p: (
                p.state == "done"
                and p.location_dest_id.usage == "customer"
                and p.write_date <= came_in
            )
        )
        return super()._get_document_entities() | went.partner_id.commercial_partner_id

    def _get_goods_asked(self):
        """Return product → quantity that the document was made with."""
        products = self.env["product.product"].browse(map(int, self.goods_asked or {}))
        # A product may be gone by now.
        return {p: self.goods_asked[str(p.id)] for p in products.exists()}

    def _get_goods_missing(self, document):
        """Return product → how many are missing of what was asked for."""
        done = document._get_complaint_goods(done=True)
        missing = {
            product: quantity - done.get(product, 0.0)
            for product, quantity in self._get_goods_asked().items()
        }
        return {p: q for p, q in missing.items() if p.uom_id.compare(q, 0.0) > 0}

    def _tell_short(self, document):
        if document._name != "stock.picking":
            return super()._tell_short(document)
        missing = [
            f"{quantity:g} × {product.display_name}"
            for product, quantity in self._get_goods_missing(document).items()
        ]
        return self.ticket_id._complaint_tell(
            self.ticket_id.user_id,
            lambda local: local.env._(
                "%(document)s. It is done, and this is missing: %(missing)s. See to "
                "the rest in another way, then say “Delivered”.",
                document=self._told_in(local),
                missing=format_list(local.env, missing),
            ),
        )

    # What the customer is told

    def _get_done_words(self):
        transfer = self._get_transfer()
        if not transfer:
            return super()._get_done_words()
        if self.kind == "return":
            return self.env._(
                "What you sent back has arrived. Our number for it: %s.", transfer.name
            )
        return self.env._(
            "Your replacement is on its way. The number of the delivery: %s.",
            transfer.name,
        )

    def _get_told_document(self):
        transfer = self._get_transfer()
        if not transfer:
            return super()._get_told_document()
        if self.kind == "return":
            return self.env._("Return %s", transfer.name)
        return self.env._("Delivery %s", transfer.name)

    @api.depends("return_sheet_sent_at")
    def _compute_by_document(self):
        result = super()._compute_by_document()
        for remedy in self.filtered("return_sheet_sent_at"):
            remedy.can_send_document = False
        return result

    def _send_return_sheet(self):
        """Mail the customer the sheet that goes into the parcel."""
        ticket = self.ticket_id
        ticket._complaint_ensure_mail_address()
        lang = ticket._complaint_lang()
        words = self.with_context(lang=lang).env._(
            "Please put the attached sheet into the parcel and send this back to us: "
            "%(goods)s.",
            goods=format_list(
                self.with_context(lang=lang).env,
                self._get_transfer()
                .with_context(lang=lang)
                ._get_complaint_goods_lines(),
            ),
        )
        self._tell_customer(words, self._keep_return_sheet(lang))
        # When it was sent is a stamp of ours.
        own_hand(self).return_sheet_sent_at = fields.Datetime.now()

    def _keep_return_sheet(self, lang):
        """Return the sheet, kept on the complaint: PDF, or HTML without an engine."""
        report = "complaint_recovery_stock.complaint_remedy_action_return_sheet"
        ticket, name = self.ticket_id, self._get_transfer().name.replace("/", "-")
        content, extension = ticket._render_report(report, lang, self.ids)
        if extension == "html":
            content = make_page(content, name)
        return ticket._keep_letter(f"{name}.{extension}", content, extension, ticket)
