from odoo import models
from odoo.exceptions import UserError

from ...tools.asked import asked_model
from ...tools.in_use import in_use
from ...tools.marks import BY_THE_WAY
from ...tools.selections import ENDED


class HelpdeskTicket(models.Model):
    """The stage of the ticket, and how it goes with that of the complaint."""

    _inherit = "helpdesk.ticket"

    def _compute_stage_id(self):
        """Keep open complaints in an open ticket stage when the team changes."""
        before = {t.id: t.stage_id for t in self.filtered("is_complaint")}
        result = super()._compute_stage_id()
        for ticket in self.filtered("is_complaint").sudo():  # Reads the slice.
            ticket.stage_id = ticket._complaint_ticket_stage(
                ticket.complaint_stage_id, before[ticket.id]
            )
        return result

    def _complaint_ticket_stage(self, stage, current, wanted=None):
        """Return the stage of the ticket that goes with complaint ``stage``.

        ``wanted`` is the one somebody chose: theirs counts where it goes with it.
        """
        self.ensure_one()
        closed = stage.phase in ENDED
        applicable = in_use(self.team_id)._get_applicable_stages()
        if wanted and wanted in applicable and wanted.closed == closed:
            return wanted
        if stage.ticket_stage_id in applicable:
            return stage.ticket_stage_id
        if current in applicable and current.closed == closed:
            return current
        # A team without such a stage keeps the ticket where it is.
        return applicable.filtered(lambda s: s.closed == closed)[:1] or current

    def _complaint_agreeing(self, vals):
        """Return ``vals`` without a stage of the ticket that contradicts the other."""
        if not (vals.get("stage_id") and vals.get("complaint_stage_id")):
            return vals
        closed = self.env["helpdesk.ticket.stage"].browse(vals["stage_id"]).closed
        stage = self.env["complaint.stage"].browse(vals["complaint_stage_id"])
        if (stage.sudo().phase in ENDED) == closed:  # What a phase is is no secret.
            return vals
        return {name: value for name, value in vals.items() if name != "stage_id"}

    def _complaint_crossing(self, vals):
        """Return the complaints that ``vals`` would close or reopen by the ticket."""
        if not vals.get("stage_id") or "complaint_stage_id" in vals:
            return self.browse()
        complaints = self.filtered("is_complaint")
        if not complaints:
            return complaints
        closed = self.env["helpdesk.ticket.stage"].browse(vals["stage_id"]).closed
        # What is open is open for everybody.
        crossing = complaints.sudo().filtered(
            lambda t: (t.complaint_stage_id.phase in ENDED) != closed
        )
        return complaints & crossing

    def _complaint_staying(self, vals):
        """Return the complaints that stay where they are although ``vals`` move them.

        One person with one ticket closes or reopens the complaint with it, or gets the
        error. In a batch, in an import, by the way of something else, and for superuser
        code, complaints stay, with a note. Who acts on a team moves its tickets by the
        way: an addon that closes what nobody has touched goes on with the next one.
        """
        crossing = self._complaint_crossing(vals)
        context = self.env.context
        by_the_way = context.get("complaint_by_the_way") is BY_THE_WAY
        aside = self.env.su or by_the_way or context.get("import_file")
        aside = aside or asked_model(self.env) == "helpdesk.ticket.team"
        return crossing if aside or len(self) > 1 else self.browse()

    def _complaint_note_staying(self, stage_id):
        stage = self.env["helpdesk.ticket.stage"].browse(stage_id)
        asked = self.env._(
            "Somebody asked to move the ticket to “%s”. The complaint stays: it ends "
            "when the customer is satisfied.",
            stage.name,
        )
        if not stage.closed:
            asked = self.env._(
                "Somebody asked to move the ticket to “%s”. The complaint stays "
                "closed: people reopen it.",
                stage.name,
            )
        for ticket in self:
            ticket._complaint_log(body=asked)

    def _complaint_route_ticket_stage(self, vals):
        """Turn closing the ticket into closing the complaint. Returns who stays."""
        staying = self._complaint_staying(vals)
        if staying:
            staying._complaint_note_staying(vals["stage_id"])
            return staying
        if crossing := self._complaint_crossing(vals):
            stage = self.env["helpdesk.ticket.stage"].browse(vals["stage_id"])
            if stage.closed:
                stages = self.env["complaint.stage"]
                target = stages._get_first("closed", crossing.company_id)
            else:
                crossing._complaint_ensure_can_reopen()
                target = crossing._complaint_stage_to_reopen()
            vals["complaint_stage_id"] = target.id
        return staying

    def _complaint_group_by_stage(self, vals):
        """Yield (values, stage, tickets): a complaint's stage brings the ticket's.

        ``stage`` is that of the ticket, to be written apart, where ``vals`` told none:
        whoever was told of the write was not told of it.
        """
        nowhere = self.env["helpdesk.ticket.stage"]
        if not vals.get("complaint_stage_id"):
            if self:
                yield vals, nowhere, self
            return
        stage = self.env["complaint.stage"].browse(vals["complaint_stage_id"])
        if not stage.active:
            raise UserError(self.env._("“%s” is no longer in use.", stage.name))
        wanted = nowhere.browse(vals.get("stage_id"))
        rest = {name: value for name, value in vals.items() if name != "stage_id"}
        groups = {}
        for ticket in self:
            if not ticket.is_complaint:
                raise UserError(self.env._("%s is not a complaint.", ticket.number))
            complaint = ticket.sudo()  # Its stage is judged as a whole.
            if complaint.complaint_closed_at and stage.phase not in ENDED:
                complaint._complaint_ensure_can_reopen()
            target = complaint._complaint_ticket_stage(stage, ticket.stage_id, wanted)
            if target == ticket.stage_id:
                target = nowhere
            groups.setdefault(target.id, []).append(ticket.id)
        for stage_id, ticket_ids in groups.items():
            tickets = self.browse(ticket_ids)
            if stage_id and wanted:
                yield {**rest, "stage_id": stage_id}, nowhere, tickets
            else:
                yield rest, nowhere.browse(stage_id), tickets
