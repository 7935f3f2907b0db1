from odoo.http import request
from odoo.tools.mimetypes import guess_mimetype

from ..tools.typed import keepable_name
from .portal_pages import ComplaintPortal

MAX_FILES = 10
MEGABYTE = 1024 * 1024
#: Of one file, and of all: what a phone makes of ten photos. In megabytes.
MAX_FILE, MAX_TOTAL = 25, 100
#: What may be sent in: the form asks for these, too.
EXTENSIONS = (
    *("jpg", "jpeg", "png", "gif", "webp", "heic", "heif", "bmp", "tif", "tiff"),
    *("pdf", "txt", "eml", "doc", "docx", "odt", "xls", "xlsx", "ods", "csv"),
    *("mp4", "mov", "webm", "3gp", "m4a", "mp3", "wav", "ogg", "amr"),
)
#: Never, whatever they are called: what a browser or a computer would run.
RUNNING = ("html", "svg", "xml", "javascript", "x-msdownload", "x-dosexec")


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
        files, total = [], 0
        for file in sent:
            raw = file.read(self._complaint_longest_file() + 1)
            total += len(raw)
            if wrong := self._complaint_judge_file(file.filename, raw):
                return [], wrong
            files.append((keepable_name(file.filename), raw))
        if total > MAX_TOTAL * MEGABYTE:
            return [], request.env._(
                "Together the files are too large: please send at most %s MB at once.",
                MAX_TOTAL,
            )
        return files, ""

    def _complaint_judge_file(self, name, raw):
        """Return in words what is wrong with a file; nothing where it may be kept."""
        if len(raw) > MAX_FILE * MEGABYTE:
            return request.env._(
                "%(name)s is too large: a file may have up to %(size)s MB.",
                name=name,
                size=MAX_FILE,
            )
        if not raw:
            return request.env._("%s is empty. Please choose it again.", name)
        extension = keepable_name(name).rpartition(".")[2].lower()
        content = guess_mimetype(raw)
        if extension not in EXTENSIONS or content.endswith(RUNNING):
            return request.env._(
                "%s is of a kind we cannot take. Photos, videos, PDF and office "
                "documents are fine.",
                name,
            )
        return ""
