"""Mails to superiors and colleagues are read by those they are written to."""

import ast
from pathlib import Path

from odoo.tests import freeze_time
from odoo.tools import mute_logger

from odoo.addons import complaint_recovery
from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.secret import SECRET, SecretCommon

OURS = ("complaint.", "helpdesk.ticket")
#: Where mails are made of templates: to customers, and to colleagues.
#: Those of other addons pass by ``held_back.py``, which keeps some back.
SENDING = {"customer_mails.py", "staff_mails.py", "held_back.py", "mail_asked.py"}
MORNING = "2026-11-30 09:00:00"  # A Monday.


class TestMailsToColleagues(SecretCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = cls.ticket.sudo().number
        cls.escalation = cls.env["complaint.escalation"].search(
            [("ticket_id", "=", cls.ticket.id)], limit=1
        )
        # Told to the director, as far as this test goes.
        cls.env.cr.execute(
            """UPDATE complaint_escalation SET mail_pending = TRUE, state = 'open'
                WHERE id = %s""",
            (cls.escalation.id,),
        )
        cls.env.invalidate_all()
        own_hand(cls.escalation).write({"to_user_ids": [(6, 0, cls.director.ids)]})
        cls.env.flush_all()

    def _new_messages(self, way):
        before = self.env["mail.message"].search([], order="id desc", limit=1).id
        way()
        self.env.flush_all()
        return self.env["mail.message"].search([("id", ">", before)])

    def _ways(self):
        review = self.env["complaint.review"]._make_for_last_period(self.company)
        ticket = self.ticket.with_user(self.manager)
        ticket.complaint_about_user_id = False
        meant = {"complaint_about_user_id": self.suspect.id}
        return {
            "whom it is about": lambda: ticket.write(meant),
            "escalated": lambda: self.env["complaint.escalation"]._send_pending(),
            "review": review._send,
            "three lines": self.company._complaint_tell_director,
            "news": lambda: self.ticket.sudo()._complaint_tell_salesperson("opening"),
        }

    @mute_logger("odoo.addons.base.models.ir_rule")
    def _assert_theirs(self, messages, name):
        """Nobody reads them but to whom they went, who do."""
        cells = 0
        told = messages.notified_partner_ids | messages.partner_ids
        for person in self.strangers.values():
            if person.partner_id in told:
                continue
            own = self.env["mail.message"].with_user(person)
            with self.subTest(name, person=person.login):
                self.assertFalse(own.search([("id", "in", messages.ids)]))
                self.assertFalse(messages.with_user(person)._filtered_access("read"))
            cells += 1
        for partner in told:
            user = partner.user_ids[:1]
            own = messages.filtered(
                lambda m, p=partner: p in m.partner_ids | m.notified_partner_ids
            )
            with self.subTest(name, recipient=partner.name):
                self.assertEqual(own.with_user(user)._filtered_access("read"), own)
            cells += 1
        return cells

    def test_each_way_is_read_by_its_recipients_alone(self):
        cells = 0
        with freeze_time(MORNING):
            for name, way in self._ways().items():
                messages = self._new_messages(way)
                with self.subTest(name):
                    self.assertTrue(messages)
                cells += self._assert_theirs(messages, name)
        self.assertGreater(cells, 30)

    def test_no_stranger_finds_a_word_or_the_number_in_any_message(self):
        with freeze_time(MORNING):
            for way in self._ways().values():
                way()
        self.env.flush_all()
        told = self.env["mail.message"].search([("body", "ilike", SECRET)])
        self.assertTrue(told)  # It is in the mail on the escalation.
        for person in self.strangers.values():
            messages = self.env["mail.message"].with_user(person)
            for word in (SECRET, self.number):
                for name in ("body", "subject"):
                    with self.subTest(person.login, word=word, field=name):
                        self.assertFalse(messages.search([(name, "ilike", word)]))
            self.assertFalse(self.env["mail.mail"].with_user(person).has_access("read"))

    def test_templates_made_of_others_make_messages_of_no_document(self):
        """Every template of ours that is not made of a complaint or a part of one."""
        templates = self.env["mail.template"].browse(
            self.env["ir.model.data"]
            .search(
                [
                    ("module", "=like", "complaint_recovery%"),
                    ("model", "=", "mail.template"),
                ]
            )
            .mapped("res_id")
        )
        templates = templates.filtered(lambda t: not t.model.startswith(OURS))
        self.assertGreaterEqual(len(templates), 3)
        for template in templates:
            self.assertEqual(template.model, "res.users")
            mails = template._complaint_mail_colleagues(self.director)
            message = mails.mail_message_id
            with self.subTest(template.name):
                self.assertEqual(mails.recipient_ids, self.director.partner_id)
                self.assertFalse(message.model or message.res_id)
                self._assert_theirs(message, template.name)

    def test_mails_are_made_of_templates_in_two_places(self):
        root, found = Path(complaint_recovery.__file__).parent, set()
        for path in root.parent.glob("complaint_recovery*/**/*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                name = getattr(getattr(node, "func", None), "attr", "")
                if name in ("send_mail", "send_mail_batch"):
                    found.add(path.name)
        self.assertEqual(found, SENDING)
