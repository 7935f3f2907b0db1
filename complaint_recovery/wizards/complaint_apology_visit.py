from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.in_use import IN_USE, in_use


class ComplaintApologyVisit(models.TransientModel):
    """The plan of an apology visit: who goes when and where, and with what."""

    _name = "complaint.apology.visit"
    _description = "Plan an Apology Visit"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True)
    apology_id = fields.Many2one("complaint.apology")
    company_id = fields.Many2one(related="ticket_id.company_id", related_sudo=False)
    currency_id = fields.Many2one(related="company_id.currency_id", related_sudo=False)
    candidate_ids = fields.Many2many(
        "res.users", compute="_compute_candidate_ids", context=IN_USE
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who apologises",
        compute="_compute_user_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        domain="[('id', 'in', candidate_ids)]",
    )
    companion_ids = fields.Many2many(
        "res.users",
        string="Who comes along",
        domain="[('id', 'in', candidate_ids), ('id', '!=', user_id)]",
        context=IN_USE,
    )
    date = fields.Datetime(string="When", required=True)
    place = fields.Char(
        string="Where",
        compute="_compute_place",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    gift = fields.Char(
        compute="_compute_gift", compute_sudo=False, store=True, readonly=False
    )
    gift_cost = fields.Monetary(
        compute="_compute_gift", compute_sudo=False, store=True, readonly=False
    )

    @api.depends("ticket_id", "apology_id")
    def _compute_candidate_ids(self):
        group = self.env.ref("helpdesk_mgmt.group_helpdesk_user_own")
        for wizard in self:
            ticket = wizard._get_ticket()
            team = ticket.company_id.complaint_apology_team_ids
            # Who is of the helpdesk is no secret to a colleague.
            users = team or in_use(group.sudo()).all_user_ids.filtered_domain(
                [("share", "=", False), ("company_ids", "in", ticket.company_id.ids)]
            )
            # Never the colleague the complaint is about.
            wizard.candidate_ids = users.sudo(False) - ticket.complaint_about_user_id

    @api.depends("ticket_id", "apology_id")
    def _compute_user_id(self):
        for wizard in self:
            candidates = wizard.candidate_ids
            wanted = wizard.apology_id.user_id | self.env.user
            wizard.user_id = (wanted & candidates)[:1] or candidates[:1]

    @api.depends("ticket_id")
    def _compute_place(self):
        for wizard in self:
            partner = wizard.ticket_id.partner_id
            lines = (partner.contact_address_inline or "").split(",")
            wizard.place = ", ".join(line.strip() for line in lines if line.strip())

    @api.depends("apology_id")
    def _compute_gift(self):
        for wizard in self:
            wizard.gift = wizard.apology_id.gift
            wizard.gift_cost = wizard.apology_id.gift_cost

    def action_apply(self):
        """Promise the visit to the customer; the apology waits for it as a draft."""
        self.ensure_one()
        self.check_access("write")
        ticket = self._get_ticket()
        ticket.check_access("write")
        ticket._complaint_ensure_is_complaint()
        if self.date <= fields.Datetime.now():
            raise UserError(self.env._("Plan a time to come."))
        if self.user_id not in self.candidate_ids:
            raise UserError(
                self.env._("%s is not in the apology team.", self.user_id.name)
            )
        apology = self._get_apology(ticket)
        companions = (self.companion_ids & self.candidate_ids) - self.user_id
        apology._plan_visit(self.date, self.place, companions.partner_id)
        return {"type": "ir.actions.act_window_close"}

    def _get_ticket(self):
        # Whatever else a client sends, the apology knows its complaint.
        return self.apology_id.ticket_id or self.ticket_id

    def _get_apology(self, ticket):
        vals = {
            "user_id": self.user_id.id,
            "gift": self.gift,
            "gift_cost": self.gift_cost,
        }
        if self.apology_id:
            self.apology_id.write(vals)
            return self.apology_id
        return self.apology_id.create(
            {"ticket_id": ticket.id, "channel": "visit"} | vals
        )
