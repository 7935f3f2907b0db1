from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from ..tools.actions import notify
from ..tools.in_use import IN_USE

#: Operation → method that does it to one complaint.
METHODS = {
    "hand_over": "_hand_over",
    "cause": "_set_cause",
    "promise": "_promise",
    "message": "_write",
    "later": "_move",
}


class ComplaintBulk(models.TransientModel):
    """The dialog that does one thing to each of several complaints.

    Each is done by itself, as if it had been opened: what one refuses, the others do
    not suffer, and it is said which.
    """

    _name = "complaint.bulk"
    _inherit = "complaint.outgoing"
    _description = "For All Selected Complaints"

    ticket_ids = fields.Many2many(
        "helpdesk.ticket",
        string="Complaints",
        default=lambda self: self._default_ticket_ids(),
        context=IN_USE,
    )
    count = fields.Integer(string="Complaints selected", compute="_compute_count")
    operation = fields.Selection(
        selection=[
            ("hand_over", "Hand over"),
            ("cause", "Set the cause"),
            ("promise", "Promise"),
            ("message", "Write to each"),
            ("later", "Give a new date"),
        ],
        required=True,
        default="hand_over",
    )
    user_id = fields.Many2one(
        "res.users", string="New owner", domain=[("share", "=", False)]
    )
    reason = fields.Char()
    cause_id = fields.Many2one("complaint.cause")
    name = fields.Char(string="What we promise")
    due_at = fields.Datetime(string="Until")
    subject = fields.Char()
    words = fields.Text(help="Each customer gets a mail of their own.")

    def _default_ticket_ids(self):
        return self.env["helpdesk.ticket"].browse(self.env.context.get("active_ids"))

    @api.depends("ticket_ids")
    def _compute_count(self):
        for bulk in self:
            bulk.count = len(bulk.ticket_ids)

    def action_apply(self, confirmed=False):
        """Do it to each, and say for how many it was done and why not for the others.

        It asks first where the words to the customers name somebody, unless
        ``confirmed``.
        """
        self.ensure_one()
        self.check_access("write")
        self._ensure_complete()
        if not confirmed and (question := self._ask_before_sending()):
            return question
        done, refused = 0, []
        for ticket in self.ticket_ids:
            try:
                with self.env.cr.savepoint():
                    ticket.check_access("write")
                    ticket._complaint_ensure_open()
                    getattr(self, METHODS[self.operation])(ticket)
                done += 1
            except (AccessError, UserError) as error:
                refused.append(str(error))
        words = [self.env._("Done for %(done)s of %(all)s.", done=done, all=self.count)]
        return notify(
            "\n".join([*words, *refused]), "warning" if refused else "success"
        )

    def _ensure_complete(self):
        """Raise a UserError where something is missing for what is to be done."""
        asked = {
            "hand_over": ("user_id", "reason"),
            "cause": ("cause_id",),
            "promise": ("name", "due_at"),
            "message": ("subject", "words"),
            "later": ("due_at", "reason"),
        }[self.operation]
        if not self.ticket_ids or not all(self[name] for name in asked):
            raise UserError(self.env._("Fill in what is to be done, and for which."))

    def _get_words_to_check(self):
        return self.words or "" if self.operation == "message" else ""

    def _get_outgoing_tickets(self):
        # What may not be said to a customer is told to whoever writes to them alone.
        return self.ticket_ids._filtered_access("write").filtered("is_complaint")

    def _prepare_words_action(self):
        return self._prepare_words_dialog(self._name, self.id)

    def _hand_over(self, ticket):
        ticket.action_hand_over(self.user_id.id, self.reason)

    def _set_cause(self, ticket):
        ticket.complaint_cause_id = self.cause_id

    def _promise(self, ticket):
        if self.due_at <= fields.Datetime.now():
            raise UserError(self.env._("Promise a time to come."))
        ticket._complaint_promise(self.name, self.due_at)

    def _write(self, ticket):
        ticket._complaint_ensure_mail_address()
        message = ticket._complaint_mail_customer(
            plaintext2html(self.words), self.subject
        )
        ticket._complaint_record_exchange(
            channel="email", purpose="progress", summary=self.words, message=message
        )
        # "Send anyway?" was asked for all of them.
        ticket._complaint_note_named(ticket._complaint_find_names(self.words))

    def _move(self, ticket):
        """Give what is due first, and may be moved, a new date."""
        running = ticket._complaint_running().filtered("can_move").sorted("due_at")
        # A superior's word is theirs to move.
        movable = running.filtered(lambda d: not d._get_speaker())[:1]
        if not movable:
            raise UserError(
                self.env._("%s: nothing runs that gets a new date.", ticket.number)
            )
        movable.action_reschedule(self.due_at, self.reason)
