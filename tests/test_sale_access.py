from odoo.exceptions import AccessError
from odoo.models import MAGIC_COLUMNS
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from .common.sale import SaleCommon

GLUE = {"complaint_recovery_sale", "complaint_recovery_crm"}
DOCUMENTS = ("sale.order", "crm.lead")
PARENTS = (*DOCUMENTS, "helpdesk.ticket", "complaint.history")
OUTSIDERS = ("portal", "employee")


class TestGlueFields(SaleCommon):
    """What the glue adds to models of others is told to nobody it does not concern."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order(partner_id=cls.portal.partner_id.id)
        cls.ticket = cls._create_complaint().sudo()
        cls.ticket.complaint_order_id = cls.order
        cls.ticket.message_subscribe(cls.employee.partner_id.ids)

    def _fields(self, model):
        return [
            field.name
            for field in self.env[model]._fields.values()
            if field.name not in MAGIC_COLUMNS
            and (GLUE & set(field._modules) or model in DOCUMENTS)
            and ("complaint" in field.name or model not in DOCUMENTS)
        ]

    def _call(self, user, model, method, *args):
        self.env.invalidate_all()
        return call_kw(self.env[model].with_user(user), method, list(args), {})

    def test_fields_are_found_in_the_registry(self):
        self.assertIn("complaint_notice", self._fields("sale.order"))
        self.assertIn("complaint_notice", self._fields("crm.lead"))
        self.assertIn("complaint_order_id", self._fields("helpdesk.ticket"))
        self.assertIn("order_id", self._fields("complaint.history"))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_no_field_is_read_searched_or_named_to_outsiders(self):
        records = {"sale.order": self.order, "helpdesk.ticket": self.ticket}
        for role in OUTSIDERS:
            user = getattr(self, role)
            for model in PARENTS:
                ids = records.get(model, self.env[model]).ids or [1]
                for name in self._fields(model):
                    with self.subTest(role, model=model, field=name):
                        with self.assertRaises(AccessError):
                            self._call(user, model, "read", ids, [name])
                        self._assert_not_searched(user, model, name)

    def test_own_order_names_no_field_to_the_customer(self):
        told = self._call(self.portal, "sale.order", "fields_get")
        self.assertFalse([name for name in told if "complaint" in name])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_orders_are_not_found_by_their_complaints_over_the_customer(self):
        path = "sale_order_ids.complaint_notice"
        for user in (self.portal, self.employee):
            self._assert_not_searched(user, "res.partner", path)

    def _assert_not_searched(self, user, model, path):
        """What is not stored is refused as unusable; all else for want of rights."""
        try:
            self._call(user, model, "search", [(path, "!=", False)])
        except (AccessError, ValueError):
            return
        self.fail(f"{user.name} got an answer on {model}.{path}")

    def test_every_glue_addon_installs_itself_beside_what_it_joins(self):
        modules = self.env["ir.module.module"].search([("name", "in", sorted(GLUE))])
        self.assertEqual(set(modules.mapped("name")), GLUE)
        self.assertTrue(all(modules.mapped("auto_install")))
