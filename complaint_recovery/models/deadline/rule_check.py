import logging
from datetime import timedelta

from psycopg2.extensions import TransactionRollbackError

from odoo import SUPERUSER_ID, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.firing import Firing
from ...tools.working_time import NoWorkingTime, RealTime

_logger = logging.getLogger(__name__)

#: After so many failures in a row a deadline is left to the managers.
FAILURES = 5
#: Minutes until it is tried again, doubled with each failure.
BACK_OFF = 5


class ComplaintDeadline(models.Model):
    """How far the rules have looked at a deadline, and when they look again.

    A rule has one moment for each deadline. What lies between ``checked_at`` and now is
    judged once; ``next_check_at`` is the first moment after that, empty when no rule
    is left. Whoever opens or moves a deadline sets it to now: the next pass plans it.
    """

    _inherit = "complaint.deadline"

    checked_at = fields.Datetime(
        copy=False, help="Up to here the rules have been looked at."
    )
    next_check_at = fields.Datetime(
        copy=False, help="When the rules look at it again. Empty: no rule is left."
    )
    failure_count = fields.Integer(
        copy=False, help="How often in a row looking at it failed."
    )
    error = fields.Char(copy=False, help="Why looking at it failed.")

    def action_check_again(self):
        """Let the engine look again at what it had given up."""
        self.check_access("write")
        self.ticket_id._complaint_ensure_manager()
        # The manager was checked; these fields are the engine's.
        self.sudo().write(
            {
                "failure_count": 0,
                "error": False,
                "next_check_at": fields.Datetime.now(),
            }
        )
        return True

    def action_check_now(self):
        """Let the rules look at all that is due, as the scheduled pass does."""
        self.check_access("write")
        self.ticket_id._complaint_ensure_manager()
        # They are counted, not shown.
        escalations = self.env["complaint.escalation"].sudo()
        latest = escalations.search([], limit=1, order="id DESC")
        cron = self.env.ref("complaint_recovery.ir_cron_deadlines")
        # The manager was checked; the pass is the same whoever starts it.
        cron.sudo().method_direct_trigger()
        with self.env.registry.cursor() as cr:  # Ours is from before the pass.
            # As many as there are, also of those the manager may not read.
            escalations = self.env(cr=cr, su=True)["complaint.escalation"]
            count = escalations.search_count(Domain("id", ">", latest.id or 0))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The rules have looked at all that was due. Escalated: %s.", count
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _check_rules(self):
        """Fire what is due, and plan the next look, for all of them in one go."""
        now = fields.Datetime.now()
        # Whoever was asked to approve may be away or gone by now.
        self.filtered(lambda d: d.kind == "approval").remedy_ids._ask_next()
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

    def _fire_what_can(self):
        """Where one rule fails, the others fire all the same, each alone."""
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

    def _store_checks(self, now, plans):
        """Write down how far was looked: nothing depends on it, so in one statement."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE complaint_deadline AS deadline
                   SET checked_at = %s, next_check_at = plan.next_check_at,
                       failure_count = 0, error = NULL
                  FROM (SELECT UNNEST(%s) AS id,
                               UNNEST(%s::timestamp[]) AS next_check_at) AS plan
                 WHERE deadline.id = plan.id
                """,
                now,
                [deadline_id for deadline_id, _next in plans],
                [next_check_at for _id, next_check_at in plans],
            )
        )
        self.invalidate_recordset(
            ["checked_at", "next_check_at", "failure_count", "error"]
        )

    def _note_failure(self, error):
        """Try again later; after FAILURES times leave it to the managers."""
        self.ensure_one()
        count = self.failure_count + 1
        parked = count >= FAILURES
        delay = timedelta(minutes=BACK_OFF * 2 ** (count - 1))
        self.write(
            {
                "failure_count": count,
                "error": (str(error) or type(error).__name__)[:250],
                "next_check_at": not parked and fields.Datetime.now() + delay,
            }
        )
        if not parked:
            return
        try:
            with self.env.cr.savepoint():
                self._leave_to_managers()
        except TransactionRollbackError:
            raise
        except Exception:
            _logger.exception("Nobody could be told that deadline %s failed", self.id)

    def _leave_to_managers(self):
        self.ensure_one()
        ticket = self.ticket_id
        managers = ticket._complaint_managers().filtered(ticket._complaint_can_own)
        others = ticket._complaint_superiors() or ticket._complaint_last_resort()
        for user in managers or others or ticket.user_id:
            ticket.with_user(SUPERUSER_ID).with_context(
                mail_activity_quick_update=True
            ).activity_schedule(
                "complaint_recovery.mail_activity_type_escalation",
                user_id=user.id,
                summary=self.with_context(lang=user.lang).env._(
                    "The rules could not be applied to “%s”", self.display_name
                ),
                note=self.error,
            )

    def _settle_escalations(self):
        """What had been raised because of these deadlines is settled with them."""
        # Settled by the work, whoever did it.
        given_back = self.sudo().escalation_id.filtered(lambda e: e.state == "returned")
        if given_back:
            given_back._finish()  # Its second handling was what was left.
        # How high it stands is asked by the rule.
        raised = self.filtered(lambda d: d.ticket_id.sudo().complaint_level)
        if raised:  # Else there is nothing to look for.
            self.env["complaint.escalation"].sudo().search(  # Settled by the work.
                Domain("deadline_id", "in", raised.ids) & Domain("state", "=", "open")
            )._finish()
