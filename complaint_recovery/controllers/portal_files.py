from odoo.http import request

from ..models.portal.ir_attachment import EXTENSIONS, MAX_FILE, MEGABYTE
from ..tools.typed import keepable_name
from .portal_pages import ComplaintPortal

MAX_FILES = 10
#: Of all files together: what a phone makes of ten photos. In megabytes.
MAX_TOTAL = 100


class ComplaintPortalFiles(ComplaintPortal):
    """The checks of files that customers send, by whatever form."""

    def _complaint_file_limits(self):
        """Return what a form says of the files it takes: number, megabytes, kinds."""
        return {
            "accept": ",".join(["image/*", *(f".{name}" for name in EXTENSIONS)]),
            "limits": {"count": MAX_FILES, "file": MAX_FILE, "total": MAX_TOTAL},
        }

    def _complaint_longest_file(self):
        """Return how many bytes of a file are read."""
        return MAX_FILE * MEGABYTE

    def _complaint_sent_files(self):
        return [f for f in request.httprequest.files.getlist("files") if f.filename]

    def _complaint_read_files(self):
        """Return (name, content) of each file sent along, and what is wrong, if so."""
        sent = self._complaint_sent_files()
        if len(sent) > MAX_FILES:
            return [], request.env._("Please send at most %s files at once.", MAX_FILES)
        files_of_ours, files, total = request.env["ir.attachment"], [], 0
        for file in sent:
            raw = file.read(self._complaint_longest_file() + 1)
            total += len(raw)
            if wrong := files_of_ours._complaint_judge(file.filename, raw):
                return [], wrong
            files.append((keepable_name(file.filename), raw))
        if total > MAX_TOTAL * MEGABYTE:
            return [], request.env._(
                "Together the files are too large: please send at most %s MB at once.",
                MAX_TOTAL,
            )
        return files, ""
