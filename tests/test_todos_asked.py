"""Every public method of a to-do asks first whether its caller may do it."""

from inspect import Parameter, signature
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.service.model import call_kw, get_public_method
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common.refusals import REFUSALS
from .common.secret import SECRET, SecretCommon

#: Methods of the framework that Odoo or we extend for to-dos, with what is sent.
CRUD = {
    "read": [["summary", "note", "display_name", "res_name"]],
    "web_read": [{"summary": {}, "note": {}, "res_name": {}}],
    "write": [{"summary": "Planted"}],
    "web_save": [{"note": "Planted"}, {}],
    "action_archive": [],
    "action_unarchive": [],
    "unlink": [],
    "copy": [],
}
#: Parameter → what is sent.
SENT = {
    "res_model": "helpdesk.ticket",
    "domain": [],
    "act_type_xmlids": ["mail.mail_activity_data_todo"],
    "act_type_xmlid": "mail.mail_activity_data_todo",
    "fetch_done": True,
    "only_automated": False,
}


class TestTodosAsked(SecretCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.todos = cls.env["mail.activity"]
        for record in (cls.ticket, cls.task):
            for active in (True, False):
                cls.todos |= cls._plan(record.sudo(), active)
        due = cls.ticket.sudo().complaint_deadline_ids.activity_id
        due |= cls.ticket.sudo().complaint_escalation_ids.activity_ids
        cls.todos |= due[:3].with_env(cls.env)
        cls.colleague = new_test_user(cls.env, "plain_colleague", "base.group_user")
        cls.strangers["colleague"] = cls.colleague
        cls.strangers.pop("employee")  # Has a task of it.

    @classmethod
    def _plan(cls, record, active):
        todo = record.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=f"{SECRET} ring",
            note=f"<p>{SECRET} note</p>",
            user_id=cls.handler.id,
        )
        if not active:
            todo.action_feedback()
        return todo.with_env(cls.env)

    def _methods(self, model):
        """Yield name and arguments of the public methods of ``model``'s own classes."""
        for name in sorted({n for cls in type(model).mro() for n in vars(cls)}):
            own = not hasattr(type(self.env["res.country"]), name)
            if name.startswith("_") or not (own or name in CRUD):
                continue
            try:
                method = get_public_method(model, name)
            except (AccessError, AttributeError):
                continue
            if callable(getattr(type(model), name, None)):
                yield name, CRUD.get(name, self._sent(method))

    def _sent(self, method):
        positional = list(signature(method).parameters.values())[1:]
        return [
            SENT.get(p.name, False)
            for p in positional
            if p.kind not in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)
        ]

    def _state(self):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT (SELECT md5(string_agg(a::text, '' ORDER BY id))"
            " FROM mail_activity a), (SELECT count(*) FROM mail_message),"
            " (SELECT count(*) FROM mail_followers)"
        )
        return self.env.cr.fetchone()

    def _call(self, record, name, sent, user):
        """Return what the call answers and whether it left anything, undone after."""
        before = self._state()
        self.env.invalidate_all()
        model_method = getattr(getattr(type(record), name), "_api_model", False)
        arguments = sent if model_method else [record.ids, *sent]
        with self.env.cr.savepoint() as savepoint:
            try:
                answer = call_kw(record.with_user(user).browse(), name, arguments, {})
                changed = self._state() != before
            except REFUSALS as error:
                answer, changed = error, False
            savepoint.rollback()
        self.env.invalidate_all()
        return answer, changed

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.sql_db")
    def test_strangers_do_nothing_with_a_to_do_open_or_done(self):
        methods = list(self._methods(self.todos))
        self.assertGreater(len(methods), 15)
        self.assertEqual(set(self.todos.mapped("active")), {True, False})
        for role, person in self.strangers.items():
            for todo in self.todos:
                for name, sent in methods:
                    with self.subTest(role, on=todo.res_model, method=name):
                        answer, changed = self._call(todo, name, sent, person)
                        self.assertFalse(changed)
                        self._assert_silent(answer)
                        if isinstance(answer, Exception):
                            self.assertIsInstance(answer, AccessError)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.sql_db")
    def test_strangers_do_nothing_with_the_to_dos_of_a_record(self):
        """The mixin finds them by the record."""
        for record in (self.ticket, self.task):
            methods = [m for m in self._methods(record) if "activity" in m[0]]
            self.assertGreater(len(methods), 4)
            for role, person in self.strangers.items():
                for name, sent in methods:
                    with self.subTest(role, on=record._name, method=name):
                        answer, changed = self._call(record, name, sent, person)
                        self.assertFalse(changed)
                        self._assert_silent(answer)

    def test_what_is_done_is_not_done_again(self):
        for todo in self.todos.filtered(lambda t: not t.active):
            with self.subTest(todo.res_model):
                answer, changed = self._call(todo, "action_feedback", [], self.handler)
                self.assertFalse(changed)
                self.assertFalse(answer)

    def test_who_has_it_does_it(self):
        todo = self.todos.filtered(lambda t: t.active and "ring" in t.summary)[0]
        before = len(self.ticket.sudo().message_ids)
        todo.with_user(self.handler).action_feedback("Rang")
        self.assertFalse(todo.active)
        self.assertEqual(len(self.ticket.sudo().message_ids), before + 1)

    def test_done_to_dos_of_other_models_are_asked_for_as_well(self):
        partner = self.env["res.partner"].create({"name": "Somebody"})
        todo = self._plan(partner, active=False)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            todo.with_user(self.portal).action_feedback()


class TestTasksPassedOn(SecretCommon):
    """A colleague without the helpdesk passes on the own task."""

    def setUp(self):
        super().setUp()
        self.todo = self.task.sudo().activity_id
        self.colleague = new_test_user(self.env, "plain_colleague", "base.group_user")
        self.env.invalidate_all()

    def _pass_on(self, user):
        todo = self.todo.with_user(self.employee)
        call_kw(todo.browse(), "write", [todo.ids, {"user_id": user.id}], {})

    def test_to_a_colleague(self):
        self._pass_on(self.colleague)
        self.assertEqual(self.task.sudo().user_id, self.colleague)
        self.assertEqual(self.todo.sudo().user_id, self.colleague)
        self.assertIn("passed on", str(self.ticket.sudo().message_ids.mapped("body")))

    def test_to_whom_it_is_about_it_goes_to_the_owner_and_says_nothing(self):
        owner = self.ticket.sudo().user_id
        self.assertTrue(owner)
        self._pass_on(self.suspect)
        self.assertEqual(self.task.sudo().user_id, owner)
        self.assertEqual(self.todo.sudo().user_id, owner)
        said = self.env["mail.message"].search([])
        told = said.filtered(
            lambda m: self.suspect.partner_id in m.notified_partner_ids
        )
        self.assertFalse(told)

    def test_without_an_owner_it_goes_to_whoever_is_next_above(self):
        self._leave_without_owner()
        heir = self.ticket.sudo()._complaint_superiors()[0]
        self._pass_on(self.suspect)
        self.assertEqual(self.task.sudo().user_id, heir)
        self.assertEqual(self.todo.sudo().user_id, heir)

    def test_where_nobody_is_left_it_stays_and_nothing_is_said(self):
        self._leave_without_owner()
        nobody = self.env["res.users"]
        ticket = type(self.ticket)
        with patch.object(ticket, "_complaint_superiors", lambda ticket: nobody):
            self._pass_on(self.suspect)
        self.assertEqual(self.task.sudo().user_id, self.employee)
        self.assertEqual(self.todo.sudo().user_id, self.employee)

    def _leave_without_owner(self):
        query = "UPDATE helpdesk_ticket SET user_id = NULL WHERE id = %s"
        self.env.cr.execute(query, self.ticket.ids)
        self.env.invalidate_all()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_somebody_elses_is_not_passed_on(self):
        with self.assertRaises(AccessError):
            self.todo.with_user(self.colleague).write({"user_id": self.colleague.id})


class TestTodosByHand(SecretCommon):
    """Who made a to-do on a complaint has no say there once they may not read it."""

    #: How somebody gets rid of a to-do, or changes it.
    WAYS = (
        ("action_feedback", ["Settled"]),
        ("action_done", []),
        ("action_archive", []),
        ("write", [{"note": "Planted", "summary": "Planted"}]),
        ("unlink", []),
    )

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.addons.base.models.ir_rule"))
        owner = self.agent_all
        self.open = self._create_complaint(owner, user_id=owner.id).sudo()

    def _make(self, ticket, maker, user):
        return (
            self.env["mail.activity"]
            .with_user(maker)
            .create(
                {
                    "res_model_id": self.env["ir.model"]._get_id(ticket._name),
                    "res_id": ticket.id,
                    "user_id": user.id,
                    "summary": "Ring them",
                }
            )
        )

    def _assert_refused(self, todo, user):
        self.env.flush_all()
        said = self.open.message_ids
        for name, sent in self.WAYS:
            self.env.invalidate_all()
            with self.subTest(name), self.assertRaises(AccessError):
                with self.env.cr.savepoint():
                    call_kw(todo.with_user(user).browse(), name, [todo.ids, *sent], {})
        self.assertTrue(todo.sudo().active)
        self.assertEqual(todo.sudo().summary, "Ring them")
        self.assertEqual(self.open.message_ids, said)

    def test_made_for_somebody_else(self):
        todo = self._make(self.open, self.suspect, self.agent_all)
        self.open.complaint_about_user_id = self.suspect
        self._assert_refused(todo, self.suspect)

    def test_made_for_oneself_it_goes_to_the_owner(self):
        todo = self._make(self.open, self.suspect, self.suspect)
        self.open.complaint_about_user_id = self.suspect
        self.assertEqual(todo.sudo().user_id, self.agent_all)
        self._assert_refused(todo, self.suspect)

    def test_of_a_closed_complaint_as_well(self):
        todo = self._make(self.open, self.suspect, self.suspect)
        self.open.action_withdraw("Found it")
        self.open.complaint_about_user_id = self.suspect
        self.assertEqual(todo.sudo().user_id, self.agent_all)
        self._assert_refused(todo, self.suspect)

    def test_who_loses_the_complaint_loses_the_to_do(self):
        self.open.user_id = self.outsider
        todo = self._make(self.open, self.outsider, self.outsider)
        self.open.user_id = self.agent_all
        self.open.message_unsubscribe(self.outsider.partner_id.ids)
        self.open.team_id = self.team
        self.env.invalidate_all()
        self.assertFalse(self.open.with_user(self.outsider).has_access("read"))
        self._assert_refused(todo, self.outsider)

    def test_who_may_read_it_finishes_it(self):
        todo = self._make(self.open, self.suspect, self.agent_all)
        todo.with_user(self.suspect).action_feedback("Rang")
        self.assertFalse(todo.sudo().active)

    def test_on_plain_tickets_whoever_made_it_has_a_say_as_ever(self):
        plain = self._create_ticket(self.manager).sudo()
        todo = self._make(plain, self.manager, self.agent_all)
        plain.complaint_about_user_id = self.manager
        self.env.invalidate_all()
        todo.with_user(self.manager).write({"note": "Later"})
