from odoo import models

#: A customer's wish for a superior that still stands: asking again changes nothing.
STANDING_STATES = ("open", "taken", "returned")


class HelpdeskTicket(models.Model):
    """What the customer can do now, as plain values in the reader's language."""

    _inherit = "helpdesk.ticket"

    def _complaint_portal_steps(self):
        """Return what the customer can do now, as plain values for the page.

        Called on a record whose access was checked, read as superuser.
        """
        self.ensure_one()
        ticket = self.sudo()  # Chosen words of what is internal as a whole.
        final, closed = ticket._portal_is_final(), bool(ticket.complaint_closed_at)
        in_time = closed and ticket._complaint_can_reopen()
        return {
            "offers": ticket._portal_offers(),
            "chosen": ticket._portal_chosen(),
            "superior": ticket._portal_superior(),
            "can_ask_superior": not closed and not ticket._portal_standing_wish(),
            "can_reopen": in_time and not final,
            "can_continue": closed and not in_time and not final,
            "can_feedback": ticket._portal_asks_feedback(),
            "questions": self._portal_questions(),
            "final": self._portal_final_text() if closed and final else "",
        }

    def _portal_offers(self):
        """Return the live offers, each with its options, the newest first."""
        offered = self.complaint_remedy_ids.filtered(lambda r: r.state == "offered")
        if self.complaint_closed_at:
            return []
        numbers = sorted(set(offered.mapped("offer_number")), reverse=True)
        return [
            {
                "number": number,
                "options": [
                    self._portal_prepare_option(remedy)
                    for remedy in offered.sorted("id")
                    if remedy.offer_number == number
                ],
            }
            for number in numbers
        ]

    def _portal_chosen(self):
        """Return what the customer accepted and still waits for."""
        accepted = self.complaint_remedy_ids.filtered(lambda r: r.state == "accepted")
        return [self._portal_prepare_option(remedy) for remedy in accepted]

    def _portal_prepare_option(self, remedy):
        """Return what the customer reads of ``remedy``, never what it costs us."""
        offered = remedy.state == "offered"
        promised = remedy._get_delivery() if offered else remedy.promised_at
        return {
            "id": remedy.id,
            "title": self._complaint_portal_remedy(remedy),
            "words": remedy.description or "",
            "when": self._complaint_portal_time(promised),
            "until": offered and self._portal_until(remedy),
            "lapsed": offered and remedy._has_lapsed(),
        }

    def _portal_until(self, remedy):
        """Return until when it can be chosen, or that this is over."""
        if not remedy.valid_until:
            return ""
        day = self._complaint_portal_date(remedy.valid_until)
        if remedy._has_lapsed():
            return self.env._(
                "This offer stood until %s. Write to us if you would still like it.",
                day,
            )
        return self.env._("Please choose by %s.", day)

    def _portal_questions(self):
        """Return what is asked after the end: name, question, answers."""
        fields = self.env["complaint.interaction"]._fields
        questions = [
            {
                "name": name,
                "label": fields[name]._description_string(self.env),
                "options": fields[name]._description_selection(self.env),
                "required": False,
            }
            for name in ("helped", "quick", "kind")
        ]
        asked = {
            "name": "satisfaction",
            "label": self.env._("How satisfied are you?"),
            "options": fields["satisfaction"]._description_selection(self.env),
            "required": True,
        }
        return [*questions, asked]

    def _portal_superior(self):
        """Return how the last wish for a superior stands: state and words."""
        wish = self._portal_wishes()[:1]
        if not wish:
            return False
        return {"state": wish.state, "text": self._portal_wish_text(wish)}

    def _portal_wishes(self):
        """Return the customer's wishes for a superior, the newest first."""
        return self.complaint_escalation_ids.filtered("requested").sorted(
            lambda wish: (wish.date, wish.id), reverse=True
        )

    def _portal_standing_wish(self):
        """Return the wish that is not answered, or was answered no.

        A no stands until the complaint is taken up again: then it is another matter.
        """
        wish = self._portal_wishes()[:1]
        if wish.state in STANDING_STATES:
            return wish
        clocks = self.complaint_deadline_ids.filtered(lambda d: d.kind == "resolution")
        since = max(clocks.mapped("start_at"), default=False)
        refused = wish.state == "declined" and not (since and wish.date < since)
        return wish if refused else wish.browse()

    def _portal_wish_text(self, wish):
        """Say to the customer how the ``wish`` for a superior stands."""
        if wish.state == "declined":
            lines = [
                self.env._("No manager will take over your complaint. The reason:"),
                wish.instruction,
                self._complaint_redress(),
            ]
            return "\n".join(filter(None, lines))
        promises = wish.deadline_ids.filtered(lambda d: d.kind == "promise")
        # Of several who were told, the one whose word was promised.
        told = promises.user_id[:1] or wish.to_user_ids[:1]
        person = wish.taken_by_id or told
        if wish.state == "done":
            return self.env._("%s has dealt with it.", person.name)
        if wish.state == "returned":
            return self.env._(
                "%(superior)s has looked at it, and %(owner)s is handling it again.",
                superior=person.name,
                owner=wish.ticket_id.user_id.name,
            )
        promises = promises.filtered(lambda d: d.state == "running")
        if wish.state == "taken":
            text = self.env._("%s has taken it up.", person.name)
        else:
            text = self.env._("%s has been told about your complaint.", person.name)
        if promises:
            heard = self.env._(
                "You will hear from them by %s.",
                self._complaint_portal_time(promises[0].due_at),
            )
            text = f"{text} {heard}"
        return text
