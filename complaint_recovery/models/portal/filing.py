from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext, plaintext2html

from ...tools.in_use import in_use
from ...tools.titles import make_title

#: What a customer tells in the form.
FILED = frozenset(
    {"name", "description", "complaint_desired_outcome", "complaint_claim_amount"}
)


class HelpdeskTicket(models.Model):
    """A complaint filed by the customer on the portal."""

    _inherit = "helpdesk.ticket"

    complaint_form_token = fields.Char(
        string="Form",
        groups=fields.NO_ACCESS,  # Sent again, it leads to the customer's page.
        copy=False,
        prefetch=False,
        help="Which form it was filed with: sent twice, it makes one complaint.",
    )

    _complaint_form_token_idx = models.UniqueIndex(
        "(create_uid, complaint_form_token) WHERE complaint_form_token IS NOT NULL"
    )

    @api.model
    def _portal_file_complaint(self, values, files=()):
        """Return the complaint of the current user, as superuser.

        ``values`` were judged by the form, which takes no other; ``files`` are pairs of
        name and content.
        """
        # Customers may not create tickets; what they tell is known here, word by word.
        tickets = self.sudo().with_company(self.env.company)
        vals = self._portal_prepare_complaint(values)
        # Whoever has no account is asked who they are first.
        customer = tickets.env["res.partner"].browse(vals["partner_id"] or ())
        company = tickets.env["res.company"].browse(vals["company_id"])
        named = tickets._complaint_find_named(
            vals["complaint_reference"], customer, company
        )
        ticket = tickets.create({**vals, **named})
        ticket.message_subscribe(partner_ids=ticket.partner_id.ids)
        ticket.env["ir.attachment"].create(
            [
                {"name": name, "raw": raw, "res_model": self._name, "res_id": ticket.id}
                for name, raw in files
            ]
        )
        return ticket

    def _complaint_keep_words(self, vals):
        """Note what the customer filed, where somebody writes it anew.

        A mail stands in the conversation; what was filed by the form stands here alone.
        """
        super()._complaint_keep_words(vals)
        if self.env.su or not FILED & vals.keys():
            return
        # Who filed it is no secret to whoever writes it.
        for ticket in self.sudo().filtered(lambda t: t.create_uid.share):
            for name in sorted(FILED & vals.keys()):
                field = self._fields[name]
                before, after = ticket[name], vals[name]
                if not before or before == field.convert_to_cache(after, ticket):
                    continue
                ticket._complaint_log(
                    body=self.env._(
                        "%(field)s, as the customer filed it: %(words)s",
                        field=field._description_string(self.env),
                        words=before,
                    )
                )

    @api.model
    def _portal_filed(self, form_token):
        """Return what the current user filed with this form already, as superuser."""
        # Found by who filed it, whatever became of it since.
        tickets = self.sudo().with_context(active_test=False)
        return tickets.search(
            Domain("create_uid", "=", self.env.uid)
            & Domain("complaint_form_token", "=", form_token),
            limit=1,
        )

    @api.model
    def _portal_same_words(self, words, filed):
        """Return what the visitor filed in the same ``words`` within the hour, or none.

        Without an account that is among ``filed``: ids, as text, of this browser.
        """
        ids = [int(ticket_id) for ticket_id in filed if str(ticket_id).isdecimal()]
        # Found by who filed it, whatever became of it since.
        mine = Domain("create_uid", "=", self.env.uid)
        if self.env.user._is_public():
            mine &= Domain("id", "in", ids)
        tickets = in_use(self.sudo())  # Theirs, whatever became of it since.
        recent = tickets.search(
            mine
            & Domain("is_complaint", "=", True)
            & Domain("complaint_form_token", "!=", False)
            & Domain("create_date", ">", fields.Datetime.now() - timedelta(hours=1)),
            order="id DESC",
            limit=10,
        )
        typed = words.split()
        return recent.filtered(
            lambda t: html2plaintext(t.description or "").split() == typed
        )[:1]

    @api.model
    def _portal_prepare_complaint(self, values):
        """Return the values of the ticket. Extend to pass on more."""
        partner = self.env.user.partner_id  # Of the public page overwritten there.
        channel = "helpdesk_mgmt.helpdesk_ticket_channel_web"
        return {
            "is_complaint": True,
            "name": make_title(values["description"]),
            "description": plaintext2html(values["description"]),
            "company_id": self.env.company.id,
            "team_id": self._portal_complaint_team().id,
            "user_id": False,
            "channel_id": self.env["ir.model.data"]._xmlid_to_res_id(channel),
            "partner_id": partner.id,
            "partner_name": partner.name,
            "partner_email": partner.email,
            "complaint_desired_outcome": values.get("desired_outcome"),
            "complaint_claim_amount": values.get("claim_amount") or 0,
            "complaint_loss_ongoing": bool(values.get("loss_ongoing")),
            "complaint_confidential": bool(values.get("confidential")),
            "complaint_reference": values.get("reference"),
            "complaint_form_token": values.get("form_token"),
        }

    def _portal_claim(self):
        """Return the amount as we have read it, for who has just typed it."""
        ticket = self.sudo()  # Their own words.
        amount = ticket.complaint_claim_amount
        return amount and ticket.complaint_currency_id.format(amount)

    @api.model
    def _portal_complaint_team(self):
        """Return the team that gets what is filed: the first one for complaints."""
        # Which team it goes to is ours to know.
        return in_use(self.env["helpdesk.ticket.team"].sudo()).search(
            Domain("complaint_default", "=", True)
            & Domain("company_id", "in", [False, self.env.company.id]),
            limit=1,
        )
