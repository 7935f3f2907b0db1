from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list, plaintext2html

from ..models.escalation.escalation import ANSWER_HOURS
from ..tools.in_use import IN_USE


class ComplaintEscalate(models.TransientModel):
    """The dialog that briefs a superior on a complaint, or hands it up."""

    _name = "complaint.escalate"
    _description = "Escalate a Complaint"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True)
    # Read with the user's own rights: an id alone must not tell whom it is about.
    about_user_id = fields.Many2one(
        related="ticket_id.complaint_about_user_id", related_sudo=False
    )
    company_id = fields.Many2one(related="ticket_id.company_id", related_sudo=False)
    owner_id = fields.Many2one(related="ticket_id.user_id", related_sudo=False)
    way = fields.Selection(
        selection=[
            ("hand_over", "Hand over: it goes one level up"),
            ("heads_up", "Heads-up: the superior knows, the level stays"),
        ],
        string="What is asked of them",
        required=True,
        default="hand_over",
    )
    user_ids = fields.Many2many(
        "res.users",
        string="Who is told",
        compute="_compute_user_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain=lambda self: self._domain_user_ids(),
        context=IN_USE,
    )
    reason = fields.Text(required=True)
    requested = fields.Boolean(
        string="The customer asks for it",
        help="It is answered yes or no; the customer hears the reason of a no.",
    )
    hear_by = fields.Datetime(
        string="The customer hears from them by",
        required=True,
        compute="_compute_hear_by",
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=False,
        help="A promise: it stands among the deadlines, and is watched.",
    )
    tell_customer = fields.Boolean(
        string="Write to the customer now",
        compute="_compute_tell_customer",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    def _domain_user_ids(self):
        handlers = self.env.ref("helpdesk_mgmt.group_helpdesk_user_own")
        return (
            f"[('share', '=', False), ('all_group_ids', 'in', [{handlers.id}]),"
            " ('company_ids', 'in', company_id),"
            " ('id', 'not in', (about_user_id, owner_id))]"
        )

    @api.depends("ticket_id")
    def _compute_user_ids(self):
        for dialog in self:
            dialog.user_ids = dialog._get_proposed()

    @api.depends("ticket_id")
    def _compute_hear_by(self):
        for dialog in self:
            ticket = dialog.ticket_id
            # Working hours are counted by the rules, whoever asks.
            after = ticket and ticket.sudo()._complaint_after(hours=ANSWER_HOURS)
            dialog.hear_by = after

    @api.depends("requested")
    def _compute_tell_customer(self):
        for dialog in self:
            partner = dialog.ticket_id.partner_id
            address = partner.email or dialog.ticket_id.partner_email
            dialog.tell_customer = dialog.requested and bool(address)

    def _get_proposed(self):
        """Return the users who would be told at the next level."""
        self.ensure_one()
        ticket = self.ticket_id._origin  # Not yet saved, nobody would be asked.
        if not ticket:
            return self.env["res.users"]
        ticket.check_access("write")
        return ticket._complaint_next_superiors()

    def action_apply(self):
        """Tell the superiors, and promise the customer when they will be heard from."""
        self.ensure_one()
        self.check_access("write")
        ticket = self.ticket_id
        ticket.check_access("write")
        self._ensure_possible()
        ticket._complaint_escalate(
            self.reason,
            users=self.user_ids,
            heads_up=self.way == "heads_up",
            requested=self.requested,
            hear_by=self.hear_by,
        )
        if self.tell_customer:
            self._tell_customer()
        return {"type": "ir.actions.act_window_close"}

    def _ensure_possible(self):
        if not self.hear_by or self.hear_by <= fields.Datetime.now():
            raise UserError(
                self.env._("The customer can only hear from them in the future.")
            )
        if self.user_ids == self._get_proposed():
            return
        # What the screen does not offer may be sent all the same.
        unfit = self.user_ids.filtered(
            lambda user: (
                user == self.owner_id or not self.ticket_id._complaint_can_write(user)
            )
        )
        if unfit or not self.user_ids:
            raise UserError(
                self.env._(
                    "%(users)s cannot be told: choose colleagues who may work on "
                    "%(number)s, other than its owner.",
                    users=format_list(self.env, unfit.mapped("name"))
                    or self.env._("Nobody"),
                    number=self.ticket_id.number,
                )
            )
        above = self.ticket_id._complaint_superiors()
        if self.requested and above and not self.user_ids & above:
            raise UserError(
                self.env._(
                    "%(number)s: the customer asks for a superior. Tell somebody who "
                    "stands above its owner: %(users)s.",
                    number=self.ticket_id.number,
                    users=format_list(self.env, above.mapped("name")),
                )
            )

    def _tell_customer(self):
        ticket = self.ticket_id
        ticket._complaint_ensure_mail_address()
        ticket = ticket.with_context(lang=ticket._complaint_lang())
        text = ticket.env._(
            "%(name)s has been told about your complaint. You will hear from them by "
            "%(when)s at the latest.",
            name=self.user_ids[0].name,
            when=ticket._complaint_time_text(self.hear_by),
        )
        message = ticket._complaint_write_by(
            "mail_template_word", words=plaintext2html(text)
        )
        ticket._complaint_record_exchange(
            channel="email", purpose="progress", summary=text, message=message
        )
