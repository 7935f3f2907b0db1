import logging

from odoo import models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class ComplaintLetter(models.AbstractModel):
    """Something told to the customer in writing, kept exactly as it went out."""

    _name = "complaint.letter"
    _description = "Letter to the Customer"

    def _make_letter(self, report_xmlid, name):
        """Return the attachment with the letter: PDF, or HTML without a PDF engine.

        Kept on the complaint, so that whoever may read the complaint may read it.
        """
        self.ensure_one()
        ticket = self._get_letter_ticket()
        content, extension = self._render_letter(report_xmlid, ticket)
        if extension == "html":
            ticket._message_log(
                body=self.env._(
                    "%s was kept as HTML: no PDF engine is installed.", name
                )
            )
        # A letter as sent belongs to the company, not to whoever pressed the button.
        return (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"{name}.{extension}",
                    "raw": content,
                    "mimetype": "application/pdf"
                    if extension == "pdf"
                    else "text/html",
                    "res_model": ticket._name,
                    "res_id": ticket.id,
                }
            )
        )

    def _get_letter_ticket(self):
        return self.ticket_id

    def _render_letter(self, report_xmlid, ticket):
        # Rendering reads the company's letterhead, which handlers may not.
        report = (
            self.env["ir.actions.report"]
            .sudo()
            .with_context(lang=ticket._complaint_lang())
        )
        if report.get_wkhtmltopdf_state() not in ("install", "broken"):
            try:
                return report._render_qweb_pdf(report_xmlid, self.ids)
            except UserError:
                _logger.info("No PDF of %s, keeping HTML", self, exc_info=True)
        return report._render_qweb_html(report_xmlid, self.ids)[0], "html"
