import re

from psycopg2 import Error as DatabaseError

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.sql_db import Savepoint
from odoo.tests import HttpCase, JsonRpcException
from odoo.tools import mute_logger

from .common.access import ALL_ROLES
from .common.canary import HUSH, TEXT, TOLD, CanaryCommon

#: Newest first, so that what was planted is among them.
LIMIT = 80
#: What the client asks about a conversation.
LIST = ["activities", "attachments", "followers", "suggestedRecipients"]
#: Stands nowhere.
NOTHING = "zqnothing"
#: From nearly everything a path leads to all complaints.
WINDING = "company_ids.user_ids.helpdesk_team_ids.ticket_ids.complaint_finding"
WORD = re.compile(f"(?:{TOLD}|{HUSH})[0-9]{{4}}")
LOGGERS = ("odoo.models", "odoo.addons.base.models.ir_rule", "odoo.sql_db")
LOGGERS += ("odoo.domains", "odoo.orm.domains", "py.warnings")


class TestCanary(CanaryCommon, HttpCase):
    """Nothing a role may ask for holds, or is found by, what is hushed."""

    def _ask(self, model, method, *args, **kwargs):
        """Return what the role gets for one request; None where it is refused."""
        self.env.invalidate_all()  # Each request starts with nothing in memory.
        records = self.env[model].with_user(self.user)
        try:
            return call_kw(records, method, list(args), kwargs)
        except (UserError, ValueError, KeyError, NotImplementedError, DatabaseError):
            self.before.rollback()
            return None

    def _readable_models(self):
        return [
            name
            for name, model in self.env.items()
            if not model._abstract and model.with_user(self.user).has_access("read")
        ]

    def _sweep(self):
        """Yield (question, answer): all the role reads, and what it finds."""
        for model in sorted(self._readable_models()):
            yield from self._read_all(model)
            yield from self._find_all(model)

    def _read_all(self, model):
        """Ask for every field of every record, in each way there is."""
        told = self._ask(model, "fields_get", attributes=["type"]) or {}
        names = [name for name, about in told.items() if about["type"] != "binary"]
        rows = self._ask(model, "search_read", [], names, limit=LIMIT, order="id desc")
        if rows is None:  # One field is refused.
            yield from self._read_in_parts(model, names)
        yield f"{model} read", rows
        ids = [row["id"] for row in rows or ()] or self._ask(
            model, "search", [], limit=LIMIT, order="id desc"
        )
        spec = {name: self._spec(told[name]["type"]) for name in names}
        if self._is_near(model):
            for name in names:
                answer = self._ask(model, "web_read", ids, {name: spec[name]})
                yield f"{model} web_read {name}", answer
            answer = self._ask(model, "export_data", ids, names)
            yield f"{model} export", answer
            views = [[False, kind] for kind in ("form", "list", "search", "kanban")]
            yield f"{model} views", self._ask(model, "get_views", views)
        answer = self._ask(model, "name_search", "", limit=LIMIT)
        yield f"{model} name_search", answer

    def _read_in_parts(self, model, names):
        """Ask for halves of ``names``, and halves of these, up to what is refused."""
        half = len(names) // 2
        for part in filter(None, (names[:half], names[half:])):
            rows = self._ask(model, "search_read", [], part, limit=LIMIT)
            if rows is None and len(part) > 1:
                yield from self._read_in_parts(model, part)
            yield f"{model} read {', '.join(part)}", rows

    def _spec(self, kind):
        related = kind in ("many2one", "one2many", "many2many")
        return {"fields": {"display_name": {}}} if related else {}

    def _is_near(self, model):
        """Is it ours, or does it belong to a ticket or a customer?"""
        return model in self.asked or model.startswith(("mail.", "ir.attachment"))

    def _find_all(self, model):
        """Look for the hushed words by each text, path and group."""
        fields = self.env[model]._fields.values()
        texts = [field.name for field in fields if field.type in TEXT]
        paths = [
            f"{field.name}.{name}"
            for field in fields
            if field.relational and field.comodel_name in self.asked
            for name in self.asked[field.comodel_name]
        ]
        paths += [f"{name}.{WINDING}" for name in ("create_uid", "user_id")]
        asked = [path for path in [*texts, *paths] if self._may_find(model, path)]
        for name in self._finding(model, asked):
            yield f"{model} by {name}: {HUSH}", HUSH
        for name in self.asked.get(model, []) + (paths if self._is_near(model) else []):
            args = ([(1, "=", 1)], [name], ["__count"])
            yield (
                f"{model} group {name}",
                self._ask(model, "formatted_read_group", *args),
            )
        found = self._ask(model, "name_search", HUSH, limit=LIMIT)
        if found and found != self._ask(model, "name_search", NOTHING, limit=LIMIT):
            yield f"{model} name_search: {HUSH}", HUSH

    def _may_find(self, model, path):
        """Can it be searched by, or is it refused to everybody, whatever the word?"""
        for name in path.split("."):
            field = self.env[model]._fields.get(name)
            if not field or not field._description_searchable:
                return False
            model = field.comodel_name
        return True

    def _finding(self, model, names):
        """Return those of ``names`` by which a condition finds a hushed word.

        All of them are asked about at once; where that finds anything or is refused,
        in halves.
        """
        found = self._search(model, names, HUSH) if names else []
        if found == []:
            return []
        if len(names) == 1:
            differs = found and found != self._search(model, names, NOTHING)
            return names if differs else []
        half = len(names) // 2
        return self._finding(model, names[:half]) + self._finding(model, names[half:])

    def _search(self, model, names, word):
        conditions = [(name, "ilike", word) for name in names]
        domain = ["|"] * (len(names) - 1) + conditions
        return self._ask(model, "search", domain, limit=LIMIT)

    def _assert_rpc_hushed(self):
        self.asked = {
            "res.partner": ["name"],
            "mail.message": ["body", "subject"],
            "mail.activity": ["summary"],
            "ir.attachment": ["name"],
        }
        for where in self.words.values():
            model, name = where.split(" ")[0].rsplit(".", 1)
            if name in self.env[model]._fields:
                names = self.asked.setdefault(model, [])
                names += [name] if name not in names else []
        leaks, found = {}, set()
        self.env.flush_all()
        self.before = Savepoint(self.env.cr)  # One for thousands of requests.
        for question, answer in self._sweep():
            text = str(answer)
            found.update(WORD.findall(text))
            if answer and HUSH in text:
                words = sorted(set(WORD.findall(text)))
                hushed = [self.words[w] for w in words if w.startswith(HUSH)]
                leaks[question] = hushed[:9] or HUSH
        self.assertFalse(leaks)
        missed = {w for w in self.words if w.startswith(TOLD)} - found
        self.assertFalse({self.words[word] for word in missed})

    def _assert_messages_hushed(self, role):
        """Ask for the conversations through the doors the web client uses."""
        self.authenticate(f"{role}_user", f"{role}_user")
        told = 0
        for record in self.planted:
            if record._transient or "message_ids" not in record._fields:
                continue
            thread = {"thread_model": record._name, "thread_id": record.id}
            store = {
                "fetch_params": [["mail.thread", {**thread, "request_list": LIST}]]
            }
            for url, asked in (("messages", thread), ("/mail/data", store)):
                url = url if "/" in url else f"/mail/thread/{url}"
                answer = self._request(url, asked)
                told += TOLD in answer
                with self.subTest(role, url=url, record=str(record)):
                    self.assertNotIn(HUSH, answer)
        self.assertEqual(bool(told), role != "portal")

    def _request(self, url, asked):
        try:
            return str(self.make_jsonrpc_request(url, asked))
        except JsonRpcException:
            return ""


def _test_of(role):
    @mute_logger(*LOGGERS, "odoo.http")
    def test(self):
        self._plant(role)
        self._assert_messages_hushed(role)
        self._assert_rpc_hushed()

    return test


for _role in ALL_ROLES:
    _name = f"test_{_role}_learns_what_is_told_and_no_more"
    setattr(TestCanary, _name, _test_of(_role))

del _name, _role
