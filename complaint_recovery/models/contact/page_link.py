import re

from markupsafe import Markup
from werkzeug.urls import url_encode

from odoo import api, models
from odoo.tools import email_normalize_all

#: The key to a customer's page, as somebody quotes it in an answer: plain, or in the
#: address of a page that leads there.
SLASH, IS = "(?:/|%2F|%252F)", "(?:=|%3D|%253D)"
ASK = "(?:[?&]|&amp;|%3F|%26|%253F|%2526)"
TOKEN = re.compile(
    rf"(my{SLASH}(?:complaint|ticket){SLASH}\d{{1,12}}[^\s\"'<>]{{0,200}}?)"
    rf"{ASK}access_token{IS}[\w-]{{0,100}}",
    re.IGNORECASE,
)
IN_PATH = re.compile(
    rf"(my{SLASH}ticket{SLASH}\d{{1,12}}){SLASH}[\w-]{{30,100}}", re.IGNORECASE
)
#: What may stand between two signs of a key, where a mail program broke the line.
BREAK = r"(?:=?[\s>]|&gt;|<br ?/?>){0,8}"


class HelpdeskTicket(models.Model):
    """The address of the customer's page, and the key that goes to them alone."""

    _inherit = "helpdesk.ticket"

    def _complaint_mail_link(self, anchor="", **asked):
        """Return the address of the page, in the customer's language, without the key.

        The key is added when a mail goes out to the complainant, and to nobody else.
        What is ``asked`` is answered beforehand on the page, and sent by a person.
        """
        ticket = self.sudo()  # Where the page stands is no secret.
        query = f"?{url_encode(asked)}" if asked else ""
        anchor = anchor and f"#{anchor}"
        return f"{self._complaint_address(ticket.access_url)}{query}{anchor}"

    def _complaint_address(self, path):
        """Return the address of ``path`` on our site, in the customer's language."""
        self.ensure_one()
        ticket = self.sudo()  # Where the page stands is no secret.
        lang = self.env["res.lang"]._get_data(code=ticket._complaint_lang())
        prefix = f"/{lang.url_code}" if lang else ""
        return f"{ticket.get_base_url()}{prefix}{path}"

    def _complaint_portal_link(self):
        """Return the address of the customer's page, which opens without an account.

        Whoever has it may read what the customer may.
        """
        self.ensure_one()
        # The link is sent to the customer, whoever sends it.
        token = self.sudo()._portal_ensure_token()
        return f"{self._complaint_mail_link()}?access_token={token}"

    def _complaint_is_complainant(self, partner=None, emails=""):
        """Return whether a mail to ``partner``, or ``emails``, reaches them alone."""
        self.ensure_one()
        if partner:
            if self._complaint_is_sender(partner.email):
                return partner.partner_share
            # The key goes to the address we know, and to none a customer wrote.
            return partner == self.partner_id and partner._complaint_is_vouched()
        told = set(email_normalize_all(emails))
        known = set(email_normalize_all(self.partner_id.email or ""))
        sender = set(email_normalize_all(self._complaint_own_email() or ""))
        return bool(told) and told <= (known | sender)

    def _complaint_personalize(self, body, partner=None, emails=""):
        """Return ``body`` with the key to the page, where the complainant gets it."""
        self.ensure_one()
        if not self._complaint_is_complainant(partner, emails):
            return body
        # Kept with the complaint, whoever sends it.
        token = self.sudo()._portal_ensure_token()
        plain = re.escape(self._complaint_mail_link())

        def add_key(match):
            asked = match["asked"] or ""
            if "access_token" in asked:
                return match[0]
            return f"{match[0]}{'&amp;' if asked else '?'}access_token={token}"

        return re.sub(plain + r"(?![\w/-])(?P<asked>\?[\w=&;-]*)?", add_key, body)

    @api.model
    def _complaint_without_token(self, body):
        """Return ``body`` without the keys that an answer quotes of our mails.

        Those of these complaints themselves go in any spelling.
        """
        plain = IN_PATH.sub(r"\1", TOKEN.sub(r"\1", body or ""))
        for key in filter(None, self.sudo().mapped("access_token")):  # To be hidden.
            if key[:6].lower() in plain.lower():
                signs = (f"(?:{s}|%2D|=2D)" if s == "-" else re.escape(s) for s in key)
                plain = re.sub(BREAK.join(signs), "", plain, flags=re.IGNORECASE)
        return Markup(plain) if isinstance(body, Markup) else plain

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """Point the button in mails to customers to the page of the complaint."""
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        if len(self) == 1 and self.is_complaint:
            for name, _who, options in groups:
                if name == "portal_customer":
                    options["button_access"] = {
                        "url": self._complaint_mail_link(),
                        "title": self._complaint_title(),
                    }
        return groups
