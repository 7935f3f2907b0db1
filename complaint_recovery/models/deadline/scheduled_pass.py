import logging

from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.races import RACES

_logger = logging.getLogger(__name__)

#: Deadlines looked at in one transaction.
BATCH = 100
#: After so many lost races in a row the rest is left to the next pass.
LOST_RACES = 5


class ComplaintDeadline(models.Model):
    """The scheduled pass over what is due: batch by batch, each one committed.

    Each firing is keyed and written in the transaction that moves its deadline on, so
    that after a crash, twice at a time or with the clock set back nothing fires twice
    and nothing is lost.
    """

    _inherit = "complaint.deadline"

    @api.model
    def _cron_process(self, batch=BATCH):
        """Look at all that is due, as far as time allows, then mail who was told.

        ``batch`` deadlines share a transaction. What fails is tried again alone.
        """
        cron = self.env["ir.cron"]
        busy, lost, size = [], 0, batch
        while lost < LOST_RACES:
            try:
                seen, left = self._process_batch(size, busy)
                seconds = cron._commit_progress(seen, remaining=int(left))
            except RACES:
                # Somebody wrote on the same complaints: a new snapshot, fewer of them.
                self.env.cr.rollback()
                lost, size = lost + 1, max(size // 5, 1)
                continue
            lost, size = 0, batch
            if not left:
                break
            if not seconds:
                return
        self._tell_people()

    @api.model
    def _tell_people(self):
        """Write to the people once all is looked at; commits by itself. Extend."""

    @api.model
    def _process_batch(self, size, busy):
        """Look at up to ``size`` due deadlines.

        Returns how many, and whether there are more. ``busy`` collects those whose
        complaint somebody is writing on: they wait for the next pass.
        """
        found = self.browse(self._lock_due(size, busy))
        tickets = found.ticket_id.try_lock_for_update(allow_referencing=True)
        deadlines = found.filtered(lambda deadline: deadline.ticket_id in tickets)
        busy.extend((found - deadlines).ids)
        if deadlines:
            # Rows that others are just inserting cannot be skipped: no long wait.
            self.env.cr.execute("SET LOCAL lock_timeout = '1s'")
            try:
                deadlines._check_together(last=size == 1)
            except RACES:
                if size == 1:
                    busy.extend(deadlines.ids)
                raise
        return len(deadlines), len(found) == size

    @api.model
    def _lock_due(self, size, busy):
        """Return ids of due deadlines nobody else has in hand, earliest first."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM complaint_deadline
                 WHERE state = 'running' AND next_check_at IS NOT NULL
                   AND next_check_at <= %s AND NOT id = ANY(%s)
                 ORDER BY next_check_at, id LIMIT %s
                   FOR NO KEY UPDATE SKIP LOCKED
                """,
                fields.Datetime.now(),
                busy,
                size,
            )
        )
        return [deadline_id for (deadline_id,) in rows]

    def _check_together(self, last=False):
        """Look at all in one savepoint; where that fails, at one after the other.

        A row that is there already means a race was lost, but for the ``last`` try.
        """
        races = RACES[:-1] if last else RACES
        try:
            with self.env.cr.savepoint():
                self._check_rules()
        except races:
            raise
        except Exception:
            _logger.info("A batch of deadlines failed, one by one now", exc_info=True)
            for deadline in self:
                deadline._check_alone(races)

    def _check_alone(self, races):
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._check_rules()
        except races:
            raise
        except Exception as error:
            _logger.warning("Deadline %s could not be checked", self.id, exc_info=True)
            self._give_up_for_now(error)

    def _give_up_for_now(self, error):
        try:
            with self.env.cr.savepoint():
                self._fire_what_can()
        except TransactionRollbackError:
            raise
        except Exception:
            _logger.info("Deadline %s cannot be judged", self.id, exc_info=True)
        self._note_failure(error)
