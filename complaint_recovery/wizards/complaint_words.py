from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.contact.customer_mails import LAYOUT
from ..models.contact.sample import SampleLang
from ..models.contact.staff_mails import AMONG_US
from ..tools.actions import notify
from ..tools.rendering import rendering


class ComplaintWords(models.TransientModel):
    """One of the mails we send, as it looks of a real complaint, in any language."""

    _name = "complaint.words"
    _description = "Words We Send"

    template_id = fields.Many2one("mail.template", required=True, readonly=True)
    description = fields.Text(related="template_id.description", related_sudo=False)
    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Complaint",
        domain=[("is_complaint", "=", True)],
        default=lambda self: self._default_ticket_id(),
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        required=True,
        default=lambda self: self.env.lang or "en_US",
    )
    subject = fields.Char(compute="_compute_sample")
    sender = fields.Char(string="From", compute="_compute_sample")
    reply_to = fields.Char(string="Answers go to", compute="_compute_sample")
    body = fields.Html(compute="_compute_sample", sanitize=False)
    wanting = fields.Char(
        compute="_compute_sample", help="Why there is nothing to be seen."
    )
    no_server = fields.Boolean(compute="_compute_no_server")

    def _default_ticket_id(self):
        """Return the complaint of which most is on record: a sample shows something."""
        tickets = self.env["helpdesk.ticket"]
        complaints = [("is_complaint", "=", True)]
        return tickets.search(
            [*complaints, ("complaint_remedy_ids.state", "=", "offered")], limit=1
        ) or tickets.search(complaints, order="id desc", limit=1)

    @api.depends("template_id")
    def _compute_no_server(self):
        self.no_server = not self.env["ir.mail_server"]._complaint_can_send()

    @api.depends("template_id", "ticket_id", "lang")
    def _compute_sample(self):
        for words in self:
            sample = words._render_sample()
            words.wanting = sample.get("wanting", "")
            words.subject = sample.get("subject")
            words.sender = sample.get("email_from")
            words.reply_to = sample.get("reply_to")
            words.body = sample.get("body")

    def _render_sample(self):
        """Return field → what the mail says, or why there is none (``wanting``)."""
        self.ensure_one()
        self._ensure_manager()
        # As far as whoever looks may read the complaint.
        ticket = self.ticket_id
        if not ticket or not self.template_id:
            return {"wanting": self.env._("Choose a complaint to see it.")}
        ticket.check_access("read")
        sample = {"complaint_sample": SampleLang(self.lang), "lang": self.lang}
        ticket = ticket.with_context(**sample)
        template = self.template_id.sudo()  # Who may look at it was asked above.
        record = ticket._complaint_sample_record(template.model)
        if not record or not self._has_occasion(ticket):
            return {"wanting": self.env._("%s has nothing of the kind.", ticket.number)}
        # It reads of the complaint what whoever looks may read.
        template = rendering(template, record).with_context(
            complaint_escalation_ids=ticket.complaint_escalation_ids.ids,
            complaint_review_id=self._get_review().id,
            **sample,
        )
        said = {
            name: template._render_field(name, record.ids, set_lang=self.lang)[
                record.id
            ]
            for name in ("subject", "email_from", "reply_to", "body_html")
        }
        said["body"] = template._render_encapsulate(
            LAYOUT,
            said["body_html"],
            add_context={"company": ticket.company_id, "lang": self.lang},
            context_record=record if record._name == "res.users" else ticket,
        )
        return said

    def _has_occasion(self, ticket):
        """Return whether there is what the mail tells of."""
        template = self.template_id.sudo()  # Its name, and nothing else.
        name = template.get_external_id()[template.id]
        told = {
            "mail_template_duplicate": ticket._complaint_original,
            "mail_template_because_of_you": lambda: ticket.complaint_thanked_for_id,
            "mail_template_escalations": lambda: ticket.complaint_escalation_ids,
            "mail_template_review": self._get_review,
        }
        addon, _dot, name = name.partition(".")
        if template.model == "res.users" and not addon.startswith("complaint_recovery"):
            return False  # Odoo's own, with links to a login.
        occasion = told.get(name)
        return not occasion or bool(occasion())

    def _get_review(self):
        return self.env["complaint.review"].search([], limit=1)

    def action_send_test(self):
        """Mail the sample to whoever looks at it, and to nobody else."""
        self.ensure_one()
        self.check_access("write")
        sample = self._render_sample()
        me = self.env.user
        if wanting := sample.get("wanting"):
            raise UserError(wanting)
        if not me.email:
            raise UserError(
                self.env._("You have no address: write it into your preferences first.")
            )
        # A mail of no document: nobody finds it, and no key to the page is put in.
        mail = (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    **AMONG_US,
                    "subject": self.env._("Test: %s", sample["subject"]),
                    "email_from": sample["email_from"] or me.email_formatted,
                    "author_id": me.partner_id.id,
                    "recipient_ids": [fields.Command.link(me.partner_id.id)],
                    "body_html": self.env["mail.render.mixin"]._replace_local_links(
                        sample["body"]
                    ),
                    "auto_delete": True,
                }
            )
        )
        mail.body = mail.body_html
        if self.no_server:
            servers = self.env["ir.mail_server"]
            return notify(servers._complaint_no_server(), "warning")
        return notify(self.env._("It is on its way to %s.", me.email))

    def action_edit(self):
        """Open the template, to change its words."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "mail.template",
            "res_id": self.template_id.id,
            "views": [(False, "form")],
            "view_mode": "form",
        }

    def _ensure_manager(self):
        if not self.env.user.has_group("helpdesk_mgmt.group_helpdesk_manager"):
            raise AccessError(self.env._("Only helpdesk managers look at these."))
