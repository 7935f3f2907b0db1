"""Every field of ours, asked for by a customer through the door of the web client."""

import warnings

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from .common.doors import DoorsCase
from .test_rpc import OPEN, RpcCommon

#: What Odoo answers to what may not be asked, or cannot be asked of such a field.
REFUSALS = (UserError, ValueError, NotImplementedError)


class TestPortalRpc(DoorsCase, RpcCommon):
    """Nothing internal is told, whatever is asked: the words of the answer prove it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket.write(
            {
                "complaint_finding": "<p>CANARY</p>",
                "complaint_suggestion": "CANARY",
                "complaint_third_party_note": "CANARY",
            }
        )
        cls.env["helpdesk.ticket.category"].create({"name": "Kettles"})

    def _fields_of_ours(self):
        """Yield the fields of ours on models of others, from the registry."""
        for name, model in sorted(self.env.registry.items()):
            if name.startswith("complaint.") or model._abstract or model._transient:
                continue
            yield from (f for f in self._own_fields(name) if f.name not in OPEN)

    def _questions(self, field):
        """Yield (method, args, kwargs) of each way to get at the field."""
        name, ids = field.name, self._ids(field.model_name)
        dated = ":month" if field.type in ("date", "datetime") else ""
        yield "read", [ids, [name]], {}
        yield "web_read", [ids, {name: {}}], {}
        yield "export_data", [ids, [name]], {}
        yield "search_read", [[], [name]], {}
        yield "web_search_read", [[], {name: {}}], {}
        set_ = (name, "!=", False)
        if field.required and field.type == "selection":  # It is never empty.
            set_ = (name, "=", field.get_values(self.env)[0])
        yield "search", [[set_]], {}
        yield "search_count", [[(name, "=", False)]], {}
        yield "search", [[]], {"order": name}
        yield "search", [[("id", "any", [set_])]], {}
        yield "formatted_read_group", [[], [name + dated], ["__count"]], {}
        yield "formatted_read_group", [[], [], [f"{name}:array_agg"]], {}
        yield "read_group", [[], [f"{name}:max"], []], {}
        yield "read_progress_bar", [[], name, {"field": name, "colors": {}}], {}
        yield "write", [ids, {name: False}], {}
        yield "filtered_domain", [ids, [(name, "!=", False)]], {}

    def _ids(self, model):
        mine = {
            "helpdesk.ticket": self.ticket,
            "res.partner": self.jane.partner_id,
            "res.users": self.jane,
            "res.company": self.company,
        }
        # What the customer may read of it, or else any of it.
        return mine.get(model, self.env[model].search([], limit=1)).ids

    def _ask(self, model, method, args, kwargs):
        call = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        body = {"jsonrpc": "2.0", "method": "call", "params": call}
        url = f"/web/dataset/call_kw/{model}/{method}"
        return self.url_open(url, json=body).json()

    def test_fields_are_found(self):
        found = {field.model_name for field in self._fields_of_ours()}
        self.assertLessEqual({"helpdesk.ticket", "res.company", "res.users"}, found)
        self.assertGreater(len(list(self._fields_of_ours())), 80)

    def _call(self, model, method, args, kwargs):
        """Ask as the door does once it knows who asks; return what is answered."""
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                records = self.env[model].with_user(self.jane)
                return call_kw(records, method, args, kwargs)
        except REFUSALS as refusal:
            return refusal

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_no_field_of_ours_is_told(self):
        self.enterContext(warnings.catch_warnings())
        warnings.simplefilter("ignore", DeprecationWarning)  # The old ways, too.
        for field in self._fields_of_ours():
            for method, args, kwargs in self._questions(field):
                with self.subTest(str(field), method=method, args=str(args)):
                    answer = self._call(field.model_name, method, args, kwargs)
                    self.assertNotIn("CANARY", str(answer))
                    if not isinstance(answer, REFUSALS):
                        self.assertFalse(answer)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.models")
    def test_no_field_of_ours_is_told_through_the_door(self):
        self.enterContext(warnings.catch_warnings())
        warnings.simplefilter("ignore", DeprecationWarning)
        self._log_in(self.jane)
        first = {field.model_name: field for field in self._fields_of_ours()}
        for field in first.values():
            for method, args, kwargs in self._questions(field):
                with self.subTest(str(field), method=method, args=str(args)):
                    answer = self._ask(field.model_name, method, args, kwargs)
                    self.assertFalse(answer.get("result"))
                    self.assertNotIn("CANARY", str(answer))

    def test_the_customer_reads_the_ticket_itself(self):
        self._log_in(self.jane)
        answer = self._ask("helpdesk.ticket", "read", [self.ticket.ids, ["name"]], {})
        self.assertEqual(answer["result"][0]["name"], self.ticket.name)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.models")
    def test_no_model_of_ours_answers(self):
        self._log_in(self.jane)
        models = self.env["ir.model"].search([("model", "=like", "complaint.%")])
        for model in models.filtered(lambda m: not m.abstract).mapped("model"):
            for method, args in (
                ("search_read", [[]]),
                ("search_count", [[]]),
                ("name_search", [""]),
                ("default_get", [["name"]]),
                ("create", [{}]),
            ):
                with self.subTest(model, method=method):
                    answer = self._ask(model, method, args, {})
                    if method == "default_get":
                        self.assertFalse(answer.get("result"))
                    else:
                        self.assertIn("AccessError", answer["error"]["data"]["name"])
