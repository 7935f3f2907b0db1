import sys
from inspect import Parameter, signature
from unittest.mock import patch

from psycopg2.errors import NotNullViolation

from odoo.exceptions import AccessError
from odoo.models import BaseModel
from odoo.service.model import call_kw, get_public_method
from odoo.tests import HttpCase
from odoo.tools import SQL, mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common import ComplaintCommon

OURS = "odoo.addons.complaint_recovery"  # The glue addons as well.
#: Methods of the framework that ours extend; they change records as well.
CRUD = {"create", "write", "unlink", "copy"}
#: What a colleague may do with the own task, and with nothing else.
OWN_TASK = {
    ("complaint.deadline", "write"),
    ("complaint.deadline", "action_done"),
    ("complaint.deadline", "action_cancel"),
    ("complaint.deadline", "action_reschedule"),
    ("complaint.deadline", "action_running_late"),
}
#: Methods that show something and change nothing.
SHOWING = {
    "action_add_to_it",
    "action_case_file",
    "action_learn",
    "action_new_corrective_action",
    "action_open_case_file",
    "action_open_complaint",
    "action_open_document",
    "action_view_complaints",
    "action_view_earlier_complaints",
    "action_view_failing",
    "action_view_preview",
    "action_view_limits",
    "complaint_last_change",
    "retrieve_complaint_timeline",
}
#: Parameter name → something a caller might send.
ARGUMENTS = {
    "reason": "Because",
    "due_at": "2099-01-01 10:00:00",
    "vals": {"display_name": "Taken over"},
    "vals_list": [{}],
}


class PublicMethodsCommon(ComplaintCommon):
    """One record of each model of ours, as near to the callers as it gets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint(cls.agent_all, complaint_decision="upheld")
        # They may read the ticket: the customer's own, followed by the colleague.
        cls._invite(cls.ticket, cls.employee.partner_id, cls.agent_all)
        cls.records = {"helpdesk.ticket": cls.ticket.sudo()}
        remedy = cls._create_remedy(cls.ticket)
        cls.task = cls._deadline(cls.employee)
        given = {
            "ticket_id": cls.ticket.id,
            "remedy_id": remedy.id,
            "interaction_id": cls._visit().id,
            "deadline_id": cls._deadline(cls.handler).id,
            "escalation_id": cls.ticket._complaint_escalate("She asks for it").id,
            "stage_id": cls.stage_closed.id,
            "partner_ids": [(6, 0, cls.customer.ids)],
            "batch_id": cls._batch().id,
        }
        for model in cls._models():
            cls.records[model] = cls._record(model, given)

    @classmethod
    def _models(cls):
        names = cls.env["ir.model"].search([("model", "=like", "complaint.%")])
        return [n for n in names.mapped("model") if not cls.env[n]._abstract]

    @classmethod
    def _deadline(cls, user):
        return cls.env["complaint.deadline"].create(
            {
                "ticket_id": cls.ticket.id,
                "kind": "task",
                "name": "Look into it",
                "due_at": "2099-01-01 10:00:00",
                "user_id": user.id,
            }
        )

    @classmethod
    def _batch(cls):
        group = cls.env["complaint.group"].create({"name": "Late in May"})
        return cls.env["complaint.group.batch"].create(
            {"group_id": group.id, "kind": "apology"}
        )

    @classmethod
    def _visit(cls):
        visit = {"state": "planned", "channel": "visit", "date": "2099-01-01 10:00:00"}
        return cls._create_interaction(cls.ticket, **visit)

    @classmethod
    def _record(cls, model, given):
        """Return a record of ``model``: of the complaint, of the data, or a new one."""
        records = cls.env[model]
        linked = "ticket_id" in records._fields and not records._transient
        domain = [("ticket_id", "=", cls.ticket.id)] if linked else []
        if not records._transient and (found := records.search(domain, limit=1)):
            return found
        vals = {name: given[name] for name in given if name in records._fields}
        for name, field in records._fields.items():
            if field.required and name not in vals and not field.default:
                vals[name] = cls._plausible(field)
        return own_hand(records.with_user(cls.agent_all)).create(vals).sudo()

    @classmethod
    def _plausible(cls, field):
        if field.relational:
            found = cls.env[field.comodel_name].search([], limit=2)
            return found[:1].id if field.type == "many2one" else [(6, 0, found.ids)]
        if field.type == "selection":
            return field.get_values(cls.env)[0]
        if field.type == "integer":
            return 1
        return "2099-01-01 10:00:00" if "date" in field.type else "Something"

    def _public_methods(self):
        """Yield (record, name) of every public method that this addon brought."""
        for record in self.records.values():
            classes = type(record).mro()
            for name in sorted({name for cls in classes for name in vars(cls)}):
                if not name.startswith("_") and self._is_ours(record, classes, name):
                    yield record, name

    def _is_ours(self, record, classes, name):
        owners = [cls for cls in classes if name in vars(cls)]
        modules = [cls.__module__ for cls in owners if cls.__module__ != "odoo.api"]
        ours = [module for module in modules if module.startswith(OURS)]
        own = callable(vars(owners[-1])[name]) and modules[-1].startswith(OURS)
        if not ours or not (own or name in CRUD):
            return False
        try:
            return bool(get_public_method(record, name))
        except AccessError:
            return False  # Hidden by api.private.

    def _arguments(self, record, name):
        method = getattr(type(record), name)
        model_method = getattr(method, "_api_model", False)
        arguments = [] if model_method else [record.ids]
        for parameter in list(signature(method).parameters.values())[1:]:
            if parameter.kind in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD):
                continue
            arguments.append(self._argument(parameter.name))
        return arguments

    def _argument(self, name):
        return {
            **ARGUMENTS,
            "user_id": self.manager.id,
            "stage_id": self.stage_closed.id,
        }.get(name, False)

    def _call(self, record, name, user):
        arguments = self._arguments(record, name)
        try:
            return call_kw(record.with_user(user).browse(), name, arguments, {})
        except NotNullViolation as error:
            # A dialog that everybody opens is not made without what it is about.
            raise AccessError(str(error)) from error

    def _snapshot(self):
        """Return what the tables a method may touch hold, as one figure a table."""
        self.env.flush_all()
        tables = {r._table for r in self.records.values() if r._auto}
        tables |= {"mail_message", "mail_activity", "mail_mail", "mail_followers"}
        tables |= {"res_users", "res_partner", "ir_attachment"}
        query = "SELECT md5(string_agg(t::text, '' ORDER BY t.id)) FROM %s t"
        return {
            table: self.env.execute_query(SQL(query, SQL.identifier(table)))
            for table in tables
        }


class TestPublicMethods(PublicMethodsCommon):
    """``call_kw`` asks for no rights: every public method must (decision 3)."""

    def test_all_models_and_their_methods_are_found(self):
        found = {(record._name, name) for record, name in self._public_methods()}
        for case in (
            ("helpdesk.ticket", "action_close_unsettled"),
            ("helpdesk.ticket", "action_mark_complaint"),
            ("complaint.remedy", "action_approve"),
            ("complaint.apology", "action_send"),
            ("complaint.deadline", "action_done"),
            ("complaint.quick.entry", "action_save"),
            ("complaint.severity", "create"),
        ):
            self.assertIn(case, found)
        self.assertGreater(len(found), 70)
        names = {name for _model, name in found}
        self.assertFalse(names & set(vars(BaseModel)) - CRUD)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_access")
    def test_customer_is_refused_by_every_public_method(self):
        self._assert_all_refused(self.portal)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.sql_db")
    def test_plain_employee_is_refused_by_every_public_method(self):
        self._assert_all_refused(self.employee)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_access")
    def test_who_may_only_read_is_refused_by_every_method_that_changes(self):
        """Superuser rights inside a method let nobody past the check it begins with."""
        stored = {m: r for m, r in self.records.items() if not r._transient}
        for model in stored:
            self.env["ir.rule"].create(
                {
                    "name": "Nobody writes",
                    "model_id": self.env["ir.model"]._get_id(model),
                    "domain_force": "[(0, '=', 1)]",
                    "perm_read": False,
                    "perm_create": False,
                }
            )
        self.records = stored
        for record, name in self._public_methods():
            if name in SHOWING | {"create", "copy"}:
                continue
            with self.subTest(model=record._name, method=name):
                self.env.invalidate_all()
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    self._call(record, name, self.agent_all)

    def _assert_all_refused(self, user):
        before = self._snapshot()
        for record, name in self._public_methods():
            with self.subTest(user.name, model=record._name, method=name):
                self.env.invalidate_all()  # Each request starts with nothing in memory.
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    self._call(record, name, user)
        self.assertEqual(self._snapshot(), before)

    def test_colleague_does_with_the_own_task_what_one_does_with_tasks(self):
        self.records = {"complaint.deadline": self.task}
        for record, name in self._public_methods():
            allowed = (record._name, name) in OWN_TASK
            arguments = self._arguments(record, name)
            if name == "write":
                arguments = [record.ids, {"note": "Was there"}]
            with self.subTest(method=name), self.env.cr.savepoint() as savepoint:
                try:
                    call_kw(record.with_user(self.employee), name, arguments, {})
                    done = True
                except AccessError:
                    done = False
                savepoint.rollback()
                self.assertEqual(done, allowed)

    def test_colleague_rewrites_nothing_of_what_the_task_is(self):
        for name in ("ticket_id", "kind", "due_at", "user_id", "state", "kept"):
            with self.subTest(name), self.assertRaises(AccessError):
                self.task.with_user(self.employee).write({name: False})


class Asked(Exception):
    """The method under test asked for rights itself."""


class TestPublicMethodsAsk(PublicMethodsCommon):
    def test_every_public_method_asks_for_rights_itself_before_anything_else(self):
        """What a deeper method checks today, it may do as superuser tomorrow."""
        for record, name in self._public_methods():
            if name in CRUD:
                continue
            with (
                self.subTest(model=record._name, method=name),
                self._asking(record, name),
            ):
                with self.assertRaises(Asked), self.assertQueryCount(0):
                    self._call(record, name, self.agent_all)

    def _asking(self, record, name):
        """Raise Asked as soon as the record's method itself checks access to it."""
        check_access = BaseModel.check_access

        def asked(records, operation):
            caller = sys._getframe(1).f_code.co_name
            if (records._name, caller) == (record._name, name):
                raise Asked
            return check_access(records, operation)

        return patch.object(BaseModel, "check_access", asked)


class TestPublicMethodsOverHttp(PublicMethodsCommon, HttpCase):
    @mute_logger("odoo.http")
    def test_customer_closes_no_complaint_over_http(self):
        self.authenticate("portal_user", "portal_user")
        for method in ("action_close", "action_mark_complaint", "action_withdraw"):
            with self.subTest(method):
                with self.assertRaisesRegex(Exception, "AccessError|not allowed"):
                    self.make_jsonrpc_request(
                        f"/web/dataset/call_kw/helpdesk.ticket/{method}",
                        {
                            "model": "helpdesk.ticket",
                            "method": method,
                            "args": [self.ticket.ids],
                            "kwargs": {},
                        },
                    )
        self.assertFalse(self.ticket.sudo().complaint_closed_at)
