import logging

from odoo import models
from odoo.exceptions import AccessError

from ...tools.rendering import rendering

_logger = logging.getLogger(__name__)


class ComplaintPlaceholders(models.AbstractModel):
    """Ready-made words with blanks for name, number and dates of a complaint.

    Only Odoo's plain placeholders stand in them, so nothing in them is ever run.
    """

    _name = "complaint.placeholders"
    _description = "Ready-Made Words"
    _inherit = ["mail.render.mixin"]
    # Whoever writes to a customer only uses them; what may stand in them is checked on
    # saving.
    _unrestricted_rendering = True
    #: The field that holds the words.
    _words_field = "body"

    def _compute_render_model(self):
        self.render_model = "helpdesk.ticket"

    def _has_unsafe_expression(self):
        # Of the words: a name that looks like a placeholder is a name.
        return any(
            self._has_unsafe_expression_template_qweb(
                words[self._words_field] or "", words.render_model, self._words_field
            )
            for words in self.sudo()  # As the parent: whoever asks, it is the same.
        )

    def _check_access_right_dynamic_template(self):
        """Raise an error for anything but plain placeholders, whoever writes."""
        if self._has_unsafe_expression():
            raise AccessError(
                self.env._(
                    "Ready-made words hold these placeholders only: %s.",
                    ", ".join(
                        self.env["helpdesk.ticket"].mail_allowed_qweb_expressions()
                    ),
                )
            )

    def _render_for(self, ticket):
        """Return the words for ``ticket`` in its customer's language.

        Nothing where they cannot be filled in: that must not keep anybody from writing.
        """
        self.ensure_one()
        words = rendering(self, ticket).with_context(lang=ticket._complaint_lang())
        if words._has_unsafe_expression():
            _logger.warning("%s holds more than placeholders, not rendered", self)
            return ""
        try:
            return words._render_field(self._words_field, ticket.ids)[ticket.id]
        except Exception:  # Whatever is broken in it, the work goes on.
            _logger.warning("%s could not be rendered", self, exc_info=True)
            return ""
