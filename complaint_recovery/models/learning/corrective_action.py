from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.groups import INTERNAL

#: What whoever is in charge writes without helpdesk rights: nothing that decides whose
#: it is, which complaints count, or what customers are told.
IN_CHARGE = frozenset({"name", "description", "date_due", "check_date"})


class ComplaintCorrectiveAction(models.Model):
    """Something done against a cause, so that it does not come again (D26).

    A person says whether it worked, who sees how many complaints of the cause, finer
    ones included, came in equal spans before and after it was done.
    """

    _name = "complaint.corrective.action"
    _description = "Corrective Action"
    _inherit = [
        "complaint.guarded",
        "complaint.transitions",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_due, id"
    _check_company_auto = True

    name = fields.Char(string="What we change", required=True, tracking=True)
    description = fields.Html(string="How")
    cause_id = fields.Many2one(
        "complaint.cause",
        required=True,
        check_company=True,
        index=True,
        tracking=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who does it",
        required=True,
        tracking=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        help="Reads and reports on it, also without helpdesk rights.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date_due = fields.Date(
        string="To be done by",
        required=True,
        tracking=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=30),
    )
    state = fields.Selection(
        selection=[
            ("planned", "Planned"),
            ("done", "Done, effect to be checked"),
            ("effective", "Effective"),
            ("ineffective", "Not effective"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        readonly=True,
        tracking=True,
        copy=False,
        index=True,
    )
    done_at = fields.Datetime(string="Done on", readonly=True, copy=False)
    check_date = fields.Date(
        string="Effect to be checked on",
        tracking=True,
        copy=False,
        help="Empty: 90 days after it was done.",
    )
    judged_by_id = fields.Many2one(
        "res.users", string="Judged by", readonly=True, copy=False
    )
    judgement = fields.Text(readonly=True, copy=False)
    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Begun from",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="helpdesk_mgmt.group_helpdesk_user_own",
        help="The complaint that taught us, or whose customer proposed it.",
    )
    previous_id = fields.Many2one(
        "complaint.corrective.action",
        string="Follows on",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="What was tried before and did not work.",
    )
    next_ids = fields.One2many("complaint.corrective.action", "previous_id")
    to_check = fields.Boolean(
        string="Effect to be judged",
        compute="_compute_to_check",
        search="_search_to_check",
    )

    _done_is_dated = models.Constraint(
        "CHECK (state IN ('planned', 'cancelled') OR done_at IS NOT NULL)",
        "What was done has a date.",
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "state",
            "done_at",
            "judged_by_id",
            "judgement",
            "previous_id",
        }

    @api.model
    def _get_frozen_fields(self):
        return super()._get_frozen_fields() | {"ticket_id"}

    @api.constrains("check_date", "done_at")
    def _check_dates(self):
        for action in self:
            done, check = action.done_at, action.check_date
            if done and check and check <= done.date():
                raise ValidationError(
                    self.env._(
                        "%s: its effect shows only after the day it was done.",
                        action.name,
                    )
                )

    @api.depends("state", "check_date")
    def _compute_to_check(self):
        today = fields.Date.context_today(self)
        for action in self:
            check = action.check_date
            action.to_check = action.state == "done" and bool(check) and check <= today

    def _search_to_check(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "done") & Domain(
            "check_date", "<=", fields.Date.context_today(self)
        )

    @api.model_create_multi
    def create(self, vals_list):
        tickets = [vals["ticket_id"] for vals in vals_list if vals.get("ticket_id")]
        self.env["helpdesk.ticket"].browse(tickets).check_access("read")
        actions = super().create(vals_list)
        actions._plan_work()
        return actions

    def write(self, vals):
        if not (self.env.su or self.env.user.has_group(INTERNAL)):
            self._check_guarded(vals.keys() - IN_CHARGE)
        result = super().write(vals)
        if {"state", "user_id", "date_due", "check_date"} & vals.keys():
            self._plan_work()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        for action in self:
            if action.done_at:
                raise UserError(
                    self.env._(
                        "“%s” was done and stays on record. Cancel it instead.",
                        action.name,
                    )
                )
