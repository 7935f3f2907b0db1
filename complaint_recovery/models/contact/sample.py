from odoo import api, fields, models

from ...tools.groups import INTERNAL
from ...tools.marks import Mark

#: Where our templates come from, whoever changed their words since.
OUR_FILES = "complaint_recovery%/data/%"


class SampleLang(Mark):
    """The language a mail is looked at in, instead of the customer's."""

    def __init__(self, code):
        self.code = code


class MailTemplate(models.Model):
    """The words we send, all in one place: to whom, and how they look."""

    _inherit = "mail.template"

    complaint_reader = fields.Selection(
        selection=[("customer", "Customer"), ("colleague", "Colleague")],
        string="Who reads it",
        compute="_compute_complaint_reader",
        groups=INTERNAL,
    )

    @api.depends("model")
    def _compute_complaint_reader(self):
        for template in self:
            colleague = template.model == "res.users"
            template.complaint_reader = "colleague" if colleague else "customer"

    def action_complaint_sample(self):
        """Open the words as they look, of a complaint."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_words_action_sample"
        )
        return {**action, "context": {"default_template_id": self.id}}


class HelpdeskTicket(models.Model):
    """A complaint whose mails are looked at, in any language."""

    _inherit = "helpdesk.ticket"

    def _complaint_lang(self):
        sample = self.env.context.get("complaint_sample")
        return (
            sample.code if isinstance(sample, SampleLang) else super()._complaint_lang()
        )

    def _complaint_sample_record(self, model):
        """Return what of this complaint a template of ``model`` is made of, or None."""
        self.ensure_one()
        parts = {
            "helpdesk.ticket": self,
            "res.users": self.env.user,
            "complaint.deadline": self.complaint_deadline_ids[:1],
            "complaint.apology": self.complaint_apology_ids[:1],
        }
        return parts.get(model)
