from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...tools.marks import OWN_HAND
from .belonging import about_ours

#: In the context of what Odoo deletes because it was said.
SAID_NOW = "complaint_said_now"


class MailScheduledMessage(models.Model):
    """What somebody plans to say on a complaint, later.

    Odoo tells every employee for whom it is, and lets whoever may read the record take
    back what others planned.
    """

    _inherit = "mail.scheduled.message"

    def _check_access(self, operation):
        # Odoo judges searches alone: to read what is in no column, none is made.
        result = super()._check_access(operation)
        if result or self.env.su or operation != "read":
            return result
        ours = self._complaint_on_ours()
        if hidden := ours - ours._complaint_found():
            rules = self.env["ir.rule"]
            return hidden, lambda: rules._make_access_error(operation, hidden)
        return None

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(vals_list)._complaint_in_own_name()

    def write(self, vals):
        result = super().write(vals)
        if "author_id" in vals:
            self._complaint_in_own_name()
        return result

    def _complaint_in_own_name(self):
        """What is planned on ours is of whoever plans it, as what is said is."""
        if not self.env.su:
            for planned in self.sudo()._complaint_on_ours():  # Judged, not shown.
                own = planned.create_uid.partner_id
                if planned.author_id != own:
                    planned.author_id = own
        return self

    def _post_message(self, *args, **kwargs):
        said = self.with_context(**{SAID_NOW: OWN_HAND})
        return super(MailScheduledMessage, said)._post_message(*args, **kwargs)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_others(self):
        """What is planned on ours its author takes back, or who may write there."""
        if self.env.su or self.env.context.get(SAID_NOW) is OWN_HAND:
            return
        for planned in self.sudo()._complaint_on_ours():  # Judged, not shown.
            if planned.create_uid != self.env.user:
                planned._complaint_record().sudo(False).check_access("write")
            planned._complaint_note_taken_back()

    def _complaint_record(self):
        self.ensure_one()
        return self.env[self.model].browse(self.res_id).exists()

    def _complaint_ticket(self):
        """Return the ticket it is planned on, or on a part of which; or nothing."""
        record = self._complaint_record()
        tickets = self.env["helpdesk.ticket"]
        if record._name != tickets._name:
            record = record.ticket_id if "ticket_id" in record._fields else tickets
        return record

    def _complaint_note_taken_back(self):
        """Leave a note of what was planned: a promise may hang on it."""
        for ticket in self._complaint_ticket().filtered("is_complaint"):
            words = self.env._(
                "What %(author)s planned to say on %(time)s was taken back:",
                author=self.create_uid.name,
                time=format_datetime(self.env, self.scheduled_date),
            )
            body = Markup("<p>%s</p><blockquote>%s</blockquote>") % (words, self.body)
            ticket._complaint_log(body=body)

    @api.model
    def _complaint_take_back(self, tickets, user):
        """Take back what ``user`` has planned on ``tickets`` and on parts of them."""
        theirs = self.sudo()  # Found by the rule, whoever says it.
        planned = theirs.search(
            Domain("create_uid", "=", user.id) & about_ours("model")
        )
        for each in planned:
            if each._complaint_ticket() & tickets:
                each._complaint_note_taken_back()
                each.unlink()
