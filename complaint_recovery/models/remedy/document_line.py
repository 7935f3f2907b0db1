from odoo import api, models


class ComplaintDocumentLine(models.AbstractModel):
    """A line of documents of another app that may prove a remedy.

    It names the fields that tell something (``_get_complaint_followed``), those that
    lead to its documents (``_get_complaint_line_of``) and which lines count by now
    (``_get_complaint_counting``). Whoever writes one, its documents hear of it.
    """

    _name = "complaint.document.line"
    _description = "Line of a Document of a Remedy"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._complaint_follow_documents()
        return lines

    def write(self, vals):
        if self._get_complaint_followed().isdisjoint(vals):
            return super().write(vals)
        before = self._get_complaint_documents()
        result = super().write(vals)
        self._complaint_follow_documents(before)
        return result

    def unlink(self):
        before = self._get_complaint_documents()
        result = super().unlink()
        self.browse()._complaint_follow_documents(before)
        return result

    @api.model
    def _get_complaint_followed(self):
        """Return the fields that tell what its documents give. Extend."""
        return frozenset()

    @api.model
    def _get_complaint_line_of(self):
        """Return the fields that lead to documents of which it is a line. Extend.

        Not those to what only follows from it, as an entry that values it.
        """
        return frozenset()

    def _get_complaint_counting(self):
        """Return the lines that tell something by now, and what they tell of. Extend.

        Where nothing is done yet, the document is asked when it is.
        """
        return self

    def _get_complaint_documents(self):
        """Return the documents these are lines of, one recordset of each model."""
        lines = self._get_complaint_counting()
        return [lines[name] for name in self._get_complaint_line_of()]

    def _complaint_follow_documents(self, before=()):
        """Let the documents of these follow, and those they had ``before``."""
        for documents in (*before, *self._get_complaint_documents()):
            documents._complaint_follow_later()
