"""The customer's side: pages as a portal user, or with nothing but a link."""

import re
from urllib.parse import urlsplit

from lxml import html

from odoo.tests import HttpCase, new_test_user

from .complaint import ComplaintCommon

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478"
    "9c63f8cfc0f01f0005000201a5d5f2f70000000049454e44ae426082"
)


class PortalCommon(ComplaintCommon):
    """``portal`` complains; ``colleague`` works at the same customer, ``other`` not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal.write({"email": "portal@azure.example", "tz": "UTC"})
        cls.colleague = new_test_user(
            cls.env, "colleague_user", groups="base.group_portal", name="Colleague"
        )
        cls.colleague.partner_id.parent_id = cls.customer_company
        cls.other = new_test_user(cls.env, "other_user", groups="base.group_portal")
        cls.other.partner_id.parent_id = cls.stranger
        cls.handler.phone = "+32 470 00 00 01"
        cls.ticket = cls._create_portal_complaint()

    @classmethod
    def _create_portal_complaint(cls, **vals):
        """Create a complaint of the portal user's own, as the handler."""
        return cls._create_complaint(**{"partner_id": cls.portal.partner_id.id, **vals})

    def _values(self, ticket=None):
        """Return what the customer's page is made of."""
        ticket = (ticket or self.ticket).sudo()
        return ticket.with_context(tz="UTC")._complaint_portal_values()

    def _story(self, ticket=None):
        return [line["text"] for line in self._values(ticket)["timeline"]]


class PortalCase(PortalCommon, HttpCase):
    """Pages by HTTP."""

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _get(self, path, user=None):
        """Return the page at ``path`` as ``user``, else as who is logged in."""
        if user:
            self._login(user)
        return self.url_open(path)

    def _text(self, response):
        """Return what a reader of the page sees, blanks as one."""
        tree = html.fromstring(response.text)
        for hidden in tree.xpath("//script|//style"):
            hidden.drop_tree()
        return re.sub(r"\s+", " ", tree.text_content())

    def _link(self, ticket=None):
        """Return the link of our mails, without the server's name."""
        link = urlsplit((ticket or self.ticket)._complaint_portal_link())
        return f"{link.path}?{link.query}"

    def _form(self, user=None):
        """Return the hidden values of an empty filing form."""
        page = self._get("/my/complaint/new", user)
        tree = html.fromstring(page.text)
        hidden = tree.xpath(
            "//form[@action='/my/complaint/new']//input[@type='hidden']"
        )
        return {field.get("name"): field.get("value") for field in hidden}

    def _file(self, form=None, files=None, **values):
        """Send the filing form; return the page that comes of it."""
        form = self._form() if form is None else form
        data = {**form, "description": "The kettle leaks.", **values}
        return self.url_open("/my/complaint/new", data=data, files=files)

    def _filed(self):
        """Return what was filed on the portal."""
        return self.env["helpdesk.ticket"].search(
            [("complaint_form_token", "!=", False)], order="id"
        )
