from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.in_use import in_use


class ResUsers(models.Model):
    """Colleagues, who own complaints until they leave or lose their rights."""

    _inherit = "res.users"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_owner(self):
        # The database would empty the owner of a complaint without asking.
        if ticket := self._complaint_owned()[:1]:
            raise UserError(
                self.env._(
                    "%(user)s owns %(number)s. Archive the user instead.",
                    user=ticket.user_id.name,
                    number=ticket.number,
                )
            )

    def write(self, vals):
        if vals.get("active", True):
            return super().write(vals)
        # Odoo puts away the to-dos of whoever is archived.
        todos = self._complaint_own_todos()
        result = super().write(vals)
        self._complaint_pass_todos(todos)
        return result

    def action_archive(self):
        todos = self._complaint_own_todos()
        result = super().action_archive()
        self._complaint_pass_todos(todos)
        return result

    def _complaint_own_todos(self):
        """Return the values of to-dos on open complaints that stand by themselves."""
        # Whoever archives a colleague need not see that one's complaints.
        activities = in_use(self.env["mail.activity"].sudo())
        todos = activities.search(
            Domain("user_id", "in", self.ids)
            & Domain("res_model", "=", "helpdesk.ticket")
        )._complaint_by_hand()
        # As for the to-dos.
        tickets = self.env["helpdesk.ticket"].sudo().browse(todos.mapped("res_id"))
        opened = tickets.filtered(
            lambda t: t.is_complaint and not t.complaint_closed_at
        )
        names = ("activity_type_id", "summary", "note", "date_deadline")
        return [
            {
                **todo._convert_to_write({name: todo[name] for name in names}),
                "res_model_id": todo.res_model_id.id,
                "res_id": todo.res_id,
                "user_id": todo.user_id.id,
            }
            for todo in todos
            if todo.res_id in opened.ids
        ]

    def _complaint_pass_todos(self, todos):
        """Give what was put away, ``todos``, to the owner of each complaint."""
        activities = in_use(self.env["mail.activity"].sudo())  # By the rule.
        for vals in todos:
            still = [
                (name, "=", vals[name]) for name in ("user_id", "res_id", "summary")
            ]
            if activities.search_count(still, limit=1):
                continue
            # By the rule, as well.
            owner = self.env["helpdesk.ticket"].sudo().browse(vals["res_id"]).user_id
            activities.with_context(mail_activity_quick_update=True).create(
                {**vals, "user_id": owner.id}
            )

    def _complaint_give_up(self):
        """Pass open complaints to another owner where users may own them no more.

        That is an absent owner's deputy, the team leader, else a helpdesk manager.
        """
        owned = self._complaint_owned()
        owned.filtered(
            lambda t: not t._complaint_may_own(t.user_id)
        )._complaint_move_on()
        return super()._complaint_give_up()

    @api.model
    def _complaint_pass_absent(self):
        """Ask somebody else for the approvals that wait for whoever is away."""
        waiting = self.env["complaint.deadline"].sudo()  # By the rule.
        waiting = waiting.search(
            Domain("kind", "=", "approval")
            & Domain("state", "in", ("running", "paused"))
        )
        absent = waiting.user_id.filtered(lambda user: user._complaint_is_away())
        absent._complaint_pass_approvals()

    def _complaint_owned(self):
        # Whoever may archive a colleague need not see that one's complaints.
        return in_use(self.env["helpdesk.ticket"].sudo()).search(
            Domain("is_complaint", "=", True)
            & Domain("complaint_closed_at", "=", False)
            & Domain("user_id", "in", self.ids)
        )
