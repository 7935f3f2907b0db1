import logging

from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...tools.actions import RELOAD, notify
from ...tools.firing import Firing
from ...tools.own_hand import is_own_hand
from ...tools.races import RACES
from ...tools.working_time import NoWorkingTime, RealTime

_logger = logging.getLogger(__name__)


class ComplaintDeadline(models.Model):
    """A deadline, whose moments the rules of escalation wait for."""

    _inherit = "complaint.deadline"

    def write(self, vals):
        if "note" in vals and not is_own_hand(self):
            self._ensure_no_instruction()
        return super().write(vals)

    def _ensure_no_instruction(self):
        """Raise an AccessError where the note is what a superior asked for."""
        if asked := self.filtered(lambda d: d.kind == "second_handling")[:1]:
            raise AccessError(
                self.env._(
                    "“%s” is in the superior's words. Write what you do about it in "
                    "the conversation.",
                    asked.display_name,
                )
            )

    def action_check_now(self):
        """Run the pass now, and say how many escalations it made. Managers only."""
        self.check_access("write")
        self.ticket_id._complaint_ensure_manager()
        # Where the pass begins, of all there are.
        escalations = self.env["complaint.escalation"].sudo()
        latest = escalations.search([], limit=1, order="id DESC")
        cron = self.env.ref("complaint_recovery.ir_cron_deadlines")
        # The manager was checked; the pass is the same whoever starts it.
        cron.sudo().method_direct_trigger()
        with self.env.registry.cursor() as cr:  # Ours is from before the pass.
            # Of complaints one may read: of others not even that there are some.
            escalations = self.env(cr=cr)["complaint.escalation"]
            count = escalations.search_count(Domain("id", ">", latest.id or 0))
        return notify(
            self.env._(
                "The rules have looked at all that was due. Escalated: %s.", count
            ),
            then=RELOAD,
        )

    def _check_rules(self):
        """Fire the rules that are due, and plan when to look next, in one batch."""
        now = fields.Datetime.now()
        self._bring_up_to_date()
        firings, plans = self._find_due(now)
        self.env["complaint.escalation"]._fire(firings)
        self._store_checks(now, plans)

    def _find_due(self, now):
        """Return the firings that are due, and (id, next look) of each deadline."""
        clocks = self.ticket_id._complaint_clocks()
        rules = self.env["complaint.escalation.rule"]._get_for_deadlines(self)
        firings, plans = [], []
        for deadline in self:
            found = rules[deadline.company_id, deadline.kind]
            moments = deadline._get_moments(found, clocks[deadline.ticket_id.id])
            since = deadline.checked_at or deadline.start_at
            firings += [
                Firing(deadline.ticket_id, rule, moment, deadline=deadline)
                for rule, moment in moments
                if since < moment <= now and not rule._is_too_young(moment, now)
            ]
            later = [moment for _rule, moment in moments if moment > now]
            plans.append((deadline.id, min(later, default=None)))
        firings.sort(key=lambda firing: (firing.moment, firing.rule.level))
        return firings, plans

    def _get_fired(self):
        fired = super()._get_fired()
        if not self:
            return fired
        # What was told is asked by the rule, whoever moves the date.
        told = self.env["complaint.escalation"].sudo()
        told = told.search_fetch(
            Domain("deadline_id", "in", self.ids), ["deadline_id", "occurrence"]
        )
        keys = {escalation.occurrence for escalation in told}
        return fired | self.filtered(
            lambda d: Firing(d.ticket_id, None, None, deadline=d).occurrence in keys
        )

    def _fire_what_can(self):
        """Fire each rule in a savepoint of its own, where one of them fails."""
        for firing in self._find_due(fields.Datetime.now())[0]:
            try:
                with self.env.cr.savepoint():
                    self.env["complaint.escalation"]._fire([firing])
            except TransactionRollbackError:
                raise
            except Exception:
                _logger.info("Rule %s failed", firing.rule.id, exc_info=True)

    def _get_moments(self, rules, clock):
        """Return (rule, moment in UTC) for each of ``rules``."""
        self.ensure_one()
        if self.real_time:
            clock = RealTime(clock.tz)
        try:
            return [(rule, rule._get_moment(self, clock)) for rule in rules]
        except NoWorkingTime:
            clock = RealTime(clock.tz)
            return [(rule, rule._get_moment(self, clock)) for rule in rules]

    @api.model
    def _tell_people(self):
        try:
            if self.env["complaint.escalation"]._send_pending():
                self.env["ir.cron"]._commit_progress()
        except RACES:
            self.env.cr.rollback()  # Another worker writes to them.
        return super()._tell_people()

    def _settle_escalations(self):
        """Settle the escalations that were raised because of these deadlines."""
        # Settled by the work, whoever did it.
        second = self.sudo().filtered(lambda d: d.kind == "second_handling")
        given_back = second.escalation_id.filtered(lambda e: e.state == "returned")
        if given_back:
            given_back._finish()  # Its second handling was what was left.
        # How high it stands is asked by the rule.
        raised = self.filtered(lambda d: d.ticket_id.sudo().complaint_level)
        if raised:  # Else there is nothing to look for.
            self.env["complaint.escalation"].sudo().search(  # Settled by the work.
                Domain("deadline_id", "in", raised.ids) & Domain("state", "=", "open")
            )._finish()
