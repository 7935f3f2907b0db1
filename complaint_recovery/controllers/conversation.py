from werkzeug.exceptions import BadRequest

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.mail.controllers.attachment import AttachmentController
from odoo.addons.mail.controllers.thread import ThreadController
from odoo.addons.mail.tools.discuss import add_guest_to_context

from .portal_files import ComplaintPortalFiles


class ConversationController(ThreadController):
    """Messages written on a complaint, whose complainant may be no contact yet."""

    def _prepare_message_data(self, post_data, *, thread, **kwargs):
        emails = post_data.get("partner_emails")
        if (
            emails
            and thread._name == "helpdesk.ticket"
            and thread.is_complaint
            and not request.env.user.share
        ):
            # Odoo leaves out whom the writer may not make a contact of.
            thread._complaint_keep_sender(emails)
        return super()._prepare_message_data(post_data, thread=thread, **kwargs)


class ConversationFiles(AttachmentController):
    """Files sent by the chatter of the page: as few, and of the kinds, of our form."""

    @http.route()
    @add_guest_to_context
    def mail_attachment_upload(
        self, ufile, thread_id, thread_model, is_pending=False, **kwargs
    ):
        if not hasattr(ufile, "filename"):
            raise BadRequest()
        ticket = None
        if thread_model == "helpdesk.ticket" and not request.env.user._is_internal():
            thread = self._get_thread_with_access_for_post(
                thread_model, thread_id, **kwargs
            )
            # Judged for whoever sends it.
            ticket = thread and thread.sudo().filtered("is_complaint")
        if ticket:
            try:
                self._complaint_admit_file(ticket, ufile)
            except UserError as error:
                return request.make_json_response({"error": str(error)})
        response = super().mail_attachment_upload(
            ufile, thread_id, thread_model, is_pending=is_pending, **kwargs
        )
        if ticket:
            sent = response.json.get("data") or {}
            # It waits for its message, of which nobody can say where it will be.
            files = request.env["ir.attachment"].sudo()
            ticket._portal_note_upload(files.browse(sent.get("attachment_id")))
        return response

    def _complaint_admit_file(self, ticket, ufile):
        """Raise a UserError, in kind words, where the file is too much or too odd."""
        form = ComplaintPortalFiles()
        raw = ufile.read(form._complaint_longest_file() + 1)
        ufile.seek(0)
        if wrong := request.env["ir.attachment"]._complaint_judge(ufile.filename, raw):
            raise UserError(wrong)
        ticket._portal_ensure_not_enough(len(raw))
