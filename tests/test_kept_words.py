from odoo.exceptions import UserError

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common import ComplaintCommon

#: Texts of parts that are written anew without a trace, and why.
FREE = {
    "complaint.apology.body": "of a draft; a sent apology is final",
    "complaint.apology.gift": "of a draft; a sent apology is final",
    "complaint.interaction.place": "of a planned exchange; a done one stays",
    "complaint.remedy.description": "of a draft; what is asked for is fixed",
}


class TestKeptWords(ComplaintCommon):
    """What is on record is not rewritten without a trace."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint()
        cls.exchange = cls._create_interaction(cls.ticket, summary="She was calm")

    def test_each_text_of_a_part_is_kept_or_free_for_a_reason(self):
        child, told = self.env.registry["complaint.child"], set()
        for name, model in self.env.registry.items():
            if not issubclass(model, child) or model._abstract:
                continue
            records = self.env[name]
            kept = records._get_guarded_fields() | records._get_frozen_fields()
            kept |= records._get_kept_words()
            for field in model._fields.values():
                written = field.store and field.type in ("char", "text", "html")
                if written and field.name not in kept and field.name != "display_name":
                    told.add(str(field))
        self.assertEqual(told, set(FREE))

    def test_what_a_colleague_noted_is_changed_by_nobody_else(self):
        for user in (self.agent_all, self.leader, self.manager):
            for words in ("She shouted", False):
                with self.subTest(user.name, words=words), self.assertRaises(UserError):
                    self.exchange.with_user(user).summary = words
        self.assertEqual(self.exchange.summary, "She was calm")

    def test_an_empty_one_is_completed_by_a_colleague(self):
        exchange = self._create_interaction(self.ticket)
        exchange.with_user(self.leader).summary = "She was calm"
        self.assertEqual(exchange.summary, "She was calm")

    def test_who_noted_it_writes_it_anew_and_the_former_words_stay(self):
        self.exchange.summary = "She was calm, then not"
        self._assert_noted("She was calm")
        count = len(self.ticket.message_ids)
        self.exchange.summary = "She was calm, then not"
        self.assertEqual(len(self.ticket.message_ids), count)

    def test_the_former_note_of_a_task_stays(self):
        task = self.env["complaint.deadline"].create(
            {
                "ticket_id": self.ticket.id,
                "kind": "task",
                "name": "Look",
                "note": "<p>Look at the seal</p>",
                "due_at": "2099-01-01 10:00:00",
                "user_id": self.employee.id,
            }
        )
        task.with_user(self.employee).note = "<p>Nothing to do</p>"
        self._assert_noted("Look at the seal")
        own_hand(task).note = "<p>By our own code</p>"
        self.assertNotIn("Nothing to do", self._notes())

    def _notes(self):
        notes = self.ticket.message_ids.filtered(lambda m: m.subtype_id.internal)
        return " ".join(notes.mapped("body"))

    def _assert_noted(self, words):
        """``words`` stand in a note for colleagues, and nowhere a customer reads."""
        self.assertIn(words, self._notes())
        self.ticket.message_subscribe(self.portal.partner_id.ids)
        read = self.env["mail.message"].with_user(self.portal)
        read = read.search([("res_id", "=", self.ticket.id)])
        self.assertNotIn(words, " ".join(read.mapped("body")))
