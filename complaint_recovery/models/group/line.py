import logging

from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.marks import UNWATCHED
from ...tools.own_hand import own_hand

_logger = logging.getLogger(__name__)


class ComplaintGroupLine(models.Model):
    """One customer's turn in a step of a group, and what came of it."""

    _name = "complaint.group.line"
    _description = "Complaint in a Step"
    _inherit = ["complaint.child"]
    _order = "batch_id desc, id"

    batch_id = fields.Many2one(
        "complaint.group.batch", required=True, index=True, ondelete="cascade"
    )
    # Read with the user's own rights: an id alone must not tell anything.
    partner_id = fields.Many2one(
        related="ticket_id.partner_id", related_sudo=False, string="Customer"
    )
    state = fields.Selection(
        selection=[
            ("waiting", "Waiting"),
            ("done", "Done"),
            ("skipped", "Left out"),
            ("failed", "Failed"),
        ],
        required=True,
        default="waiting",
    )
    reason = fields.Text()
    done_at = fields.Datetime(string="Done on")
    remedy_id = fields.Many2one(
        "complaint.remedy", ondelete="set null", index="btree_not_null"
    )

    _once = models.UniqueIndex(
        "(batch_id, ticket_id)", "This complaint is in the step already."
    )
    _waiting_idx = models.Index("(batch_id, id) WHERE state = 'waiting'")

    @api.depends("ticket_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.ticket_id.number

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "batch_id",
            "state",
            "reason",
            "done_at",
            "remedy_id",
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_while_waiting(self):
        if self.filtered(lambda line: line.state == "done"):
            raise UserError(self.env._("What was done stays on record."))

    def _run(self):
        """Do it with the rights of who started it, together with its record."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                state, reason = self._as_starter()._apply()
                self.env.flush_all()
        except TransactionRollbackError:
            raise
        except UserError as error:
            state, reason = "failed", str(error)
        except Exception as error:
            _logger.warning("Complaint %s of a group failed", self, exc_info=True)
            state, reason = "failed", str(error)[:250]
        now = fields.Datetime.now()
        own_hand(self).write({"state": state, "reason": reason, "done_at": now})
        if not self.search_count(
            [("batch_id", "=", self.batch_id.id), ("state", "=", "waiting")], limit=1
        ):
            own_hand(self.batch_id).state = "done"

    def _as_starter(self):
        """Return the line with the rights, language and company of whoever started."""
        user = self.batch_id.user_id
        if not user.active:
            raise UserError(
                self.env._("%s has left. Somebody else can try again.", user.name)
            )
        return self.with_user(user).with_context(
            lang=user.lang,
            tz=user.tz,
            allowed_company_ids=self.company_id.ids,
            complaint_unwatched=UNWATCHED,
        )

    def _apply(self):
        """Do the step on this complaint, or say why not. Returns (state, reason)."""
        batch, ticket = self.batch_id, self.ticket_id
        batch.check_access("write")
        found = batch._get_obstacle(ticket)
        if not found:
            found = getattr(batch, f"_apply_{batch.kind}")(ticket, self)
        return found or ("done", False)
