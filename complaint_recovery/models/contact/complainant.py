from odoo import models
from odoo.exceptions import UserError
from odoo.tools import email_normalize


class HelpdeskTicket(models.Model):
    """The complainant as a contact of ours: made for whoever answers, and reachable."""

    _inherit = "helpdesk.ticket"

    def _get_customer_information(self):
        """Name a contact as the mail does, and not by its address."""
        known = super()._get_customer_information()
        for ticket in self.sudo().filtered("is_complaint"):  # Whoever makes it.
            name = ticket._complaint_customer_name()
            address = ticket._complaint_sender_address()
            if address and name and "@" not in name:
                known.setdefault(address, {}).setdefault("name", name)
            if address and ticket.complaint_lang:
                lang = ticket.complaint_lang
                known.setdefault(address, {}).setdefault("lang", lang)
        return known

    def _partner_find_from_emails(self, *args, filter_found=None, **kwargs):
        """Find nobody whose address a customer wrote, unless it is the complainant.

        Odoo takes whoever has the address for the sender.
        """
        complaints = self.filtered("is_complaint")
        if not complaints:
            return super()._partner_find_from_emails(
                *args, filter_found=filter_found, **kwargs
            )
        known = complaints.sudo().partner_id  # Judged, not shown.

        def is_theirs(partner):
            vouched = partner in known or partner._complaint_is_vouched()
            return vouched and (not filter_found or filter_found(partner))

        return super()._partner_find_from_emails(
            *args, filter_found=is_theirs, **kwargs
        )

    def _complaint_sender(self):
        """Return the partner of a sender we did not know, made where there is none."""
        self.ensure_one()
        if not self.partner_email:
            return self.partner_id
        # A customer we write to must be kept, whether the handler may create contacts.
        ticket = self.sudo()
        partner = ticket._partner_find_from_emails_single([self.partner_email])
        if partner and not ticket.partner_id:
            ticket.partner_id = partner
        return partner

    def _complaint_keep_sender(self, emails):
        """Return the complainant as a contact, where one of ``emails`` is theirs."""
        self.ensure_one()
        if not any(map(self._complaint_is_sender, emails)):
            return self.env["res.partner"]
        return self._complaint_sender().with_env(self.env)

    def _complaint_ensure_mail_address(self):
        """Raise a UserError where a mail would reach nobody."""
        self.ensure_one()
        ticket = self.sudo()  # Whoever writes hears whether it arrives.
        if not (ticket.partner_id.email or ticket.partner_email):
            raise UserError(
                self.env._(
                    "%s: the customer has no e-mail address. Fill it in, or tell them "
                    "another way.",
                    self.number,
                )
            )
        if ticket.partner_id.email:
            self._complaint_ensure_reached(ticket.partner_id)

    def _complaint_tell_new_address(self):
        """Tell the owner that the customer's address was changed on the portal."""
        self.ensure_one()
        body = self.env._(
            "The e-mail address of %(name)s was changed on the portal to %(email)s. "
            "Make sure that it is theirs, and save it on the contact, before you "
            "write.",
            name=self.partner_id.name,
            email=self.partner_id.email or "-",
        )
        self._complaint_log(body=body)
        self.message_notify(
            partner_ids=self.user_id.partner_id.ids,
            subject=self.env._("%s: another e-mail address", self.number),
            body=body,
        )

    def _complaint_is_foreign_address(self, partner):
        """Did another customer write the address of ``partner``, which told us none?"""
        self.ensure_one()
        writer = partner.sudo().complaint_email_user_id.partner_id  # Judged, not shown.
        foreign = bool(writer) and writer != partner
        return foreign and not self._complaint_is_sender(partner.email)

    def _complaint_ensure_reached(self, partners):
        """Raise a UserError for customers to whom Odoo sends nothing."""
        for partner in partners.sudo():  # Whoever writes hears whether it arrives.
            if not partner.partner_share:
                continue
            # As above: whoever writes hears of it.
            confidential = self.sudo().complaint_confidential
            if confidential and self._complaint_is_foreign_address(partner):
                raise UserError(
                    self.env._(
                        "%(number)s is confidential, and somebody else changed the "
                        "e-mail address of %(name)s on the portal to %(email)s. Make "
                        "sure that it is theirs, and save it on the contact.",
                        number=self.number,
                        name=partner.name,
                        email=partner.email or "-",
                    )
                )
            if not partner.active:
                raise UserError(
                    self.env._(
                        "%(number)s: the contact %(name)s is archived and gets no "
                        "mail. Restore it, or choose another customer.",
                        number=self.number,
                        name=partner.name,
                    )
                )
            if not email_normalize(partner.email or "", strict=False):
                raise UserError(
                    self.env._(
                        "%(number)s: the contact %(name)s has no e-mail address. Fill "
                        "it in, or tell them another way.",
                        number=self.number,
                        name=partner.name,
                    )
                )
