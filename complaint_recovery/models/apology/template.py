from odoo import api, fields, models


class ComplaintApologyTemplate(models.Model):
    """The first words of an apology, for a cause and for whether we admit fault."""

    _name = "complaint.apology.template"
    _description = "Apology Template"
    _inherit = ["complaint.configuration", "complaint.placeholders"]

    cause_ids = fields.Many2many(
        "complaint.cause",
        string="Causes",
        # Emptied by a deletion, or by what is archived and not seen, it would be all.
        ondelete="restrict",
        context={"active_test": False},
        help="These and the finer ones below them. Empty: every cause.",
    )
    admits_fault = fields.Boolean(
        string="Admits fault",
        help="The words say plainly that it was our fault. Otherwise they are sorry "
        "for the trouble.",
    )
    duty_to_inform = fields.Boolean(
        string="Duty to inform",
        help="For a case known to us, of which the customer need not have told us.",
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

    @api.depends("cause_ids", "company_id")
    def _compute_example(self):
        """Show the words on the latest complaint they would be used for."""
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

    @api.model
    def _get_for_apology(self, apology):
        """Return the template that fits best: nearest cause, own company first."""
        ticket = apology.ticket_id
        return self._get_fitting(
            ticket.company_id,
            ticket.complaint_cause_id,
            apology.admits_fault,
            ticket._complaint_duty_to_inform(),
        )

    @api.model
    def _get_fitting(self, company, cause, admits_fault, duty_to_inform=False):
        """Return the template for it. Extend where more decides.

        What is our duty to tell has words of its own.
        """
        templates = self._get_for_company(company).filtered(
            lambda template: (
                template.admits_fault == admits_fault
                and template.duty_to_inform == duty_to_inform
            )
        )
        templates = templates.sorted(lambda template: not template.company_id)
        while cause:
            if fitting := templates.filtered(lambda t, c=cause: c in t.cause_ids):
                return fitting[0]
            cause = cause.parent_id
        return templates.filtered(lambda template: not template.cause_ids)[:1]
