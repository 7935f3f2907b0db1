from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from ...tools.typed import keepable_name

MEGABYTE = 1024 * 1024
#: Of one file: what a phone makes of a photo. In megabytes.
MAX_FILE = 25
#: What may be sent in: the form asks for these, too.
EXTENSIONS = (
    *("jpg", "jpeg", "png", "gif", "webp", "heic", "heif", "bmp", "tif", "tiff"),
    *("pdf", "txt", "eml", "doc", "docx", "odt", "xls", "xlsx", "ods", "csv"),
    *("mp4", "mov", "webm", "3gp", "m4a", "mp3", "wav", "ogg", "amr"),
)
#: Never, whatever they are called: what a browser or a computer would run.
RUNNING = ("html", "svg", "xml", "javascript", "x-msdownload", "x-dosexec")


class IrAttachment(models.Model):
    """Files that customers send, by whatever way: of which kinds, and how large."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        if self.env.user.share:
            files._complaint_ensure_room()
        return files

    def _complaint_ensure_room(self):
        """Raise a UserError for files on a complaint that a customer may not send."""
        files = self.sudo()  # Judged, not shown.
        ids = {f.res_id for f in files if f.res_model == "helpdesk.ticket"}
        # Whoever sends it was let in by the route; it is judged, and not shown.
        tickets = self.env["helpdesk.ticket"].sudo().browse(filter(None, ids)).exists()
        for ticket in tickets.filtered("is_complaint"):
            theirs = files.filtered(lambda f, t=ticket: f.res_id == t.id)
            theirs._complaint_ensure_taken()
            if ticket._portal_sent_enough_files(ticket.partner_id):
                raise UserError(ticket.with_env(self.env)._portal_enough_text())

    def _complaint_ensure_taken(self):
        """Raise a UserError for a file of a kind or size that we do not take."""
        for file in self.sudo():  # Judged, not shown.
            if wrong := self._complaint_judge(file.name, file.raw or b""):
                raise UserError(wrong)

    @api.model
    def _complaint_judge(self, name, raw, most=MAX_FILE):
        """Return in words what is wrong with a file; nothing where it may be kept.

        ``most`` is how large it may be, in megabytes.
        """
        if len(raw) > most * MEGABYTE:
            return self.env._(
                "%(name)s is too large: a file may have up to %(size)s MB.",
                name=name,
                size=most,
            )
        if not raw:
            return self.env._("%s is empty. Please choose it again.", name)
        extension = keepable_name(name).rpartition(".")[2].lower()
        content = guess_mimetype(raw)
        if extension not in EXTENSIONS or content.endswith(RUNNING):
            return self.env._(
                "%s is of a kind we cannot take. Photos, videos, PDF and office "
                "documents are fine.",
                name,
            )
        return ""
