from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.complaint_recovery.tools.groups import INTERNAL
from odoo.addons.complaint_recovery.tools.own_hand import own_hand


class HelpdeskTicket(models.Model):
    """A ticket, above whose owner the employee's manager stands."""

    _inherit = "helpdesk.ticket"

    complaint_owner_by_id = fields.Many2one(
        "res.users",
        string="Made the owner by",
        groups=INTERNAL,
        readonly=True,
        copy=False,
    )

    @api.model
    def _complaint_guarded_fields(self):
        return super()._complaint_guarded_fields() | {"complaint_owner_by_id"}

    def _prepare_complaint_vals(self):
        # Who owns it may have been written while it was a plain ticket.
        vals = super()._prepare_complaint_vals()
        return {**vals, "complaint_owner_by_id": self.env.uid}

    def _complaint_after_owner_change(self, owners):
        result = super()._complaint_after_owner_change(owners)
        changed = self.filtered(lambda ticket: ticket.user_id != owners[ticket.id])
        if changed:
            # That they might change it was checked.
            own_hand(changed).complaint_owner_by_id = self.env.uid
        return result

    def _complaint_chain(self):
        """Put the manager of the employee after the team leader."""
        chain = super()._complaint_chain()
        leader = self.sudo().team_id.user_id  # The chain is the same whoever asks.
        return leader | self._complaint_employee_manager() | chain

    def _complaint_employee_manager(self):
        """Return the manager of the owner's employee record in this company."""
        ticket = self.sudo()  # Whose employee somebody is, is no secret to the rule.
        owner = ticket.user_id.with_company(ticket.company_id)
        manager = owner.employee_id.parent_id.user_id - ticket.user_id
        return manager.filtered("active").with_env(ticket.env)

    def action_hand_over(self, user_id=False, reason=False):
        self.check_access("write")
        self._complaint_check_own_employee(user_id)
        return super().action_hand_over(user_id, reason)

    def _complaint_check_write(self, vals):
        result = super()._complaint_check_write(vals)
        complaints = self._complaint_ever()
        complaints._complaint_check_own_employee(vals.get("user_id"))
        return result

    def _complaint_check_own_employee(self, user_id):
        """Turn away who hands a complaint to an employee of their own.

        That would give them the limit of the employee's manager.
        """
        if self.env.su or not user_id:
            return
        # Whose employee somebody is, is no secret to the rule.
        heir = self.env["res.users"].sudo().browse(user_id)
        for ticket in self.sudo():  # Judged as a whole.
            employee = heir.with_company(ticket.company_id).employee_id
            if (
                employee.parent_id.user_id == self.env.user
                and ticket.user_id != heir
                and self.env.user not in ticket._complaint_superiors(False)
                and (ticket._complaint_is_started() or ticket.complaint_remedy_ids)
            ):
                raise AccessError(
                    self.env._(
                        "%s: its team leader or a helpdesk manager hands it to "
                        "somebody whose manager you are.",
                        ticket.number,
                    )
                )
