import logging
from datetime import timedelta

from psycopg2.extensions import TransactionRollbackError

from odoo import fields, models
from odoo.tools import SQL

from ...tools.as_system import as_system
from ...tools.own_hand import own_hand

_logger = logging.getLogger(__name__)

#: After so many failures in a row a deadline is left to the managers.
FAILURES = 5
#: Minutes until it is tried again, doubled with each failure.
BACK_OFF = 5


class ComplaintDeadline(models.Model):
    """How far the rules have looked at a deadline, and when they look again.

    A rule has one moment for each deadline. What lies between ``checked_at`` and now is
    judged once; ``next_check_at`` is the first moment after that, empty when no rule is
    left. Whoever opens or moves a deadline sets it to now: the next pass plans it.
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
        """Let the pass look again at deadlines it had given up. Managers only."""
        self.check_access("write")
        self.ticket_id._complaint_ensure_manager()
        # The manager was checked; these fields are the engine's.
        own_hand(self).write(
            {
                "failure_count": 0,
                "error": False,
                "next_check_at": fields.Datetime.now(),
            }
        )
        return True

    def _check_rules(self):
        """Do what is due by rule, and plan when to look next, in one batch.

        Nothing is due by itself: escalation asks its rules here.
        """
        self._store_checks(fields.Datetime.now(), [(d.id, None) for d in self])

    def _get_fired(self):
        """Return those of which a rule has fired in their round. Extend."""
        return self.browse()

    def _prepare_looking_anew(self, due_at, fired):
        """Return the values with which the rules look at a new date ``due_at`` (UTC).

        A later date, still to come, is a new round where a rule has ``fired``: it may
        be missed anew. Else what was told is not told again, and what was not yet is
        told (decision 21).
        """
        self.ensure_one()
        now = fields.Datetime.now()
        if self in fired and due_at > max(self.due_at, now):
            return self._prepare_new_round(now)
        return {"checked_at": self.start_at, "next_check_at": now}

    def _fire_what_can(self):
        """Do what can be done where these cannot be judged as a whole. Extend."""

    def _settle_escalations(self):
        """Settle what was raised because of these deadlines. Extend."""

    def _bring_up_to_date(self):
        """What changed since the last look, before the rules look again. Extend."""

    def _store_checks(self, now, plans):
        """Write how far was looked, in one statement: nothing depends on it."""
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
        """Note ``error`` and try again later, in the end leave it to the managers.

        The delay begins with BACK_OFF minutes and doubles; after FAILURES in a row the
        managers get an activity.
        """
        self.ensure_one()
        count = self.failure_count + 1
        parked = count >= FAILURES
        delay = timedelta(minutes=BACK_OFF * 2 ** (count - 1))
        own_hand(self).write(
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
        types = self.env["mail.activity.type"]
        others = ticket._complaint_superiors() or ticket._complaint_last_resort()
        for user in managers or others or ticket.user_id:
            # The system asks: whoever runs the pass may not be who decides.
            as_system(ticket).with_context(
                mail_activity_quick_update=True
            ).activity_schedule(
                activity_type_id=types._complaint_get(
                    "complaint_recovery.mail_activity_type_escalation"
                ).id,
                user_id=user.id,
                summary=self.with_context(lang=user.lang).env._(
                    "The rules could not be applied to “%s”", self.display_name
                ),
                note=self.error,
            )
