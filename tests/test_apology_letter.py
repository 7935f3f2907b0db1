import base64
from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user
from odoo.tools import mute_logger

from .common import ROLES, ComplaintCommon

MONDAY = datetime(2026, 3, 2, 9)
TUESDAY = datetime(2026, 3, 3, 9)
SCAN = base64.b64encode(b"%PDF-1.4 signed copy")


@freeze_time(MONDAY)
class LetterByHandCase(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint()
            cls.letter = cls._create_apology(
                cls.ticket, channel="letter", body="<p>We are sorry.</p>"
            )
            cls.letter.action_send()

    def _dialog(self, user=None, **vals):
        dialogs = self.env["complaint.apology.hand.over"].with_user(
            user or self.handler
        )
        return dialogs.create({"apology_id": self.letter.id, **vals})


class TestLetterOnTheDesk(LetterByHandCase):
    def test_finished_letter_is_final_and_kept(self):
        self.assertEqual((self.letter.state, self.letter.sent_at), ("sent", MONDAY))
        self.assertTrue(self.letter.attachment_id)

    def test_letter_on_the_desk_is_no_apology_given(self):
        self.assertFalse(self.ticket.complaint_apologised_at)
        self.assertFalse(self.ticket.complaint_interaction_ids)

    def test_stage_asks_for_the_letter_to_be_handed_over(self):
        self._create_interaction(self.ticket, purpose="first_contact")
        gap = self.ticket._complaint_gap_apology()
        self.assertIn("handed over", gap)
        self.assertEqual(self.ticket.complaint_next_step, "apologise")
        self.letter.action_hand_over()
        self.assertFalse(self.ticket._complaint_gap_apology())
        self.assertNotEqual(self.ticket.complaint_next_step, "apologise")


class TestHandOver(LetterByHandCase):
    @freeze_time(TUESDAY)
    def test_handing_over_gives_the_apology(self):
        self.letter.action_hand_over()
        self.assertEqual(self.letter.handed_over_at, TUESDAY)
        self.assertEqual(self.ticket.complaint_apologised_at, TUESDAY)
        exchange = self.ticket.complaint_interaction_ids
        self.assertEqual((exchange.purpose, exchange.channel), ("apology", "letter"))
        self.assertEqual(exchange.date, TUESDAY)

    @freeze_time(TUESDAY)
    def test_dialog_keeps_the_signed_copy_on_the_complaint(self):
        action = self.letter.action_open_hand_over()
        model = self.env["complaint.apology.hand.over"].with_user(self.handler)
        dialog = model.with_context(**action["context"]).create(
            {"scan": SCAN, "scan_name": "signed.pdf"}
        )
        dialog.action_apply()
        scan = self.letter.scan_id
        self.assertEqual((scan.name, scan.datas), ("signed.pdf", SCAN))
        self.assertEqual(
            (scan.res_model, scan.res_id), (self.ticket._name, self.ticket.id)
        )

    @freeze_time(TUESDAY)
    @mute_logger("odoo.addons.base.models.ir_attachment")
    def test_signed_copy_is_immutable_as_letters_are(self):
        self._dialog(scan=SCAN).action_apply()
        scan = self.letter.scan_id
        for user in (self.handler, self.manager):
            with self.subTest(user.name), self.assertRaises(UserError):
                scan.with_user(user).raw = b"Other"
            with self.subTest(user.name), self.assertRaises(UserError):
                scan.with_user(user).unlink()

    @freeze_time(TUESDAY)
    def test_scan_may_follow_once(self):
        self.letter.action_hand_over()
        self._dialog(scan=SCAN).action_apply()
        self.assertEqual(self.letter.scan_id.datas, SCAN)
        self.assertEqual(len(self.ticket.complaint_interaction_ids), 1)
        with self.assertRaises(UserError):
            self._dialog(scan=SCAN).action_apply()

    @freeze_time(TUESDAY)
    def test_letter_is_handed_over_once(self):
        self.letter.action_hand_over()
        with freeze_time("2026-03-04 09:00"), self.assertRaises(UserError):
            self.letter.action_hand_over()
        self.assertEqual(self.letter.handed_over_at, TUESDAY)

    @freeze_time(TUESDAY)
    def test_letter_is_handed_over_after_it_was_written_and_not_in_the_future(self):
        for date in ("2026-03-02 08:59:00", "2026-03-03 09:01:00"):
            with self.subTest(date), self.assertRaises(UserError):
                self._dialog(date=date).action_apply()
        self._dialog(date="2026-03-02 17:00:00").action_apply()
        self.assertEqual(self.letter.handed_over_at, datetime(2026, 3, 2, 17))

    def test_only_a_finished_letter_is_handed_over(self):
        draft = self._create_apology(self.ticket, channel="letter")
        mail = self._create_apology(self.ticket, channel="email", body="<p>Sorry</p>")
        mail.action_send()
        for apology in (draft, mail):
            with self.subTest(apology.channel), self.assertRaises(UserError):
                apology.action_hand_over()

    def test_uploaded_page_is_kept_as_text_and_runs_nowhere(self):
        html = base64.b64encode(b"<script>alert(1)</script>")
        self._dialog(scan=html, scan_name="scan.html").action_apply()
        self.assertEqual(self.letter.scan_id.mimetype, "text/plain")


class TestHandOverRights(LetterByHandCase):
    def test_nobody_chooses_the_file_or_the_time_directly(self):
        foreign = self.env["ir.attachment"].create({"name": "Payroll", "raw": b"x"})
        for vals in (
            {"scan_id": foreign.id},
            {"handed_over_at": MONDAY},
            {"attachment_id": foreign.id},
        ):
            for user in (self.handler, self.manager):
                with self.subTest(vals), self.assertRaises(UserError):
                    self.letter.with_user(user).write(vals)
                with self.subTest(vals), self.assertRaises(AccessError):
                    self._create_apology(self.ticket, user, **vals)

    def test_what_was_added_stays_even_for_superuser_code(self):
        self.letter._hand_over(MONDAY, SCAN, "signed.pdf")
        for vals in ({"handed_over_at": False}, {"scan_id": False}):
            with self.subTest(vals), self.assertRaises(UserError):
                self.letter.sudo().write(vals)

    def test_copy_of_a_letter_handed_over_is_a_draft_on_the_desk_of_nobody(self):
        self.letter._hand_over(MONDAY, SCAN, "signed.pdf")
        copy = self.letter.copy()
        self.assertEqual(copy.state, "draft")
        for name in ("handed_over_at", "scan_id", "attachment_id", "sent_at"):
            self.assertFalse(copy[name])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_letter_of_a_complaint_out_of_sight_is_not_handed_over(self):
        stranger = new_test_user(
            self.env, "stranger_handler", groups=ROLES["handler"], name="Stranger"
        )
        with self.assertRaises(AccessError):
            self.letter.with_user(stranger).action_hand_over()
        with self.assertRaises(AccessError):
            self._dialog(stranger, scan=SCAN).action_apply()
        self.assertFalse(self.letter.handed_over_at)
