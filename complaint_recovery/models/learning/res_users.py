from odoo import models
from odoo.fields import Domain

from ...tools.in_use import in_use


class ResUsers(models.Model):
    """Colleagues, who do what was learned until they leave."""

    _inherit = "res.users"

    def _complaint_give_up(self):
        """Give what is planned or to be judged to who answers for the cause.

        Any colleague of the company does it, with helpdesk rights or without.
        """
        result = super()._complaint_give_up()
        # Whoever archives a colleague need not see that one's work.
        actions = self.env["complaint.corrective.action"].sudo()
        actions = actions.search(
            Domain("user_id", "in", self.ids)
            & Domain("state", "in", ("planned", "done"))
        )
        for action in actions:
            if action.user_id._complaint_may_learn(action.company_id):
                continue
            users = action.cause_id.responsible_id | self._complaint_managers(
                action.company_id
            )
            heirs = users.filtered(
                lambda user, action=action: (
                    user not in self and user._complaint_may_learn(action.company_id)
                )
            )
            if heirs:  # Else it is on the managers' list, as before.
                action.user_id = heirs[0]
                action._plan_work()
        return result

    def _complaint_may_learn(self, company):
        # Where a colleague works is no secret to the rule.
        companies = in_use(self.sudo()).company_ids
        return self.active and self._is_internal() and company in companies
