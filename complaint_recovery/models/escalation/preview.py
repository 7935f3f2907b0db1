from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

#: The preview counts and shows no more: with many deadlines it must stay quick.
PREVIEW_LIMIT = 1000


class ComplaintEscalationRule(models.Model):
    """A rule in words, and the open complaints it is for just now.

    Rules that are not saved yet have it, too. Whom a rule told already makes no
    difference: saving it fires nothing that is past.
    """

    _inherit = "complaint.escalation.rule"

    when_text = fields.Char(string="When it fires", compute="_compute_in_words")
    who_text = fields.Char(string="Who hears of it", compute="_compute_in_words")
    level_text = fields.Char(string="Raises to", compute="_compute_in_words")
    preview = fields.Char(
        string="Open complaints",
        compute="_compute_preview",
        help="Open complaints you may see to which the rule applies just now, whether "
        "it has told somebody or not. Saving the rule does not fire what is past.",
    )
    preview_error = fields.Char(compute="_compute_preview")

    @api.depends(
        "trigger",
        "deadline_kind",
        "at",
        "percent",
        "hours",
        "level",
        "recipient",
        "user_id",
    )
    @api.depends_context("lang")
    def _compute_in_words(self):
        roles = dict(self._fields["recipient"]._description_selection(self.env))
        for rule in self:
            rule.when_text = rule._get_when_text()
            rule.level_text = (
                self.env._("Level %s", rule.level)
                if rule.level
                else self.env._("One level up")
            )
            if not rule.level:
                rule.who_text = self.env._("Who hears of the next level")
            else:
                role = roles.get(rule.recipient)
                named = rule.recipient == "user" and rule.user_id.name
                rule.who_text = named or role

    def _get_when_text(self):
        if self.trigger != "deadline":
            triggers = dict(self._fields["trigger"]._description_selection(self.env))
            return triggers.get(self.trigger)
        kinds = dict(self._selection_deadline_kind())
        what = kinds.get(self.deadline_kind) or self.env._("Every deadline")
        if self.at == "after":
            return self.env._(
                "%(what)s: %(hours)s working hours late",
                what=what,
                hours=f"{self.hours:g}",
            )
        if self.percent == 100:
            return self.env._("%(what)s: when it is due", what=what)
        return self.env._(
            "%(what)s: after %(percent)s%% of the time", what=what, percent=self.percent
        )

    @api.depends(
        "trigger",
        "deadline_kind",
        "at",
        "percent",
        "hours",
        "company_id",
        "severity_ids",
        "team_ids",
        "domain",
    )
    @api.depends_context("lang", "uid")
    def _compute_preview(self):
        for rule in self:
            rule.preview, rule.preview_error = "–", False
            if not self.env["helpdesk.ticket"]._complaint_sees_slice():
                continue
            try:
                with self.env.cr.savepoint(flush=False):
                    tickets, more = rule._get_hit_tickets()
            except Exception as error:
                rule.preview_error = str(error)
                continue
            count = len(tickets)
            rule.preview = (
                self.env._("More than %s", PREVIEW_LIMIT)
                if count > PREVIEW_LIMIT
                else self.env._(
                    "%(count)s of %(seen)s", count=count, seen=PREVIEW_LIMIT
                )
                if more
                else str(count)
            )

    def action_view_preview(self):
        """Open the complaints the rule is for just now."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_action_all"
        )
        tickets, _more = self._get_hit_tickets()
        return {
            **action,
            "name": self.display_name,
            "domain": [("id", "in", tickets.ids)],
            "context": {},
        }

    def _get_hit_tickets(self):
        """Return the open complaints it is for, and: may there be more of them?"""
        self.ensure_one()
        if self.trigger == "deadline":
            return self._get_hit_by_deadline()
        name, trigger = self.trigger, self._get_triggers()[self.trigger]
        tickets = self.env["helpdesk.ticket"].search(
            self._get_preview_domain() & trigger.happened, limit=PREVIEW_LIMIT + 1
        )
        if not trigger.judged:
            return tickets, False
        seen = len(tickets)
        tickets._complaint_look_anew(name)
        tickets = tickets.filtered(lambda ticket: ticket._complaint_occurrence(name))
        return tickets, seen > PREVIEW_LIMIT

    def _get_hit_by_deadline(self):
        """Return those hit among the running deadlines that are due first."""
        deadlines = self.env["complaint.deadline"].search(
            self._get_preview_deadlines(), order="due_at, id", limit=PREVIEW_LIMIT + 1
        )
        more = len(deadlines) > PREVIEW_LIMIT
        now = fields.Datetime.now()
        clocks = deadlines.ticket_id._complaint_clocks()
        hit = deadlines.filtered(
            lambda d: d._get_moments(self, clocks[d.ticket_id.id])[0][1] <= now
        )
        return hit.ticket_id, more

    def _get_preview_deadlines(self):
        """Return the domain of the running deadlines whose moment may have come."""
        now = fields.Datetime.now()
        domain = Domain("state", "=", "running")
        if self.deadline_kind:
            domain &= Domain("kind", "=", self.deadline_kind)
        if self.at == "after":  # Working hours take at least as long on the clock.
            domain &= Domain("due_at", "<=", now - timedelta(hours=self.hours))
        elif self.percent == 100:
            domain &= Domain("due_at", "<=", now)
        else:
            domain &= Domain("start_at", "<=", now)
        return domain & Domain("ticket_id", "any", self._get_preview_domain())

    def _get_preview_domain(self):
        """Return the domain of the open complaints in the rule's limits."""
        domain = Domain("is_complaint", "=", True)
        domain &= Domain("complaint_closed_at", "=", False)
        if company := self.company_id._origin or self.company_id:
            domain &= Domain("company_id", "=", company.id)
        # Of a rule that is just edited, the lines are copies of what is chosen.
        if self.team_ids:
            domain &= Domain("team_id", "in", self.team_ids._origin.ids)
        if self.severity_ids:
            domain &= Domain(
                "complaint_severity_id", "in", self.severity_ids._origin.ids
            )
        return domain & self._get_domain()
