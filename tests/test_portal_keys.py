from odoo import http
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.controllers.portal_steps import (
    ComplaintPortalSteps,
)
from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.portal_steps import PageCommon

STEP = "_complaint_step_"
STEPS = sorted(
    name.removeprefix(STEP)
    for name in dir(ComplaintPortalSteps)
    if name.startswith(STEP)
)


class KeysCase(PageCommon):
    """Steps as a script sends them, whatever the page offers."""

    def _step(self, step, **data):
        data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(self._url(step), data=data, allow_redirects=False)


class TestKeyIsProven(KeysCase):
    """Whether a visitor holds the key is asked of the key, whoever is logged in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.refund, cls.other = cls._offer(20, 30)
        # May read it, as people of a parent company may, and does not follow.
        cls.reader = new_test_user(
            cls.env, "reader_user", groups="base.group_portal", name="Reader"
        )
        vals = {"res_model": cls.ticket._name, "res_id": cls.ticket.id}
        cls.env["mail.followers"].create(
            {**vals, "partner_id": cls.reader.partner_id.id}
        )
        cls.foreign = cls._create_complaint(partner_id=cls.stranger.id).sudo()
        cls.wrong = ("x", "é", "\0", "%", cls.foreign._portal_ensure_token())

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_no_other_string_lets_a_reader_speak_for_the_customer(self):
        self.assertGreater(len(STEPS), 5)
        self.authenticate("reader_user", "reader_user")
        offer = {
            "remedy_id": self.refund.id,
            "offer_number": self.refund.offer_number,
            "reason": "I want it",
            "body": "I was here",
            "satisfaction": "satisfied",
        }
        for key in self.wrong:
            for step in STEPS:
                with self.subTest(step, key=key):
                    before = self._snapshot()
                    page = self._step(step, access_token=key, **offer)
                    self.assertEqual(page.status_code, 303)
                    self.assertNotIn("access_token", page.headers["Location"])
                    self.assertEqual(self._snapshot(), before)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_no_other_string_is_passed_on_or_breaks_the_page(self):
        for login in ("reader_user", None):
            self.authenticate(login, login)
            for key in self.wrong:
                with self.subTest(login, key=key):
                    for path in ("my/complaint", "my/ticket"):
                        page = self.url_open(
                            f"/{path}/{self.ticket.id}", params={"access_token": key}
                        )
                        self.assertLess(page.status_code, 500)
                        self.assertNotIn(f"access_token={key}", page.text)
                        if page.history:
                            self.assertNotIn("access_token", page.url)

    def test_the_key_of_an_old_link_stays_with_the_customer(self):
        page = self.url_open(
            f"/my/ticket/{self.ticket.id}?access_token={self.token}",
            allow_redirects=False,
        )
        self.assertIn(self.token, page.headers["Location"])
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("no-store", page.headers["Cache-Control"])

    def test_a_reader_who_holds_the_key_speaks_for_the_customer(self):
        self.authenticate("reader_user", "reader_user")
        self._post("accept", self.token, remedy_id=self.refund.id)
        self.assertEqual(self.refund.state, "accepted")


class TestKeyLeadsNoFurther(KeysCase):
    """An open complaint, closed long ago, that a confidential one continues."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint.action_withdraw("Fine")
        own_hand(cls.ticket).complaint_closed_at = "2020-01-01 09:00:00"
        cls.later = cls._create_complaint(
            complaint_origin_id=cls.ticket.id, complaint_confidential=True
        ).sudo()
        # Kept alike by the model; here one was made confidential by other means.
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE helpdesk_ticket SET complaint_confidential = NULL WHERE id = %s",
            [cls.ticket.id],
        )
        cls.ticket.invalidate_recordset(["complaint_confidential"])
        cls.token = cls.ticket._portal_ensure_token()
        cls.secret = cls.later._portal_ensure_token()

    def _reopen(self, login, token=""):
        self.authenticate(login, login)
        before = self._snapshot(self.later)
        page = self._step("reopen", access_token=token, reason="hm")
        return page.headers["Location"], self._snapshot(self.later) != before

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_but_the_complainant_by_login_comes_to_the_confidential_one(self):
        self.assertEqual(self.ticket._complaint_continuation(), self.later)
        for login, token in (
            ("portal_user", ""),
            ("portal_user", "x"),
            ("portal_user", self.token),
            (None, self.token),
        ):
            with self.subTest(login, token=token):
                where, changed = self._reopen(login, token)
                self.assertFalse(changed)
                self.assertNotIn(self.secret, where)
                self.assertIn(f"/my/complaint/{self.ticket.id}", where)

    def test_the_complainant_comes_to_it_and_gets_no_key_that_was_not_proven(self):
        for token in ("", "x", self.token):
            where, _changed = self._reopen("jane_user", token)
            self.assertIn(f"/my/complaint/{self.later.id}", where)
            self.assertNotIn("access_token", where)

    def test_the_key_leads_from_a_confidential_one_to_the_next(self):
        self.ticket.complaint_confidential = True
        where, _changed = self._reopen(None, self.ticket.access_token)
        self.assertIn(self.secret, where)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_colleague_of_theirs_does_not_reopen_the_confidential_one(self):
        self.later.with_user(self.handler).action_withdraw("Fine")
        for login, token in (("portal_user", ""), (None, self.token)):
            _where, changed = self._reopen(login, token)
            self.assertFalse(changed, login)
        _where, changed = self._reopen("jane_user")
        self.assertTrue(changed)
