from odoo import models
from odoo.tools import email_normalize, formataddr

from .ir_qweb import MailBatch


class ResCompany(models.Model):
    """The address and the colours in which a company writes."""

    _inherit = "res.company"

    def _complaint_system_address(self):
        """Return an address of ours for a company that has not given any."""
        self.ensure_one()
        known = self.default_from_email or self.catchall_email
        servers = self.env["ir.mail_server"].sudo()  # What the system itself writes by.
        fallback = known or servers._get_default_from_address()
        # Odoo's own contact, whose address is on each of its notes.
        robot = self.env.ref("base.partner_root").sudo()
        return fallback or robot.email or ""

    def _complaint_mail_from(self):
        """Return the sender of mails to colleagues: the company, never a customer."""
        self.ensure_one()
        company = self.sudo()  # The address is on every letter.
        address = email_normalize(company.email or "")
        return formataddr(
            (company.name, address or company._complaint_system_address())
        )

    def _complaint_button_style(self):
        """Return the style of the button in a mail, in the colours of the settings."""
        self.ensure_one()
        company = self.sudo()  # Anybody sees the colours.
        back, ink = company._complaint_mail_colours()
        return (
            "display: inline-block; padding: 10px 20px; border-radius: 5px; "
            "font-weight: bold; text-decoration: none; "
            f"background-color: {back}; color: {ink};"
        )

    def _complaint_mail_colours(self):
        """Return colour of buttons and of the words on them, by Odoo's own settings."""
        self.ensure_one()
        company = self.sudo()  # Anybody sees the colours.
        return (
            company.email_secondary_color or "#875A7B",
            company.email_primary_color or "#FFFFFF",
        )


class HelpdeskTicket(models.Model):
    """Whom our mails to the customer come from, and where the answers go."""

    _inherit = "helpdesk.ticket"

    def _complaint_mail_address(self):
        """Return the address to write to: the team's, else the company's."""
        self.ensure_one()
        ticket = self.sudo()  # The team's address is told to every customer.
        alias = email_normalize(ticket.team_id.alias_email or "")
        return alias or ticket.company_id.email or ticket.user_id.email or ""

    def _complaint_reply_to(self):
        """Return the address that brings answers back to the ticket."""
        self.ensure_one()
        batch = self.env.context.get("complaint_mail_batch")
        known = batch.reply_to if isinstance(batch, MailBatch) else {}
        return known.get(self.id) or self._complaint_reply_tos()[self.id]

    def _complaint_reply_tos(self):
        """Return ticket id → the address that brings answers back to it."""
        tickets = self.sudo()  # The team's address is told to every customer.
        found = {}
        for default, alike in tickets.grouped(
            lambda ticket: ticket._complaint_mail_address()
        ).items():
            for ticket_id, address in alike._notify_get_reply_to(
                default=default
            ).items():
                # Odoo puts the name of whoever runs the queue there.
                name = tickets.browse(ticket_id).company_id.name
                plain = email_normalize(address or "")
                address = formataddr((name, plain)) if plain else address
                found[ticket_id] = address or default
        return found

    def _complaint_mail_from(self, person=None):
        """Return the sender of our mails: a person, by the company's address.

        The ``person`` is who signs it, else who answers for the complaint. Answers go
        to the team, see ``_complaint_reply_to()``.
        """
        self.ensure_one()
        ticket = self.sudo()  # Who answers for a complaint is told to the customer.
        company = ticket.company_id
        name = (person or ticket.user_id).sudo().name or company.name  # Who signs it.
        address = (
            email_normalize(company.email or "")
            or email_normalize(ticket._complaint_mail_address())
            or company._complaint_system_address()
        )
        return formataddr((name, address))

    def _complaint_mail_author(self):
        """Return the contact that speaks where no colleague pressed a button.

        Never the customer, although a step of theirs may have brought the mail about.
        """
        self.ensure_one()
        ticket = self.sudo()  # Who answers for a complaint is told to the customer.
        return ticket.user_id.partner_id or ticket.company_id.partner_id

    def _complaint_mail_writer(self):
        """Return the contact that writes a mail in the conversation."""
        user = self.env.user
        if user.share or user._is_superuser():
            return self._complaint_mail_author()
        return user.partner_id

    def message_notify(self, *, author_id=None, **kwargs):
        """What colleagues hear of a complaint comes from us, whoever's step it was."""
        if not author_id and self.env.user.share and self[:1].sudo().is_complaint:
            # Whether it is a complaint decides who speaks, and tells nobody.
            author_id = self.env.ref("base.partner_root").id
        return super().message_notify(author_id=author_id, **kwargs)
