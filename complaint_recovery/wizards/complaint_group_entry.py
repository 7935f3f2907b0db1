from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.in_use import IN_USE


class ComplaintGroupEntry(models.TransientModel):
    """The dialog that puts complaints into a group, a new one or one there is."""

    _name = "complaint.group.entry"
    _description = "Group Complaints"

    ticket_ids = fields.Many2many(
        "helpdesk.ticket",
        string="Complaints",
        default=lambda self: self._default_ticket_ids(),
        domain="[('is_complaint', '=', True), ('company_id', '=', company_id),"
        " ('complaint_group_id', '=', False)]",
        context=IN_USE,
    )
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    group_id = fields.Many2one(
        "complaint.group",
        string="Add to",
        domain="[('state', '=', 'open'), ('company_id', '=', company_id)]",
        help="Empty: a new group.",
    )
    cause_id = fields.Many2one(
        "complaint.cause",
        domain="[('company_id', 'in', (False, company_id))]",
        compute="_compute_cause_id",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    name = fields.Char(
        string="Name of the group",
        compute="_compute_name",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="For colleagues. Customers never see it.",
    )
    duty_to_inform = fields.Boolean(string="Duty to inform")

    def _default_ticket_ids(self):
        context = self.env.context
        if context.get("active_model") != "helpdesk.ticket":
            return self.env["helpdesk.ticket"]
        tickets = self.env["helpdesk.ticket"].browse(context.get("active_ids", []))
        self._ensure_alike(tickets)
        return tickets

    @api.depends("ticket_ids", "group_id")
    def _compute_company_id(self):
        for entry in self:
            entry.company_id = (
                entry.group_id.company_id
                or entry.ticket_ids.company_id[:1]
                or self.env.company
            )

    @api.depends("ticket_ids")
    def _compute_cause_id(self):
        for entry in self:
            causes = entry.ticket_ids.complaint_cause_id
            entry.cause_id = causes if len(causes) == 1 else entry.cause_id

    @api.depends("cause_id")
    def _compute_name(self):
        for entry in self:
            entry.name = entry.name or entry.cause_id.name

    def action_apply(self):
        """Put the complaints into the group, and open it."""
        self.ensure_one()
        self.check_access("write")
        if not self.ticket_ids:
            raise UserError(self.env._("Choose at least one complaint."))
        self._ensure_alike(self.ticket_ids)
        self._ensure_ungrouped()
        group = self.group_id or self.group_id.create(self._prepare_group_vals())
        group.check_access("write")
        self.ticket_ids.write({"complaint_group_id": group.id})
        return {
            "type": "ir.actions.act_window",
            "name": group.name,
            "res_model": "complaint.group",
            "res_id": group.id,
            "views": [(False, "form")],
            "view_mode": "form",
        }

    def _prepare_group_vals(self):
        """Return the values of the new group. Addons extend it to pass on more."""
        self.ensure_one()
        if not self.name:
            raise UserError(self.env._("Give the group a name."))
        return {
            "name": self.name,
            "cause_id": self.cause_id.id,
            "duty_to_inform": self.duty_to_inform,
            "company_id": self.company_id.id,
        }

    @api.model
    def _ensure_alike(self, tickets):
        """Raise a UserError where the complaints cannot be one group."""
        if plain := tickets.filtered(lambda t: not t.is_complaint):
            raise UserError(
                self.env._(
                    "%s: not a complaint. Only complaints are grouped.",
                    ", ".join(plain.mapped("number")),
                )
            )
        if len(tickets.company_id) > 1:
            raise UserError(
                self.env._(
                    "These are complaints of several companies: %s. A group is of one.",
                    ", ".join(tickets.company_id.mapped("name")),
                )
            )

    def _ensure_ungrouped(self):
        others = self.ticket_ids.filtered(
            lambda t: t.complaint_group_id and t.complaint_group_id != self.group_id
        )
        if others:
            raise UserError(
                self.env._(
                    "%(number)s is in “%(group)s” already. Take it out there first.",
                    number=others[0].number,
                    group=others[0].complaint_group_id.display_name,
                )
            )
