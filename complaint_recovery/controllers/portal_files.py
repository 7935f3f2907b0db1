from odoo.http import request

from ..models.portal.ir_attachment import EXTENSIONS, MAX_FILE, MEGABYTE
from ..tools.typed import keepable_name
from .portal_pages import ComplaintPortal

MAX_FILES = 10
#: Of all files together: what a phone makes of ten photos. In megabytes.
MAX_TOTAL = 100
#: The same of somebody without an account, whom nobody knows yet.
DOOR_FILES, DOOR_FILE, DOOR_TOTAL = 5, 10, 25


class ComplaintPortalFiles(ComplaintPortal):
    """The checks of files that customers send, by whatever form."""

    def _complaint_file_limits(self, known=True):
        """Return what a form says of the files it takes: number, megabytes, kinds."""
        limits = {"count": MAX_FILES, "file": MAX_FILE, "total": MAX_TOTAL}
        if not known:
            limits = {"count": DOOR_FILES, "file": DOOR_FILE, "total": DOOR_TOTAL}
        return {
            "accept": ",".join(["image/*", *(f".{name}" for name in EXTENSIONS)]),
            "limits": limits,
        }

    def _complaint_longest_file(self):
        """Return how many bytes of a file are read."""
        return MAX_FILE * MEGABYTE

    def _complaint_sent_files(self):
        return [f for f in request.httprequest.files.getlist("files") if f.filename]

    def _complaint_read_files(self, known=True):
        """Return (name, content) of each file sent along, and what is wrong, if so."""
        sent = self._complaint_sent_files()
        limits = self._complaint_file_limits(known)["limits"]
        if len(sent) > limits["count"]:
            return [], request.env._(
                "Please send at most %s files at once.", limits["count"]
            )
        files_of_ours, files, total = request.env["ir.attachment"], [], 0
        for file in sent:
            file.seek(0)  # Odoo rewinds the first alone where it repeats a request.
            raw = file.read(self._complaint_longest_file() + 1)
            total += len(raw)
            wrong = files_of_ours._complaint_judge(file.filename, raw, limits["file"])
            if wrong:
                return [], wrong
            files.append((keepable_name(file.filename), raw))
        if total > limits["total"] * MEGABYTE:
            return [], request.env._(
                "Together the files are too large: please send at most %s MB at once.",
                limits["total"],
            )
        return files, ""
