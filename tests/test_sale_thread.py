from odoo.addons.complaint_recovery.tools.marks import POSTED

from .common.sale import SaleCommon


class TestSaleThread(SaleCommon):
    """What people write on documents of others, beside us."""

    def _post(self, order):
        """Return a message posted on ``order``, and how many queries it took."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        message = order.message_post(body="x", subtype_xmlid="mail.mt_note")
        self.env.flush_all()
        return message.sudo(), self.env.cr.sql_log_count - before

    def test_what_a_message_elsewhere_answers_is_looked_up_by_odoo_alone(self):
        order = self._create_order().with_user(self.sales)
        for _warm_up in range(2):
            self._post(order)
        answer, cost = self._post(order)
        _unasked, least = self._post(order.with_context(complaint_posted=POSTED))
        self.assertTrue(answer.parent_id)
        self.assertEqual(cost, least)
