"""Names of what is kept from somebody, and errors that turn them away, say nothing."""

from datetime import datetime, timedelta

from odoo.tests import HttpCase
from odoo.tools import mute_logger

from .common.names import QUIET, NamesCommon
from .common.secret import SECRET


class TestNames(NamesCommon):
    """Who may not read it hears no name of it, whatever leads there."""

    @mute_logger(*QUIET)
    def test_no_link_tells_a_name_of_what_is_kept_from_somebody(self):
        """Of all models of ours, views and dialogs too, and what belongs to them."""
        seen = set()
        for who, person in self.strangers.items():
            for record in self._kept(person):
                self.env.invalidate_all()
                told = record.with_user(person).sudo().display_name
                with self.subTest(who, model=record._name):
                    self._assert_silent(told)
                seen.add(record._name)
        self.assertLessEqual({r._name for r in self.ours + self.belonging}, seen)

    @mute_logger(*QUIET)
    def test_no_form_tells_a_name_by_model_and_id(self):
        askers = set()
        for who, person in self.strangers.items():
            for asker in self._askers(person):
                askers.add(asker[0])
                for record in self._kept(person):
                    answer = self._ask_for_name(person, asker, record)
                    with self.subTest(who, asker=asker, model=record._name):
                        self._assert_silent(answer)
                        self.assertNotIn(self.ticket.number, str(answer))
        self.assertLessEqual({"mail.message", "mail.activity", "ir.attachment"}, askers)

    @mute_logger(*QUIET)
    def test_form_of_a_stored_record_is_pointed_at_none_either(self):
        """One of model and id may stand in the record already, or in a default."""
        row = self.records["complaint.history"]
        model_id = self.env["ir.model"]._get_id(row._name)
        for who, person in self.strangers.items():
            if person.share:
                continue
            own = person.partner_id.with_user(person).sudo()
            own = own.activity_schedule(user_id=person.id)
            spec = {"res_name": {}}
            values = {"res_model_id": model_id, "res_id": row.id}
            for ids, vals in (
                (own.ids, {"res_model_id": model_id, "res_id": row.id}),
                ([], {"res_model_id": model_id, "res_id": str(row.id)}),
            ):
                answer = self._ask(
                    person, "mail.activity", "onchange", ids, vals, ["res_id"], spec
                )
                with self.subTest(who, ids=ids):
                    self.assertIn("AccessError", repr(answer))
            keys = {f"default_{name}": value for name, value in values.items()}
            form = self.env["mail.activity"].with_user(person).with_context(**keys)
            with self.subTest(who):
                self.assertNotIn(self.ticket.number, str(form.onchange({}, [], spec)))

    def test_who_may_read_it_hears_its_name(self):
        for record in (self.todo, self.file, self.message, self.ticket):
            self.env.invalidate_all()
            own = record.with_user(self.agent_all)
            with self.subTest(record._name):
                self.assertIn(SECRET, own.display_name)
                self.assertIn(SECRET, own.sudo().display_name)
        row = self.env["complaint.history"].with_user(self.manager)
        self.assertIn(self.ticket.number, row.browse(self.ticket.id).display_name)
        answer = self._ask_for_name(
            self.agent_all, ("mail.activity", "res_model", "res_id"), self.ticket
        )
        self.assertIn(SECRET, answer["value"]["res_name"])

    def test_names_of_what_belongs_to_others_cost_nothing(self):
        partners = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(5)])
        todos = self.env["mail.activity"]
        for partner in partners:
            todos |= partner.activity_schedule(summary="Call", user_id=self.employee.id)
        todos = todos.with_user(self.employee)
        todos.mapped("summary")
        self.env.flush_all()
        with self.assertQueryCount(0):
            self.assertEqual(set(todos.mapped("display_name")), {"Call"})


class TestOverHttp(NamesCommon, HttpCase):
    """The same by the doors that a client has."""

    def _call(self, model, method, *args, debug="", **kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        answer = self.opener.post(
            f"{self.base_url()}/web/dataset/call_kw/{model}.{method}{debug}",
            json={"jsonrpc": "2.0", "method": "call", "id": 0, "params": params},
        )
        return answer.json()

    @mute_logger("odoo.http", *QUIET)
    def test_customer_hears_no_title_by_the_name_of_the_history(self):
        asked = {"model": "complaint.history", "res_id": self.ticket.id}
        spec = {"record_name": {}, "display_name": {}}
        keys = self.env["res.users.apikeys"].with_user(self.portal).sudo()
        key = keys._generate("rpc", "test", datetime.now() + timedelta(hours=1))
        self.authenticate(self.portal.login, self.portal.login)
        answers = [
            self._call("mail.message", "onchange", [], asked, ["res_id"], spec),
            self.opener.post(
                f"{self.base_url()}/json/2/mail.message/onchange",
                json={
                    "ids": [],
                    "values": asked,
                    "field_names": ["res_id"],
                    "fields_spec": spec,
                },
                headers={"Authorization": f"bearer {key}"},
            ).text,
        ]
        for answer in answers:
            self._assert_silent(answer)
            self.assertNotIn(self.ticket.number, str(answer))
            self.assertIn("AccessError", str(answer))

    @mute_logger("odoo.http", *QUIET)
    def test_no_error_names_record_rule_or_company_in_developer_mode(self):
        rules = self.env["ir.rule"].search([("name", "ilike", "about oneself")])
        self.assertTrue(rules)
        for who in ("suspect", "sales", "foreigner"):
            person = self.strangers[who]
            self.authenticate(person.login, person.login)
            for record in self._kept(person):
                if not record.with_user(person).browse().has_access("read"):
                    continue
                for method, args in (
                    ("read", (record.ids, ["display_name", "create_date"])),
                    ("write", (record.ids, {"display_name": "x"})),
                ):
                    asked = self._call(record._name, method, *args, debug="?debug=1")
                    words = str(asked.get("error", {}).get("data", {}).get("message"))
                    with self.subTest(who, model=record._name, method=method):
                        self._assert_silent(words)
                        self.assertNotIn(self.ticket.number, words)
                        self.assertNotIn("Blame the following", words)
                        self.assertNotIn("oneself", words)
                        self.assertNotIn(self.company.name, words)

    @mute_logger("odoo.http", *QUIET)
    def test_error_still_says_the_way_out(self):
        self.authenticate(self.suspect.login, self.suspect.login)
        remedy = self.records["complaint.remedy"]
        answer = self._call("complaint.remedy", "read", remedy.ids, ["state"])
        words = answer["error"]["data"]["message"]
        self.assertIn("ask a helpdesk manager", words)
        # Who may read it in another of their companies is told which, as in Odoo.
        both = self.manager.sudo()
        both.company_ids += self.other_company
        there = self.remedy_type_elsewhere()
        self.authenticate(both.login, both.login)
        chosen = {"allowed_company_ids": self.company.ids}
        answer = self._call(there._name, "read", there.ids, ["name"], context=chosen)
        self.assertIn("suggested_company", str(answer))

    def remedy_type_elsewhere(self):
        return self.env["complaint.remedy.type"].create(
            {
                "name": "There",
                "kind": "refund",
                "company_id": self.other_company.id,
            }
        )
