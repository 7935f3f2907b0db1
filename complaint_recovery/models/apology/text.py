import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, html2plaintext, is_html_empty

#: What a template leaves to the person who apologises: “[… what happened]”.
BLANK = re.compile(r"[\[【［]\s*(?:…|\.{3})[^\]】］]*[\]】］]?")


class ComplaintApology(models.Model):
    """The words of an apology, which begin with a template and end as a person's."""

    _name = "complaint.apology"
    _inherit = ["complaint.apology", "complaint.answerable"]

    admits_fault = fields.Boolean(
        string="Admits fault",
        help="We say plainly that it was our fault. Otherwise we are sorry for the "
        "trouble.",
    )
    template_id = fields.Many2one(
        "complaint.apology.template",
        string="First words from",
        compute="_compute_template_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        copy=False,
        ondelete="set null",
    )
    template_failed = fields.Boolean(compute="_compute_template_failed")
    corrects_id = fields.Many2one(
        "complaint.apology",
        string="Corrects",
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        domain="[('ticket_id', '=', ticket_id), ('state', '=', 'sent')]",
        help="The apology given earlier that this one puts right.",
    )
    body = fields.Html(
        string="Words",
        compute="_compute_body",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="What happened, sorry, what we do, what changes, thanks.",
    )

    # A checklist for the person who writes: nothing follows from it.
    says_what_happened = fields.Boolean(string="says what happened")
    owns_it = fields.Boolean(string="owns it, where it is ours")
    feels_with = fields.Boolean(string="feels with the customer")
    says_what_is_done = fields.Boolean(string="says what is done")
    says_what_changes = fields.Boolean(string="says what changes")
    thanks = fields.Boolean(string="thanks for the patience")

    @api.depends("ticket_id", "channel", "admits_fault", "corrects_id")
    def _compute_template_id(self):
        templates = self.env["complaint.apology.template"]
        for apology in self:
            if apology.state == "sent":
                apology.template_id = apology.template_id
            elif apology.channel == "phone" or apology.corrects_id:
                apology.template_id = False
            else:
                apology.template_id = templates._get_for_apology(apology)

    @api.depends("template_id", "corrects_id")
    def _compute_body(self):
        """Follow the template while nobody has written anything."""
        for apology in self:
            body = apology.body
            if apology.state != "sent" and apology._is_untouched(body):
                body = apology._get_first_words()
            apology.body = body

    @api.depends("template_id")
    def _compute_template_failed(self):
        for apology in self:
            template, ticket = apology.template_id, apology.ticket_id
            draft = template and ticket and apology.state == "draft"
            apology.template_failed = draft and is_html_empty(
                template._render_for(ticket)
            )

    @api.constrains("corrects_id")
    def _check_corrects_sent_of_same_complaint(self):
        for apology in self.filtered("corrects_id"):
            # Asked of any: whether it may be read or not, it must be of this complaint.
            former = apology.corrects_id.sudo()
            if former.ticket_id != apology.ticket_id or former.state != "sent":
                raise ValidationError(
                    self.env._(
                        "%s: only an apology already given on the same complaint can "
                        "be corrected.",
                        apology.ticket_id.number,
                    )
                )

    def _get_first_words(self):
        """Return the words it begins with, as HTML, or False. Extend to choose others.

        In the language of the customer, whoever reads them (``_complaint_lang()``).
        """
        self.ensure_one()
        if self.corrects_id:
            return self.corrects_id.body
        if not (self.template_id and self.ticket_id):
            return False
        return self.template_id._render_for(self.ticket_id) or False

    def _is_untouched(self, body):
        """Return whether the words are still those of a template, or none."""
        self.ensure_one()
        if is_html_empty(body):
            return True
        if not self.ticket_id:
            return False
        words = html2plaintext(body)
        templates = self.env["complaint.apology.template"]._get_for_company(
            self.ticket_id.company_id
        )
        return any(
            words == html2plaintext(template._render_for(self.ticket_id))
            for template in templates
        )

    def _ensure_words_complete(self):
        """Raise a UserError where a blank of the template was not filled in."""
        self.ensure_one()
        number = self.ticket_id.number
        if is_html_empty(self.body):
            raise UserError(self.env._("%s: the apology has no words yet.", number))
        if blank := BLANK.search(html2plaintext(self.body)):
            raise UserError(
                self.env._(
                    "%(number)s: something is still to be filled in: %(blank)s",
                    number=number,
                    blank=blank[0],
                )
            )

    def _get_correction_line(self):
        """Return in the customer's language which apology this one corrects."""
        self.ensure_one()
        former = self.corrects_id
        if not former:
            return ""
        ticket = self.ticket_id
        lang, tz = ticket._complaint_lang(), ticket._complaint_tz()
        env = self.with_context(lang=lang).env
        local = fields.Datetime.context_timestamp(
            self.with_context(tz=tz), former.sent_at
        )
        return env._(
            "This corrects our apology of %s.",
            format_date(env, local.date(), lang, "long"),
        )

    def action_correct(self):
        """Open a new apology that corrects this one."""
        self.ensure_one()
        self.check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_apology_action_new"
        )
        return action | {
            "context": {
                "default_ticket_id": self.ticket_id.id,
                "default_corrects_id": self.id,
                "default_channel": self.channel,
                "default_admits_fault": self.admits_fault,
            }
        }
