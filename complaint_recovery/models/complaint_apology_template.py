import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError

_logger = logging.getLogger(__name__)


class ComplaintApologyTemplate(models.Model):
    """The first words of an apology, for a cause and for whether we admit fault."""

    _name = "complaint.apology.template"
    _description = "Apology Template"
    _inherit = ["complaint.configuration", "mail.render.mixin"]
    # Whoever apologises only uses them; what may stand in them is checked on saving.
    _unrestricted_rendering = True

    cause_ids = fields.Many2many(
        "complaint.cause",
        string="Causes",
        help="These and the finer ones below them. Empty: every cause.",
    )
    admits_fault = fields.Boolean(
        string="Admits fault",
        help="The words say plainly that it was our fault. Otherwise they are sorry "
        "for the trouble.",
    )
    body = fields.Html(
        string="Words",
        translate=True,
        required=True,
        sanitize="email_outgoing",
        render_engine="qweb",
        render_options={"post_process": True},
    )
    example_ticket_id = fields.Many2one(
        "helpdesk.ticket", string="Example", compute="_compute_example", readonly=False
    )
    example_body = fields.Html(string="As it reads", compute="_compute_example_body")

    @api.depends("body")
    def _compute_render_model(self):
        self.render_model = "helpdesk.ticket"

    @api.depends("cause_ids", "company_id")
    def _compute_example(self):
        """The latest complaint the words would be used for."""
        tickets = self.env["helpdesk.ticket"]
        for template in self:
            domain = [("is_complaint", "=", True)]
            if template.cause_ids:
                causes = template.cause_ids.ids
                domain.append(("complaint_cause_id", "child_of", causes))
            if template.company_id:
                domain.append(("company_id", "=", template.company_id.id))
            template.example_ticket_id = tickets.search(
                domain, order="id desc", limit=1
            )

    @api.depends("body", "example_ticket_id")
    def _compute_example_body(self):
        for template in self:
            ticket = template.example_ticket_id
            template.example_body = template._render_for(ticket) if ticket else False

    def _has_unsafe_expression(self):
        # Of the words: a name that looks like a placeholder is a name.
        return any(
            self._has_unsafe_expression_template_qweb(
                template.body, template.render_model, "body"
            )
            for template in self.sudo()  # As the parent: whoever asks, it is the same.
        )

    def _check_access_right_dynamic_template(self):
        """Only plain placeholders, whoever writes: so nothing in them is ever run."""
        if self._has_unsafe_expression():
            raise AccessError(
                self.env._(
                    "An apology template holds words and these placeholders only: %s.",
                    ", ".join(
                        self.env["helpdesk.ticket"].mail_allowed_qweb_expressions()
                    ),
                )
            )

    @api.model
    def _get_for_apology(self, apology):
        """Return the template that fits best: nearest cause, own company first."""
        templates = self._get_for_company(apology.ticket_id.company_id).filtered(
            lambda template: template.admits_fault == apology.admits_fault
        )
        templates = templates.sorted(lambda template: not template.company_id)
        cause = apology.ticket_id.complaint_cause_id
        while cause:
            if fitting := templates.filtered(lambda t, c=cause: c in t.cause_ids):
                return fitting[0]
            cause = cause.parent_id
        return templates.filtered(lambda template: not template.cause_ids)[:1]

    def _render_for(self, ticket):
        """Return the words for ``ticket`` in its customer's language.

        Nothing where they cannot be filled in: that must not keep anybody from
        apologising.
        """
        self.ensure_one()
        template = self.with_context(lang=ticket._complaint_lang())
        if template._has_unsafe_expression():
            _logger.warning("%s holds more than placeholders, not rendered", self)
            return ""
        try:
            return template._render_field("body", ticket.ids)[ticket.id]
        except Exception:  # Whatever is broken in it, the apology goes on.
            _logger.warning("%s could not be rendered", self, exc_info=True)
            return ""
