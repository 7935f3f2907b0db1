from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..models.remedy.transitions import PREPARED_STATES


class ComplaintOffer(models.TransientModel):
    """The dialog that offers several remedies, of which the customer chooses one.

    The options are remedies of the complaint; those listed here are told together.
    """

    _name = "complaint.offer"
    _description = "Offer"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Complaint",
        required=True,
        domain=[("is_complaint", "=", True), ("closed", "=", False)],
    )
    # Read with the user's own rights: an id alone must not tell anything.
    company_id = fields.Many2one(related="ticket_id.company_id", related_sudo=False)
    figures = fields.Html(related="ticket_id.complaint_figures", related_sudo=False)
    apology_warning = fields.Char(
        related="ticket_id.complaint_apology_warning", related_sudo=False
    )
    proposed_type_ids = fields.Many2many(
        "complaint.remedy.type", compute="_compute_proposed_type_ids"
    )
    usual = fields.Boolean(compute="_compute_proposed_type_ids")
    type_ids = fields.Many2many(
        "complaint.remedy.type",
        string="What could help",
        compute="_compute_type_ids",
        store=True,
        readonly=False,
        domain="[('id', 'in', proposed_type_ids)]",
    )
    remedy_ids = fields.Many2many(
        "complaint.remedy",
        string="Options",
        compute="_compute_remedy_ids",
        store=True,
        readonly=False,
    )
    options_advice = fields.Char(compute="_compute_options_advice")
    tell_customer = fields.Boolean(
        string="Write to the customer now",
        compute="_compute_tell_customer",
        store=True,
        readonly=False,
        help="A mail with the options and the page to choose on. Untick it where you "
        "tell them by phone.",
    )

    @api.depends("ticket_id")
    def _compute_proposed_type_ids(self):
        """Propose the usual remedies of the cause; all types where it has none."""
        for offer in self:
            ticket = offer.ticket_id
            usual = ticket._complaint_usual_remedy_types()
            offer.usual = bool(usual)
            offer.proposed_type_ids = usual or self.env["complaint.remedy.type"].search(
                Domain("company_id", "in", [False, ticket.company_id.id])
            )

    @api.depends("ticket_id")
    def _compute_type_ids(self):
        for offer in self:
            # Records of a form that is not saved yet are alike by their origin only.
            proposed = offer.proposed_type_ids._origin
            prepared = offer._get_prepared().type_id._origin
            offer.type_ids = (prepared & proposed) or (
                proposed[:1] if offer.usual and not prepared else False
            )

    @api.depends("ticket_id")
    def _compute_tell_customer(self):
        for offer in self:
            ticket = offer.ticket_id
            offer.tell_customer = bool(ticket.partner_id.email or ticket.partner_email)

    @api.depends("ticket_id", "type_ids")
    def _compute_remedy_ids(self):
        """Add an option for each type that is ticked, remove unsaved ones unticked."""
        for offer in self:
            ticket, ticked = offer.ticket_id, offer.type_ids._origin
            options = offer.remedy_ids or offer._get_prepared()
            unticked = offer.proposed_type_ids._origin - ticked
            options = options.filtered(
                lambda option, unticked=unticked: (
                    option._origin or option.type_id._origin not in unticked
                )
            )
            offer.remedy_ids = options
            missing = ticked - options.type_id._origin
            offer.remedy_ids = [
                Command.create(kind._prepare_remedy_vals(ticket._origin))
                for kind in missing
            ]

    @api.depends("remedy_ids")
    def _compute_options_advice(self):
        for offer in self:
            count = len(offer.remedy_ids)
            offer.options_advice = offer.ticket_id._complaint_get_options_advice(count)

    def _get_prepared(self):
        return self.ticket_id.complaint_remedy_ids.filtered(
            lambda remedy: remedy.state in PREPARED_STATES
        )

    def action_offer(self, confirmed=False):
        """Offer the options together, or ask for approval of those above the own limit.

        It asks first where the words name somebody, unless ``confirmed``.
        """
        self.ensure_one()
        self.check_access("write")
        options = self.remedy_ids & self.ticket_id.complaint_remedy_ids
        if not options:
            raise UserError(self.env._("Choose at least one remedy to offer."))
        if not confirmed and (question := options._ask_before_sending()):
            dialog = self.env[question["res_model"]].browse(question["res_id"])
            dialog.write({"res_model": self._name, "res_ids": self.ids})
            return question
        result = options.action_offer(confirmed=True)
        if self.tell_customer and "offered" in options.mapped("state"):
            self.ticket_id.action_send_offer()
        return result

    def _prepare_words_action(self):
        return self.remedy_ids._prepare_words_action()
