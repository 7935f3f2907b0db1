from itertools import chain

from odoo.exceptions import AccessError
from odoo.models import MAGIC_COLUMNS
from odoo.service.model import call_kw
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from .common import ComplaintCommon

#: All of ours that customers and colleagues without helpdesk rights may read.
OPEN = {"is_complaint", "complaint_desired_outcome", "complaint_confidential"}
#: The parent's; with the ticket colleagues read them as ever, customers do not.
CONVERSATION = {"message_ids", "website_message_ids"}
#: Models of others that have fields of ours.
PARENTS = ("helpdesk.ticket", "res.partner", "res.users", "res.company")
PARENTS += ("helpdesk.ticket.team", "helpdesk.ticket.category", "mail.activity")
OUTSIDERS = ("portal", "employee", "sales", "sales_all")
#: Where colleagues of other departments see and move their own tasks.
OWN_TASKS = ("complaint.deadline", "complaint.reschedule")
OWN_TASKS += ("complaint.corrective.action",)
#: History and counts of the own customers are sales' business, too.
FOR_SALES = ("res.partner",)


class RpcCommon(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint(
            cls.agent_all,
            complaint_claim_amount=10,
            complaint_finding="<p>We did it</p>",
            complaint_cause_id=cls.cause.id,
        ).sudo()
        # As followers colleagues read the ticket itself, and still not the complaint.
        people = cls.employee | cls.sales | cls.sales_all
        cls.ticket.message_subscribe(people.partner_id.ids)
        for user in people:  # Whoever sees no to-do at all is asked for no rights.
            cls.customer.activity_schedule(user_id=user.id)

    def _own_fields(self, model):
        """Return the fields the addon gave ``model``, found in the registry."""
        return [
            field
            for field in self.env[model]._fields.values()
            if "complaint_recovery" in field._modules
            and field.name not in (*MAGIC_COLUMNS, "display_name")
        ]

    def _internal_fields(self, model):
        told = OPEN | CONVERSATION
        return [field for field in self._own_fields(model) if field.name not in told]

    def _record(self, model, user):
        return {
            "helpdesk.ticket": self.ticket,
            "res.partner": user.partner_id,
            "res.users": user,
            "res.company": self.company,
            "helpdesk.ticket.team": self.team,
            "mail.activity": self.ticket.activity_ids[:1],
        }.get(model) or self.env[model].create({"name": "Own one"})

    def _call(self, user, model, method, *args, **kwargs):
        self.env.invalidate_all()  # Each request starts with nothing in memory.
        return call_kw(self.env[model].with_user(user), method, list(args), kwargs)

    def _cases(self):
        for role in OUTSIDERS:
            user = getattr(self, role)
            for model in PARENTS:
                if role.startswith("sales") and model in FOR_SALES:
                    continue
                record = self._record(model, user)
                for field in self._internal_fields(model):
                    # A user is a contact, too: its fields are read through it.
                    if role.startswith("sales") and field.inherited:
                        continue
                    yield role, user, record, field


class TestRpc(RpcCommon):
    """What is internal is told to nobody else, whatever they ask for."""

    def test_internal_fields_are_found_in_the_registry(self):
        names = {field.name for field in self._internal_fields("helpdesk.ticket")}
        self.assertGreater(len(names), 40)
        self.assertLessEqual({"complaint_finding", "complaint_remedy_ids"}, names)
        self.assertTrue(self._internal_fields("res.company"))
        self.assertTrue(self._internal_fields("helpdesk.ticket.team"))

    def test_open_fields_are_read_by_the_customer(self):
        values = self._call(
            self.portal, "helpdesk.ticket", "read", self.ticket.ids, sorted(OPEN)
        )
        self.assertLessEqual(OPEN, values[0].keys())

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_no_internal_field_is_read(self):
        for role, user, record, field in self._cases():
            with self.subTest(role, field=str(field)), self.assertRaises(AccessError):
                self._call(user, record._name, "read", record.ids, [field.name])

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_no_internal_field_is_written(self):
        for role, user, record, field in self._cases():
            with self.subTest(role, field=str(field)), self.assertRaises(AccessError):
                self._call(user, record._name, "write", record.ids, {field.name: False})

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_no_internal_field_is_searched(self):
        for role, user, _record, field in self._cases():
            operator, value = (">", 0) if field.type == "integer" else ("!=", False)
            if field.required and field.type == "selection":  # It is never empty.
                operator, value = "=", field.get_values(self.env)[0]
            domain = [(field.name, operator, value)]
            with self.subTest(role, field=str(field)):
                self._assert_refused(user, field, "search", domain)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_no_internal_field_orders_a_list(self):
        for role, user, _record, field in self._cases():
            with self.subTest(role, field=str(field)):
                self._assert_refused(user, field, "search", [], order=field.name)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_no_internal_field_groups_a_list(self):
        for role, user, _record, field in self._cases():
            granularity = ":month" if field.type in ("date", "datetime") else ""
            groupby = [field.name + granularity]
            with self.subTest(role, field=str(field)):
                self._assert_refused(
                    user, field, "formatted_read_group", [], groupby, ["__count"]
                )

    def _assert_refused(self, user, field, method, *args, **kwargs):
        """What is not stored is refused as unusable; all else for want of rights."""
        refusal = AccessError if field.store else (AccessError, ValueError)
        try:
            self._call(user, field.model_name, method, *args, **kwargs)
        except refusal:
            return
        self.fail(f"{user.name} got an answer on {field}")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_no_internal_field_is_reached_over_a_relation(self):
        paths = chain.from_iterable(
            (
                ("res.partner", f"helpdesk_ticket_ids.{field.name}"),
                ("helpdesk.ticket.team", f"ticket_ids.{field.name}"),
                ("helpdesk.ticket", f"duplicate_id.{field.name}"),
            )
            for field in self._internal_fields("helpdesk.ticket")
            if field.store
        )
        for model, path in paths:
            for role in OUTSIDERS:
                with self.subTest(role, path=path), self.assertRaises(AccessError):
                    domain = [(path, "!=", False)]
                    self._call(getattr(self, role), model, "search", domain)

    def test_fields_get_names_no_internal_field(self):
        for role in OUTSIDERS:
            told = self._call(getattr(self, role), "helpdesk.ticket", "fields_get")
            self.assertEqual({name for name in told if "complaint" in name}, OPEN)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_models_of_ours_are_closed_to_customers_and_employees(self):
        models = self.env["ir.model"].search([("model", "=like", "complaint.%")])
        for model in models.filtered(lambda m: not m.abstract).mapped("model"):
            for user in (self.portal, self.employee):
                if model in OWN_TASKS and user == self.employee:
                    continue
                with self.subTest(model, user=user.name):
                    with self.assertRaises(AccessError):
                        self._call(user, model, "search_read", [])

    def test_sales_read_names_and_not_how_cases_are_handled(self):
        self.cause.guidance = "Do not admit it at once."
        for model in ("stage", "severity", "cause", "remedy.type"):
            rows = self._call(self.sales, f"complaint.{model}", "search_read", [])
            self.assertTrue(rows)
            self.assertFalse({"guidance", "consult_user_ids"} & rows[0].keys())
            self.assertFalse(any(row.get("failing_count") for row in rows))


class TestRpcOverHttp(RpcCommon, HttpCase):
    """The same through the door the web client uses."""

    @mute_logger("odoo.http")
    def test_customer_reads_the_ticket_and_no_finding_over_http(self):
        self.authenticate("portal_user", "portal_user")
        url = "/web/dataset/call_kw/helpdesk.ticket/read"
        call = {"model": "helpdesk.ticket", "method": "read", "kwargs": {}}
        told = self.make_jsonrpc_request(
            url, {**call, "args": [self.ticket.ids, ["name", "is_complaint"]]}
        )
        self.assertTrue(told[0]["is_complaint"])
        with self.assertRaisesRegex(Exception, "AccessError|rights"):
            self.make_jsonrpc_request(
                url, {**call, "args": [self.ticket.ids, ["complaint_finding"]]}
            )
