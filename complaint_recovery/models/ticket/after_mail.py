import logging

from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.groups import INTERNAL
from ...tools.late_index import LateIndex
from ...tools.marks import BY_MAIL, COPIED, OPENING, UNANSWERED
from ...tools.own_hand import own_hand
from ...tools.races import RACES
from ..contact.opening_mail import Told

_logger = logging.getLogger(__name__)

JOB = "complaint_recovery.ir_cron_after_mail"
MAIL_QUEUE = "mail.ir_cron_mail_scheduler_action"
#: Ids of complaints that were opened by mail in this transaction.
OPENED = "complaint_recovery.opened_by_mail"
#: What the mark says: its sender is answered, or is a machine or the like.
ANSWERED, QUIET = "answered", "quiet"
#: In these phases the deadlines of the policy run.
WORKED_ON = ("intake", "investigation", "recovery")
#: After so many lost races the rest is left to the next run.
LOST_RACES = 5


class HelpdeskTicket(models.Model):
    """What a mail that opens a complaint brings about, right after it is stored.

    Whoever hands in the mail waits for the complaint, its owner and its words, and for
    nothing else. Deadlines, which run from its arrival, the word to the owner, the
    acknowledgement, news and rules follow in a transaction of their own. A mark on the
    complaint says so, and goes in that transaction: nothing is done twice or lost.
    """

    _inherit = "helpdesk.ticket"

    complaint_after_mail = fields.Char(
        string="To follow the mail", groups=INTERNAL, copy=False, prefetch=False
    )

    _complaint_after_mail_idx = LateIndex("(id) WHERE complaint_after_mail IS NOT NULL")

    @api.model
    def _complaint_guarded_fields(self):
        return super()._complaint_guarded_fields() | {"complaint_after_mail"}

    def _prepare_complaint_vals(self):
        vals = super()._prepare_complaint_vals()
        if self._complaint_is_opened_by_mail():
            quiet = self.env.context.get("complaint_unanswered") is UNANSWERED
            vals = {**vals, "complaint_after_mail": QUIET if quiet else ANSWERED}
        return vals

    def _prepare_unmark_vals(self):
        return {**super()._prepare_unmark_vals(), "complaint_after_mail": False}

    def _complaint_status_lines(self):
        lines = super()._complaint_status_lines()
        # Only where nothing runs yet it is asked whether something is to follow.
        if not self.complaint_deadline_ids and self.complaint_after_mail:
            said = self.env._(
                "It has just come in by mail: deadlines and acknowledgement follow in "
                "a moment."
            )
            lines = [said, *lines]
        return lines

    @api.model
    def _complaint_is_opened_by_mail(self):
        context = self.env.context
        by_mail = context.get("complaint_by_mail") is BY_MAIL
        return by_mail and context.get("complaint_copied") is not COPIED

    def _complaint_open(self):
        """Leave what need not be there at once to the job, where a mail opens them."""
        if not self._complaint_is_opened_by_mail():
            return super()._complaint_open()
        hooks = self.env.cr.precommit
        known = hooks.data.get(OPENED)
        if known is None:
            known = hooks.data[OPENED] = set()
            hooks.add(self.sudo().browse()._complaint_wake_job)  # It does all of it.
        known.update(self.ids)
        return None

    def _complaint_wake_job(self):
        """Let the job run after the commit. Where there is none, do it at once."""
        opened = self.browse(self.env.cr.precommit.data.pop(OPENED, ()))
        if job := self._complaint_find_job(JOB):
            job._trigger_list([fields.Datetime.now()])
        else:
            opened.exists()._complaint_follow_mail()

    @api.model
    def _complaint_find_job(self, name):
        """Return the scheduled action ``name`` unless it is deleted or switched off."""
        job_id = self.env["ir.model.data"]._xmlid_to_res_id(name)
        # Whoever's mail it is: the system does it.
        return self.env["ir.cron"].sudo().browse(job_id or ()).filtered("active")

    @api.model
    def _cron_complaint_after_mail(self):
        """Do what mails brought about, one complaint and one transaction at a time."""
        cron, busy = self.env["ir.cron"], []
        while len(busy) < LOST_RACES:
            ticket = self.browse()
            try:
                ticket = self._complaint_next_after_mail(busy)
                if not ticket:
                    break
                ticket._complaint_follow_mail()
                if queue := self._complaint_find_job(MAIL_QUEUE):
                    # It is at rest for an hour otherwise.
                    queue._trigger_list([fields.Datetime.now()])
                left = self.search_count(self._complaint_after_mail_domain(busy))
                if not cron._commit_progress(1, remaining=left):
                    break
            except RACES:
                # Somebody writes on the same complaint: the next run does it.
                _logger.info("What follows a mail waits for somebody", exc_info=True)
                self.env.cr.rollback()
                busy.append(ticket.id)

    @api.model
    def _complaint_after_mail_domain(self, busy=()):
        marked = Domain("complaint_after_mail", "!=", False)
        return marked & Domain("id", "not in", list(filter(None, busy)))

    @api.model
    def _complaint_next_after_mail(self, busy):
        """Return the first one that waits and that nobody has in hand, locked."""
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM helpdesk_ticket
                    WHERE complaint_after_mail IS NOT NULL AND NOT id = ANY(%s)
                    ORDER BY id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED""",
                list(filter(None, busy)),
            )
        )
        return self.browse(ticket_id for (ticket_id,) in rows)

    def _complaint_follow_mail(self):
        """Do for each what its mail brings about. Each part stands by itself."""
        for ticket in self.sudo():  # By rule, whoever sent the mail.
            quiet = ticket.complaint_after_mail == QUIET
            own_hand(ticket).complaint_after_mail = False
            if not ticket.is_complaint or ticket._complaint_is_history():
                continue
            message = ticket._complaint_opening_message()
            ticket = ticket.with_company(ticket.company_id).with_context(
                mail_notify_force_send=False,  # The queue sends what is committed.
                mail_auto_subscribe_no_notify=False,  # As where it is done at once.
                complaint_unanswered=quiet and UNANSWERED,
                complaint_opening_mail=Told(message.message_id, ticket.complaint_lang),
            )
            for part in ticket._complaint_after_mail_parts(message):
                ticket._complaint_do_part(part)
            ticket._complaint_touch()

    def _complaint_do_part(self, part):
        """Do one thing. What fails is told to whoever handles it, and undone alone."""
        try:
            with self.env.cr.savepoint():
                part()
        except TransactionRollbackError:
            raise
        except Exception as error:
            _logger.warning("What follows a mail failed", exc_info=True)
            self._complaint_log(
                self.env._(
                    "Not all that follows a mail could be done (%s): look after "
                    "deadlines and acknowledgement yourself.",
                    str(error)[:250] or type(error).__name__,
                )
            )

    def _complaint_opening_message(self):
        """Return the first mail of the conversation; none where it began otherwise."""
        self.ensure_one()
        here = Domain("model", "=", self._name) & Domain("res_id", "=", self.id)
        mails = self.env["mail.message"].sudo()  # Read to answer it.
        return mails.search(
            here & Domain("message_type", "=", "email"), order="id", limit=1
        )

    def _complaint_after_mail_parts(self, message):
        """Return what is to be done after ``message``, in this order. Extend to add."""
        return [
            self._complaint_start_clock,
            lambda: self._complaint_tell_assigned(message),
            self._complaint_acknowledge,
            self._complaint_tell_opened,
            lambda: self._complaint_hint_number(message.subject),
        ]

    def _complaint_start_clock(self):
        """Open the deadlines, which run from the arrival of the mail.

        Somebody may have been faster, and have talked to the customer already.
        """
        stage = self.complaint_stage_id
        if stage.phase not in WORKED_ON:
            return
        there = set(self.complaint_deadline_ids.mapped("kind"))
        kinds = self.env["complaint.deadline"]._get_kinds_that("planned")
        kinds = [kind for kind in kinds if kind not in there]
        self._complaint_open_clock(kinds, self.complaint_received_at)
        if self.complaint_last_outbound_at:
            self._complaint_restart_progress(self.complaint_last_outbound_at)
        if stage.pause_clock:
            self._complaint_pause()

    def _complaint_tell_assigned(self, message):
        """Tell the owner, as Odoo does, unless they know."""
        owner = self.user_id.partner_id
        notices = self.env["mail.message"].sudo()  # Whether they were told is judged.
        told = notices.search_count(
            Domain("model", "=", self._name)
            & Domain("res_id", "=", self.id)
            & Domain("message_type", "=", "user_notification")
            & Domain("partner_ids", "in", owner.ids),
            limit=1,
        )
        if owner and owner != message.author_id and not told:
            self._message_auto_subscribe_notify(owner.ids, "mail.message_user_assigned")

    def _complaint_acknowledge(self):
        """Send the acknowledgement, unless one of us has written or moved it on."""
        stage = self.complaint_stage_id
        if stage.phase == "intake" and not self.complaint_last_outbound_at:
            self._complaint_send_stage_mail(stage)

    def _complaint_tell_opened(self):
        """Tell whoever hears of new complaints, unless it has ended meanwhile."""
        if self.complaint_closed_at:
            return
        self._complaint_announce("opening")
        told = self.with_context(complaint_opening=OPENING)
        told._complaint_fire_triggers(["is_complaint"])
