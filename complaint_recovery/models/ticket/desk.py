from odoo import api, fields, models
from odoo.tools import html2plaintext

from ...tools.actions import open_dialog
from ...tools.groups import INTERNAL
from ...tools.selections import ENDED, QUIET_KINDS
from ..remedy.transitions import COMMITTED_STATES

#: What is overdue and done with a button of its own: kind of deadline → step.
OVERDUE_STEPS = {
    "containment": "contain",
    "promise": "keep",
    "second_handling": "handle",
    "task": "keep",
}
#: What a line of the list to close opens: switch of the stage → method of the ticket.
FILLED_BY = {
    "require_first_contact": "action_record_call",
    "require_apology": "action_apologise",
    "require_remedy": "action_open_offer",
    "require_delivery": "action_deliver_remedies",
    "require_followup": "action_record_call",
    "require_outcome": "action_record_call",
}
#: So much of the customer's words is read without scrolling.
WORDS_LENGTH = 600
#: So many of what is due next are told in the strip.
DUE_SHOWN = 3


class HelpdeskTicket(models.Model):
    """What the form of a complaint shows at once, and its one highlighted button."""

    _inherit = "helpdesk.ticket"

    complaint_now = fields.Selection(
        selection=lambda self: self._selection_complaint_now(),
        string="What matters most now",
        compute="_compute_complaint_now",
        # As the next step: it is so whoever looks.
        compute_sudo=True,
        groups=INTERNAL,
        help="What is overdue outranks what is next.",
    )
    complaint_desk = fields.Json(
        string="At one glance", compute="_compute_complaint_desk", groups=INTERNAL
    )

    @api.model
    def _selection_complaint_now(self):
        steps = self._fields["complaint_next_step"]._description_selection(self.env)
        overdue = {
            "contain": self.env._("Stop the loss"),
            "keep": self.env._("Keep the promise"),
            "handle": self.env._("Handle what came back"),
        }
        return [*steps, *overdue.items()]

    @api.depends("complaint_next_step", "complaint_next_due_at", "complaint_stage_id")
    def _compute_complaint_now(self):
        now = fields.Datetime.now()
        for ticket in self:
            first = ticket._complaint_due_first()
            overdue = first and first.due_at < now and OVERDUE_STEPS.get(first.kind)
            # A remedy or a visit behind it is delivered, which is the next step itself.
            if overdue and first._get_behind():
                overdue = False
            ticket.complaint_now = overdue or ticket.complaint_next_step

    def _complaint_due_first(self):
        """Return what is due first and done by hand, of this complaint."""
        self.ensure_one()
        by_hand, _quiet = self._complaint_split_due()
        return by_hand[:1]

    def _complaint_split_due(self):
        """Return what runs and is done by hand, and what follows from the policy.

        Each with what is due first in front.
        """
        running = self._complaint_running().filtered(lambda d: d.state == "running")
        running = running.sorted("due_at")
        quiet = running.filtered(lambda d: d.kind in QUIET_KINDS)
        return running - quiet, quiet

    @api.depends(
        "complaint_next_step",
        "complaint_next_due_at",
        "complaint_stage_id",
        # Read along, not one after the other.
        "description",
        "complaint_claim_amount",
        "complaint_source",
        "complaint_received_at",
        "complaint_resolved_at",
        "complaint_closed_at",
        "complaint_reopen_count",
        "complaint_sender_phone",
        "partner_id",
        "user_id",
        "team_id",
    )
    @api.depends_context("lang", "tz", "uid", "allowed_company_ids")
    def _compute_complaint_desk(self):
        for ticket in self:
            ticket.complaint_desk = (
                ticket._complaint_desk_values()
                if ticket.is_complaint and ticket._origin
                else False
            )

    def _complaint_desk_values(self):
        """Return what is shown at one glance, as JSON. Extend to show more."""
        self.ensure_one()
        return {
            "ended": self.complaint_phase in ENDED and self._complaint_ended_line(),
            "next": self._complaint_desk_next(),
            "due": self._complaint_desk_due(),
            "checklist": self._complaint_desk_checklist(),
            "notes": self._complaint_desk_notes(),
            "superior": self._complaint_desk_superior(),
            "words": self._complaint_desk_words(),
            "claims": self.complaint_claim_amount
            and self.complaint_currency_id.format(self.complaint_claim_amount),
        }

    def _complaint_desk_words(self):
        """Return the customer's words; lines end where a browser would end them."""
        words = self.description or ""
        if "<pre" not in words:
            words = " ".join(words.split())
        return html2plaintext(words)[:WORDS_LENGTH].strip()

    def _complaint_desk_next(self):
        steps = dict(
            self._fields["complaint_next_step"]._description_selection(self.env)
        )
        step = self.complaint_next_step
        if step == "choose" and self.complaint_offer_waiting:
            return self.env._("Mail the offer")
        return steps[step] if step != "none" else ""

    def _complaint_desk_due(self):
        """Return what is due next: its name, when (UTC), and who is in charge."""
        # What is due is how it stands: told to whoever may read the complaint.
        by_hand, quiet = self.sudo()._complaint_split_due()
        # Whoever was promised a word of several superiors waits for the first of them.
        words = by_hand.filtered(lambda deadline: deadline._is_word_of_superior())
        by_hand -= words[1:]
        lines = []
        for deadline in by_hand[:DUE_SHOWN] or quiet[:1]:
            told = deadline in words
            keepers = words.user_id if told else deadline.user_id
            lines.append(
                {
                    "id": deadline.id,
                    "name": deadline._get_word_name(keepers)
                    if told
                    else deadline.display_name,
                    "at": fields.Datetime.to_string(deadline.due_at),
                    # The name of such a word says whose it is.
                    "who": "" if told else deadline.user_id.name or "",
                    "mine": self.env.user in keepers,
                }
            )
        return lines

    def _complaint_desk_checklist(self):
        """Return what closing asks for, each with whether it is so."""
        if self.complaint_phase in ENDED:
            return []
        stages = self.env["complaint.stage"]
        closed = stages._get_first("closed", self.company_id)
        gaps = self._complaint_gaps(closed)
        missing = dict(gaps)
        lines = [
            {
                "key": key,
                "label": missing.get(key)
                or stages._fields[key]._description_string(self.env),
                "done": key not in missing,
            }
            for key in closed._get_required(self.complaint_severity_id, self.company_id)
        ]
        if not self._complaint_owed_remedies():
            # Nothing is owed yet: that is no step done.
            owed = ("require_remedy", "require_delivery")
            lines = [x for x in lines if not x["done"] or x["key"] not in owed]
        named = {line["key"] for line in lines}
        for key, gap in gaps:
            if key not in named:  # Promises and tasks that still run.
                lines.append({"key": key, "label": gap, "done": False})
        return lines

    def _complaint_owed_remedies(self):
        return self.complaint_remedy_ids.filtered(
            lambda remedy: remedy.state in COMMITTED_STATES
        )

    def _complaint_desk_notes(self):
        """Return in words what else is to be known now. Extend to say more."""
        notes = []
        if self.complaint_stage_id.pause_clock:
            notes.append(self.env._("The clock is paused in this stage."))
        if self.complaint_apology_warning:
            notes.append(self.complaint_apology_warning)
        if self.env["complaint.apology"]._proposes_visit(self):
            notes.append(self.env._("Serious: an apology visit would be fitting now."))
        return [*notes, *self._complaint_document_notes()]

    def _complaint_document_notes(self):
        """Return in words the documents that are waited for, and who does them."""
        waiting = self.complaint_remedy_ids.filtered(
            lambda remedy: remedy.state == "accepted" and remedy.document_state
        )
        return [
            self.env._(
                "%(remedy)s: %(document)s (%(who)s)",
                remedy=remedy.display_name,
                document=remedy.document_label,
                # Who does it is told with it.
                who=(remedy.sudo().document_task_id or remedy.deadline_id).user_id.name,
            )
            for remedy in waiting
        ]

    def _complaint_desk_superior(self):
        """Return what a superior asked for when giving it back, and granted."""
        # Nearly always none: who may read it is asked where there is one.
        given = self.sudo().complaint_escalation_ids.filtered(
            lambda escalation: escalation.state == "returned"
        )
        given = given.with_env(self.env)._filtered_access("read")
        return given[:1]._get_instruction_words(self.env) if given else ""

    def _complaint_closes_with(self, kept):
        """Return whether a satisfied customer is all that is missing to close.

        ``kept`` are the promises that are kept by the same call.
        """
        self.ensure_one()
        closed = self.env["complaint.stage"]._get_first("closed", self.company_id)
        asked = {"require_followup", "require_outcome", "running"}
        gaps = {key for key, _gap in self._complaint_gaps(closed)}
        return gaps <= asked and self._complaint_running_that("blocking") <= kept

    def action_do_now(self):
        """Do what is overdue: finish it, or open the dialog that asks for it."""
        self.ensure_one()
        self.check_access("write")
        due = self._complaint_due_first()
        if not due:
            return False
        if due.kind == "promise":
            return self._action_record_interaction(channel="phone")
        return due.action_done()

    def action_record_choice(self):
        """Open the dialog of the call in which the customer chose what was offered."""
        self.ensure_one()
        self.check_access("write")
        action = self._action_record_interaction(channel="phone")
        offered = self._complaint_offered()
        if len(offered) == 1:  # There is nothing else to choose.
            action["context"]["default_accepted_id"] = offered.id
        return action

    def action_apologise(self):
        """Open the dialog that apologises."""
        self.ensure_one()
        self.check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_apology_action_new"
        )
        return {**action, "context": {"default_ticket_id": self.id}}

    def action_open_offer(self):
        """Open the dialog that offers remedies."""
        self.ensure_one()
        self.check_access("write")
        return open_dialog(
            self.env._("Offer a remedy"), "complaint.offer", ticket_id=self.id
        )

    def action_fill_gap(self, key):
        """Open what fills the gap ``key`` of the list to close."""
        self.ensure_one()
        self.check_access("write")
        self._complaint_ensure_open()
        if key == "running":
            due = self._complaint_running_that("blocking").sorted("due_at")[:1]
            return self._complaint_open_due(due)
        method = FILLED_BY.get(str(key), "action_fill_missing")
        return getattr(self, method)()

    def _complaint_open_due(self, deadline):
        """Return the action that opens what is due, to finish or move it."""
        action = open_dialog(deadline.display_name, deadline._name, deadline.id)
        return {**action, "context": {}}
