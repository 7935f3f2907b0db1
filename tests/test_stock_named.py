"""A complaint is about a document only where whoever says so may read that."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from .common.documents import MONDAY
from .common.every_kind import EveryKindCommon


@freeze_time(MONDAY)
class TestDocumentsNamed(EveryKindCommon):
    """The fields are those of the registry; the handler has no right in these apps."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.documents = {
            "complaint_order_id": cls.order,
            "complaint_invoice_id": cls.invoice,
            "complaint_lot_id": cls._sell_machine(cls),
        }
        cls.tickets = cls.env["helpdesk.ticket"].with_user(cls.handler)
        cls.vals = {
            "name": "Kettle leaks",
            "description": "x",
            "partner_id": cls.customer.id,
            "team_id": cls.team.id,
        }
        cls.env.flush_all()

    def _ways(self, name, id_):
        """Yield the ways to name the document ``id_`` in the field ``name``."""
        number = name.replace("_id", "_number")
        spec = {"partner_id": {}, name: {}, number: {}}
        default = {f"default_{name}": id_}
        ticket, given = self.ticket.ids, {**self.vals, name: id_}
        yield "create", [[given]], {}
        yield "create", [[self.vals]], default
        yield "web_save", [[], self.vals, spec], default
        yield "default_get", [[name]], default
        yield "onchange", [[], {}, [], spec], default
        yield "onchange", [[], given, [name], spec], {}
        yield "onchange", [[], {**given, name: {"id": id_}}, [name], spec], {}
        yield "onchange", [ticket, {name: id_}, [name], spec], {}
        yield "write", [ticket, {name: id_}], {}
        yield "copy", [ticket], default

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_no_way_leads_to_what_one_may_not_read(self):
        fields = self.env["helpdesk.ticket"]._complaint_documents()
        self.assertEqual(set(fields), set(self.documents))
        self.ticket.sudo().write(dict.fromkeys(fields, False))
        for name, document in self.documents.items():
            self.assertFalse(document.with_user(self.handler).has_access("read"))
            for method, arguments, context in self._ways(name, document.id):
                self.env.invalidate_all()
                with self.subTest(name, method=method, context=context):
                    told = ""
                    try:
                        with self.env.cr.savepoint():
                            told = call_kw(
                                self.tickets, method, arguments, {"context": context}
                            )
                    except AccessError as error:
                        self.assertNotIn(document.name, str(error))
                        continue
                    self.assertEqual(method, "copy", "a copy is about nothing")
                    copy = self.tickets.browse(told).sudo()
                    self.assertFalse(copy[name])

    def test_what_a_colleague_chose_stands_in_nobodys_way(self):
        number = {"complaint_order_number": {}, "complaint_order_id": {}}
        for name, document in self.documents.items():
            self.ticket.sudo()[name] = document
            values = {name: document.id, "partner_id": self.customer.id}
            with self.subTest(name):
                call_kw(
                    self.tickets,
                    "onchange",
                    [self.ticket.ids, values, ["partner_id"], number],
                    {},
                )
