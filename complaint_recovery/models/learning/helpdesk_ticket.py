from odoo import api, fields, models

from ...tools.groups import INTERNAL
from ...tools.late_index import LateColumnIndex


class HelpdeskTicket(models.Model):
    """What we learn from a complaint, so that it does not come again (D26)."""

    _inherit = "helpdesk.ticket"

    complaint_lesson_ids = fields.One2many(
        "complaint.corrective.action",
        "ticket_id",
        string="Corrective actions begun here",
        groups=INTERNAL,
        copy=False,
    )
    complaint_thanked_for_id = fields.Many2one(
        "complaint.corrective.action",
        string="Thanked for",
        groups=INTERNAL,
        copy=False,
        readonly=True,
        help="What was changed because of complaints like this one.",
    )
    _complaint_thanked_for_column_idx = LateColumnIndex("complaint_thanked_for_id")
    complaint_lesson_owed = fields.Boolean(
        string="Nothing learned yet",
        compute="_compute_complaint_lesson_owed",
        groups=INTERNAL,
        help="Something grave has ended, and nothing is being done against its cause.",
    )

    @api.model
    def _complaint_guarded_fields(self):
        return super()._complaint_guarded_fields() | {"complaint_thanked_for_id"}

    @api.depends(
        "complaint_closed_at",
        "complaint_severity_id.propose_visit",
        "complaint_cause_id.corrective_action_ids.state",
        "complaint_lesson_ids",
    )
    def _compute_complaint_lesson_owed(self):
        grave = self.filtered(
            lambda ticket: (
                ticket._complaint_is_grave_end() and not ticket.complaint_lesson_ids
            )
        )
        worked_on = grave._complaint_causes_worked_on()
        for ticket in self:
            key = ticket.complaint_cause_id.id, ticket.company_id.id
            ticket.complaint_lesson_owed = ticket in grave and key not in worked_on

    def _complaint_status_lines(self):
        lines = super()._complaint_status_lines()
        if self.complaint_lesson_owed:
            lines.append(
                self.env._(
                    "Nothing was learned from it yet: what would keep it from coming "
                    "again?"
                )
            )
        return lines

    def _complaint_is_grave_end(self):
        """Return whether a complaint that asked for a senior's visit has ended."""
        self.ensure_one()
        return bool(
            self.is_complaint
            and self.complaint_closed_at
            and not self.complaint_imported
            and self.complaint_severity_id.propose_visit
        )

    def _complaint_causes_worked_on(self):
        """Return the (cause, company) ids against which something is being done."""
        if not self.complaint_cause_id:
            return set()
        # That something is being done is known, whoever does it.
        rows = (
            self.env["complaint.corrective.action"]
            .sudo()
            ._read_group(
                [
                    ("cause_id", "in", self.complaint_cause_id.ids),
                    ("state", "in", ("planned", "done", "effective")),
                ],
                ["cause_id", "company_id"],
            )
        )
        return {(cause.id, company.id) for cause, company in rows}

    def _complaint_told_changes(self):
        return [*super()._complaint_told_changes(), *self._complaint_proven_changes()]

    def _complaint_proven_changes(self):
        """Return in words, in the language of the context, what has proved effective
        against the cause, or a coarser one, since this came.
        """
        self.ensure_one()
        ticket = self.sudo()  # The customer is told, whoever of us writes.
        # What customers are told of it, whoever has done it.
        actions = self.env["complaint.corrective.action"].sudo()
        found = actions.search(
            [
                ("cause_id", "parent_of", ticket.complaint_cause_id.ids),
                ("company_id", "=", ticket.company_id.id),
                ("state", "=", "effective"),
                ("done_at", ">", ticket.complaint_received_at),
            ],
            order="done_at desc, id desc",
        )
        told = (words.strip() for words in found.mapped("told") if words)
        return [words for words in dict.fromkeys(told) if words]

    def action_learn(self):
        """Open a new corrective action against the cause of this complaint.

        What the customer proposed is its first description.
        """
        self.ensure_one()
        self.check_access("read")
        self._check_field_access(self._fields["complaint_stage_id"], "read")
        return self.complaint_cause_id._action_new_corrective(self)
