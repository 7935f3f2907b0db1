from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user

from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.addons.complaint_recovery.models.life.first_hour import Check

from .common import ComplaintCommon

PIXEL = b"R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs="


@freeze_time("2026-03-02 09:00")
class FirstHourCase(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.email = "manager@company.example"
        cls.admin = new_test_user(
            cls.env,
            "admin_user",
            groups="base.group_system,helpdesk_mgmt.group_helpdesk_manager",
            email="admin@company.example",
        )

    def _hour(self, user=None):
        return self.env["complaint.first.hour"].with_user(user or self.manager)

    def _lines(self, user=None):
        self.env.invalidate_all()
        told = self._hour(user).retrieve_first_hour()
        return {line["key"]: line for line in told["lines"]}


class TestFirstHour(FirstHourCase):
    """The lines tick themselves off by looking, and nobody has to tick one."""

    def test_each_line_says_why_and_has_a_button_for_an_administrator(self):
        for key, line in self._lines(self.admin).items():
            with self.subTest(key):
                self.assertTrue(line["name"] and line["why"].endswith("."))
                self.assertTrue(line["button"])

    def test_each_button_does_something(self):
        hour = self._hour(self.admin)
        for key in self._lines(self.admin):
            if key in ("mail_in", "mail_out", "trial"):
                continue  # They have tests of their own.
            with self.subTest(key):
                action = hour.action_first_step(key)
                self.assertIn(action["res_model"], self.env)

    def test_what_odoo_leaves_to_administrators_has_no_button_for_a_manager(self):
        line = self._lines()["company"]
        self.assertEqual((line["button"], line["for_admin"]), ("", True))
        with self.assertRaises(AccessError):
            self._hour().action_first_step("company")

    def test_only_those_who_set_it_up_are_asked_to(self):
        for user in (self.handler, self.leader, self.director, self.sales, self.portal):
            hour = self._hour(user)
            self.assertFalse(hour._is_for_me())
            for call in (
                hour.retrieve_first_hour,
                lambda hour=hour: hour.action_first_step("trial"),
                lambda hour=hour: hour.action_first_tick("trial"),
                hour.action_first_put_away,
                hour.action_first_bring_back,
            ):
                with self.assertRaises(AccessError):
                    call()

    def test_my_day_of_a_handler_is_asked_nothing_more(self):
        day = self.env["helpdesk.ticket.team"].with_user(self.handler)
        self.assertFalse(day.retrieve_complaint_day()["sets_up"])
        self._hour(self.handler)._is_for_me()
        with self.assertQueryCount(0):
            self._hour(self.handler)._is_for_me()

    def test_lines_tick_themselves_off(self):
        company = self.company
        company.write({"complaint_director_id": False, "phone": False})
        before = self._lines()
        for key in ("limits", "director", "redress", "company"):
            self.assertFalse(before[key]["done"], key)
        self.assertTrue(before["people"]["done"])
        company.write(
            {
                "name": "Kettles & Co",
                "phone": "+32 2 555 01 00",
                "logo": PIXEL,
                "complaint_director_id": self.director.id,
                "complaint_redress": "The ombudsman",
            }
        )
        authority = self.env["complaint.authority"].search([], limit=1)
        authority.with_user(self.manager).amount = 60
        after = self._lines()
        for key in ("limits", "director", "redress", "company"):
            self.assertTrue(after[key]["done"], key)
        self.team.user_id = False
        self.assertFalse(self._lines()["people"]["done"])

    def test_second_language_ticks_the_languages(self):
        self.assertFalse(self._lines()["languages"]["done"])
        self.env["res.lang"]._activate_lang("fr_FR")
        self.assertTrue(self._lines()["languages"]["done"])

    def test_line_is_right_as_it_is_where_somebody_says_so(self):
        self._hour().action_first_tick("languages")
        line = self._lines()["languages"]
        self.assertEqual((line["done"], line["by_hand"]), (True, True))
        self._hour().action_first_tick("languages", False)
        self.assertFalse(self._lines()["languages"]["done"])

    def test_put_away_is_put_away_until_the_settings_bring_it_back(self):
        self._hour().action_first_put_away()
        self.assertFalse(self._lines())
        settings = self.env["complaint.settings"].with_user(self.manager)
        settings.create({}).action_first_hour()
        self.assertTrue(self._lines())

    def test_each_company_has_its_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids |= other
        self._hour().action_first_put_away()
        there = self._hour().with_company(other).retrieve_first_hour()
        self.assertTrue(there["lines"])

    def test_another_addon_adds_a_line(self):
        model = type(self.env["complaint.first.hour"])
        ours = model._get_checks
        more = {"depot": Check("A depot", "Why.", "_first_has_director")}
        with patch.object(model, "_get_checks", lambda m: {**ours(m), **more}):
            line = self._lines()["depot"]
        self.assertEqual((line["done"], line["button"]), (True, ""))


class TestFirstMail(FirstHourCase):
    """A test mail to oneself, and one that comes back by the team's address."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].create({"name": "company.example"})
        cls.company.write({"alias_domain_id": domain.id, "email": "us@company.example"})
        cls.team.write({"alias_name": "wrong", "alias_domain_id": domain.id})
        cls.env["ir.mail_server"].create({"name": "Out", "smtp_host": "out.example"})

    def _send(self, key, fails=None):
        """Press the button, and return what it says and the mails that left."""
        sent, server = [], type(self.env["ir.mail_server"])

        def send_email(_self, message, *_args, **_kw):
            if fails:
                raise fails
            sent.append(message)
            return message["Message-Id"]

        # No mail server is at hand: what it would be given is.
        with patch.object(server, "send_email", send_email):
            answer = self._hour().action_first_step(key)
        return answer["params"], sent

    def test_without_a_server_the_button_sets_one_up(self):
        self.env["ir.mail_server"].search([]).unlink()
        self.env["mail.notification"].search([]).unlink()
        self.assertTrue(self._lines()["mail_out"]["for_admin"])
        action = self._hour(self.admin).action_first_step("mail_out")
        self.assertEqual(action["res_model"], "ir.mail_server")

    def test_mail_to_oneself_ticks_what_goes_out(self):
        self.env["mail.notification"].search([]).unlink()
        self.assertFalse(self._lines()["mail_out"]["done"])
        said, (mail,) = self._send("mail_out")
        self.assertEqual(mail["To"], "manager@company.example")
        self.assertIn("us@company.example", said["message"])
        self.assertTrue(self._lines()["mail_out"]["done"])

    def test_mail_that_does_not_leave_says_why_and_ticks_nothing(self):
        self.env["mail.notification"].search([]).unlink()
        for fails in (
            OSError("No answer"),
            MailDeliveryException("Failed", "No answer"),
        ):
            said, _sent = self._send("mail_out", fails=fails)
            self.assertIn("No answer", said["message"])
            self.assertFalse(self._lines()["mail_out"]["done"])

    def test_mail_that_comes_back_ticks_what_comes_in_and_opens_nothing(self):
        _said, (mail,) = self._send("mail_in")
        self.assertEqual(mail["To"], "wrong@company.example")
        self.assertFalse(self._lines()["mail_in"]["done"])
        before = self.env["helpdesk.ticket"].search_count([])
        self.env["mail.thread"].message_process(None, mail.as_bytes())
        self.assertTrue(self._lines()["mail_in"]["done"])
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), before)

    def test_mail_that_is_back_before_what_sent_it_is_stored_ticks_the_line(self):
        """A mail server of the house hands it in while we still wait for its answer."""
        with self.env.cr.savepoint() as sending:
            _said, (mail,) = self._send("mail_in")
            sending.rollback()
        self.env.invalidate_all()
        self.env["mail.thread"].message_process(None, mail.as_bytes())
        self.assertTrue(self._lines()["mail_in"]["done"])

    def test_mail_that_only_looks_like_the_test_ticks_nothing(self):
        _said, (mail,) = self._send("mail_in")
        company, random, _mark = mail["Message-Id"].split("@")[0].rsplit("-", 2)
        # Python reads no number of so many digits.
        endless = f"<complaint-probe-{'1' * 5000}-{random}-{'0' * 32}"
        for forged in (f"{company}-{random}-{'0' * 32}", "<complaint-probe-1", endless):
            mail.replace_header("Message-Id", f"{forged}@company.example>")
            self.env["mail.thread"].message_process(None, mail.as_bytes())
            self.assertFalse(self._lines()["mail_in"]["done"])

    def test_without_an_address_the_button_leads_to_the_teams(self):
        self.team.alias_name = False
        action = self._hour().action_first_step("mail_in")
        self.assertEqual(action["res_model"], "helpdesk.ticket.team")


class TestTrial(FirstHourCase):
    """A complaint played through to see how it goes leaves nothing behind."""

    def _begin(self):
        self._hour().action_first_step("trial")
        return self.company.complaint_trial_id

    def test_trial_is_played_to_its_end_and_removed(self):
        trial = self._begin()
        self.assertTrue(trial.is_complaint)
        self.assertEqual(trial.user_id, self.manager)
        self.assertEqual(self._lines()["trial"]["button"], "Go on with it")
        mine = trial.with_user(self.manager)
        mine.complaint_severity_id = self.normal
        customer = trial.partner_id
        self._create_interaction(trial, self.manager, purpose="first_contact")
        self._create_apology(trial, self.manager).action_send()
        mine.action_resolve()
        self._create_interaction(
            trial, self.manager, purpose="follow_up", satisfaction="satisfied"
        )
        self.assertTrue(trial.complaint_closed_at)
        self.assertEqual(self._lines()["trial"]["button"], "Remove it again")
        self._hour().action_first_step("trial")
        self.assertFalse((trial | self.company.complaint_trial_id).exists())
        self.assertFalse(customer.exists())
        self.assertTrue(self._lines()["trial"]["done"])

    def test_trial_in_which_somebody_outside_heard_a_word_stays(self):
        trial = self._begin()
        customer = trial.partner_id
        mine = trial.with_user(self.manager)
        mine.partner_id = self.customer
        trial.message_post(
            body="We are sorry.",
            partner_ids=self.customer.ids,
            subtype_xmlid="mail.mt_comment",
        )
        mine.partner_id = customer
        with self.assertRaisesRegex(UserError, "no trial any more"):
            self._hour()._first_remove_trial()
        self.assertTrue(trial.exists())

    def test_trial_that_became_somebodys_complaint_stays(self):
        trial = self._begin()
        trial.partner_id.email = "outside@elsewhere.example"
        with self.assertRaisesRegex(UserError, "no trial any more"):
            self._hour()._first_remove_trial()
        trial.partner_id.email = self.manager.email
        trial.with_user(self.manager).partner_id = self.customer
        with self.assertRaisesRegex(UserError, "no trial any more"):
            self._hour()._first_remove_trial()
        self.assertTrue(trial.exists())


class TestHolidays(FirstHourCase):
    """The days on which no deadline counts."""

    def _dialog(self, country="BE"):
        dialogs = self.env["complaint.holidays"].with_user(self.admin)
        form = Form(dialogs)
        form.country_id = self.env["res.country"].search([("code", "=", country)])
        return form

    def test_days_to_come_are_proposed_by_the_country(self):
        dates = self._dialog().save().line_ids.mapped("date")
        self.assertIn(date(2026, 12, 25), dates)
        self.assertIn(date(2027, 1, 1), dates)
        self.assertGreaterEqual(min(dates), date(2026, 3, 2))

    def test_days_are_typed_where_nobody_knows_them(self):
        form = self._dialog("")
        self.assertFalse(form.proposes)
        with form.line_ids.new() as line:
            line.date, line.name = "2026-06-21", "Midwinter"
        form.save().action_apply()
        self.assertEqual(self.calendar.global_leave_ids.name, "Midwinter")

    def test_holiday_lasts_a_day_of_the_zone_and_is_entered_once(self):
        self.calendar.tz = "Europe/Brussels"
        for _time in range(2):
            form = self._dialog("")
            with form.line_ids.new() as line:
                line.date, line.name = "2026-12-25", "Christmas"
            form.save().action_apply()
        (day,) = self.calendar.global_leave_ids
        self.assertEqual(day.date_from, datetime(2026, 12, 24, 23))
        self.assertEqual(day.date_to, datetime(2026, 12, 25, 22, 59, 59))

    def test_holidays_tick_the_working_hours(self):
        self.company.country_id = self.env.ref("base.be")
        self.assertFalse(self._lines()["hours"]["done"])
        self._dialog().save().action_apply()
        self.assertTrue(self._lines()["hours"]["done"])
        with freeze_time("2036-03-02"):  # All of them are over.
            self.assertFalse(self._lines()["hours"]["done"])

    def test_only_administrators_enter_them(self):
        for user in (self.manager, self.handler):
            with self.assertRaises(AccessError):
                self.env["complaint.holidays"].with_user(user).create({})
