"""What follows from the work of who may not read a complaint is said by the system.

Odoo shows a message to whoever made it, or is said to have.
"""

from freezegun import freeze_time

from odoo.tests import new_test_user

from .common.documents import MONDAY
from .common.every_kind import EveryKindCommon

OURS = ("complaint.", "helpdesk.ticket")
#: Apps without a remedy of their own whose work may concern a customer's complaint.
AROUND = {"sale.order", "crm.lead", "stock.lot"}


@freeze_time(MONDAY)
class TestNotesOfDepartments(EveryKindCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = (
            "base.group_user,base.group_partner_manager,stock.group_stock_manager,"
            "account.group_account_manager,sales_team.group_sale_manager"
        )
        cls.worker = new_test_user(
            cls.env, "worker_user", groups=groups, email="worker@company.example"
        )
        cls.ticket.sudo().complaint_about_user_id = cls.worker
        cls.lead = cls.env["crm.lead"].create(
            {"name": "Kettles", "type": "opportunity", "partner_id": cls.customer.id}
        )
        cls.env.flush_all()

    def _linked(self):
        """Return the models that stand for a remedy, and those that show complaints."""
        documents = self.registry["complaint.document"]
        banners = self.registry["complaint.customer.banner"]
        found = [
            {n for n, m in self.registry.items() if issubclass(m, of) and m._auto}
            for of in (documents, banners)
        ]
        return found[0], {n for n in found[1] - found[0] if not n.startswith(OURS)}

    def _works(self, kind):
        """Yield steps of somebody who works on the document of a remedy."""
        if kind == "voucher":
            yield self._empty
            yield lambda document: document.sudo(False).sudo().unlink()
        elif kind in ("refund", "correction"):
            yield self._post
            yield lambda d: (self._post(d), d.button_draft())
            yield lambda d: d.button_cancel()
            yield lambda d: (self._post(d), d._reverse_moves([{}]).action_post())
        elif kind == "repair":
            yield self._repair
            yield lambda repair: repair.action_repair_cancel()
        else:
            yield self._do
            yield lambda d: (self._do(d), self._send_back(d))
            yield lambda d: d.action_cancel()

    def _post(self, credit):
        credit.action_post()
        for corrected in credit.sudo().complaint_corrected_ids:
            corrected.with_user(self.worker).action_post()

    def _repair(self, repair):
        repair._action_repair_confirm()
        repair.action_repair_start()
        repair.action_repair_end()

    def _empty(self, card):
        dialog = self.env["loyalty.card.update.balance"].with_user(self.worker)
        vals = {"card_id": card.id, "new_balance": 0, "description": "x"}
        dialog.create(vals).action_update_card_point()

    def _assert_said_by_the_system(self, known):
        """Assert that no message on ours is of the worker, or told to them."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        messages = self.env["mail.message"].sudo().search([("id", "not in", known.ids)])
        ours = messages.filtered(lambda m: (m.model or "").startswith(OURS))
        me = self.worker.partner_id
        self.assertNotIn(me, ours.author_id)
        self.assertNotIn(self.worker, ours.create_uid)
        self.assertFalse(ours.with_user(self.worker)._filtered_access("read"))
        return ours

    def _known(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        return self.env["mail.message"].sudo().search([])

    def test_every_app_is_among_those_worked_in(self):
        documents, banners = self._linked()
        makers = self.env["complaint.remedy"]._get_makers()
        self.assertEqual(set(makers) - {"discount", "inspection"}, set(self.kinds))
        made = {makers[kind].model for kind in self.kinds}
        self.assertEqual(documents - {"inspection.report"}, made)
        self.assertEqual(banners, AROUND)

    def test_on_a_document_of_a_remedy(self):
        said = 0
        for kind in self.kinds:
            for number, work in enumerate(self._works(kind)):
                savepoint = self.cr.savepoint()
                remedy = self._make_kind(kind, amount=15)
                known = self._known()
                with self.subTest(kind, step=number):
                    work(self._document(remedy, self.worker))
                    said += bool(self._assert_said_by_the_system(known))
                savepoint.close(rollback=True)
                self.env.invalidate_all()
        self.assertGreater(said, 10, "work of the departments is noted")

    def test_around_the_complaint(self):
        """Orders, leads and pieces of a customer who complained."""
        lot = self._sell_machine()
        order = self._order({self.kettle: 1})
        for record, works in (
            (order, ("action_cancel", "action_draft", "unlink")),
            (self.order, ("action_lock", "action_unlock")),
            (self.lead, ("action_set_lost", "action_restore", "action_set_won")),
            (lot, ("action_view_complaints",)),
        ):
            mine = record.with_user(self.worker)
            for work in works:
                known = self._known()
                with self.subTest(record._name, step=work):
                    getattr(mine, work)()
                    self._assert_said_by_the_system(known)

    def test_on_the_contact(self):
        """Of customers, whom many colleagues move, rename and give another address."""
        documents = ("complaint_order_id", "complaint_invoice_id")
        self.ticket.sudo().write(dict.fromkeys(documents, False))
        mine = self.customer.with_user(self.worker)
        for vals in (
            {"email": "new@azure.example"},
            {"parent_id": False},
            {"name": "Jane Roe"},
        ):
            known = self._known()
            with self.subTest(vals):
                mine.write(vals)
                self._assert_said_by_the_system(known)
