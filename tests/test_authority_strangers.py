from odoo.tests import HttpCase
from odoo.tools import mute_logger

from .common.attacks import STEPS, AttackCommon


class TestAttackStrangers(AttackCommon, HttpCase):
    """Customers and plain colleagues, over the door of the web client."""

    def _assert_door_closed(self, login, error):
        remedy = self._request()
        waiting = {"model": "complaint.remedy", "kwargs": {}, "args": [remedy.ids]}
        self.authenticate(login, login)
        for method in (
            *STEPS,
            "action_request",
            "action_refuse",
            "action_cancel",
            "read",
        ):
            with self.subTest(method), self.assertRaisesRegex(Exception, error):
                self.make_jsonrpc_request(
                    f"/web/dataset/call_kw/complaint.remedy/{method}",
                    {**waiting, "method": method},
                )
        self.env.invalidate_all()
        self.assertEqual(remedy.state, "to_approve")

    @mute_logger("odoo.http")
    def test_customer_decides_on_nothing(self):
        self._assert_door_closed("portal_user", "AccessError|not allowed")

    @mute_logger("odoo.http")
    def test_plain_colleague_decides_on_nothing(self):
        self._assert_door_closed("employee_user", "AccessError|not allowed")

    @mute_logger("odoo.http")
    def test_portal_page_of_the_parent_decides_on_nothing(self):
        remedy = self._request()
        self.ticket.sudo().partner_id = self.portal.partner_id
        self.authenticate("portal_user", "portal_user")
        data = {"ticket_id": self.ticket.id, "state": "approved", "stage_id": 1}
        data |= {"complaint_remedy_ids": f"[[1,{remedy.id},{{'state':'approved'}}]]"}
        for url in ("/ticket/close", "/submitted/ticket"):
            self.url_open(url, data={**data, "csrf_token": "x"})
        self.env.invalidate_all()
        self.assertEqual(
            (remedy.state, len(self.ticket.complaint_remedy_ids)), ("to_approve", 1)
        )
