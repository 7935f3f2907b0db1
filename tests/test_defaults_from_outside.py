import re
from pathlib import Path

from psycopg2.errors import NotNullViolation

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tools import SQL, mute_logger

from odoo.addons.complaint_recovery.models.guard.helpdesk_ticket import (
    GIVEN_AT_CREATE,
)

from .common.mail import MailCase
from .test_public_methods import CRUD, PublicMethodsCommon

ROOT = Path(__file__).parents[1]
#: What is sent along, by type of field: each is found again in the row of a table.
PLANTED = {
    "integer": 987654,
    "float": 987654.0,
    "monetary": 987654.0,
    "datetime": "1999-09-09 09:09:09",
    "date": "1999-09-09",
    "char": "PLANTED",
    "text": "PLANTED",
    "html": "<p>PLANTED</p>",
    "boolean": True,
}
TRACES = ("987654", "1999-09-09", "PLANTED")


class Done(Exception):
    """The method went through; what it did is undone."""


class OutsideCommon:
    """Values for all that only methods write, in all models of ours."""

    def _guarded_models(self):
        """Return model → the names nobody writes on it, found in the registry."""
        guarded = self.registry["complaint.guarded"]
        models = {
            name: set(self.env[name]._get_guarded_fields())
            for name, model in self.registry.items()
            if issubclass(model, guarded) and not model._abstract
        }
        tickets = self.env["helpdesk.ticket"]
        own = {*tickets._complaint_guarded_fields(), *tickets._complaint_part_fields()}
        return models | {tickets._name: own}

    def _planted(self, field):
        if field.type == "many2one":
            records = self.env[field.comodel_name].search([], order="id desc", limit=1)
            return records.id
        if field.type == "selection":
            return field.get_values(self.env)[-1]
        if field.type in ("one2many", "many2many"):
            return [(0, 0, self._planted_part(self.env[field.comodel_name]))]
        return PLANTED.get(field.type, False)

    def _planted_part(self, part):
        """Return values of a part of a complaint that is decided and told already."""
        return {
            name: self._planted(field)
            for name, field in part._fields.items()
            if field.store
            and field.type not in ("one2many", "many2many")
            and name not in ("id", "ticket_id", "company_id", "create_uid", "write_uid")
        }

    def _planted_context(self):
        """Return ``default_*`` of all that only methods write on a complaint."""
        tickets = self.env["helpdesk.ticket"]
        names = self._guarded_models()["helpdesk.ticket"] - {"is_complaint"}
        return {
            f"default_{name}": self._planted(tickets._fields[name]) for name in names
        }

    def _assert_nothing_stuck(self):
        self.env.flush_all()
        traces = [f"%{trace}%" for trace in TRACES]
        for name in self._guarded_models():
            query = SQL(
                "SELECT t::text FROM %s t WHERE t::text LIKE ANY (%s)",
                SQL.identifier(self.env[name]._table),
                traces,
            )
            self.assertFalse(self.env.execute_query(query), name)


class TestDefaultsFromOutside(OutsideCommon, PublicMethodsCommon):
    """Nothing that only methods write is taken from a context or a stored default."""

    def test_no_guarded_field_takes_a_default_whoever_asks(self):
        cells = 0
        for name, guarded in self._guarded_models().items():
            for user in (self.handler, self.manager, self.env.user):
                records = self.env[name].with_user(user)
                for field in sorted(guarded):
                    value = self._planted(records._fields[field])
                    sent = records.with_context(**{f"default_{field}": value})
                    with self.subTest(model=name, field=field, user=user.name):
                        self.assertEqual(
                            sent.default_get([field]), records.default_get([field])
                        )
                    cells += 1
        self.assertGreater(cells, 300)

    def test_no_guarded_field_takes_a_default_somebody_stored(self):
        for name, guarded in self._guarded_models().items():
            records = self.env[name]
            for field in sorted(guarded):
                before = records.default_get([field])
                value = self._planted(records._fields[field])
                if records._fields[field].type.endswith("2many"):
                    continue  # None can be stored.
                self.env["ir.default"].set(name, field, value)
                with self.subTest(model=name, field=field):
                    self.assertEqual(records.default_get([field]), before)

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule")
    def test_no_method_a_person_may_call_makes_anything_of_defaults(self):
        """The dialogs above all: what they do, they do partly as the system."""
        context, done = self._planted_context(), 0
        self._fill_in_dialogs()
        for record, name in self._public_methods():
            if name in CRUD:
                continue
            for user in (self.manager, self.sales):
                with self.subTest(model=record._name, method=name, user=user.name):
                    done += self._try(record, name, user, context)
        self.assertGreater(done, 60, "so many methods did something")

    def _fill_in_dialogs(self):
        entries = self.env["complaint.sales.entry"].with_user(self.sales)
        self.records["complaint.sales.entry"] = entries.create(
            {"partner_id": self.customer.id, "description": "It leaks."}
        )

    def _try(self, record, name, user, context):
        """Call the method; return whether it went through."""
        self.env.invalidate_all()
        arguments = self._arguments(record, name)
        keywords = {"context": context}
        try:
            with self.env.cr.savepoint():
                call_kw(record.with_user(user).browse(), name, arguments, keywords)
                self._assert_nothing_stuck()
                raise Done
        except Done:
            return True
        except (UserError, ValueError, TypeError, KeyError, AttributeError):
            return False

    def test_salesperson_reports_no_complaint_that_is_decided_already(self):
        self._fill_in_dialogs()
        context = self._planted_context() | {
            "default_complaint_finding": "<p>PLANTED</p>",
            "default_complaint_about_user_id": self.manager.id,
            "default_complaint_decision": "upheld",
        }
        entry = self.records["complaint.sales.entry"].with_context(**context)
        before = self.env["helpdesk.ticket"].search([])
        entry.with_user(self.sales).action_report()
        ticket = self.env["helpdesk.ticket"].search([]) - before
        self.assertEqual(len(ticket), 1)
        self._assert_nothing_stuck()
        self.assertFalse(ticket.complaint_remedy_ids or ticket.complaint_about_user_id)
        self.assertFalse(ticket.complaint_decision or ticket.complaint_finding)

    def test_superuser_code_of_others_makes_no_parts_along_with_a_ticket(self):
        tickets = self.env["helpdesk.ticket"]
        vals = {"name": "x", "description": "x", "team_id": self.team.id}
        for name, model in tickets._complaint_part_fields().items():
            commands = [(0, 0, self._planted_part(self.env[model]))]
            with self.subTest(name), self.assertRaises(AccessError):
                tickets.create({**vals, name: commands})

    def test_no_person_makes_guarded_parts_along_with_a_ticket(self):
        vals = {"name": "x", "description": "x", "team_id": self.team.id}
        for user in (self.handler, self.manager):
            tickets = self.env["helpdesk.ticket"].with_user(user)
            for name, model in tickets._complaint_part_fields().items():
                part = self.env[model]
                for field in sorted(part._get_guarded_fields()):
                    planted = {field: self._planted(part._fields[field])}
                    with (
                        self.subTest(name, field=field, user=user.name),
                        self.assertRaises(AccessError),
                        self.env.cr.savepoint(),
                    ):
                        tickets.create({**vals, name: [(0, 0, planted)]})

    def test_superuser_imports_nothing_that_only_methods_write(self):
        for name, guarded in self._guarded_models().items():
            for field in sorted(guarded - GIVEN_AT_CREATE - {"complaint_imported"}):
                with self.subTest(model=name, field=field):
                    if field in self.env["helpdesk.ticket"]._complaint_part_fields():
                        continue  # Next test.
                    with self.assertRaises(AccessError):
                        self.env[name].load([field], [["1"]])

    def test_superuser_imports_no_guarded_parts_of_a_ticket(self):
        tickets = self.env["helpdesk.ticket"]
        for name, model in tickets._complaint_part_fields().items():
            for field in sorted(self.env[model]._get_guarded_fields()):
                column = f"{name}/{field}"
                with self.subTest(column), self.assertRaises(AccessError):
                    tickets.load([".id", column], [[str(self.ticket.id), "1"]])

    def test_system_acts_for_somebody_only_without_their_defaults(self):
        """One place changes to the system's user; it cleans the context."""
        for addon in ROOT.glob("complaint_recovery*"):
            for path in addon.rglob("*.py"):
                if path.name == "as_system.py":
                    continue
                with self.subTest(str(path.relative_to(ROOT))):
                    found = re.search(
                        r"with_user\(\s*(SUPERUSER_ID|1\b|.*user_root)|user=SUPERUSER_ID",
                        path.read_text(),
                    )
                    self.assertFalse(found)
        self.assertEqual(SUPERUSER_ID, 1)


class TestDefaultsOfAnAlias(OutsideCommon, MailCase):
    """The gateway creates as superuser; what an alias says is no word of the system."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plain_team.write(
            {"alias_name": "questions", "alias_domain_id": cls.domain.id}
        )

    def _say(self, team, **values):
        planted = {
            key.removeprefix("default_"): value
            for key, value in self._planted_context().items()
        }
        given = {**planted, "complaint_finding": "<p>PLANTED</p>", **values}
        # As stored before it was judged: written, it would be refused.
        self.env.cr.execute(
            "UPDATE mail_alias SET alias_defaults = %s WHERE id = %s",
            (repr(given), team.alias_id.id),
        )
        self.env.invalidate_all()

    def test_alias_tells_nothing_of_a_complaint(self):
        for team, name in ((self.team, "complaints"), (self.plain_team, "questions")):
            for switch in (True, False):
                self._say(team, is_complaint=switch, team_id=team.id)
                address = f"{name}@example.com"
                raw = self._write_mail("jane@azure.example", to=address)
                with self.subTest(name, is_complaint=switch):
                    ticket = self._receive(raw)
                    self.assertEqual(len(ticket), 1)
                    self.assertEqual(ticket.is_complaint, switch or team == self.team)
                    self._assert_nothing_stuck()
                    self.assertFalse(ticket.complaint_remedy_ids)

    def test_alias_tells_team_category_channel_priority_and_tags(self):
        category = self.env["helpdesk.ticket.category"].create({"name": "Kettles"})
        tag = self.env["helpdesk.ticket.tag"].create({"name": "Loud"})
        channel = self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_other")
        told = {
            "team_id": self.team.id,
            "category_id": category.id,
            "channel_id": channel.id,
            "priority": "3",
            "tag_ids": [(6, 0, tag.ids)],
        }
        self._say(self.team, **told)
        ticket = self._receive(self._write_mail("jane@azure.example"))
        self.assertEqual(ticket.category_id, category)
        self.assertEqual(ticket.channel_id, channel)
        self.assertEqual(ticket.priority, "3")
        self.assertEqual(ticket.tag_ids, tag)

    def test_mail_makes_no_guarded_part(self):
        """Whatever alias an administrator makes."""
        for name, guarded in self._guarded_models().items():
            records = self.env[name]
            if name == "helpdesk.ticket" or not hasattr(records, "message_new"):
                continue
            values = {f: self._planted(records._fields[f]) for f in guarded}
            message = {"subject": "x", "email_from": "jane@azure.example", "body": ""}
            with self.subTest(name):
                try:
                    with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                        records.message_new({**message, "from": "x"}, values)
                        self.env.flush_all()
                except (UserError, NotNullViolation):
                    continue  # A part without its complaint.
                self._assert_nothing_stuck()
