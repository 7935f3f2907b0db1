from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.eraser import (
    PEOPLE,
    erase_conversation,
    erase_files,
    erase_links,
    erase_messages,
    erase_texts,
    erase_what_points,
)


class HelpdeskTicket(models.Model):
    """Anonymising, the one exception to the rule that what was sent is final.

    Figures stay: severity, cause, dates, amounts, decision and outcome. All texts go,
    those of fields that other addons bring as well.
    """

    _inherit = "helpdesk.ticket"

    def _complaint_anonymise(self):
        """Erase from these closed complaints all that tells who it was.

        Fields of other addons go by their type: texts, scans, links to contacts and to
        documents. Extend it for what tells who it was otherwise, or stands on a model
        that is no part of a complaint. Raises a UserError where one of them is open.
        """
        self._complaint_ensure_anonymisable()
        person, gone = self.env.user.name, self.env._("Anonymised")
        tickets = self.sudo()  # All of it goes, also what the manager does not see.
        news = tickets._complaint_news_messages()
        traces = self._complaint_traces()
        tickets.complaint_remedy_ids._part_from_documents()
        self.env.flush_all()
        parts = [*tickets._complaint_children(), tickets]
        for records in parts:
            erase_links(records, traces)
        self.env.invalidate_all()
        for records in parts:
            erase_files(records)
            erase_conversation(records, gone, traces)
            erase_what_points(records, gone, traces)
            erase_texts(records, gone)
        erase_messages(news, gone)
        self.env.invalidate_all()
        for ticket in tickets:
            ticket._complaint_log(body=self.env._("Anonymised by %s.", person))

    @api.model
    def _complaint_traces(self):
        """Return the models that lead to the customer. Extend to add some.

        Documents of a customer, as the banner and remedies know them, are among them:
        an order names who ordered.
        """
        documents = (
            self.pool["complaint.customer.banner"],
            self.pool["complaint.document"],
        )
        return PEOPLE.union(
            name for name, model in self.pool.items() if issubclass(model, documents)
        )

    def _complaint_ensure_anonymisable(self):
        # Whether it is open does not depend on who may see it.
        if still_open := self.sudo().filtered(lambda t: not t.complaint_closed_at):
            raise UserError(
                self.env._(
                    "%s is still open: whoever handles it must know whom it is about. "
                    "Close it first.",
                    ", ".join(still_open.mapped("number")),
                )
            )

    def _complaint_children(self):
        """Return all records that hang on these complaints, one set a model."""
        child = self.pool["complaint.child"]
        parts = []
        for name, model in sorted(self.pool.items()):
            if issubclass(model, child) and not self.env[name]._abstract:
                # As for the complaint itself: also what the manager does not see.
                records = self.env[name].sudo().with_context(active_test=False)
                parts.append(records.search(Domain("ticket_id", "in", self.ids)))
        return [records for records in parts if records]

    def _complaint_news_messages(self):
        """Return the news that went to colleagues, which stand on no complaint."""
        messages = self.env["mail.message"].sudo()  # Whoever was told.
        customers = self.partner_id | self.commercial_partner_id
        told = Domain.OR(
            Domain("body", "ilike", number) for number in self.mapped("number")
        )
        there = Domain("model", "=", "res.partner")
        there &= Domain("res_id", "in", customers.ids)
        # To one person, about many complaints: of no document.
        nowhere = Domain("model", "=", False)
        notified = Domain("message_type", "=", "user_notification")
        return messages.search((there | nowhere) & notified & told)
