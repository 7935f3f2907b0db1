from freezegun import freeze_time

from odoo.tools import mute_logger

from .common.documents import MONDAY
from .common.loyalty import VoucherCommon
from .common.reads import NOBODYS, Reads, other_values


@freeze_time(MONDAY)
class TestFollowed(VoucherCommon):
    """What a coupon takes off is followed, whatever changes it after it was sent.

    The tables are made of what is read, and of what the models have: a new field of any
    of them is in it by itself.
    """

    def setUp(self):
        super().setUp()
        self.remedy = self._make_voucher(amount=10)
        self.remedy.action_send_document()
        self.remedy = self.remedy.sudo()
        self.card = self._card(self.remedy)
        self.product = self.env["product.product"].create({"name": "Mug"})

    def _take_off(self):
        """Return what the code takes off an order of today, as Sales has it."""
        savepoint = self.cr.savepoint()
        line = {"product_id": self.product.id, "price_unit": 90, "tax_ids": False}
        try:
            order = self.env["sale.order"].create(
                {"partner_id": self.customer.id, "order_line": [(0, 0, line)]}
            )
            found = order._try_apply_code(self.card.code)
            if "error" in found:
                return 0.0
            for card, rewards in found.items():
                order._apply_program_reward(rewards[:1], card)
            return -sum(order.order_line.filtered("reward_id").mapped("price_total"))
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _weigh(self):
        self.card._get_complaint_state()
        self.card._get_complaint_state_words()
        self.remedy._weigh_document(self.card)

    def _get_read(self, *asked):
        """Return (record, field) that are read where these are asked."""
        self.env.invalidate_all()
        with Reads() as reads:
            for ask in asked:
                ask()
        return {(record._name, record.id, name) for record, name in reads.seen}

    def _try_values(self, records, cells, check):
        """Write each of ``cells`` on ``records``, and ``check``, unless it is refused.

        Return (what passed, what was refused and how).
        """
        passed, refused = [], []
        for model, id_, name in sorted(cells):
            record = self.env[model].browse(id_).sudo()
            if name in NOBODYS | self.card._get_complaint_links():
                continue
            if record not in records.get(model, ()):
                continue
            for value in other_values(record, name):
                savepoint = self.cr.savepoint()
                try:
                    record[name] = value
                    self.env.cr.flush()
                except Exception as error:
                    refused.append((model, name, value, error))
                else:
                    passed.append((model, name, value))
                    with self.subTest(model, field=name, value=value):
                        check(record)
                finally:
                    savepoint.close(rollback=True)
                    self.env.invalidate_all()
        return passed, refused

    def _assert_followed(self, _record=None):
        """Following again would change nothing."""
        if self.card.exists():
            found = self.remedy.state, self.remedy.document_state
            self.env.invalidate_all()
            self.card._complaint_follow()
            self.assertEqual((self.remedy.state, self.remedy.document_state), found)

    @mute_logger("odoo.sql_db")
    def test_code_takes_off_what_was_promised_or_it_is_owed_again(self):
        """Each field of it, its program and reward: none makes it less, or dearer."""
        program = self.card.program_id
        records = {
            record._name: record for record in (self.card, program, program.reward_ids)
        }
        cells = self._get_read(self._weigh, self._take_off)
        self.assertLessEqual(
            {"date_to", "sale_ok", "limit_usage", "required_points", "discount"},
            {name for _model, _id, name in cells},
        )
        cells |= {
            (record._name, record.id, name)
            for record in records.values()
            for name, field in record._fields.items()
            if field.store and field.type != "one2many"
        }
        self.assertEqual(self._take_off(), 10)
        passed, refused = self._try_values(records, cells, self._assert_kept)
        ours = [error for *_cell, error in refused if "have codes" in str(error)]
        self.assertGreater(len(ours), 30)
        self.assertGreater(len(passed), 20)

    def _assert_kept(self, record):
        self._assert_followed()
        taken = self.card.exists() and self._take_off()
        if self.remedy.state == "delivered":
            self.assertGreaterEqual(taken, 10)
        if record != self.card:  # What the customer adds is theirs.
            self.assertLessEqual(taken, 10)

    @mute_logger("odoo.sql_db")
    def test_what_it_was_used_on_is_followed(self):
        """Each field of order, lines and notes that is read while it is weighed."""
        order = self._use(self.card, 10).sudo()
        self.assertEqual(self.remedy.document_state, "done")
        cells = self._get_read(self._weigh)
        records = {
            "sale.order": order,
            "sale.order.line": order.order_line,
            "loyalty.history": self.card.history_ids,
            "loyalty.card": self.card,
        }
        self.assertLessEqual(
            {"state", "coupon_id", "points_cost", "price_total", "order_id", "used"},
            {name for _model, _id, name in cells},
        )
        passed, _refused = self._try_values(records, cells, self._assert_followed)
        self.assertGreater(len({cell[:2] for cell in passed}), 8)
