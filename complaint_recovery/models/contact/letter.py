import logging

from odoo import api, models
from odoo.exceptions import UserError

from ...tools.as_system import as_system
from ...tools.letter_page import make_page
from ...tools.own_hand import own_hand, without_hand
from ...tools.rendering import is_rendering

_logger = logging.getLogger(__name__)

LETTER_TYPES = {"pdf": "application/pdf", "html": "text/html"}


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
            content = make_page(content, name)
            self._tell_no_pdf_engine(ticket)
        return self._keep_letter(f"{name}.{extension}", content, extension, ticket)

    @api.model
    def _keep_letter(self, name, content, extension, record):
        """Return an attachment of ``record`` that nobody alters any more."""
        # A letter as sent belongs to the company, not to whoever pressed the button:
        # HTML of theirs would be kept as plain text.
        files = own_hand(as_system(self.env["ir.attachment"]))
        letter = files.create(
            {
                "name": name,
                "raw": content,
                "mimetype": LETTER_TYPES[extension],
                "res_model": record._name,
                "res_id": record.id,
                "complaint_letter": True,
            }
        )
        return without_hand(letter)

    def _get_letter_ticket(self):
        return self.ticket_id

    def _is_told(self):
        """Return whether the customer has got it as it stands here."""
        return False

    def _is_draft_letter(self):
        """Return whether this page is a look at what was not sent: it says so.

        A letter in the making is none: it is sent with this rendering.
        """
        self.ensure_one()
        return not is_rendering(self.env, self) and not self._is_told()

    def _render_letter(self, report_xmlid, ticket):
        """Return content and extension of the letter in the customer's language."""
        return self._render_report(report_xmlid, ticket._complaint_lang())

    def _render_report(self, report_xmlid, lang, ids=None):
        """Return content and extension of a report on ``ids``, else on these."""
        ids = ids or self.ids
        # Rendering reads the company's letterhead, which handlers may not.
        report = self.env["ir.actions.report"].sudo()._complaint_for_us()
        report = report.with_context(lang=lang)
        if report._complaint_can_print():
            try:
                return report._render_qweb_pdf(report_xmlid, ids)
            except UserError:
                _logger.info("No PDF of %s, keeping HTML", self, exc_info=True)
        return report._render_qweb_html(report_xmlid, ids)[0], "html"

    def _tell_no_pdf_engine(self, ticket):
        """Log once for each complaint why its letters are no PDF."""
        note = self.env._(
            "Letters are kept as HTML: the server could not make a PDF. "
            "An administrator can install the PDF engine (wkhtmltopdf)."
        )
        if not any(note in (message.body or "") for message in ticket.message_ids):
            ticket._complaint_log(body=note)
