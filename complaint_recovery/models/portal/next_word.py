from odoo import api, fields, models


class ComplaintDeadline(models.Model):
    """A date by which the customer hears from us again, whatever we then say."""

    _inherit = "complaint.deadline"

    kept_by_word = fields.Boolean(
        string="Kept by any word",
        readonly=True,
        copy=False,
        help="Promised by the customer's page: the next word to them keeps it.",
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"kept_by_word"}


class HelpdeskTicket(models.Model):
    """After each step on the page the customer knows until when they hear from us."""

    _inherit = "helpdesk.ticket"

    def _portal_promise_word(self):
        """Promise a word from the owner; return until when (UTC).

        As soon as a first answer is due. One that was promised and may still be kept
        stands.
        """
        promised = self._complaint_running("promise").filtered(
            lambda d: d.kept_by_word and d.due_at > fields.Datetime.now()
        )
        if not promised:
            name = self.with_context(lang=self._complaint_lang()).env._(
                "You will hear from %s", self.user_id.name
            )
            hours = self._complaint_times()["first_contact_hours"]
            promised = self._complaint_promise(
                name, self._complaint_after(hours=hours), kept_by_word=True
            )
        return promised[0].due_at

    def _complaint_keep_answers(self, exchanges):
        result = super()._complaint_keep_answers(exchanges)
        ticket = self.sudo()  # Kept by the word, whoever wrote it down.
        promised = ticket._complaint_running("promise").filtered("kept_by_word")
        for word in exchanges if promised else ():
            if word.reached and word.direction == "out" and word.state == "done":
                promised.filtered(
                    lambda d, word=word: (
                        d.state == "running" and d.start_at <= word.date
                    )
                )._finish(word.date)
        return result
