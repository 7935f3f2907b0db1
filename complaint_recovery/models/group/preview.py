from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import html2plaintext

#: So many are shown; the rest is counted, whatever the size of the group.
SHOWN = 50


class ComplaintGroupBatch(models.Model):
    """What each customer of a group will read, or why not, before it is done."""

    _inherit = "complaint.group.batch"

    preview = fields.Html(
        string="What will be done", compute="_compute_preview", sanitize=False
    )
    preview_count = fields.Integer(compute="_compute_preview")

    @api.depends(
        "text_ids.body", "state", "admits_fault", "type_id", "amount", "planned_at"
    )
    @api.depends_context("uid", "lang")
    def _compute_preview(self):
        for batch in self:
            tickets = batch._get_tickets() if batch.state == "draft" else ()
            rows = [(each, batch._get_obstacle(each)) for each in tickets[:SHOWN]]
            more = len(tickets) - len(rows)
            batch.preview_count = more + sum(not obstacle for _each, obstacle in rows)
            shown = [batch._render_row(*row) for row in rows]
            if more:
                shown.append(Markup("<p>%s</p>") % self.env._("And %s more.", more))
            batch.preview = Markup().join(shown)

    def _refresh_texts(self):
        """Propose words in each language of the customers; written ones stay."""
        for batch in self.filtered(lambda b: b.state == "draft"):
            if batch.kind == "follow_up":
                continue
            known = {text.language: text for text in batch.text_ids}
            for lang in sorted({t._complaint_lang() for t in batch._get_tickets()}):
                words = batch._get_first_words(lang)
                text = known.get(lang)
                if not text:
                    text = batch.text_ids.create(
                        {"batch_id": batch.id, "language": lang, "body": words}
                    )
                elif text.body == text.first_body:
                    text.body = words
                else:
                    continue
                text.first_body = text.body

    def _get_first_words(self, lang):
        """Return the words to begin with, in ``lang``."""
        batch = self.with_context(lang=lang)
        group = batch.group_id
        if self.kind == "apology":
            templates = batch.env["complaint.apology.template"]
            return templates._get_fitting(
                group.company_id,
                group.cause_id,
                self.admits_fault,
                group.duty_to_inform,
            ).body
        if self.kind == "remedy":
            return Markup("<p>%s</p>") % (batch.type_id.description or "")
        if group.duty_to_inform:
            words = batch.env._(
                "We have looked into a matter that concerns you: [… what we found, "
                "what we decided and why]."
            )
        else:
            words = batch.env._(
                "We have looked into your case: "
                "[… what we found, what we decided and why]."
            )
        return Markup("<p>%s</p>") % words

    def _get_words(self, ticket):
        """Return what this customer will read, in the own language."""
        lang = ticket._complaint_lang()
        text = self.text_ids.filtered(lambda t: t.language == lang)
        return text._render_for(ticket) if text else ""

    def _get_obstacle(self, ticket):
        """Return (state, reason) where nothing will be done, else nothing."""
        if ticket.complaint_group_id != self.group_id:
            return "skipped", self.env._("It is not in the group any more.")
        if ticket.complaint_closed_at:
            return "skipped", self.env._("It is closed.")
        if not ticket.has_access("write"):
            return "skipped", self.env._(
                "You may read it only. %s may do it.", ticket.user_id.name or "–"
            )
        if found := getattr(self, f"_obstacle_{self.kind}")(ticket):
            return found
        return self._obstacle_words(ticket) if self.kind != "follow_up" else None

    def _obstacle_words(self, ticket):
        words = html2plaintext(self._get_words(ticket))
        if not words.strip():
            return "failed", self.env._(
                "There are no words in the language of the customer. Prepare the step "
                "again for those left."
            )
        if named := ticket._complaint_find_named_in(words):
            return "failed", self.env._(
                "The words name %s. Nobody learns of the others: do it on the "
                "complaint itself, in other words.",
                ", ".join(named),
            )
        return None

    def _render_row(self, ticket, obstacle):
        """Return what one customer will read, or why not."""
        head = Markup("<b>%s</b> %s") % (
            ticket.number,
            ticket.partner_id.display_name or ticket._complaint_customer_name(),
        )
        if obstacle:
            body = Markup("<div class='text-warning'>%s %s</div>") % (
                self.env._("Left out:"),
                obstacle[1],
            )
        elif self.kind == "follow_up":
            body = Markup("<div>%s</div>") % (ticket.user_id.name or "")
        else:
            body = Markup("<div lang='%s'>%s</div>") % (
                ticket._complaint_lang().replace("_", "-"),
                Markup(self._get_words(ticket)),
            )
        return Markup("<div class='border-bottom py-2'>%s%s</div>") % (head, body)
