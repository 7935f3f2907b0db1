"""Meetings, and other records of other apps, that are about a complaint."""

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common.cascade import CascadeRules
from .common.names import QUIET, NamesCommon
from .common.secret import SECRET, SecretCommon
from .test_data_protection import DataProtectionCommon


class TestCascadeAmongOthers(CascadeRules, SecretCommon):
    """Links that calendars and other apps give a to-do."""

    def test_nobody_points_what_stays_at_something_they_may_delete(self):
        seen = super().test_nobody_points_what_stays_at_something_they_may_delete()
        self.assertIn(("mail.activity", "calendar_event_id"), seen)
        return seen

    @mute_logger(*QUIET)
    def test_todo_of_a_deadline_does_not_go_with_a_meeting(self):
        todo = self._held()["mail.activity"]
        for person in (todo.user_id, self.agent_all):
            events = self.env["calendar.event"].with_user(person)
            vals = {
                "name": "x",
                "start": "2030-01-02 09:00:00",
                "stop": "2030-01-02 10:00:00",
            }
            event = events.create(vals)
            for way in (
                lambda event=event: event.write({"activity_ids": [(4, todo.id)]}),
                lambda events=events, vals=vals: events.create(
                    {**vals, "activity_ids": [(4, todo.id)]}
                ),
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    way()
            event.unlink()
        self.assertTrue(todo.exists())

    def test_todo_by_hand_becomes_a_meeting(self):
        todo = self.ticket.sudo().activity_schedule(
            "mail.mail_activity_data_meeting", user_id=self.agent_all.id
        )
        event = self.env["calendar.event"].with_user(self.agent_all)
        event = event.create(
            {
                "name": "x",
                "start": "2030-01-02 09:00:00",
                "stop": "2030-01-02 10:00:00",
                "activity_ids": [(6, 0, todo.ids)],
            }
        )
        self.assertEqual(todo.calendar_event_id, event)


class TestMeetings(NamesCommon):
    """A meeting on a complaint is for who may read that, and for who takes part."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.event = cls._meet(cls.ticket)
        cls.belonging.append(cls.event)

    @classmethod
    def _meet(cls, record):
        events = cls.env["calendar.event"].with_user(cls.agent_all).sudo()
        return events.create(
            {
                "name": f"{SECRET} meeting",
                "description": SECRET,
                "start": "2030-01-02 09:00:00",
                "stop": "2030-01-02 10:00:00",
                "res_model_id": cls.env["ir.model"]._get_id(record._name),
                "res_id": record.id,
            }
        ).with_env(cls.env)

    @mute_logger(*QUIET)
    def test_nobody_is_told_of_it_who_may_not_read_the_complaint(self):
        domain = [("res_model", "=", "helpdesk.ticket")]
        names = ["name", "description", "res_id", "partner_ids", "user_id", "start"]
        self.assertEqual(self.event.res_model, "helpdesk.ticket")
        for who, person in self.strangers.items():
            for method, args in (
                ("search_read", [domain, names]),
                ("read", [self.event.ids, names]),
                ("search_count", [[("name", "ilike", SECRET)]]),
                ("formatted_read_group", [domain, ["res_id"], ["__count"]]),
                ("write", [self.event.ids, {"name": "x"}]),
                ("unlink", [self.event.ids]),
            ):
                answer = self._ask(person, "calendar.event", method, *args)
                with self.subTest(who, method=method):
                    self._assert_silent(answer)
                    self.assertTrue(not answer or isinstance(answer, Exception), answer)
            self.env.invalidate_all()
            with self.subTest(who):
                self._assert_silent(self.event.with_user(person).sudo().display_name)
        self.assertTrue(self.event.exists())

    def test_nor_of_one_on_what_was_a_complaint_or_is_about_a_colleague(self):
        unmarked = self._create_complaint()
        unmarked.action_unmark_complaint()
        about = self._create_ticket(complaint_about_user_id=self.manager.id)
        events = self._meet(unmarked.sudo()) | self._meet(about.sudo())
        domain = [("id", "in", events.ids)]
        for person, told in (
            (self.employee, events.browse()),
            (self.manager, events[0]),
            (self.agent_all, events),
        ):
            with self.subTest(person.login):
                self.assertEqual(events.with_user(person).search(domain), told)

    def test_who_takes_part_is_told_to_who_is_told_of_it(self):
        attendees = self.env["calendar.attendee"]
        invited = {"event_id": self.event.id, "partner_id": self.customer.id}
        attendee = attendees.sudo().create(invited)
        self.env.invalidate_all()
        domain = [("id", "=", attendee.id)]
        for who, person in self.strangers.items():
            found = attendees.with_user(person)
            with self.subTest(who):
                if found.has_access("read"):
                    self.assertFalse(found.search_count(domain))
                self.assertFalse(attendee.with_user(person).has_access("read"))
        self.assertTrue(attendees.with_user(self.agent_all).search(domain))

    def test_who_follows_it_is_told_to_who_is_told_of_it(self):
        plain = self._meet(self.env["res.partner"].create({"name": "P"}))
        self.event.sudo().message_subscribe(self.customer.ids)
        plain.sudo().message_subscribe(self.customer.ids)
        followers = self.env["mail.followers"]
        for event in (self.event, plain):
            domain = [("res_model", "=", event._name), ("res_id", "=", event.id)]
            self.assertTrue(followers.with_user(self.agent_all).search(domain))
            for who, person in self.strangers.items():
                with self.subTest(who, event=event):
                    theirs = followers.with_user(person)
                    if not theirs.has_access("read"):
                        continue
                    shown = person._is_internal() and event == plain
                    self.assertEqual(bool(theirs.search(domain)), shown)

    @mute_logger(*QUIET)
    def test_nobody_is_found_by_a_meeting_they_are_not_told_of(self):
        """By each link that leads to meetings, and by its ids."""
        self.event.sudo().partner_ids += self.customer
        links = [
            (model, name)
            for model in self.env.values()
            if not (model._abstract or model._transient)
            for name, field in model._fields.items()
            if field.comodel_name == "calendar.event"
            and field.type in ("one2many", "many2many")
            and (field.store or field.inherited)
        ]
        self.assertLessEqual(
            {("res.partner", "meeting_ids"), ("res.users", "meeting_ids")},
            {(model._name, name) for model, name in links},
        )
        for model, name in links:
            everybody = model.sudo().search([(name, "in", self.event.ids)])
            for who, person in self.strangers.items():
                mine = model.with_user(person)
                if not mine.has_access("read"):
                    continue
                for operator, value in (("in", self.event.ids), ("=", self.event.id)):
                    found = self._ask(
                        person, model._name, "search", [(name, operator, value)]
                    )
                    with self.subTest(who, link=f"{model._name}.{name}"):
                        ids = [] if isinstance(found, Exception) else found
                        self.assertFalse(set(ids) & set(everybody.ids))
        partners = self.env["res.partner"].with_user(self.agent_all)
        domain = [("meeting_ids", "in", self.event.ids)]
        self.assertIn(self.customer, partners.search(domain))

    @mute_logger(*QUIET)
    def test_no_form_tells_its_name(self):
        for who, person in self.strangers.items():
            for asker in self._askers(person):
                answer = self._ask_for_name(person, asker, self.event)
                with self.subTest(who, asker=asker):
                    self._assert_silent(answer)

    def test_who_may_read_the_complaint_or_takes_part_reads_it(self):
        self.event.sudo().partner_ids += self.employee.partner_id
        for person in (self.agent_all, self.manager, self.employee):
            self.env.invalidate_all()
            [told] = self.event.with_user(person).read(["name"])
            with self.subTest(person.login):
                self.assertIn(SECRET, told["name"])
                found = self.env["calendar.event"].with_user(person)
                self.assertTrue(found.search([("id", "=", self.event.id)]))

    def test_meetings_about_plain_tickets_and_others_are_as_in_odoo(self):
        plain = self._create_ticket(self.handler)
        for record in (plain, self.env["res.partner"].create({"name": "P"})):
            event = self._meet(record).with_user(self.employee)
            self.env.invalidate_all()
            with self.subTest(record._name):
                self.assertTrue(event.read(["name"])[0]["name"])
                self.assertTrue(event.search([("id", "=", event.id)]))

    def test_searching_meetings_costs_no_query_more(self):
        events = self.env["calendar.event"].with_user(self.employee)
        events.search([("name", "=", "x")])
        with self.assertQueryCount(1):
            events.search([("name", "=", "y")])


class TestNamesAmongOthers(NamesCommon):
    """All forms there are with other apps beside ours."""

    @mute_logger(*QUIET)
    def test_no_form_tells_a_name_by_model_and_id(self):
        for who, person in self.strangers.items():
            for asker in self._askers(person):
                for record in self._kept(person):
                    answer = self._ask_for_name(person, asker, record)
                    with self.subTest(who, asker=asker, model=record._name):
                        self._assert_silent(answer)


class TestWordsOnMeetings(SecretCommon):
    def test_one_word_on_a_meeting_keeps_nobody_from_searching(self):
        """The calendar looks into each meeting to say who reads what is said there."""
        meeting = self.env["calendar.event"].create(
            {
                "name": SECRET,
                "start": "2030-01-02 09:00:00",
                "stop": "2030-01-02 10:00:00",
                "res_model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "res_id": self.ticket.id,
            }
        )
        word = meeting.message_post(body=SECRET)
        for user in (self.employee, self.outsider, self.sales):
            messages = self.env["mail.message"].with_user(user)
            with self.subTest(user.name):
                self.assertNotIn(word, messages.search([]))
                domain = [("model", "=", "calendar.event"), ("res_id", "=", meeting.id)]
                self.assertFalse(messages.search(domain))


class TestErasedMeetings(DataProtectionCommon):
    def test_what_hangs_on_a_meeting_goes_as_well(self):
        """Its conversation, files and who takes part."""
        meeting = self.env["calendar.event"].create(
            {
                "name": "Zaffre",
                "start": "2030-01-01 10:00:00",
                "stop": "2030-01-01 11:00:00",
                "res_model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "res_id": self.ticket.id,
                "partner_ids": self.customer.ids,
            }
        )
        message = meeting.message_post(body="Zaffre")
        attendee = meeting.attendee_ids.filtered(lambda a: a.email)[:1]
        self.assertTrue(attendee)
        self._close()
        self._anonymise()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertNotIn("Zaffre", f"{message.body}{meeting.name}")
        self.assertFalse(attendee.exists(), "it was theirs alone")
