from odoo import models


class HelpdeskTicket(models.Model):
    """A ticket, above whose owner the employee's manager stands."""

    _inherit = "helpdesk.ticket"

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
