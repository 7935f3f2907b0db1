"""Real requests, as customers send them, with our patch of a door and without it."""

# pylint: disable=translation-required
# pylint-odoo spares tests right in tests/ only.

from contextlib import contextmanager

from odoo import http
from odoo.tests import HttpCase, new_test_user

from .complaint import ComplaintCommon

MENDED = "The parent has mended it: drop our patch of it, and this test."


class DoorsCase(HttpCase, ComplaintCommon):
    """A customer, a colleague of theirs, and a customer of another company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jane = cls._portal_user("jane_user", cls.customer_company)
        cls.colleague = cls._portal_user("colleague_user", cls.customer_company)
        cls.other_company = cls.env["res.partner"].create(
            {"name": "Deco Addict", "is_company": True, "email": "info@deco.example"}
        )
        cls.other = cls._portal_user("other_user", cls.other_company)
        cls.done = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")

    @classmethod
    def _portal_user(cls, login, company):
        user = new_test_user(
            cls.env, login, groups="base.group_portal", email=f"{login}@client.example"
        )
        user.partner_id.parent_id = company
        return user

    def _log_in(self, user):
        self.authenticate(user and user.login, user and user.login)

    def _write_on_page(self, ticket, body):
        """Write ``body`` in the conversation of the page; return the message."""
        told = self.make_jsonrpc_request(
            "/mail/message/post",
            {
                "thread_model": ticket._name,
                "thread_id": ticket.id,
                "post_data": {"body": body, "message_type": "comment"},
            },
        )
        return self.env["mail.message"].sudo().browse(told["message_id"])

    def _post_form(self, url, **data):
        """Send a form with its csrf token; where it leads to is not followed."""
        data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(url, data=data, allow_redirects=False)

    @contextmanager
    def _without(self, cls, *names):
        """Take our methods ``names`` away from the class: the parent's remain."""
        taken = {name: cls.__dict__[name] for name in names}
        for name in taken:
            delattr(cls, name)
        self.env.registry.clear_cache("routing")
        try:
            yield
        finally:
            for name, method in taken.items():
                setattr(cls, name, method)
            self.env.registry.clear_cache("routing")

    def _attach(self, ticket, user=None, name="Plan.txt", content=b"PLAN"):
        return (
            self.env["ir.attachment"]
            .with_user(user or self.handler)
            .sudo()
            .create(
                {
                    "name": name,
                    "raw": content,
                    "res_model": ticket._name,
                    "res_id": ticket.id,
                }
            )
        )

    def _note(self, ticket, subtype="mail.mt_note", **vals):
        """Post a message with a file on the ticket, as the handler does."""
        file = self._attach(ticket)
        vals = {"body": "See the plan", "subtype_xmlid": subtype, **vals}
        ticket.with_user(self.handler).message_post(
            message_type="comment", attachment_ids=file.ids, **vals
        )
        return file
