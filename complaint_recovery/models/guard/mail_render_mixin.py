from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError

from ...tools.asker import hidden_from_asker
from ...tools.rendering import is_rendering, rendering, rendering_any
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
        """Return the records of ours that words are made of; raise an AccessError.

        Superuser code of others renders a template that somebody chose for ids that
        somebody chose: a reminder, a coupon, an order that is sent later.
        """
        if not model or not model.startswith(OURS):
            return self.browse()
        records = self.env[model].browse([id_ for id_ in res_ids or () if id_])
        if not self.env.su:
            records.check_access("read")
        elif not is_rendering(self.env, records):
            asked = records.exists()._complaint_told_in_words()
            if asked and (self.env.uid == SUPERUSER_ID or hidden_from_asker(asked)):
                raise AccessError(
                    self.env._(
                        "Words made of a complaint are for whoever may read it, and "
                        "are made by no other process."
                    )
                )
        return records


class Base(models.AbstractModel):
    _inherit = "base"

    def _complaint_told_in_words(self):
        """Return those of which words are for their readers alone."""
        return self


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _complaint_told_in_words(self):
        """Plain tickets are as in Odoo."""
        # Whether it is one is judged, and told to nobody.
        return self.filtered(lambda ticket: ticket.sudo().is_complaint)


class MailThread(models.AbstractModel):
    """Mails on a record of ours, whichever addon sends them there, are made of it."""

    _inherit = "mail.thread"

    def message_post_with_source(self, source_ref, **kwargs):
        records = self._complaint_rendering()
        return super(MailThread, records).message_post_with_source(source_ref, **kwargs)

    def message_mail_with_source(self, source_ref, **kwargs):
        records = self._complaint_rendering()
        return super(MailThread, records).message_mail_with_source(source_ref, **kwargs)

    def _message_track_post_template(self, changes):
        # Whoever moves a complaint may not read it any more by now.
        ours = self._name.startswith(OURS)
        records = rendering(self, self) if ours else self
        return super(MailThread, records)._message_track_post_template(changes)

    def _complaint_rendering(self):
        ours = self.env.su and self._name.startswith(OURS)
        return rendering(self, self) if ours else self


class IrActionsServer(models.Model):
    """What an administrator has sent on certain records, whoever sets it off."""

    _inherit = "ir.actions.server"

    def _run_action_mail_post_multi(self, eval_context=None):
        if self.env.su and (self.model_name or "").startswith(OURS):
            context = self.env.context
            ids = context.get("active_ids", [context.get("active_id")])
            self = rendering(self, self.env[self.model_name].browse(filter(None, ids)))
        return super()._run_action_mail_post_multi(eval_context)


class MailTemplate(models.Model):
    """Whom a template writes to is made of the record as well."""

    _inherit = "mail.template"

    def _generate_template(self, res_ids, *args, **kwargs):
        for template in self:
            records = template._complaint_check_rendered(template.model, res_ids)
            if records and self.env.su:
                # The reports it attaches are made of the same records.
                self = rendering(self, records)
        return super()._generate_template(res_ids, *args, **kwargs)

    def _check_can_be_rendered(self, *args, **kwargs):
        """Odoo tries it on some record, and tells whether that went well."""
        tried = rendering_any(self) if self.env.su else self
        return super(MailTemplate, tried)._check_can_be_rendered(*args, **kwargs)
