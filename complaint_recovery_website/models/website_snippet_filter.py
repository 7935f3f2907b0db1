from odoo import models

from odoo.addons.complaint_recovery.models.guard.belonging import OURS
from odoo.addons.complaint_recovery.tools.asker import hidden_from_asker


class WebsiteSnippetFilter(models.Model):
    """What Odoo renders as superuser on pages: any record a visitor names.

    Of ours, and of what belongs to ours, whoever looks at the page gets what they may
    read, whatever the filter is meant for.
    """

    _inherit = "website.snippet.filter"

    def _prepare_values(self, limit=None, search_domain=None, **options):
        model, res_id = options.get("res_model"), options.get("res_id")
        if model and res_id and not self._complaint_may_show(model, res_id):
            return []
        return super()._prepare_values(
            limit=limit, search_domain=search_domain, **options
        )

    def _filter_records_to_values(self, records, **options):
        # A sample is of nobody, and other addons hand over lists.
        if isinstance(records, models.BaseModel) and not options.get("is_sample"):
            records -= hidden_from_asker(records._complaint_filter_ours())
            if records._name.startswith(OURS):
                records = records.sudo(False)
        return super()._filter_records_to_values(records, **options)

    def _complaint_may_show(self, model, res_id):
        """Return whether who asks may read the record, where it may be ours."""
        if not (isinstance(model, str) and self._complaint_may_be_ours(model)):
            return True
        if type(res_id) is not int:  # Odoo takes "7" for 7, our sets do not.
            return False
        named = self.env[model].browse(res_id).exists()
        return not hidden_from_asker(named._complaint_filter_ours())
