"""What pages show of a record that a visitor names: what they may read, no more."""

import json
import threading
from unittest.mock import patch

from lxml import html

from odoo import http
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery_website.models.website_snippet_filter import (
    WebsiteSnippetFilter,
)
from odoo.addons.complaint_recovery_website.models.website_visitor import (
    WebsiteVisitor,
)

from .common.doors import MENDED
from .common.routes import CANARY, RAVEN, RoutesCase

#: What routes call the model of a record, its id, and lists of both.
MODELS = ("model", "res_model", "thread_model", "model_name", "object", "main_object")
IDS = ("id", "res_id", "thread_id", "record_id", "oid", "rec_id")
LISTS = ("records", "models", "links", "imgs", "recs")
#: These end the session of who asks, or look at nothing of the database.
LEFT_OUT = ("/web/session/", "/web/database/", "/websocket", "/web/tests", "/pos/")
KEY = "website.dynamic_filter_template_res_partner_shown"
SNIPPET = "/website/snippet/filters"


class ShownCase(RoutesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.editor = cls._create_user(
            "editor", "base.group_user,website.group_website_restricted_editor"
        )
        cls.env["ir.ui.view"].create(
            {
                "name": "Shown",
                "type": "qweb",
                "key": KEY,
                "arch": f"<t t-name='{KEY}'><p t-foreach='records' t-as='data'>"
                "<t t-foreach='data' t-as='name'><i t-out='data[name]'/></t>"
                "<b t-out='data[\"_record\"].display_name'/></p></t>",
            }
        )
        cls.filters = {
            names: cls._create_filter(names)
            for names in ("name", "description", "body", "complaint_finding")
        }
        cls.targets = cls.complaint, cls.remedy, cls.comment, cls.letter
        cls.env.flush_all()

    @classmethod
    def _create_user(cls, login, groups):
        return new_test_user(cls.env, f"{login}_user", groups=groups, name="Eddie")

    @classmethod
    def _create_filter(cls, names):
        found = cls.env["ir.filters"].create(
            {"name": f"All {names}", "model_id": "res.partner", "domain": "[]"}
        )
        shown = {"name": names, "filter_id": found.id, "field_names": names}
        shown |= {"limit": 16, "is_published": True}
        return cls.env["website.snippet.filter"].create(shown)

    def _askers(self):
        return {
            "public": self.env["res.users"],
            "portal": self.other,
            "employee": self.employee,
            "editor": self.editor,
        }

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.models")
    def _ask(self, url, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        return self.url_open(url, json=body, timeout=60).text

    def _shown(self, record, names, res_id=None):
        shown = {"template_key": KEY, "limit": 1, "filter_id": self.filters[names].id}
        named = {"res_model": record._name, "res_id": res_id or record.id}
        return self._ask(SNIPPET, {**shown, **named})


class TestSnippets(ShownCase):
    """Odoo's building blocks that show records, whatever they were made for."""

    def test_hole_without_us_everybody_reads_any_title(self):
        self._log_in(self.env["res.users"])
        with self._without(
            WebsiteSnippetFilter, "_prepare_values", "_filter_records_to_values"
        ):
            self.assertIn(CANARY, self._shown(self.complaint, "name"), MENDED)

    def test_each_way_alone_shows_nothing(self):
        self._log_in(self.env["res.users"])
        for name in ("_prepare_values", "_filter_records_to_values"):
            with self._without(WebsiteSnippetFilter, name):
                self.assertNotIn(CANARY, self._shown(self.complaint, "name"), name)

    def test_nobody_is_shown_what_they_may_not_read(self):
        for role, user in self._askers().items():
            self._log_in(user)
            for record in self.targets:
                for names in self.filters:
                    for res_id in (record.id, str(record.id), [record.id]):
                        with self.subTest(role, record=str(record), names=names):
                            told = self._shown(record, names, res_id)
                            self.assertNotIn(CANARY, told)

    def test_the_customer_is_shown_their_own_and_nothing_internal(self):
        self._log_in(self.jane)
        self.assertIn(CANARY, self._shown(self.complaint, "name"))
        self.assertNotIn(RAVEN, self._shown(self.complaint, "complaint_finding"))

    def test_what_a_filter_finds_is_judged_as_well(self):
        found = self.filters["name"].with_user(self.env.ref("base.public_user")).sudo()
        values = found._filter_records_to_values(self.complaint.with_env(found.env))
        self.assertEqual(values, [])

    def test_others_are_shown_as_before(self):
        self._log_in(self.env["res.users"])
        partner = self.env["res.partner"].create({"name": "Shown to all"})
        self.env.flush_all()
        self.assertIn("Shown to all", self._shown(partner, "name"))


class TestNamedRecords(ShownCase):
    """Every route that takes a model and an id, of all that is installed."""

    def _rules(self):
        thread = threading.current_thread()
        with patch.object(thread, "dbname", self.cr.dbname, create=True):
            rules = list(self.env["ir.http"].routing_map().iter_rules())
        seen = set()
        for rule in rules:
            if rule.rule.startswith(LEFT_OUT) or rule.endpoint in seen:
                continue
            names, routing = self._argument_names(rule), rule.endpoint.routing
            named = names & {*MODELS} and names & {*IDS}
            if named or names & {*LISTS} or routing["type"] == "jsonrpc":
                seen.add(rule.endpoint)
                yield rule

    def _named(self, record):
        """Return all that says which record is meant, by the names of arguments."""
        one = dict.fromkeys(MODELS, record._name) | dict.fromkeys(IDS, record.id)
        one |= {"field": "name", "field_name": "name"}
        more = {"ids": record.ids, "res_ids": record.ids, "fields": ["display_name"]}
        more |= {"method": "read", "args": [record.ids], "kwargs": {}, "limit": 1}
        more |= {"domain": [["id", "in", record.ids]], "search_domain": []}
        more |= {"template_key": KEY, "filter_id": self.filters["name"].id}
        more |= {"request_list": ["attachments", "followers", "suggestedRecipients"]}
        more |= {"token": "wrong", "access_token": "wrong", "hash": "wrong", "pid": 1}
        more |= {"fetch_params": [["mail.thread", one]]}
        return one | more, dict.fromkeys(LISTS, [one])

    def _calls(self, record):
        one, lists = self._named(record)
        for rule in self._rules():
            # What a route takes besides may go on as it is: no list where none belongs.
            taken = self._argument_names(rule)
            named = one | {name: lists[name] for name in taken & lists.keys()}
            try:
                known = {name: named.get(name, 1) for name in rule.arguments}
                _host, url = rule.build(known, append_unknown=False)
            except (TypeError, ValueError, AttributeError):
                continue  # Of a model of its own, which no client names.
            yield rule, url, named

    def _told(self, rule, url, named):
        if rule.endpoint.routing["type"] == "jsonrpc":
            return self._ask(url, named)
        plain = {k: v for k, v in named.items() if isinstance(v, (str, int))}
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            if "GET" in (rule.methods or {"GET"}):
                answer = self.url_open(url, params=plain, timeout=60)
            else:
                plain["csrf_token"] = http.Request.csrf_token(self)
                answer = self.url_open(url, data=plain, timeout=60)
        told = [answer, *answer.history]
        return " ".join(a.text + json.dumps(dict(a.headers)) for a in told)

    def test_they_are_found(self):
        urls = {url for _rule, url, _named in self._calls(self.complaint)}
        self.assertLessEqual(
            {
                *(SNIPPET, "/website/get_seo_data", "/mail/thread/messages"),
                *("/mail/view", "/web/dataset/call_kw", "/website/get_alt_images"),
                *("/portal/chatter_init", "/website_mail/follow"),
            },
            urls,
        )

    def test_the_hole_is_found(self):
        self._log_in(self.env["res.users"])
        ours = "_prepare_values", "_filter_records_to_values"
        with self._without(WebsiteSnippetFilter, *ours):
            found = [
                url
                for rule, url, named in self._calls(self.complaint)
                if url.startswith("/website/")
                and CANARY in self._told(rule, url, named)
            ]
        self.assertEqual(found, [SNIPPET], MENDED)

    def _assert_hushed(self, role):
        self._log_in(self._askers()[role])
        asked = 0
        for record in self.targets:
            for rule, url, named in self._calls(record):
                asked += 1
                with self.subTest(url, record=str(record)):
                    told = self._told(rule, url, named)
                    self.assertNotIn(CANARY, told)
        self.assertGreater(asked, 400)

    def test_public(self):
        self._assert_hushed("public")

    def test_portal(self):
        self._assert_hushed("portal")

    def test_employee(self):
        self._assert_hushed("employee")

    def test_editor(self):
        self._assert_hushed("editor")


class TestVisitors(ShownCase):
    """Which pages somebody visited is kept without the key to them."""

    def _visited(self):
        self.env.ref("complaint_recovery.portal_complaint_confirm").track = True
        self.env.flush_all()
        self._log_in(self.env["res.users"])
        page = "odoo.addons.complaint_recovery.controllers.kept_keys.keeps_cookies"
        with patch(page, return_value=False):
            url = "/complaint/confirm/secret?access_token=secret&kept=1"
            self.page = self.url_open(url)
        tracks = self.env["website.track"].search([], order="id desc", limit=1)
        return tracks.url or ""

    def test_hole_without_us_it_is(self):
        with self._without(WebsiteVisitor, "_upsert_visitor"):
            self.assertIn("secret", self._visited(), MENDED)

    def test_no_key_is_kept(self):
        self.assertTrue(self._visited().endswith("/complaint/confirm"))

    def test_the_first_script_of_a_page_takes_the_key_out(self):
        self._visited()
        [first, *_more] = html.fromstring(self.page.text).xpath("//script")
        self.assertEqual(first.get("id"), "complaint_without_key")

    def test_the_language_of_the_link_stays(self):
        lang = self.env["res.lang"]._activate_lang("fr_FR")
        self.env["website"].search([]).language_ids |= lang
        self.complaint.partner_id.lang = "fr_FR"
        self.env.flush_all()
        self._log_in(self.env["res.users"])
        path = f"/fr/my/complaint/{self.complaint.id}"
        page = self.url_open(f"{path}?access_token={self.complaint.access_token}")
        self.assertEqual(page.url, self.base_url() + path)
        self.assertIn('lang="fr-FR"', page.text)
        self.assertIn(CANARY, page.text)
