from odoo import SUPERUSER_ID, api, models

from ...tools.marks import SET_UP
from ...tools.rendering import rendering

#: Whose templates on stages and teams are the conversation's own: the parent's, ours.
PARENT, OURS = "helpdesk_mgmt", "complaint_recovery"
#: What somebody would say with a template beside its own words.
ADDED = frozenset({"subject", "attachment_ids"})


class HelpdeskTicket(models.Model):
    """Mails that other addons send by a switch of the stage or the team."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _complaint_other_templates(self):
        """Return (field of the ticket, field there) that name a mail of other addons.

        The survey a stage sends when tickets reach it, the word of a team that closes
        them by itself: a customer who complains gets neither, unless a switch says so.
        """
        owners = {
            owner: self.env[self._fields[owner].comodel_name]
            for owner in ("stage_id", "team_id")
        }
        return [
            (owner, name)
            for owner, model in owners.items()
            for name, field in model._fields.items()
            if field.type == "many2one"
            and field.comodel_name == "mail.template"
            and not self._complaint_is_own((field._modules or (field._module,))[0])
        ]

    @api.model
    def _complaint_is_own(self, addon):
        return addon == PARENT or (addon or "").startswith(OURS)

    def _complaint_held_back(self, template):
        """Return the complaints whose customer gets no mail by ``template``."""
        if not (template and (paths := self._complaint_other_templates())):
            return self.browse()
        held = self.sudo().filtered(  # What is sent does not depend on who sends it.
            lambda ticket: (
                ticket.is_complaint
                and not ticket.company_id.complaint_other_mails
                # What the stage itself mails is the parent's, and goes its own way.
                and template != ticket.stage_id.mail_template_id
                and any(template == ticket[owner][name] for owner, name in paths)
            )
        )
        return self & held

    def message_post_with_source(self, source_ref, **kwargs):
        template, _view = self._get_source_from_ref(source_ref)
        told = self - self._complaint_held_back(template)
        if not told:
            return self.env["mail.message"]
        if template and not ADDED & kwargs.keys() and told._complaint_set_up(template):
            # Odoo sends its surveys as notes, in the name of who closes the ticket.
            told = told.with_context(complaint_noticed=SET_UP)
        return super(HelpdeskTicket, told).message_post_with_source(
            source_ref, **kwargs
        )

    def message_mail_with_source(self, source_ref, **kwargs):
        template, _view = self._get_source_from_ref(source_ref)
        told = self - self._complaint_held_back(template)
        if not told:
            return self.env["mail.mail"]
        return super(HelpdeskTicket, told).message_mail_with_source(
            source_ref, **kwargs
        )


class MailTemplate(models.Model):
    """A template sent by itself, past the conversation."""

    _inherit = "mail.template"

    def _check_can_be_rendered(self, *args, **kwargs):
        """Try what people write on a record, and not what our own data brings.

        That is tried by tests; of all tickets there are, sorted, Odoo takes the first.
        """
        loading = self.env.context.get("install_module") or ""
        # Callers may say anything of a module; while one is loaded, nobody calls.
        if not self.env.registry.ready and loading.startswith(OURS):
            return None
        return super()._check_can_be_rendered(*args, **kwargs)

    def send_mail(self, res_id, *args, **kwargs):
        if self._complaint_hold_back([res_id]):
            return False
        template = self._complaint_set_up_for([res_id])
        return super(MailTemplate, template).send_mail(res_id, *args, **kwargs)

    def send_mail_batch(self, res_ids, *args, **kwargs):
        held = self._complaint_hold_back(res_ids)
        told = [res_id for res_id in res_ids if res_id not in held]
        if held and not told:
            return self.env["mail.mail"]
        template = self._complaint_set_up_for(told)
        return super(MailTemplate, template).send_mail_batch(told, *args, **kwargs)

    def _complaint_set_up_for(self, res_ids):
        """Return self, to be sent by the system where an addon's switch names it.

        A team that closes tickets by themselves says so by a template of its own.
        """
        if self.model != "helpdesk.ticket" or self.env.uid != SUPERUSER_ID:
            return self
        tickets = self.env[self.model].browse(res_ids)
        paths = tickets._complaint_other_templates()
        named = all(any(self == t[o][name] for o, name in paths) for t in tickets)
        return rendering(self, tickets) if named else self

    def _complaint_hold_back(self, res_ids):
        """Return those of ``res_ids`` that get no mail by this template."""
        if self.model != "helpdesk.ticket":
            return []
        held = self.env[self.model].browse(res_ids)._complaint_held_back(self)
        if held:
            self._send_check_access(res_ids)
        return held.ids
