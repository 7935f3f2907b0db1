from datetime import timedelta

from odoo import fields, models

#: Local time from which a working morning has begun.
MORNING_HOUR = 6


class ResCompany(models.Model):
    """What a company's executive contact is mailed in the morning."""

    _inherit = "res.company"

    complaint_told_on = fields.Date(
        string="Director told on", groups="base.group_system", copy=False
    )

    def _complaint_tell_director(self):
        """Mail the executive contact three lines, once on each working day."""
        self.ensure_one()
        clock = self.resource_calendar_id._complaint_working_time()
        now = fields.Datetime.now()
        today = clock.get_day(now)
        if (
            self.complaint_told_on == today.date
            or now < today.start + timedelta(hours=MORNING_HOUR)
            or not clock.works_on(today)
        ):
            return
        self.complaint_told_on = today.date
        template = self.env.ref(
            "complaint_recovery.mail_template_director", raise_if_not_found=False
        )
        if not template:  # Who deletes it wants no such mail.
            return
        template.with_company(self)._complaint_mail_colleagues(
            self.complaint_director_id
        )

    def _complaint_last_working_day(self):
        """Return the Day worked on last before today, a fortnight back at most."""
        self.ensure_one()
        clock = self.resource_calendar_id._complaint_working_time()
        day = clock.get_day(fields.Datetime.now())
        for _day in range(14):
            day = clock.get_day(day.start - timedelta(hours=1))
            if clock.works_on(day):
                break
        return day
