import logging

from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.in_use import in_use
from ...tools.own_hand import is_own_hand, own_hand

_logger = logging.getLogger(__name__)

#: Asked of whoever prepares a step of this kind.
REQUIRED = {
    "decision": ("decision",),
    "apology": (),
    "remedy": ("type_id",),
    "follow_up": ("planned_at",),
}


class ComplaintGroupBatch(models.Model):
    """One step done with all customers of a group, each on the own complaint.

    It is prepared and looked at first, then done complaint by complaint with the rights
    of whoever started it. Each line is written in the transaction of what it records.
    """

    _name = "complaint.group.batch"
    _description = "Step of a Group"
    _inherit = ["complaint.guarded"]
    _order = "id desc"

    kind = fields.Selection(
        selection=[
            ("decision", "Tell the finding"),
            ("apology", "Apologise"),
            ("remedy", "Offer a remedy"),
            ("follow_up", "Plan a follow-up"),
        ],
        required=True,
    )
    user_id = fields.Many2one("res.users", string="Started by", readonly=True)
    started_at = fields.Datetime(string="Started on", readonly=True)
    state = fields.Selection(
        selection=[("draft", "Prepared"), ("running", "Running"), ("done", "Done")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    text_ids = fields.One2many("complaint.group.text", "batch_id", string="Words")
    line_ids = fields.One2many("complaint.group.line", "batch_id", string="Customers")
    progress = fields.Integer(compute="_compute_progress")
    progress_note = fields.Char(string="How far it is", compute="_compute_progress")
    failed_count = fields.Integer(compute="_compute_progress")

    _running_idx = models.Index("(id) WHERE state = 'running'")

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for batch in self:
            batch.display_name = kinds.get(batch.kind, "")

    @api.depends("line_ids.state")
    @api.depends_context("uid", "lang")
    def _compute_progress(self):
        rows = self.env["complaint.group.line"]._read_group(
            Domain("batch_id", "in", self.ids), ["batch_id", "state"], ["__count"]
        )
        counts = {(batch.id, state): count for batch, state, count in rows}
        for batch in self:
            done, skipped, failed, waiting = (
                counts.get((batch.id, state), 0)
                for state in ("done", "skipped", "failed", "waiting")
            )
            total = done + skipped + failed + waiting
            batch.failed_count = failed
            batch.progress = 100 * (total - waiting) // total if total else 0
            batch.progress_note = total and self.env._(
                "%(done)s of %(total)s done, %(skipped)s left out, %(failed)s failed",
                done=done,
                total=total,
                skipped=skipped,
                failed=failed,
            )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "user_id",
            "started_at",
            "state",
            "line_ids",
        }

    @api.model
    def _get_frozen_fields(self):
        return super()._get_frozen_fields() | {"group_id", "kind"}

    @api.model_create_multi
    def create(self, vals_list):
        batches = super().create(vals_list)
        for batch in batches:
            if batch.group_id.state != "open":
                raise UserError(self.env._("%s is not open.", batch.group_id.name))
        batches._refresh_texts()
        return batches

    def write(self, vals):
        if not is_own_hand(self):
            self.check_access("write")
            self._ensure_draft()
            self._ensure_mine()
        result = super().write(vals)
        if {"admits_fault", "type_id"} & vals.keys():
            self._refresh_texts()
        return result

    def _ensure_mine(self):
        """A step goes out as somebody looked at it: who prepared it starts it.

        Else it could be changed under the hands of whoever starts it, and go out in
        their name and within their limit.
        """
        if self.env.su:
            return
        for batch in self.filtered(lambda b: b.create_uid != self.env.user):
            raise UserError(
                self.env._(
                    "%s prepared this step. Prepare one of your own.",
                    # Who works here is no secret.
                    batch.sudo().create_uid.name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_while_draft(self):
        self._ensure_draft()

    def action_start(self):
        """Create a line for each complaint of the group, and begin."""
        self.check_access("write")
        self.ensure_one()
        self._lock()
        self._ensure_draft()
        self._ensure_mine()
        self.group_id._ensure_state("open")
        self._ensure_complete()
        tickets = self._get_tickets()
        if not tickets:
            raise UserError(self.env._("There is nobody to do it with."))
        # Who starts it was checked; lines, starter and state are the step's own.
        own_hand(self.env["complaint.group.line"]).create(
            [{"batch_id": self.id, "ticket_id": ticket.id} for ticket in tickets]
        )
        self._run_as_me()
        return self._open_group()

    def action_retry(self):
        """Try again what failed, and only that, with the rights of the user."""
        self.check_access("write")
        for batch in self:
            batch._lock()
            # Lines are the step's own; those the user may read are tried.
            failed = batch.line_ids.filtered(lambda line: line.state == "failed")
            if not failed:
                raise UserError(self.env._("Nothing failed."))
            # The right to the step is checked; its lines are written by it alone.
            own_hand(failed).write({"state": "waiting", "reason": False})
            batch._run_as_me()
        return True

    def _lock(self):
        """Lock the step, or raise a UserError where it runs already."""
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["state"])

    def _run_as_me(self):
        # Guarded: only whoever asks for it here becomes the one it runs as.
        own_hand(self).write(
            {
                "user_id": self.env.uid,
                "state": "running",
                "started_at": fields.Datetime.now(),
            }
        )
        self._wake_job()

    def _wake_job(self):
        # Whoever may start it may wake the scheduled action.
        self.env.ref("complaint_recovery.ir_cron_group_batch").sudo()._trigger()

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "view_mode": "form",
            "target": "current",
        }

    def _open_group(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.group_id.name,
            "res_model": "complaint.group",
            "res_id": self.group_id.id,
            "views": [(False, "form")],
            "view_mode": "form",
            "target": "main",
        }

    def _ensure_draft(self):
        if begun := self.filtered(lambda batch: batch.state != "draft"):
            raise UserError(
                self.env._(
                    "“%s” was started and stays as it is.", begun[0].display_name
                )
            )

    def _ensure_complete(self):
        self.ensure_one()
        names = REQUIRED[self.kind]
        if self.decision == "not_upheld":
            names += ("basis",)
        for name in names:
            if not self[name]:
                label = self._fields[name]._description_string(self.env)
                raise UserError(self.env._("Fill in first: %s", label))
        if self.kind == "follow_up" and self.planned_at <= fields.Datetime.now():
            raise UserError(self.env._("Call by when? Choose a time to come."))
        self.text_ids._ensure_complete()

    def _get_tickets(self):
        """Return the complaints of the group, as far as the user may read them."""
        tickets = in_use(self.env["helpdesk.ticket"])
        return tickets.search(
            Domain("complaint_group_id", "=", self.group_id.id), order="id"
        )

    def _check_sent(self, result):
        """Raise a UserError where sending asked a question: nobody answers here."""
        if (
            isinstance(result, dict)
            and result.get("res_model") == "complaint.send.anyway"
        ):
            raise UserError(
                self.env._("The words name somebody. Do it on the complaint itself.")
            )

    @api.model
    def _cron_run(self):
        """Do what waits, one complaint and one transaction after the other."""
        lines = self.env["complaint.group.line"]
        domain = Domain("state", "=", "waiting") & Domain(
            "batch_id.state", "=", "running"
        )
        try:
            while line := lines.search(domain, order="batch_id, id", limit=50):
                line = line.try_lock_for_update(allow_referencing=True, limit=1)
                if not line:
                    break  # Another worker has them.
                line._run()
                left = lines.search_count(domain)
                if not self.env["ir.cron"]._commit_progress(1, remaining=left):
                    break
        except TransactionRollbackError:
            # Somebody wrote on the same complaint: nothing was done, the next run does.
            _logger.info("A step of a group waits for somebody", exc_info=True)
            self.env.cr.rollback()
            self.env.invalidate_all()
            self._wake_job()
            self.env["ir.cron"]._commit_progress(remaining=lines.search_count(domain))
