from odoo import api, models

from ...tools.marks import OWN_HAND
from .belonging import OURS


class MailRenderMixin(models.AbstractModel):
    """Words made of a record, for whoever may read the record.

    What a template calls is computed as superuser, for the customer who is written to.
    """

    _inherit = "mail.render.mixin"

    @api.model
    def _render_template(self, template_src, model, res_ids, *args, **kwargs):
        self._complaint_check_rendered(model, res_ids)
        if model and model.startswith(OURS):
            # contact/ir_qweb.py keeps what it compiles.
            self = self.with_context(complaint_template=True)
        return super()._render_template(template_src, model, res_ids, *args, **kwargs)

    @api.model
    def _complaint_check_rendered(self, model, res_ids):
        if self.env.su or not model or not model.startswith(OURS):
            return
        records = self.env[model].browse([id_ for id_ in res_ids or () if id_])
        if records:
            records.check_access("read")


class MailTemplate(models.Model):
    """Whom a template writes to is made of the record as well."""

    _inherit = "mail.template"

    def _generate_template(self, res_ids, *args, **kwargs):
        for template in self:
            template._complaint_check_rendered(template.model, res_ids)
        return super()._generate_template(res_ids, *args, **kwargs)

    def _generate_template_attachments(self, res_ids, *args, **kwargs):
        # Which report goes along says the template, and whoever shaped it; for whom it
        # is rendered was asked above.
        if self.env.su:
            self = self.with_context(complaint_rendered=OWN_HAND)
        return super()._generate_template_attachments(res_ids, *args, **kwargs)
