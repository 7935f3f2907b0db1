from odoo import api, fields, models, tools
from odoo.fields import Domain


class ComplaintConfiguration(models.AbstractModel):
    """A short list that admins shape, and that is cached."""

    _name = "complaint.configuration"
    _description = "List Shaped by Admins"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for every company.")

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    def _get_for_company(self, company):
        """Return the active records of ``company``, in their order."""
        return self.browse(self._get_ids_for_company(company.id))

    @api.model
    @tools.ormcache("company_id")
    def _get_ids_for_company(self, company_id):
        # The list is the same for everybody; what may be read is checked on reading.
        return tuple(
            self.sudo()
            .with_context(active_test=True)
            ._search(Domain("company_id", "in", [False, company_id]), order=self._order)
        )
