from odoo import api, fields, models

from ..escalation.case_file import Happening, label


class HelpdeskTicket(models.Model):
    """Everything that happened and is promised, as one list, newest first."""

    _inherit = "helpdesk.ticket"

    @api.readonly
    def retrieve_complaint_timeline(self):
        """Return the lines of the timeline, newest first. For the web client.

        Each: when (UTC), what, its words, by whom, how it stands, what it is about, and
        for what is still to come the id of its deadline.
        """
        self.ensure_one()
        self.check_access("read")
        self._check_field_access(self._fields["complaint_stage_id"], "read")
        happened = [
            *self._complaint_timeline(),
            *self._complaint_timeline_apologies(),
            *self._complaint_timeline_remedies(),
        ]
        happened.sort(key=lambda happening: happening.date, reverse=True)
        to_come = self._complaint_running().filtered(lambda d: d.verdict != "overdue")
        return [
            *(self._complaint_line_to_come(due) for due in to_come.sorted("due_at")),
            *(self._complaint_line(happening) for happening in happened),
        ]

    def _complaint_line(self, happening):
        return {
            "at": fields.Datetime.to_string(happening.date),
            "what": happening.what,
            "text": happening.text,
            "who": happening.who,
            "verdict": happening.verdict or "",
            "tone": happening.tone,
            "about": happening.about,
            "icon": happening.icon,
        }

    def _complaint_line_to_come(self, deadline):
        happening = Happening(
            deadline.due_at,
            deadline.display_name,
            who=deadline.user_id.name or "",
            verdict=label(deadline, "verdict"),
            tone="info",
            about="promise",
            icon="due",
        )
        may = ("can_finish", "can_move", "can_tell_late", "can_cancel")
        return {
            **self._complaint_line(happening),
            "deadline": deadline.id,
            "may": [name for name in may if deadline[name]],
        }

    def _complaint_timeline_apologies(self):
        """Yield what was apologised for; a call is told as an exchange already."""
        for apology in self.complaint_apology_ids:
            if apology.state == "sent" and apology.channel in ("letter", "visit"):
                yield Happening(
                    apology.sent_at,
                    self.env._("Apology: %s", label(apology, "channel")),
                    who=apology.user_id.name or "",
                    tone="success",
                    icon="apology",
                )

    def _complaint_timeline_remedies(self):
        """Yield what was offered, chosen, turned down and delivered."""
        tones = {"accepted": "success", "delivered": "success", "offered": "info"}
        for remedy in self.complaint_remedy_ids:
            if remedy.state == "draft" or not remedy.step_at:
                continue
            theirs = remedy.state in ("accepted", "declined")
            yield Happening(
                remedy.step_at,
                remedy.display_name,
                remedy.reason or "",
                remedy.step_user_id.name or "",
                label(remedy, "state"),
                tones.get(remedy.state, "secondary"),
                "customer" if theirs else "us",
                "remedy",
            )
