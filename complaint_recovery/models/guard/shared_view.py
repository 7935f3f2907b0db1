from ast import literal_eval

from odoo import api, models
from odoo.exceptions import AccessError

from ...tools.groups import MANAGERS
from .belonging import OURS

#: What a filter for others may carry into the lists of those: how they are shown.
SHOWN = ("group_by", "orderedBy", "graph_", "pivot_", "calendar_", "search_default_")


class IrFilters(models.Model):
    """Filters of lists of complaints. Odoo's belong to all employees.

    One for others decides what superiors see, and what their actions are told.
    """

    _inherit = "ir.filters"

    @api.model_create_multi
    def create(self, vals_list):
        filters = super().create(vals_list)
        filters._complaint_ensure_shared_by_manager()
        return filters

    def write(self, vals):
        self._complaint_ensure_shared_by_manager()
        result = super().write(vals)
        self._complaint_ensure_shared_by_manager()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_complaint_shared(self):
        self._complaint_ensure_shared_by_manager()

    def _complaint_ensure_shared_by_manager(self):
        if self.env.su:
            return
        own = self.env.user
        # Whose it is, is judged for everybody.
        shared = self.sudo().filtered(
            lambda f: f.model_id.startswith(OURS) and f.user_ids.ids != own.ids
        )
        if not shared:
            return
        if not (own.has_group(MANAGERS) or own._is_system()):
            raise AccessError(
                self.env._(
                    "“%s” is a filter of complaints for others: helpdesk managers make "
                    "and change those. Make one for yourself.",
                    shared[0].name,
                )
            )
        for each in shared:
            carried = literal_eval(each.context or "{}")
            if strange := [key for key in carried if not key.startswith(SHOWN)]:
                raise AccessError(
                    self.env._(
                        "A filter for others says how a list is shown, and not: %s.",
                        ", ".join(strange),
                    )
                )


class IrEmbeddedActions(models.Model):
    """Buttons in the bar of lists of complaints, which act with the reader's rights."""

    _inherit = "ir.embedded.actions"

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions._complaint_ensure_shown_by_manager()
        return actions

    def write(self, vals):
        self._complaint_ensure_shown_by_manager()
        result = super().write(vals)
        self._complaint_ensure_shown_by_manager()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_complaint_shown(self):
        self._complaint_ensure_shown_by_manager()

    def _complaint_ensure_shown_by_manager(self):
        user = self.env.user
        if self.env.su or user.has_group(MANAGERS) or user._is_system():
            return
        # Where it is shown, is judged for everybody.
        for action in self.sudo().filtered(lambda a: a.user_id != user):
            named = (action.parent_res_model, action.parent_action_id.res_model)
            if any((name or "").startswith(OURS) for name in named):
                raise AccessError(
                    self.env._(
                        "“%s” would stand in lists of complaints for others: helpdesk "
                        "managers make and change that. Make one for yourself.",
                        action.name,
                    )
                )
