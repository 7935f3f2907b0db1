"""The door for everybody, as somebody stands before it whom nobody knows."""

import re
from unittest.mock import patch

from lxml import html

from .portal import PortalCase

FORM = "odoo.addons.complaint_recovery.controllers.public_filing"
ADDRESS = "nadia@quick.example"


class DoorCase(PortalCase):
    """Somebody whom nobody knows, with a phone in the hand."""

    def setUp(self):
        super().setUp()
        # Nobody waits before sending in a test.
        self.startPatcher(patch(f"{FORM}.FASTEST", 0))
        self.authenticate(None, None)

    def _open(self, path="/complaint"):
        tree = html.fromstring(self.url_open(path).text)
        hidden = tree.xpath("//form[@action='/complaint']//input[@type='hidden']")
        return {field.get("name"): field.get("value") for field in hidden}

    def _send(self, form=None, files=None, **values):
        told = {"name": "Nadia Brandt", "email": ADDRESS}
        told |= {"description": "The kettle leaks."}
        data = {**(form or self._open()), **told, **values}
        return self.url_open("/complaint", data=data, files=files)

    def _found(self):
        return self._filed().sudo()

    def _mails(self, ticket):
        return self.env["mail.mail"].search(
            [("model", "=", ticket._name), ("res_id", "in", ticket.ids)]
        )

    def _to_customer(self, ticket, address=ADDRESS):
        return self._mails(ticket).filtered(
            lambda m: address
            in (m.email_to or "") + "".join(p.email or "" for p in m.recipient_ids)
        )

    def _confirm_link(self, ticket, address=ADDRESS):
        mail = self._to_customer(ticket, address)[-1:]
        # As it goes out: the key is for whoever reads it there.
        sent = mail._personalize_outgoing_body(
            mail.body_html, partner=mail.recipient_ids[:1]
        )
        body = str(sent)
        return re.search(r"(/complaint/confirm/[\w-]+)", body).group(1)

    def _confirm(self, ticket, mine="yes", address=ADDRESS):
        path = self._confirm_link(ticket, address)
        tree = html.fromstring(self.url_open(path).text)
        data = {
            field.get("name"): field.get("value")
            for field in tree.xpath("//form//input[@type='hidden']")
        }
        return self.url_open(path, data={**data, "mine": mine})
