from odoo.exceptions import UserError
from odoo.service.model import call_kw

from .common import ComplaintCommon

#: What no client of ours sends.
WRONG = ([], ["x"], {}, {"a": 1}, 7, 1.5, True, "a\0b")


class TestWrongTypes(ComplaintCommon):
    """What comes over RPC is refused in words, whatever it is."""

    def _call(self, name, *arguments):
        call_kw(self.ticket.browse(), name, [self.ticket.ids, *arguments], {})

    def setUp(self):
        super().setUp()
        self.ticket = self._create_complaint()

    def test_reasons(self):
        for reason in WRONG:
            with self.subTest(reason):
                with self.assertRaises(UserError):
                    self._call("action_withdraw", reason)
                with self.assertRaises(UserError):
                    self._call("action_hand_over", self.leader.id, reason)

    def test_words_and_keys(self):
        for value in WRONG:
            with self.subTest(value):
                self._call("complaint_named_in", value)
                self._call("action_fill_gap", value)
