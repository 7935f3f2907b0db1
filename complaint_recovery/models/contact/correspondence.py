import subprocess
from functools import cache

from odoo import api, fields, models
from odoo.tools import (
    email_normalize,
    find_in_path,
    format_date,
    format_datetime,
    format_time,
)
from odoo.tools.mail import email_split_tuples

from ...tools.marks import MAIL_LATER, UNANSWERED

#: Language → fonts with its own form of the characters, as systems name them.
HAN_FONTS = {
    "zh_CN": "'Noto Sans CJK SC', 'Noto Sans SC', 'Microsoft YaHei', 'PingFang SC'",
    "zh_HK": "'Noto Sans CJK HK', 'Noto Sans HK', 'Microsoft JhengHei', 'PingFang HK'",
    "zh_TW": "'Noto Sans CJK TC', 'Noto Sans TC', 'Microsoft JhengHei', 'PingFang TC'",
}


@cache
def _engine_lacks_headers():
    try:
        told = subprocess.run(
            [find_in_path("wkhtmltopdf"), "--version"], capture_output=True, timeout=15
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return b"patched qt" not in told.stdout


class HelpdeskTicket(models.Model):
    """What letters and mails say of a complaint: language, names, times, sender."""

    _inherit = "helpdesk.ticket"

    def _complaint_confirmed(self):
        """Return those whose sender is known to be who they say. Extend to judge.

        To the others no machine writes, and nobody beyond the desk hears of them.
        """
        return self

    def _complaint_lang(self):
        """Return the language the customer is written to in. Extend to know better."""
        self.ensure_one()
        ticket = self.sudo()  # The customer's language is no secret.
        return (
            ticket.partner_id.lang
            or ticket.complaint_lang
            or ticket.company_id.partner_id.lang
            or "en_US"
        )

    def _complaint_tz(self):
        """Return the time zone the customer reads a time in."""
        self.ensure_one()
        ticket = self.sudo()  # The customer's time zone is no secret.
        company = ticket.company_id
        return (
            ticket.partner_id.tz
            or company.resource_calendar_id.tz
            or company.partner_id.tz
            or "UTC"
        )

    def _complaint_customer_name(self):
        """Return the name to greet with; empty where it is not known."""
        self.ensure_one()
        ticket = self.sudo()  # Whoever may write to them may greet them.
        known = ticket.partner_id.name or ticket.partner_name
        sender = email_split_tuples(ticket.partner_email or "")
        return known or (sender[0][0] if sender else "") or ""

    def _complaint_greeting(self):
        """Return the first line of a letter, in the language of the context."""
        self.ensure_one()
        if name := self._complaint_contact_name():
            return self.env._("Dear %s,", name)
        return self.env._("Dear customer,")

    def _complaint_phone(self):
        """Return the number of the person in charge, else the company's."""
        self.ensure_one()
        ticket = self.sudo()  # A number to call is told to the customer.
        return ticket.user_id.phone or ticket.company_id.phone or ""

    def _complaint_hear_by(self):
        """Return in words until when the customer hears from a person.

        It is empty where nothing is due, and where that time has passed already.
        """
        self.ensure_one()
        ticket = self.sudo()  # What is promised is told to the customer.
        due = ticket._complaint_running_that("told")
        due_at = due.sorted("due_at")[:1].due_at
        coming = due_at and due_at > fields.Datetime.now()
        return ticket._complaint_time_text(due_at) if coming else ""

    def _complaint_hear_by_for(self, user):
        """Return the same as ``user`` reads a time, for whoever talks to them now."""
        self.ensure_one()
        due = self.sudo()._complaint_running_that("told")  # Told to the customer.
        due = due.sorted("due_at")[:1].due_at
        zone = user.tz or self._complaint_tz()
        return due and format_datetime(self.env, due, tz=zone, dt_format="short")

    def _complaint_time_text(self, when):
        """Return ``when`` (UTC) as the customer reads it: date and time."""
        self.ensure_one()
        lang, tz = self._complaint_lang(), self._complaint_tz()
        env = self.with_context(lang=lang, tz=tz).env
        local = fields.Datetime.context_timestamp(self.with_context(tz=tz), when)
        return env._(
            "%(day)s, %(time)s",
            day=format_date(env, local.date(), lang, date_format="full"),
            time=format_time(env, when, tz=tz, time_format="short", lang_code=lang),
        )

    def _complaint_letter_date(self):
        """Return today as a letter to the customer is dated."""
        self.ensure_one()
        local = self.with_context(tz=self._complaint_tz())
        today = fields.Date.context_today(local)
        return format_date(self.env, today, self._complaint_lang(), "long")

    @api.model
    def _complaint_letterhead_lost(self):
        """Return whether the PDF engine leaves out headers.

        wkhtmltopdf with plain Qt does, as Linux distributions build it.
        """
        return _engine_lacks_headers()

    def _complaint_letter_font(self):
        """Return the style that makes an engine take the glyphs of the language.

        One character looks differently in Shanghai, Taipei and Tokyo; left alone, the
        engine takes any font that has it.
        """
        families = HAN_FONTS.get(self._complaint_lang())
        return f"font-family: {families}, sans-serif; " if families else ""

    def _complaint_sender_address(self):
        self.ensure_one()
        return email_normalize(self.partner_email or "") or ""

    def _complaint_told_remedies(self, states=("delivered",)):
        """Return in words what the customer got (or chose). Never what it costs us."""
        self.ensure_one()
        return [
            remedy.description or remedy.type_id.name
            for remedy in self.sudo().complaint_remedy_ids  # Told to them.
            if remedy.state in states
        ]

    def _complaint_send_stage_mail(self, stage):
        """Mail the customers of all that entered their stage, in one batch."""
        if self.env.context.get("complaint_mail") is MAIL_LATER:
            return
        told = self
        if stage.phase == "intake":
            if self.env.context.get("complaint_unanswered") is UNANSWERED:
                return  # Whoever sent it wants no answer by a machine.
            # Nothing to acknowledge where the customer does not know of it yet.
            told = self.filtered(lambda t: t.complaint_source != "internal")
        told._complaint_send_automatic(stage.mail_template_id)

    def _track_template(self, changes):
        """Leave out the parent's mail on a stage where ours says the same."""
        templates = super()._track_template(changes)
        ticket = self[:1].sudo()  # What is sent does not depend on who moved it.
        if ticket.is_complaint and (
            ticket.complaint_stage_id.mail_template_id
            or ticket._complaint_is_history()
            or not ticket._complaint_confirmed()
        ):
            templates.pop("stage_id", None)
        return templates
