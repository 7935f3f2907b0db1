from odoo import api, fields, models


class ComplaintDefault(models.AbstractModel):
    """A team or category whose tickets are complaints from the start."""

    _name = "complaint.default"
    _inherit = ["complaint.archived"]
    _description = "Tickets That Are Complaints"

    complaint_default = fields.Boolean(
        string="Tickets are complaints",
        groups="helpdesk_mgmt.group_helpdesk_user_own",
        copy=False,
    )

    def copy_data(self, default=None):
        """Whoever may not read the switch copies the rest."""
        vals_list = super().copy_data(default)
        if self._has_field_access(self._fields["complaint_default"], "read"):
            for group, vals in zip(self, vals_list, strict=True):
                vals.setdefault("complaint_default", group.complaint_default)
        return vals_list

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if {"complaint_default", "active"} & vals.keys():
            self.env.registry.clear_cache()
        return super().write(vals)

    def _is_kept(self):
        """Is it archived where one deletes it? Its complaints keep team and leader.

        The database would empty the link, and open what is confidential to every team.
        """
        return not (self.env.su or self.env.user._is_system())
