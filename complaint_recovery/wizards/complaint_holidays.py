from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

try:
    import holidays
except ImportError:
    holidays = None

#: Years that are proposed: this one and the next.
YEARS = 2


class ComplaintHolidays(models.TransientModel):
    """The public holidays of a company, on which no deadline counts."""

    _name = "complaint.holidays"
    _description = "Public Holidays"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self._default_company_id(),
    )
    country_id = fields.Many2one(
        "res.country", default=lambda self: self.env.company.country_id
    )
    state_id = fields.Many2one(
        "res.country.state",
        string="Region",
        domain="[('country_id', '=', country_id)]",
        default=lambda self: self.env.company.state_id,
    )
    proposes = fields.Boolean(compute="_compute_proposes")
    line_ids = fields.One2many(
        "complaint.holidays.line",
        "dialog_id",
        string="Days",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    def _default_company_id(self):
        return self.env.company

    @api.depends("country_id")
    def _compute_proposes(self):
        for dialog in self:
            dialog.proposes = bool(dialog._get_proposed())

    @api.depends("country_id", "state_id")
    def _compute_line_ids(self):
        """Propose the days to come, where the library is installed and knows them."""
        today = fields.Date.context_today(self)
        for dialog in self:
            dialog.line_ids = [
                fields.Command.clear(),
                *(
                    fields.Command.create({"date": date, "name": name})
                    for date, name in sorted(dialog._get_proposed().items())
                    if date >= today
                ),
            ]

    def _get_proposed(self):
        """Return date → name; nothing where nobody knows."""
        self.ensure_one()
        code = self.country_id.code
        if not holidays or code not in holidays.list_supported_countries():
            return {}
        regions = holidays.list_supported_countries()[code]
        region = self.state_id.code if self.state_id.code in regions else None
        this_year = fields.Date.context_today(self).year
        return dict(
            holidays.country_holidays(
                code, subdiv=region, years=range(this_year, this_year + YEARS)
            )
        )

    def action_apply(self):
        """Enter the days into the company's working hours; those there are stay."""
        self.ensure_one()
        self.check_access("write")
        calendar = self.company_id.resource_calendar_id
        if not calendar:
            raise UserError(self.env._("The company has no working hours yet."))
        zone = pytz.timezone(calendar.tz or "UTC")
        taken = {
            fields.Datetime.context_timestamp(
                calendar.with_context(tz=zone.zone), leave.date_from
            ).date()
            for leave in calendar.global_leave_ids
        }
        calendar.global_leave_ids.create(
            [
                {
                    "name": line.name or self.env._("Public holiday"),
                    "calendar_id": calendar.id,
                    "company_id": self.company_id.id,
                    "date_from": self._to_utc(zone, line.date),
                    "date_to": self._to_utc(zone, line.date + timedelta(days=1))
                    - timedelta(seconds=1),
                }
                for line in self.line_ids
                if line.date and line.date not in taken
            ]
        )
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _to_utc(self, zone, date):
        """Return when ``date`` begins in ``zone``, in UTC."""
        begins = zone.localize(datetime.combine(date, time.min))
        return begins.astimezone(pytz.utc).replace(tzinfo=None)


class ComplaintHolidaysLine(models.TransientModel):
    """One day nobody works on."""

    _name = "complaint.holidays.line"
    _description = "Public Holiday"
    _order = "date, id"

    dialog_id = fields.Many2one("complaint.holidays", ondelete="cascade")
    date = fields.Date()
    name = fields.Char()
