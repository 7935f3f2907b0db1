from ast import literal_eval

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime

from ...tools.in_use import in_use
from .trigger import OURS

#: What a rule may wait for, beside a deadline: what happens to a complaint.
TRIGGERS = [
    ("deadline", "A deadline"),
    ("reopened", "Reopened"),
    ("repeat", "Same customer and cause again"),
    ("watchlist", "Customer on the watchlist"),
    ("severity", "Severity set"),
    ("exposure", "External exposure"),
    ("amount", "Amount claimed"),
    ("dissatisfied", "Dissatisfied after the follow-up"),
    ("requested", "The customer asks for it"),
]
#: The levels of a complaint; 0 on a rule means one above the present one.
HIGHEST_LEVEL = 4
#: Changing one of these makes it another rule: it looks forward only.
TIMING = frozenset(
    {"trigger", "deadline_kind", "at", "percent", "hours", "severity_ids"}
    | {"team_ids", "domain", "active", "company_id"}
)


#: What a condition may ask of a complaint. Whoever writes one learns whether it held:
#: nothing here tells who complained, about whom, or a word of what was said.
CONDITIONS = frozenset(
    {"team_id", "category_id", "channel_id", "priority", "tag_ids", "stage_id"}
    | {"company_id", "user_id", "create_date", "closed"}
    | {
        f"complaint_{name}"
        for name in (
            *("severity_id", "source", "cause_id", "claim_amount", "loss_ongoing"),
            *("sentiment", "exposure", "level", "reopen_count", "key_customer"),
            *("attribution", "decision", "basis", "stage_id", "phase", "received_at"),
            *("first_contact_at", "apologised_at", "resolved_at", "next_due_at"),
            *("last_outbound_at", "satisfaction", "outcome", "imported"),
            *("decision_sent_at", "confidential"),
        )
    }
)
#: Beside a link, its name or a figure of it, where everybody reads those.
SHORT = ("char", "selection", "boolean", "integer", "float", "many2one")


class ComplaintEscalationRule(models.Model):
    """A rule: what it waits for, for which complaints, who is told."""

    _name = "complaint.escalation.rule"
    _description = "Escalation Rule"
    _inherit = ["complaint.shared"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    trigger = fields.Selection(
        selection=TRIGGERS, string="Waits for", required=True, default="deadline"
    )
    deadline_kind = fields.Selection(
        selection=lambda self: self._selection_deadline_kind(),
        string="Kind of deadline",
        help="Empty: every kind.",
    )
    at = fields.Selection(
        selection=[("percent", "Part of the time"), ("after", "After it was due")],
        string="When",
        required=True,
        default="percent",
    )
    percent = fields.Integer(default=100, help="Of the working time until it is due.")
    hours = fields.Float(help="Working hours after it was due.")
    level = fields.Integer(
        default=1, help="From 1 to 4; 0: one above the present level."
    )
    # Emptied by a deletion, or by what is archived and not seen, it would be all.
    severity_ids = fields.Many2many(
        "complaint.severity",
        string="Severities",
        help="Empty: all.",
        ondelete="restrict",
        context={"active_test": False},
    )
    team_ids = fields.Many2many(
        "helpdesk.ticket.team",
        string="Teams",
        help="Empty: all.",
        ondelete="restrict",
        context={"active_test": False},
    )
    domain = fields.Char(
        string="Condition", help="Judged at the moment the rule fires. Empty: always."
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type", string="Activity", ondelete="restrict"
    )
    send_mail = fields.Boolean(string="By mail as well")
    reassign = fields.Boolean(
        string="Becomes the owner", help="Else the owner stays with the customer."
    )
    contact_hours = fields.Float(
        string="Contacts the customer within",
        help="Working hours for the recipient to contact the customer. 0: not asked.",
    )
    since = fields.Datetime(
        copy=False, help="Moments before the rule was saved do not fire afterwards."
    )

    _percent_in_range = models.Constraint(
        "CHECK (percent BETWEEN 1 AND 100)", "Percent go from 1 to 100."
    )
    _hours_positive = models.Constraint(
        "CHECK (hours >= 0 AND contact_hours >= 0)", "Hours cannot be negative."
    )
    _level_in_range = models.Constraint(
        "CHECK (level BETWEEN 0 AND 4)", "Levels go from 0 to 4."
    )

    @api.model
    def _get_triggers(self):
        """Return what rules may wait for beside a deadline: name → ``Trigger``.

        Extend where an addon adds one.
        """
        return dict(OURS)

    @api.model
    def _selection_deadline_kind(self):
        return (
            self.env["complaint.deadline"]
            ._fields["kind"]
            ._description_selection(self.env)
        )

    @api.constrains("domain")
    def _check_domain(self):
        for rule in self.filtered("domain"):
            try:
                with self.env.cr.savepoint():
                    rule._check_asked()
                    # Whether it can be asked is judged, nothing is shown.
                    tickets = in_use(self.env["helpdesk.ticket"].sudo())
                    query = tickets._search(rule._get_domain(), order="id")
                    # Planned and not run: there may be very many tickets.
                    self.env.execute_query(SQL("EXPLAIN %s", query.select()))
            except Exception as error:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: the condition cannot be judged: %(reason)s",
                        rule=rule.name,
                        reason=error,
                    )
                ) from error

    @api.model
    def _get_condition_fields(self):
        """Return what a condition may ask of a ticket. Extend to add."""
        return CONDITIONS

    def _check_asked(self):
        """Raise ValueError where the condition asks more than conditions may."""
        for condition in self._get_domain().iter_conditions():
            path = condition.field_expr.split(".")
            field = self.env["helpdesk.ticket"]._fields.get(path[0])
            if field is None:
                continue  # It cannot be judged, and is refused for that.
            known = path[0] in self._get_condition_fields() and len(path) < 3
            if len(path) == 2 and known:
                follower = self.env[field.comodel_name]._fields.get(path[1])
                known = (
                    field.relational
                    and field.comodel_name not in ("res.users", "res.company")
                    and (follower is None or follower.type in SHORT)
                )
            if not known or "any" in condition.operator:
                raise ValueError(
                    self.env._("“%s” is not asked by rules.", condition.field_expr)
                )

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._take_effect()
        return rules

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        if TIMING & vals.keys():
            self._take_effect()
        return result

    def unlink(self):
        """Rules are archived: that one had fired would keep it from being deleted.

        And whether it had is a question about complaints one may not read.
        """
        if self.env.su:  # Also when the addon goes.
            self.env.registry.clear_cache()
            return super().unlink()
        return self._archive_instead()

    def _take_effect(self):
        """Plan the deadlines of the rule anew. What is past does not fire."""
        self.env.registry.clear_cache()
        now = fields.Datetime.now()
        # When it began is the rule's own, whoever saved it.
        self.sudo().filtered(lambda rule: rule.since != now).since = now
        kinds = {rule.deadline_kind for rule in self if rule.trigger == "deadline"}
        if not kinds:
            return
        of_kind = SQL("TRUE") if False in kinds else SQL("kind IN %s", tuple(kinds))
        self.env["complaint.deadline"].flush_model()
        self.env.cr.execute(
            SQL(
                # What a rule had stopped is tried again once the rule is mended.
                "UPDATE complaint_deadline SET next_check_at = %s, failure_count = 0,"
                " error = NULL WHERE state = 'running' AND %s"
                " AND (next_check_at IS NULL OR next_check_at > %s)",
                now,
                of_kind,
                now,
            )
        )
        self.env["complaint.deadline"].invalidate_model(
            ["next_check_at", "failure_count", "error"]
        )

    def _is_too_young(self, moment, now):
        """Return whether the rule was saved after ``moment`` (UTC).

        Nothing past fires afterwards. A rule saved in what is future now comes from
        before the clock was set back, which must not silence it.
        """
        return bool(self.since) and moment < self.since <= now

    @api.model
    def _get_for_deadlines(self, deadlines):
        """Return (company, kind) → rules that look at such of ``deadlines``.

        As they are stored now: a pass that trusted a cache would leave out for good
        what another worker saves meanwhile.
        """
        # Rules hold whoever opened the deadline.
        rules = in_use(self.sudo()).search(Domain("trigger", "=", "deadline"))
        return {
            (company, kind): rules.filtered(
                lambda rule, company=company, kind=kind: (
                    rule.company_id in (company, company.browse())
                    and rule.deadline_kind in (kind, False)
                )
            )
            for company, kind in {(d.company_id, d.kind) for d in deadlines}
        }

    @api.model
    def _get_for_trigger(self, trigger, company):
        # Rules hold whoever makes it happen.
        return self.sudo().browse(self._get_event_ids(trigger, company.id))

    @api.model
    @tools.ormcache("trigger", "company_id")
    def _get_event_ids(self, trigger, company_id):
        domain = Domain("trigger", "=", trigger)
        domain &= Domain("company_id", "in", [False, company_id])
        # The same for everybody; shown to nobody here.
        return tuple(in_use(self.sudo()).search(domain).ids)

    def _get_moment(self, deadline, clock):
        """Return when this rule looks at ``deadline`` (UTC)."""
        if self.at == "after":
            return clock.add_hours(deadline.due_at, self.hours)
        if self.percent == 100:
            return deadline.due_at
        start = deadline.start_at
        share = clock.hours_between(start, deadline.due_at) * self.percent / 100
        return min(clock.add_hours(start, share), deadline.due_at)

    def _get_reason(self, firing, lang=None, tz=None):
        """Return in words why it fires, by ``lang`` and ``tz``, else the company's."""
        self.ensure_one()
        ticket = firing.ticket
        rule = self.with_context(lang=lang or ticket.company_id.partner_id.lang)
        if self.trigger == "watchlist":
            # It is read in mails and files: nothing there tells of the list.
            return rule.env._("A superior is to know of it from the start")
        if not firing.deadline:
            triggers = dict(rule._fields["trigger"]._description_selection(rule.env))
            return triggers[self.trigger]
        deadline = firing.deadline.with_env(rule.env)
        tz = tz or self._get_own_tz(ticket) or rule.env.user.tz
        when = format_datetime(rule.env, deadline.due_at, tz=tz, dt_format="short")
        if self.at == "percent" and self.percent < 100:
            return rule.env._(
                "“%(what)s” is due on %(when)s",
                what=deadline.display_name,
                when=when,
            )
        return rule.env._(
            "“%(what)s” was due on %(when)s", what=deadline.display_name, when=when
        )

    @api.model
    def _get_own_tz(self, ticket):
        """Return the time zone in which a reason is kept."""
        return ticket.company_id.resource_calendar_id.tz

    def _get_domain(self):
        """Return the condition as a Domain. Raises what its text makes it raise."""
        return Domain(literal_eval(self.domain or "[]"))

    def _filter(self, tickets):
        """Return those of ``tickets`` this rule is for, judged now."""
        self.ensure_one()
        found = tickets.filtered(
            lambda t: (
                t.is_complaint
                and (not self.company_id or t.company_id == self.company_id)
                and (not self.team_ids or t.team_id in self.team_ids)
                and (
                    not self.severity_ids
                    or t.complaint_severity_id in self.severity_ids
                )
            )
        )
        return found.filtered_domain(self._get_domain()) if self.domain else found
