from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

from ...exceptions import ComplaintRequirementError
from ...tools.actions import open_dialog
from ...tools.groups import INTERNAL
from ...tools.marks import FOLLOWS
from ...tools.own_hand import own_hand
from ...tools.selections import ENDED


class HelpdeskTicket(models.Model):
    """What a complaint lacks for a stage, judged here and nowhere else.

    Which switch is judged by which method stands in ``setup/requirements.py``.
    """

    _inherit = "helpdesk.ticket"

    complaint_override_ids = fields.One2many(
        "complaint.override", "ticket_id", string="Overrides", groups=INTERNAL
    )

    @api.constrains("stage_id", "complaint_stage_id", "company_id")
    def _check_complaint_stage(self):
        # The parent's stage moves without write() when the team changes: whatever the
        # way in, and whoever comes, the complaint is judged as a whole.
        for ticket in self.filtered("is_complaint").sudo():
            stage = ticket.complaint_stage_id
            if stage.company_id not in (stage.company_id.browse(), ticket.company_id):
                raise ValidationError(
                    self.env._(
                        "%(stage)s is no stage of %(company)s.",
                        stage=stage.display_name,
                        company=ticket.company_id.name,
                    )
                )
            # Where complaints come in nobody could have done anything yet: what that
            # stage asks for is asked on the way on.
            missing = ticket._complaint_missing(stage)
            if missing and stage != stage._get_first("intake", ticket.company_id):
                raise ticket._complaint_requirement_error(stage, missing)
            follows = self.env.context.get("complaint_stage_follows") is FOLLOWS
            if stage.phase not in ENDED and ticket.stage_id.closed and not follows:
                raise ValidationError(
                    self.env._(
                        "%s is an open complaint, so its ticket cannot be closed.",
                        ticket.number,
                    )
                )

    def action_override(self, stage_id, reason=False):
        """Let the complaint into a stage although something is missing.

        Helpdesk managers only, with a reason on record. Running promises and tasks are
        not overridden: they are finished or cancelled.
        """
        self.check_access("write")
        self.ensure_one()
        self._complaint_ensure_manager()
        self._complaint_ensure_reason(reason)
        stage = self.env["complaint.stage"].browse(stage_id)
        self._complaint_override(stage, reason)
        self.write({"complaint_stage_id": stage.id})
        return True

    def action_fill_missing(self):
        """Open the dialog that asks for what the next stages need."""
        self.check_access("write")
        self.ensure_one()
        return self._complaint_action_missing(self._complaint_next_gap_stage())

    def _complaint_next_gap_stage(self):
        """Return the nearest stage further on that something is missing for."""
        self.ensure_one()
        stages = self.env["complaint.stage"]
        closed = stages._get_first("closed", self.company_id)
        way = closed._get_way(self.company_id)
        way -= self.complaint_stage_id._get_way(self.company_id)
        return way.filtered(self._complaint_missing)[:1] or closed

    def _complaint_override(self, stage, reason):
        self.ensure_one()
        switches = self.env["complaint.stage"]._get_requirements()
        missing = [key for key, _gap in self._complaint_gaps(stage) if key in switches]
        if missing:
            # On record for good: created here only, after the manager was checked.
            own_hand(self.env["complaint.override"]).create(
                {
                    "ticket_id": self.id,
                    "stage_id": stage.id,
                    "user_id": self.env.uid,
                    "reason": reason,
                    "requirements": ",".join(missing),
                    "round": self.complaint_reopen_count,
                }
            )

    def _complaint_missing(self, stage):
        """Return in plain words what is missing to be in ``stage``."""
        return [gap for _key, gap in self._complaint_gaps(stage)]

    def _complaint_gaps(self, stage):
        """Return (switch, gap in words) for what ``stage`` requires and is not so."""
        self.ensure_one()
        ticket = self.sudo()  # A gap is a gap whoever looks.
        stage = stage.sudo()  # So is what it asks.
        required = stage._get_required(ticket.complaint_severity_id, ticket.company_id)
        requirements = stage._get_requirements()
        excused = ticket.complaint_override_ids._get_excused(ticket)
        gaps = []
        for key in required:
            check = getattr(ticket, requirements[key].check)
            if key not in excused and (gap := check()):
                gaps.append((key, gap))
        if stage.phase == "closed":
            gaps += [("running", gap) for gap in ticket._complaint_gaps_running()]
        if stage.phase == "withdrawn" and not (
            ticket.complaint_outcome == "withdrawn" and ticket.complaint_end_reason
        ):
            gaps.append(("reason", self.env._("why the customer withdraws")))
        return gaps

    def _complaint_gap_first_contact(self):
        return not self.complaint_first_contact_at and self.env._("a first contact")

    def _complaint_gap_finding(self):
        found = self.complaint_attribution and not is_html_empty(self.complaint_finding)
        return not found and self.env._("the findings and the responsibility")

    def _complaint_gap_decision_sent(self):
        return not self.complaint_decision_sent_at and self.env._(
            "the decision, sent to the customer"
        )

    def _complaint_gap_apology(self):
        if self.complaint_apology_ids.filtered(lambda a: a._is_given()):
            return False
        letters = self.complaint_apology_ids.filtered(lambda a: a.channel == "letter")
        if "sent" in letters.mapped("state"):
            return self.env._("the apology letter, handed over or posted")
        return self.env._("an apology")

    def _complaint_gap_remedy(self):
        upheld = self.complaint_decision in ("upheld", "partly_upheld")
        if not upheld or self.complaint_outcome == "unsettled":
            return False
        chosen = self.complaint_remedy_ids.filtered(
            lambda r: r.state in ("accepted", "delivered")
        )
        return not chosen and self.env._("a remedy the customer accepted")

    def _complaint_gap_delivery(self):
        owed = self.complaint_remedy_ids.filtered(lambda r: r.state == "accepted")
        return owed and self.env._("the delivery of: %s", owed[0].display_name)

    def _complaint_gap_followup(self):
        if self.complaint_outcome in ("unsettled", "unreachable"):
            return False
        return not self._complaint_follow_ups() and self.env._(
            "a follow-up (is the customer satisfied?)"
        )

    def _complaint_gap_outcome(self):
        return not self.complaint_outcome and self.env._("the outcome")

    def _complaint_gaps_running(self):
        """Return in words the promises and tasks that still run."""
        return [
            self.env._("still open: %s", deadline.display_name)
            for deadline in self._complaint_running_that("blocking")
        ]

    def _complaint_requirement_error(self, stage, missing):
        message = self.env._(
            "%(number)s cannot be “%(stage)s” yet. Missing:\n%(missing)s",
            number=self.number,
            stage=stage.name,
            missing="\n".join(f"• {gap}" for gap in missing),
        )
        return ComplaintRequirementError(
            message,
            action=self._complaint_action_missing(stage),
            button=self.env._("Fill in what is missing"),
        )

    def _complaint_action_missing(self, stage):
        self.ensure_one()
        return open_dialog(
            self.env._("What is missing"),
            "complaint.missing",
            ticket_id=self.id,
            stage_id=stage.id,
        )
