"""What was noted of a use stays as it was noted: it proves whose coupon was used."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .common.documents import MONDAY
from .common.loyalty import VoucherCommon


@freeze_time(MONDAY)
class TestNoted(VoucherCommon):
    def setUp(self):
        super().setUp()
        self.sales = new_test_user(
            self.env, "noted_sales", groups="sales_team.group_sale_salesman"
        )
        self.remedy = self._make_voucher(amount=10)
        self.remedy.action_send_document()
        self.card = self._card(self.remedy)
        self.theirs, self.other = self.env["loyalty.card"].create(
            [{"program_id": self.program.id, "points": 10}] * 2
        )

    def _note(self, card, model, order_id, **vals):
        notes = self.env["loyalty.history"].with_user(self.sales)
        vals = {"card_id": card.id, "description": "x", "used": 10, **vals}
        return notes.create({**vals, "order_model": model, "order_id": order_id})

    def _other_values(self, name):
        """Return values of ``name`` that another note has."""
        return {
            "card_id": [self.card.id, self.theirs.id, self.other.id],
            "order_model": ["pos.order", "sale.order"],
            "order_id": [7, 8],
            "used": [10, 0, 5],
        }[name]

    def test_no_note_is_moved_to_a_coupon_of_a_remedy_or_away_from_it(self):
        cells = 0
        for card in (self.card, self.theirs):
            for model in ("pos.order", "sale.order"):
                note = self._note(card, model, 7)
                for name in ("card_id", "order_model", "order_id", "used"):
                    field = note._fields[name]
                    now = field.convert_to_write(note[name], note)
                    for value in self._other_values(name):
                        if value == now:
                            continue
                        ours = self.card.id in (card.id, name == "card_id" and value)
                        pos = "pos.order" in (model, name == "order_model" and value)
                        kept = pos or (ours and name != "used")
                        cells += 1
                        with self.subTest(card=card.id, model=model, **{name: value}):
                            self._write(note, {name: value}, kept)
        self.assertEqual(cells, 24)

    def _write(self, note, vals, kept):
        with self.cr.savepoint() as savepoint:
            if kept:
                with self.assertRaisesRegex(UserError, "stays noted"):
                    note.write(vals)
            else:
                note.write(vals)
            savepoint.rollback()

    def test_of_programs_without_a_remedy_notes_are_anybodys(self):
        plain = self.env["loyalty.card"].create({"program_id": self.program.copy().id})
        note = self._note(plain, "pos.order", 7)
        note.write({"used": 5, "order_id": 8})
        self.assertEqual(note.used, 5)

    def test_note_that_was_there_before_its_order_proves_nothing(self):
        order = self._create_order((60, {}), (-10, self._named(self.card, 10)))
        self.env.flush_all()
        self._note_use(self.card, 10, order, user=self.sales)
        self.card.with_user(self.sales).points = 0
        self.env.cr.flush()
        self.assertIn("Used on", self.remedy.document_label)
        self.env.cr.execute(
            "UPDATE sale_order SET create_date = create_date + interval '1 minute' "
            "WHERE id = %s",
            (order.id,),
        )
        self.env.invalidate_all()
        self.card._complaint_follow()
        found = self.remedy.state, self.remedy.document_state
        self.assertEqual(found, ("accepted", "short"))
        self.assertNotIn("Used on", self.remedy.document_label)
