import ast
import re
import sys
from contextlib import contextmanager, redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from runpy import run_path
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.models import BaseModel
from odoo.orm.fields_relational import _RelationalMulti
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from .common import ComplaintCommon
from .test_public_methods import PublicMethodsCommon

ADDON = Path(__file__).parents[1] / "complaint_recovery"
SCRIPT = ADDON.parent / "scripts" / "play_complaint.py"
SEARCHES = {"search", "search_count", "search_fetch", "_search", "_read_group"}
MODEL = re.compile(r"env\[['\"]([\w.]+)['\"]\]")
ROOT = re.compile(r"^\(*(\w+)")
#: Fields of Odoo's own mixins, of which we say the groups alone; and whom an escalation
#: was told, which the addon reads with who left on purpose.
SAID_WHERE_READ = {"activity_ids", "message_partner_ids", "to_user_ids"}
#: Code of ours that looks something up for whoever calls it, and of Odoo's ORM.
PASSING = ("/odoo/orm/", "/odoo/api", "/odoo/tools/", "/models/guard/")
#: Keys that a client may send along, and Odoo reads.
CLIENT_KEYS = {
    "active_test": False,
    "tz": "Pacific/Kiritimati",
    "lang": "fr_FR",
    "bin_size": True,
    "prefetch_fields": False,
    "import_file": True,
    "mail_activity_automation_skip": True,
    "mail_activity_quick_update": True,
    "mail_create_nosubscribe": True,
    "mail_notify_force_send": False,
    "no_reset_password": True,
    "tracking_disable": True,
}
REFUSED = (AccessError, MissingError, UserError, IntegrityError, ValueError, TypeError)


class TestInUse(ComplaintCommon):
    """What is archived judges nobody, whatever a caller asks to see."""

    def test_each_field_of_ours_says_itself_whether_it_holds_what_is_archived(self):
        seen = 0
        for model in self.env.registry.values():
            for field in model._fields.values():
                if not self._holds_many_of_ours(field):
                    continue
                seen += 1
                with self.subTest(str(field)):
                    self.assertIn("active_test", field.context)
        self.assertGreater(seen, 30)

    def _holds_many_of_ours(self, field):
        return (
            field.type in ("one2many", "many2many")
            and field._module == "complaint_recovery"
            and field.name not in SAID_WHERE_READ
            and not field.inherited
            and bool(self.env[field.comodel_name]._active_name)
        )

    def test_no_search_with_more_rights_runs_in_the_context_of_who_asks(self):
        seen = 0
        for path in ADDON.rglob("*.py"):
            tree = ast.parse(path.read_text())
            for holder in filter(lambda n: isinstance(n, ast.ClassDef), ast.walk(tree)):
                for call, records in self._searches(holder):
                    if self._searches_what_may_be_archived(holder, call, records):
                        seen += 1
                        with self.subTest(f"{path.relative_to(ADDON)}:{call.lineno}"):
                            self.assertRegex(records, r"in_use\(|active_test|as_system")
        self.assertGreater(seen, 60)

    def _searches(self, holder):
        """Yield each call in ``holder`` that searches, and on which records, in words.

        Where those have a name of their own, with what the name was given.
        """
        for method in filter(lambda n: isinstance(n, ast.FunctionDef), holder.body):
            names = {
                target.id: ast.unparse(node.value)
                for node in ast.walk(method)
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            for call in filter(lambda n: isinstance(n, ast.Call), ast.walk(method)):
                if getattr(call.func, "attr", None) in SEARCHES:
                    records, known = ast.unparse(call.func.value), dict(names)
                    while (root := ROOT.match(records)) and root[1] in known:
                        given = known.pop(root[1])
                        records = records.replace(root[1], f"({given})", 1)
                    yield call, records

    def _searches_what_may_be_archived(self, holder, call, records):
        if ".sudo()" not in records or "'active'" in ast.unparse(call):
            return False
        named = MODEL.search(records)
        model = named[1] if named else self._model_of(holder)
        return model in self.env and bool(self.env[model]._active_name)

    def _model_of(self, holder):
        told = {
            node.targets[0].id: node.value.value
            for node in holder.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        }
        return told.get("_name") or told.get("_inherit")


class Asked:
    """``active_test=False`` of a client: we know it again, wherever it gets."""

    def __bool__(self):
        return False


ASKED = Asked()


class AskedCommon(ComplaintCommon):
    """Where our code looks for what judges, with more rights than those who ask."""

    @contextmanager
    def _watching(self):
        """Yield the set of places where a client's ``active_test`` got to."""
        places = set()

        def watch(name, owner, is_asked):
            method = getattr(owner, name)

            def watched(self, *args, **kwargs):
                if is_asked(self, *args, **kwargs) and (place := self_place()):
                    places.add(place)
                return method(self, *args, **kwargs)

            return patch.object(owner, name, watched)

        def self_place():
            return self._place()

        def searched(records, domain, *_args, active_test=True, **_kwargs):
            return records._active_name and active_test and in_client_context(records)

        def led_to(field, _value, records):
            return (
                records.pool[field.comodel_name]._active_name
                and "active_test" not in field.context
                and field.name != "to_user_ids"
                and in_client_context(records)
            )

        def in_client_context(records):
            return records.env.su and records.env.context.get("active_test") is ASKED

        with (
            watch("_search", BaseModel, searched),
            watch("convert_to_record", _RelationalMulti, led_to),
            watch("convert_to_record_multi", _RelationalMulti, led_to),
        ):
            yield places

    def _place(self):
        """Return where our code looked something up, or nothing where Odoo's did."""
        frame = sys._getframe(3)
        while any(part in frame.f_code.co_filename for part in PASSING):
            frame = frame.f_back
        path = Path(frame.f_code.co_filename)
        if ADDON not in path.parents:
            return None
        return f"{path.relative_to(ADDON)}:{frame.f_lineno} {frame.f_code.co_name}"


class TestAskedWhilePlaying(AskedCommon):
    def test_a_complaint_is_played_and_nothing_is_judged_in_a_clients_context(self):
        play = run_path(str(SCRIPT))["play"]

        def asked(records, name, args, kwargs):
            context = {**records.env.context, "active_test": ASKED}
            return call_kw(records, name, args, {**kwargs, "context": context})

        with (
            patch.dict(play.__globals__, call_kw=asked),
            redirect_stdout(StringIO()) as told,
            self._watching() as places,
        ):
            well = play(self.env(context={}))
        self.assertTrue(well, told.getvalue())
        self.assertFalse(places)


class TestAskedOfEachMethod(AskedCommon, PublicMethodsCommon):
    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.sql_db")
    def test_no_public_method_judges_in_a_clients_context(self):
        with self._watching() as places:
            for user in (self.handler, self.manager):
                for record, name in self._public_methods():
                    self.env.invalidate_all()
                    arguments = self._arguments(record, name)
                    context = {"context": {"active_test": ASKED}}
                    with suppress(*REFUSED), self.env.cr.savepoint() as savepoint:
                        call_kw(record.with_user(user), name, arguments, context)
                        savepoint.rollback()
        self.assertFalse(places)


def make_out_of_use(cls):
    """Put beside what is in use, archived, what would decide otherwise."""
    limits = cls.env["complaint.authority"]
    for role in ("handler", "team_leader"):
        limits.create({"name": role, "role": role, "unlimited": True, "active": False})
    cls.gone = cls.manager.copy({"login": "gone"})
    limits.create({"name": "Gone", "user_ids": cls.gone.ids, "unlimited": True})
    cls.gone.write(
        {"complaint_deputy_id": cls.handler.id, "complaint_away_from": "2020-01-01"}
    )
    cls.gone.active = False
    cls.rule = cls.env["complaint.escalation.rule"].create(
        {
            "name": "Old rule",
            "trigger": "severity",
            "level": "3",
            "severity_ids": cls.major.ids,
            "active": False,
        }
    )
    cls.category = cls.env["helpdesk.ticket.category"].create(
        {"name": "Old", "complaint_default": True, "active": False}
    )


class TestJudgedAlike(ComplaintCommon):
    """What is out of use beside it, and generous: the outcome is the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        make_out_of_use(cls)

    def _come_of_it(self, user, context):
        """Return what ``user`` brings about with ``context``, from the start."""
        self.env.registry.clear_cache()
        self.env.invalidate_all()
        told = {}
        with self.env.cr.savepoint() as savepoint:
            env = self.env(user=user, context=context)
            ticket = self._create_complaint(self.agent_all).with_env(env)
            with suppress(*REFUSED):
                ticket.complaint_severity_id = self.major
            with suppress(*REFUSED):
                remedy = env["complaint.remedy"].create(
                    {"ticket_id": ticket.id, "type_id": self.refund.id, "amount": 900}
                )
                remedy.action_request()
                told["remedy"] = remedy.state
                told["asked"] = remedy.sudo().deadline_id.user_id
            told["raised"] = ticket.sudo().complaint_escalation_ids.mapped("rule_id")
            plain = self._create_ticket(self.agent_all).with_env(env)
            with suppress(*REFUSED):
                plain.sudo(False).write({"category_id": self.category.id})
            told["marked"] = plain.sudo().is_complaint
            told["todos"] = len(ticket.sudo().activity_ids)
            told["limits"] = env["complaint.authority"]._get_limit(user, ticket)
            told["stage"] = ticket.sudo().complaint_stage_id
            savepoint.rollback()
        return told

    def test_no_key_of_the_context_changes_what_comes_of_it(self):
        for user in (self.handler, self.leader, self.agent_all, self.manager):
            plain = self._come_of_it(user, {})
            for key, value in CLIENT_KEYS.items():
                with self.subTest(user.name, key=key):
                    self.assertEqual(self._come_of_it(user, {key: value}), plain)
