from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from ...tools.marks import OWN_HAND
from ...tools.own_hand import own_hand


class ComplaintApology(models.Model):
    """One apology to a customer: begun from a template, given by a person, then final.

    By phone and by mail it is given when it is sent. A letter is fixed when it is sent,
    and given when it is handed over or posted. A visit gives it when it has taken
    place.
    """

    _name = "complaint.apology"
    _description = "Apology"
    _inherit = ["complaint.child", "complaint.letter", "complaint.outgoing"]
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
        default=lambda self: self._default_channel(),
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who apologises",
        required=True,
        domain=[("share", "=", False)],
        default=lambda self: self._default_user_id(),
    )
    gift = fields.Char()
    gift_cost = fields.Monetary(help="In company currency.")
    state = fields.Selection(
        selection=[("draft", "Draft"), ("sent", "Sent")],
        required=True,
        default="draft",
        copy=False,
    )
    sent_at = fields.Datetime(string="Sent on", copy=False)
    attachment_id = fields.Many2one(
        "ir.attachment", string="Letter as sent", copy=False, ondelete="restrict"
    )

    _gift_cost_not_negative = models.Constraint(
        "CHECK (gift_cost >= 0)", "What a gift costs cannot be negative."
    )

    def _default_channel(self):
        """Return the phone where the customer has no address to write to."""
        ticket = self.env["helpdesk.ticket"].browse(
            self.env.context.get("default_ticket_id")
        )
        if not ticket or not ticket.has_access("read"):
            return "email"
        known = ticket.sudo()  # Whoever reads a complaint sees how to reach them.
        return "email" if known.partner_id.email or known.partner_email else "phone"

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
        # Sent is final for everybody; only what follows the sending is added, once,
        # and the company follows the complaint's.
        added = {"handed_over_at", "scan_id"}
        for apology in self._sent():
            given = added.union({"company_id"}) - {n for n in added if apology[n]}
            if "company_id" in vals:  # What it cost is converted with it.
                given |= {"gift_cost"}
            if self.env.context.get("complaint_kept") is OWN_HAND:
                given |= {"ticket_id"}  # It goes on with the complaint told twice.
            if vals.keys() - given:
                raise UserError(
                    self.env._(
                        "%s: a sent apology is final. Write a new one to correct it.",
                        apology.ticket_id.number,
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

    def action_send(self, confirmed=False):
        """Send the apology, or record that it was given by phone or in person.

        It asks first where the words name somebody, unless ``confirmed``. Raises a
        UserError where something is missing, such as an address.
        """
        self.check_access("write")
        if question := self._ask_before_sending(confirmed):
            return question
        if len(self) == 1 and self.visit_planned:
            return self.interaction_id.action_done()
        for apology in self:
            apology._ensure_can_send()
            apology._send()
            apology.ticket_id._complaint_tell(
                apology.user_id,
                lambda local: local.env._(
                    "%s apologised to the customer in your name.", self.env.user.name
                ),
            )
        return True

    def _get_words_to_check(self):
        # What is said by phone was said, and stays in no letter.
        return "" if self.channel == "phone" else html2plaintext(self.body or "")

    def _prepare_words_action(self):
        return self[:1]._prepare_words_dialog(
            self._name,
            self[:1].id,
            "complaint_recovery.complaint_apology_view_form_dialog",
            ticket_id=self[:1].ticket_id.id,
        )

    def _ensure_can_send(self):
        self.ensure_one()
        number = self.ticket_id.number
        self.ticket_id._complaint_ensure_is_complaint()
        if self.state != "draft":
            raise UserError(self.env._("%s: this apology was sent already.", number))
        if self.visit_planned:
            raise UserError(
                self.env._("%s: record what came of the planned visit.", number)
            )
        if self.channel in ("email", "letter"):
            self._ensure_words_complete()
        if self.channel == "email":
            self.ticket_id._complaint_ensure_mail_address()

    def _send(self):
        now = fields.Datetime.now()
        if self.channel in ("email", "letter"):
            # The letter as sent is ours to keep, not to be exchanged by the caller.
            own_hand(self).attachment_id = self._make_letter(
                "complaint_recovery.report_apology", self._get_letter_name()
            )
        message = self._mail() if self.channel == "email" else None
        if self.channel != "letter":
            # Which exchange gave it is ours to write; a mail may still come back.
            own_hand(self).interaction_id = self._record_given(now, message)
        self._finish(now)

    def _mail(self):
        return self.ticket_id._complaint_write_by(
            "mail_template_apology", record=self, attachments=self.attachment_id
        )

    def _finish(self, when):
        """Fix the words and mark the apology as sent."""
        # The state is ours to write.
        own_hand(self).write({"state": "sent", "sent_at": when})

    def _record_given(self, when, message=None):
        """Record the exchange in which the customer got it, and return that."""
        self.ensure_one()
        exchange = self.ticket_id._complaint_record_exchange(
            date=when,
            channel=self.channel,
            purpose="apology",
            user_id=self.user_id.id,
            summary=self.env._("We apologised."),
            message=message,
        )
        self._stamp(when)
        return exchange

    def _stamp(self, when):
        """Stamp the complaint with the moment of its first apology (UTC)."""
        # A stamp only methods write.
        own_hand(self.ticket_id).filtered(
            lambda ticket: not ticket.complaint_apologised_at
        ).complaint_apologised_at = when

    def _is_told(self):
        return self.state == "sent"

    def _get_letter_name(self):
        self.ensure_one()
        env = self.with_context(lang=self.ticket_id._complaint_lang()).env
        return env._("Apology %s", self.ticket_id.number)
