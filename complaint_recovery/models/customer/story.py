from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_datetime, html2plaintext

from ...tools.actions import open_dialog
from ..remedy.transitions import COMMITTED_STATES

LINE = Markup(
    '<div class="d-sm-flex gap-3 mb-2"><div class="text-muted text-nowrap">%s</div>'
    '<div class="text-break">%s</div></div>'
)
#: A line is read at a glance; the whole stands in the complaint.
WORDS_SHOWN = 600


class ComplaintHistory(models.Model):
    """A complaint told in words: what they said, what was promised, what came of it.

    It holds what the customer told us or was told, and no more.
    """

    _inherit = "complaint.history"

    story = fields.Html(compute="_compute_story", sanitize=False)

    @api.depends("title", "hidden", "next_promise_at", "decision", "outcome")
    @api.depends_context("lang", "tz", "uid")
    def _compute_story(self):
        for row in self:
            told = sorted(row._get_story(), key=lambda line: line[0], reverse=True)
            row.story = Markup().join(
                LINE % (format_datetime(self.env, when, dt_format="short"), words)
                for when, words in told
            )

    def _get_story(self):
        """Yield (moment, words) of all that is told, in no order."""
        self.ensure_one()
        # Read as the system: whoever may read the row is told this much of it.
        ticket = self.env["helpdesk.ticket"].sudo().browse(self.id)
        yield self.received_at, self._get_their_words(ticket)
        if self.apologised_at:
            yield self.apologised_at, self.env._("We apologised.")
        if not self.hidden:
            yield from self._get_promises(ticket)
            yield from self._get_remedies(ticket)
            if self.decision:
                decisions = dict(
                    self._fields["decision"]._description_selection(self.env)
                )
                words = self.env._("We decided: %s", decisions[self.decision])
                yield ticket.complaint_decision_sent_at, words
        if self.closed_at:
            outcomes = dict(self._fields["outcome"]._description_selection(self.env))
            ended = outcomes.get(self.outcome) or self.stage_id.name
            yield self.closed_at, self.env._("It ended: %s", ended)

    def _get_their_words(self, ticket):
        if self.hidden:
            return self.env._("They complained.")
        said = html2plaintext(ticket.description or "").strip() or self.title or ""
        if len(said) > WORDS_SHOWN:
            said = f"{said[:WORDS_SHOWN].rsplit(None, 1)[0]} […]"
        words = self.env._("They told us: %s", said)
        if wish := ticket.complaint_desired_outcome:
            wanted = self.env._("They want: %s", wish)  # No term in an f"".
            words = f"{words}\n{wanted}"
        return Markup("<br/>").join(words.splitlines())

    def _get_promises(self, ticket):
        for promise in ticket._complaint_deadlines_that("told"):
            verdicts = dict(promise._fields["verdict"]._description_selection(self.env))
            yield (
                promise.due_at,
                self.env._(
                    "Promised for then: %(what)s (%(state)s)",
                    what=promise._told()._get_told_name(),
                    state=verdicts[promise.verdict],
                ),
            )

    def _get_remedies(self, ticket):
        for remedy in ticket.complaint_remedy_ids:
            states = dict(remedy._fields["state"]._description_selection(self.env))
            if remedy.state in (*COMMITTED_STATES, "offered") and remedy.step_at:
                yield (
                    remedy.step_at,
                    f"{states[remedy.state]}: {remedy._told().display_name}",
                )

    def action_add_to_it(self):
        """Open the dialog that adds to this complaint, and tells its owner."""
        self.ensure_one()
        self.check_access("read")
        return open_dialog(
            self.env._("%s: the customer, or a word to the owner", self.number),
            "complaint.sales.entry",
            partner_id=(self.partner_id or self.commercial_partner_id).id,
            existing_id=self.id,
            company_id=self.company_id.id,
        )
