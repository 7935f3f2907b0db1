from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import mute_logger

from .common.secret import SecretCommon

OURS = ("helpdesk.ticket", "complaint.")


class TestByWhom(SecretCommon):
    """Who may not read a complaint is author of nothing on it, whatever they call."""

    def _kept(self, person, since):
        """Return what ``person`` reads of complaints since, for having made it."""
        self.env.flush_all()
        self.cr.precommit.run()
        self.env.invalidate_all()
        own = person.partner_id.id
        theirs = Domain("author_id", "=", own) | Domain("create_uid", "=", person.id)
        messages = self.env["mail.message"].with_user(person)
        found = messages.search(theirs & Domain("id", ">", since))
        return found.sudo().filtered(
            lambda m: (
                (m.model or "").startswith(OURS)
                and not self.env[m.model]
                .browse(m.res_id)
                .with_user(person)
                .has_access("read")
            )
        )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
    def test_no_method_makes_who_may_not_read_it_its_author(self):
        since = self.env["mail.message"].search([], order="id desc", limit=1).id
        called = 0
        for person in (self.suspect, self.outsider, self.employee):
            for record, name in self._public_methods():
                savepoint = self.cr.savepoint()
                try:
                    self._call(record, name, person)
                    called += 1
                    kept = self._kept(person, since).mapped("body")
                except Exception:  # Turned away, for whatever reason.
                    kept = []
                finally:
                    savepoint.close(rollback=True)
                with self.subTest(record._name, method=name, person=person.login):
                    self.assertFalse(kept)
        self.assertTrue(called)

    def test_whatever_our_code_says_for_somebody_it_says_as_the_system(self):
        """The kind itself: each way in which Odoo makes a message of a thread."""
        since = self.env["mail.message"].search([], order="id desc", limit=1).id
        threads = {
            name: record
            for name, record in self.records.items()
            if "message_ids" in record._fields and not record._transient
        }
        self.assertIn("helpdesk.ticket", threads)
        self.assertIn("complaint.remedy", threads)
        told = self.agent_all.partner_id.ids
        for name, record in threads.items():
            for person in (self.suspect, self.outsider, self.employee, self.foreigner):
                for_them = record.with_user(person).sudo()
                if for_them.sudo(False).has_access("read"):
                    continue
                note = for_them._message_log(body="Said")
                batch = for_them._message_log_batch(bodies={record.id: "Said"})
                word = for_them.message_notify(
                    partner_ids=told, body="Said", subject="Said"
                )
                named = self.env["mail.thread"].with_user(person).sudo()
                named = named.message_notify(
                    partner_ids=told, body="Said", model=name, res_id=record.id
                )
                post = for_them.message_post(body="Said")
                made = note | batch | word | named | post
                with self.subTest(name, person=person.login):
                    self.assertGreaterEqual(len(made), 4)
                    self.assertFalse(self._kept(person, since))
                    self.assertNotIn(person, made.create_uid)

    def test_who_follows_is_told_to_whoever_may_read_it_also_without_a_column(self):
        self.ticket.sudo().message_subscribe(self.customer.ids)
        followers = self.ticket.sudo().message_follower_ids
        for person in (self.suspect, self.outsider, self.foreigner):
            theirs = followers.with_user(person)
            for names in (["subtype_ids"], ["id"], ["display_name"], ["partner_id"]):
                self.env.invalidate_all()
                with (
                    self.subTest(names, person=person.login),
                    self.assertRaises(AccessError),
                ):
                    theirs.read(names)
        self.assertTrue(followers.with_user(self.agent_all).read(["subtype_ids"]))
