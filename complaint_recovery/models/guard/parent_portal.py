import re

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.inert_html import inert_html
from ...tools.marks import OWN_HAND
from ...tools.typed import keepable

#: What a browser or the PDF engine would fetch, and what lays itself over the page.
ALIVE = ("<img", "<video", "<audio", "<source", "<track", "url(", "image-set(")
ALIVE += ("class=", "style=", "id=", "data-")

#: The key in the address of a page, and what comes after it.
KEY = re.compile(r"([?&])access_token=[^&#]*&?")


class HelpdeskTicket(models.Model):
    """What the parent's portal leaves open, closed for every ticket."""

    _inherit = "helpdesk.ticket"

    # A key is no field to be read: a customer's colleague who once could read a ticket
    # would keep the key to it when it becomes confidential, and a colleague of ours
    # would accept offers for the customer.
    access_token = fields.Char(groups=fields.NO_ACCESS)

    def _get_share_url(
        self, redirect=False, signup_partner=False, pid=None, share_token=True
    ):
        # Who may read the ticket, and not its key, gets there without one.
        share_token = share_token and self._complaint_tells_key()
        shared = self.sudo() if share_token else self  # Whoever may tell it, as above.
        return super(HelpdeskTicket, shared)._get_share_url(
            redirect, signup_partner, pid, share_token
        )

    def get_portal_url(self, *args, **kwargs):
        if not self.env.su and self.env.user.share:
            # It would make a key for who asks: customers have their own page.
            self._check_field_access(self._fields["access_token"], "read")
        url = super().get_portal_url(*args, **kwargs)
        return url if self._complaint_tells_key() else KEY.sub(r"\1", url)

    def _portal_ensure_token(self):
        # Whether it is told is asked where it is.
        return super(HelpdeskTicket, self.sudo())._portal_ensure_token()

    def _complaint_tells_key(self):
        """May whoever asks have the key: our own code, or of a ticket a colleague?

        The key to a complaint makes who has it the customer, on record.
        """
        if self.env.su:
            return True
        return self.env.user._is_internal() and not self.is_complaint

    def _sign_token(self, pid):
        # Made of the key, which whoever writes to others may not read.
        return super(HelpdeskTicket, self.sudo())._sign_token(pid)

    def _without_controls(self, vals):
        """Return ``vals`` as they can be kept: no control characters, no NUL."""
        clean = {
            name: type(text)(keepable(text))
            for name, text in vals.items()
            if isinstance(text, str) and keepable(text) != text
        }
        return {**vals, **clean} if clean else vals

    def _complaint_on_the_record(self):
        told = super()._complaint_on_the_record()
        # Plain tickets are the parent's.
        return told if told is self or self._complaint_ever() else self

    def _message_create(self, values_list):
        # Raising for a NUL would send the mail back, or lose it.
        values_list = [self._without_controls(values) for values in values_list]
        for values in values_list:
            if self._complaint_is_from_outside(values):
                values["body"] = inert_html(values.get("body"))
        return super()._message_create(values_list)

    def _complaint_make_inert(self):
        """What came in while it was a plain ticket is shown by us from now on."""
        if self._complaint_told():
            return  # A mail opens it, which was made inert before.
        for ticket in self:
            if any(mark in (ticket.description or "") for mark in ALIVE):
                ticket.description = inert_html(ticket.description)
        messages = self.env["mail.message"].sudo()  # Whoever may see them.
        alive = messages.search(
            Domain("model", "=", self._name)
            & Domain("res_id", "in", self.ids)
            & Domain.OR(Domain("body", "ilike", mark) for mark in ALIVE)
            & (
                Domain("message_type", "=", "email")
                | Domain("author_id.partner_share", "=", True)
            )
        )
        for message in alive.with_context(complaint_kept=OWN_HAND):
            body = inert_html(message.body)
            if body != message.body:
                message.body = body

    def _complaint_is_from_outside(self, values):
        """Return whether somebody from outside writes this message on a complaint."""
        if values.get("message_type") != "email" and self.env.user._is_internal():
            return False
        return self.filtered(lambda t: t.id == values.get("res_id")).is_complaint

    def _portal_closing_stages(self):
        """Return the stages in which the customer may put the ticket."""
        self.ensure_one()
        team = self.team_id.with_company(self.company_id)
        return team._get_applicable_stages().filtered("close_from_portal")

    def _portal_close(self, stage):
        """Close the ticket for the customer. A complaint stays open (decision 1)."""
        self.ensure_one()
        if not self.closed:
            self.sudo().stage_id = stage  # Customers write no ticket.

    def _portal_attachments(self):
        """Return the files the customer may have: sent to, or by, the customer."""
        self.ensure_one()
        return self.attachment_ids - self.attachment_ids._complaint_among_us()


class PortalShare(models.TransientModel):
    """Odoo's *Share*, which looks as its user whether what is shared has a key."""

    _inherit = "portal.share"

    def action_send_mail(self):
        shared = self.filtered(lambda wizard: wizard.res_model == "helpdesk.ticket")
        for wizard in shared:
            ticket = wizard.resource_ref
            ticket.check_access("read")
            if ticket.is_complaint:
                raise UserError(
                    self.env._(
                        "%s is a complaint: its page is for the complainant alone. "
                        "Send them a message: the mail leads to the page.",
                        ticket.number,
                    )
                )
            # Each ticket has a key, or gets one here.
            wizard._send_public_link()
        others = self - shared
        if others or not shared:
            return super(PortalShare, others).action_send_mail()
        return {"type": "ir.actions.act_window_close"}
