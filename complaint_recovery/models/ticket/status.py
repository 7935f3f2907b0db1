from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime, format_list

from ...tools.groups import INTERNAL
from ...tools.selections import ENDED


class HelpdeskTicket(models.Model):
    """How a complaint stands, in words: what is missing, who waits, what is next."""

    _inherit = "helpdesk.ticket"

    complaint_overdue = fields.Boolean(
        string="Overdue",
        compute="_compute_complaint_overdue",
        search="_search_complaint_overdue",
        groups=INTERNAL,
    )
    complaint_silence_days = fields.Integer(
        string="Days without a word from us",
        compute="_compute_complaint_silence_days",
        groups=INTERNAL,
    )
    complaint_status = fields.Html(
        string="How it stands", compute="_compute_complaint_status", groups=INTERNAL
    )
    complaint_earlier_count = fields.Integer(
        string="Earlier complaints",
        compute="_compute_complaint_earlier_count",
        search="_search_complaint_earlier_count",
        groups=INTERNAL,
    )
    complaint_earlier_open_count = fields.Integer(
        string="Open complaints",
        compute="_compute_complaint_earlier_count",
        groups=INTERNAL,
    )
    complaint_can_reopen = fields.Boolean(
        compute="_compute_complaint_can_reopen", groups=INTERNAL
    )

    @api.depends("complaint_next_due_at")
    def _compute_complaint_overdue(self):
        now = fields.Datetime.now()
        for ticket in self:
            due_at = ticket.complaint_next_due_at
            ticket.complaint_overdue = bool(due_at) and due_at < now

    def _search_complaint_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("is_complaint", "=", True) & Domain(
            "complaint_next_due_at", "<", fields.Datetime.now()
        )

    @api.depends("complaint_last_outbound_at", "complaint_received_at")
    def _compute_complaint_silence_days(self):
        now = fields.Datetime.now()
        for ticket in self:
            since = ticket.complaint_last_outbound_at or ticket.complaint_received_at
            silent = since and not ticket.complaint_closed_at
            ticket.complaint_silence_days = (now - since).days if silent else 0

    @api.depends("complaint_next_step", "complaint_next_due_at", "complaint_stage_id")
    @api.depends_context("lang", "tz")
    def _compute_complaint_status(self):
        for ticket in self:
            lines = ticket._complaint_status_lines() if ticket.is_complaint else []
            ticket.complaint_status = Markup("<br/>").join(lines)

    def _complaint_status_lines(self):
        """Return in words how things stand. Extend to say more."""
        self.ensure_one()
        steps = dict(
            self._fields["complaint_next_step"]._description_selection(self.env)
        )
        if self.complaint_phase in ENDED:
            return [self._complaint_ended_line()]
        lines = []
        if self.complaint_next_step != "none":
            lines.append(self.env._("Next step: %s.", steps[self.complaint_next_step]))
        if due := self._complaint_running().filtered(lambda d: d.state == "running"):
            first = due.sorted("due_at")[0]
            lines.append(
                self.env._(
                    "Due next: %(what)s, by %(when)s (%(who)s).",
                    what=first.display_name,
                    when=format_datetime(self.env, first.due_at, dt_format="short"),
                    who=first.user_id.name or self.user_id.name,
                )
            )
        if self.complaint_stage_id.pause_clock:
            lines.append(self.env._("The clock is paused in this stage."))
        closed = self.env["complaint.stage"]._get_first("closed", self.company_id)
        if missing := self._complaint_missing(closed):
            lines.append(
                self.env._("Missing to close: %s.", format_list(self.env, missing))
            )
        if self.complaint_apology_warning:
            lines.append(self.complaint_apology_warning)
        if self.env["complaint.apology"]._proposes_visit(self):
            lines.append(self.env._("Serious: an apology visit would be fitting now."))
        return lines

    def _complaint_ended_line(self):
        outcomes = dict(
            self._fields["complaint_outcome"]._description_selection(self.env)
        )
        return self.env._(
            "Ended on %(when)s. Outcome: %(outcome)s.",
            when=format_datetime(self.env, self.complaint_closed_at, dt_format="short"),
            outcome=outcomes.get(self.complaint_outcome, "–"),
        )

    def _complaint_age_hours(self):
        self.ensure_one()
        since = self.complaint_received_at or fields.Datetime.now()
        return int((fields.Datetime.now() - since).total_seconds() // 3600)

    @api.depends("commercial_partner_id")
    def _compute_complaint_earlier_count(self):
        rows = self.env["helpdesk.ticket"]._read_group(
            Domain("is_complaint", "=", True)
            & Domain("commercial_partner_id", "in", self.commercial_partner_id.ids),
            ["commercial_partner_id"],
            ["__count", "complaint_closed_at:count"],
        )
        counts = {partner.id: (count, closed) for partner, count, closed in rows}
        for ticket in self:
            count, closed = counts.get(ticket.commercial_partner_id.id, (0, 0))
            opened = (
                count
                - closed
                - bool(ticket.is_complaint and not ticket.complaint_closed_at)
            )
            count -= bool(ticket.is_complaint)
            ticket.complaint_earlier_count = max(count, 0)
            ticket.complaint_earlier_open_count = max(opened, 0)

    def _search_complaint_earlier_count(self, operator, value):
        # Fields that are not stored are searched without being asked for their group.
        field = self._fields["complaint_earlier_count"]
        self._check_field_access(field, "read")
        if (operator, value) != (">", 0):
            return NotImplemented
        rows = self.env["helpdesk.ticket"]._read_group(
            Domain("is_complaint", "=", True)
            & Domain("commercial_partner_id", "!=", False),
            ["commercial_partner_id"],
            having=[("__count", ">", 1)],
        )
        return Domain("is_complaint", "=", True) & Domain(
            "commercial_partner_id", "in", [partner.id for (partner,) in rows]
        )

    @api.depends("complaint_closed_at")
    def _compute_complaint_can_reopen(self):
        for ticket in self:
            ticket.complaint_can_reopen = (
                bool(ticket.complaint_closed_at) and ticket._complaint_can_reopen()
            )

    def action_view_earlier_complaints(self):
        """Open all complaints of the same customer."""
        self.ensure_one()
        self.check_access("read")
        self._check_field_access(self._fields["complaint_stage_id"], "read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_action_all"
        )
        return {
            **action,
            "domain": [
                ("is_complaint", "=", True),
                ("commercial_partner_id", "=", self.commercial_partner_id.id),
            ],
            "context": {},
        }

    def action_open_complaint(self):
        """Open the complaint's own form."""
        self.ensure_one()
        self.check_access("read")
        self._check_field_access(self._fields["complaint_stage_id"], "read")
        return self._complaint_action_form()

    def _complaint_action_form(self):
        """Return the action that opens the form, at an address that can be reloaded."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_action_all"
        )
        return {
            **action,
            "res_id": self.id,
            "views": [(self._complaint_form_view().id, "form")],
            "view_mode": "form",
            "domain": [],
            "context": {},
        }

    @api.model
    def _complaint_form_view(self):
        # Which form shows a complaint is no secret.
        return self.env.ref("complaint_recovery.complaint_view_form").sudo()

    def get_formview_id(self, access_uid=None):
        """Return the form of complaints, from wherever one is linked."""
        if len(self) == 1 and self.is_complaint and self._complaint_sees_slice():
            return self._complaint_form_view().id
        return super().get_formview_id(access_uid=access_uid)
