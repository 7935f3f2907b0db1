from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty


class ComplaintApology(models.Model):
    """One apology to the customer: written down, given by a person, then final."""

    _name = "complaint.apology"
    _description = "Apology"
    _inherit = ["complaint.child", "complaint.letter"]
    _order = "id desc"

    currency_id = fields.Many2one(related="company_id.currency_id")
    channel = fields.Selection(
        selection=[
            ("phone", "Phone"),
            ("email", "E-mail"),
            ("letter", "Letter"),
            ("visit", "Visit"),
        ],
        required=True,
        default="email",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who apologises",
        required=True,
        domain=[("share", "=", False)],
        default=lambda self: self._default_user_id(),
    )
    body = fields.Html(
        string="Wording",
        help="What happened, sorry, what we do, what changes, thanks.",
    )
    admits_fault = fields.Boolean()
    gift = fields.Char()
    gift_cost = fields.Monetary(help="In company currency.")
    state = fields.Selection(
        selection=[("draft", "Draft"), ("sent", "Sent")],
        required=True,
        default="draft",
        copy=False,
    )
    sent_at = fields.Datetime(copy=False)
    attachment_id = fields.Many2one(
        "ir.attachment", string="Letter as sent", copy=False, ondelete="restrict"
    )

    def _default_user_id(self):
        return self.env.user

    @api.depends("channel", "state")
    def _compute_display_name(self):
        channels = dict(self._fields["channel"]._description_selection(self.env))
        for apology in self:
            apology.display_name = self.env._(
                "Apology (%s)", channels.get(apology.channel, "")
            )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"state", "sent_at", "attachment_id"}

    def write(self, vals):
        # Sent is final for everybody; only the record's own sending goes by, and the
        # company, which follows the complaint's.
        if vals.keys() - {"attachment_id", "company_id"} and (sent := self._sent()):
            raise UserError(
                self.env._(
                    "%s: a sent apology is final. Write a new one to correct it.",
                    sent[0].ticket_id.number,
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if sent := self._sent():
            raise UserError(
                self.env._("%s: a sent apology is final.", sent[0].ticket_id.number)
            )

    def _sent(self):
        return self.filtered(lambda apology: apology.state == "sent")

    def action_send(self):
        """Send the apology, or record that it was given by phone or in person."""
        self.check_access("write")
        for apology in self:
            apology._ensure_can_send()
            apology._send()
        return True

    def _ensure_can_send(self):
        self.ensure_one()
        number = self.ticket_id.number
        self.ticket_id._complaint_ensure_is_complaint()
        if self.state != "draft":
            raise UserError(self.env._("%s: this apology was sent already.", number))
        if self.channel in ("email", "letter") and is_html_empty(self.body):
            raise UserError(self.env._("%s: the apology has no words yet.", number))
        if self.channel == "email":
            self.ticket_id._complaint_ensure_mail_address()

    def _send(self):
        now = fields.Datetime.now()
        if self.channel in ("email", "letter"):
            # The letter as sent is ours to keep, not to be exchanged by the caller.
            self.sudo().attachment_id = self._make_letter(
                "complaint_recovery.report_apology", self._get_letter_name()
            )
        message = self.env["mail.message"]
        if self.channel == "email":
            env = self.with_context(lang=self.ticket_id._complaint_lang()).env
            message = self.ticket_id._complaint_mail_customer(
                self.body,
                subject=env._("Our apology, %s", self.ticket_id.number),
                attachments=self.attachment_id,
            )
        # What was sent is final: the state is ours to write.
        self.sudo().write({"state": "sent", "sent_at": now})
        self.ticket_id._complaint_record_exchange(
            channel=self.channel,
            purpose="apology",
            user_id=self.user_id.id,
            summary=self.env._("We apologised."),
            message=message,
        )
        if not self.ticket_id.complaint_apologised_at:
            # A stamp only methods write.
            self.ticket_id.sudo().complaint_apologised_at = now

    def _get_letter_name(self):
        self.ensure_one()
        env = self.with_context(lang=self.ticket_id._complaint_lang()).env
        return env._("Apology %s", self.ticket_id.number)
