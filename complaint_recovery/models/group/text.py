from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext, is_html_empty

from ..apology.text import BLANK


class ComplaintGroupText(models.Model):
    """What the customers of one language are told by a step of a group."""

    _name = "complaint.group.text"
    _description = "Words of a Step"
    _inherit = ["complaint.placeholders"]
    _order = "language, id"
    _rec_name = "language"

    batch_id = fields.Many2one(
        "complaint.group.batch", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="batch_id.company_id", store=True)
    language = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Customers who read",
        required=True,
    )
    body = fields.Html(
        string="Words",
        sanitize="email_outgoing",
        render_engine="qweb",
        render_options={"post_process": True},
    )
    first_body = fields.Html(
        sanitize=False, help="As it was proposed: untouched words follow the choices."
    )
    gap = fields.Char(string="Still to do", compute="_compute_gap")

    _one_language = models.UniqueIndex(
        "(batch_id, language)", "There are words in this language already."
    )

    @api.depends("body")
    def _compute_gap(self):
        for text in self:
            text.gap = text._get_gap()

    @api.model_create_multi
    def create(self, vals_list):
        texts = super().create(vals_list)
        texts.batch_id._ensure_draft()
        texts.batch_id._ensure_mine()
        return texts

    def write(self, vals):
        self.check_access("write")
        self.batch_id._ensure_draft()
        self.batch_id._ensure_mine()
        if not self.env.su and "batch_id" in vals:
            raise UserError(self.env._("Words stay with the step they were made for."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_while_draft(self):
        self.batch_id._ensure_draft()
        self.batch_id._ensure_mine()

    def _get_gap(self):
        """Return in words what is missing; a blank never goes out."""
        self.ensure_one()
        if is_html_empty(self.body):
            return self.env._("no words yet")
        if blank := BLANK.search(html2plaintext(self.body)):
            return self.env._("to be filled in: %s", blank[0])
        return False

    def _ensure_complete(self):
        for text in self:
            if text.gap:
                languages = dict(
                    self._fields["language"]._description_selection(self.env)
                )
                raise UserError(
                    self.env._(
                        "%(language)s: %(gap)s",
                        language=languages.get(text.language, text.language),
                        gap=text.gap,
                    )
                )
