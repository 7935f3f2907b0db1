"""No message is made on a complaint by a thread that nobody was asked about.

Odoo takes from the caller which record a message belongs to where the method is called
on none. The methods and models are those of the registry, here and with all our addons.
"""

from unittest.mock import patch

from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.models.guard.mail_message import MailMessage

from .common.threads import ThreadsCommon

SILENCED = (
    *("odoo.addons.mail.models.mail_thread", "odoo.addons.base.models.ir_rule"),
    *("odoo.models", "odoo.sql_db", "odoo.addons.base.models.ir_access"),
)


class TestPastTheThread(ThreadsCommon):
    def _notify(self, model, record, user, **words):
        words = {**self._words(record, user), **words}
        names = ("model", "res_id", "partner_ids", "author_id", "email_from", "date")
        names += ("body", "subject", "reply_to", "attachments")
        kwargs = {name: words[name] for name in names}
        return self._attack(self.env[model], "message_notify", kwargs, user)

    def test_all_that_speaks_is_found(self):
        threads = self._threads()
        self.assertLessEqual({"mail.thread", "res.partner", *self.spoken}, set(threads))
        for model in self.spoken:
            self.assertLessEqual(
                {"message_post", "message_notify", "message_mail_with_source"}
                | {"message_post_with_source", "message_subscribe", "message_process"},
                set(self._methods(model)),
            )

    @mute_logger(*SILENCED)
    def test_hole_without_us_a_thread_of_nothing_writes_on_any_complaint(self):
        """What is called does reach Odoo: the rest of this file tries something."""
        nothing = patch.object(
            MailMessage, "_complaint_ensure_posted", lambda self: None
        )
        for user in (self.employee, self.handler):
            with nothing, self.subTest(user.name):
                done, stuck = self._notify("res.partner", self.ticket, user)
                self.assertTrue(done)
                found = {"mail_message", "ir_attachment", "mail_mail"}
                self.assertEqual(stuck, found)

    @mute_logger(*SILENCED)
    def test_a_thread_of_nothing_writes_on_no_complaint(self):
        users = (self.employee, self.sales, self.handler, self.portal)
        stored = [r for r in self.records.values() if not r._transient]
        for model in self._threads():
            # Odoo's composer writes on what has no thread by one of nothing.
            targets = stored if model == "mail.thread" else self.spoken.values()
            for record in targets:
                for user in users:
                    done, stuck = self._notify(model, record, user)
                    with self.subTest(model, on=record._name, user=user.name):
                        self.assertFalse(done or stuck)

    @mute_logger(*SILENCED)
    def test_no_public_method_of_a_thread_of_nothing_leaves_something(self):
        tried = 0
        for user in (self.employee, self.handler):
            words = self._words(self.ticket, user)
            named = {"default_model": self.ticket._name}
            named |= {"default_res_id": self.ticket.id}
            for model in self._threads():
                for name, method in self._methods(model).items():
                    for kwargs in self._calls(method, words):
                        tried += 1
                        args = (self.env[model], name, kwargs, user)
                        _done, stuck = self._attack(*args, **named)
                        with self.subTest(model, method=name, user=user.name):
                            self.assertFalse(stuck)
        self.assertGreater(tried, 500)

    @mute_logger(*SILENCED)
    def test_who_may_not_read_it_says_and_tells_nothing(self):
        tried = 0
        self.ticket.sudo().complaint_about_user_id = self.manager
        self.env.flush_all()
        self.known = self._rows()
        for user in (self.sales, self.manager, self.outsider):
            for record in self.spoken.values():
                if record.with_user(user).has_access("read"):
                    continue
                words = self._words(record, user)
                for name, method in self._methods(record._name).items():
                    for kwargs in self._calls(method, words):
                        tried += 1
                        _done, stuck = self._attack(record, name, kwargs, user)
                        with self.subTest(record._name, method=name, user=user.name):
                            self.assertFalse(stuck)
        self.assertGreater(tried, 150)

    @mute_logger(*SILENCED)
    def test_the_customer_tells_no_colleague_in_our_name(self):
        kwargs = {"body": "x", "partner_ids": self.handler.partner_id.ids}
        done, stuck = self._attack(self.ticket, "message_notify", kwargs, self.portal)
        self.assertFalse(done or stuck)

    def test_a_plain_ticket_is_as_in_odoo(self):
        plain = self._create_ticket()
        for model in ("helpdesk.ticket", "mail.thread"):
            done, _stuck = self._notify(model, plain, self.handler)
            self.assertTrue(done)
