from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from odoo.addons.complaint_recovery.models.guard.helpdesk_ticket import (
    GIVEN_AT_CREATE,
)

from .common import ComplaintCommon

CHILDREN = (
    "complaint.interaction",
    "complaint.apology",
    "complaint.remedy",
    "complaint.deadline",
)


@freeze_time("2026-03-02 09:00:00")
class TestGuarded(ComplaintCommon):
    """Each guarded field, taken from the lists in the models, in each way in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint()
        cls.guarded = cls.ticket._complaint_guarded_fields()
        deadline = cls.ticket.complaint_deadline_ids[0]
        cls.children = {
            "complaint.interaction": cls._create_interaction(cls.ticket),
            "complaint.apology": cls._create_apology(cls.ticket),
            "complaint.remedy": cls._create_remedy(cls.ticket),
            "complaint.deadline": deadline.with_user(cls.handler),
        }

    def _other_value(self, record, name):
        """Return a value that is valid and differs from the one ``record`` has."""
        field = record._fields[name]
        if field.type == "selection":
            values = field.get_values(self.env)
            return next(v for v in values if v != record[name])
        return {
            "boolean": not record[name],
            "integer": 7,
            "float": 7.0,
            "monetary": 7.0,
            "datetime": "2020-01-01 00:00:00",
            "many2one": 1,
            "one2many": [(5,)],
            "reference": False,
        }.get(field.type, "x")

    def test_ticket_refuses_writing(self):
        for role in (self.handler, self.manager):
            for name in sorted(self.guarded):
                value = self._other_value(self.ticket, name)
                with self.subTest(name, role=role.name), self.assertRaises(AccessError):
                    self.ticket.with_user(role).write({name: value})

    def test_ticket_refuses_creating(self):
        for role in (self.handler, self.manager):
            for name in sorted(self.guarded - GIVEN_AT_CREATE - {"complaint_imported"}):
                vals = {name: self._other_value(self.ticket, name)}
                with self.subTest(name, role=role.name), self.assertRaises(AccessError):
                    self._create_complaint(role, **vals)

    def test_ticket_ignores_defaults_of_the_context(self):
        values = self._other_values(self.guarded - GIVEN_AT_CREATE)
        context = {f"default_{name}": value for name, value in values.items()}
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        ticket = tickets.with_context(**context).create(
            {"name": "x", "description": "x", "team_id": self.team.id}
        )
        for name, value in values.items():
            with self.subTest(name):
                self._assert_untouched(ticket, name, value)

    def _other_values(self, names):
        return {name: self._other_value(self.ticket, name) for name in sorted(names)}

    def test_ticket_ignores_defaults_somebody_stored(self):
        names = self.guarded - GIVEN_AT_CREATE - {"complaint_override_ids"}
        values = self._other_values(names)
        defaults = self.env["ir.default"].with_user(self.handler)
        for name, value in values.items():
            defaults.set("helpdesk.ticket", name, value, user_id=True)
        ticket = self._create_complaint()
        for name, value in values.items():
            with self.subTest(name):
                self._assert_untouched(ticket, name, value)

    def _assert_untouched(self, record, name, value):
        field = record._fields[name]
        value = field.convert_to_record(field.convert_to_cache(value, record), record)
        if value:
            self.assertNotEqual(record.sudo()[name], value)
        else:
            self.assertEqual(record.sudo()[name], self.ticket.sudo()[name])

    def test_copy_of_a_ticket_takes_nothing_guarded_along(self):
        ticket = self._create_ticket(is_complaint=True)
        self._contact(ticket)
        copy = ticket.copy()
        for name in sorted(self.guarded):
            with self.subTest(name):
                self.assertFalse(copy.sudo()[name])

    def test_copy_of_a_ticket_refuses_guarded_values(self):
        for name in sorted(self.guarded - GIVEN_AT_CREATE):
            value = self._other_value(self.ticket, name)
            with self.subTest(name), self.assertRaises(AccessError):
                self.ticket.copy({name: value})

    def test_import_refuses_guarded_values(self):
        for name in sorted(self.guarded - GIVEN_AT_CREATE - {"complaint_override_ids"}):
            value = str(self._other_value(self.ticket, name))
            column = f"{name}/.id" if self._is_many2one(name) else name
            result = self.ticket.load([".id", column], [[str(self.ticket.id), value]])
            with self.subTest(name):
                self.assertFalse(result["ids"])

    def _is_many2one(self, name):
        return self.ticket._fields[name].type == "many2one"

    def test_records_of_a_complaint_refuse_writing(self):
        for model in CHILDREN:
            record = self.children[model]
            for name in record._get_guarded_fields() | record._get_frozen_fields():
                value = self._other_value(record, name)
                with (
                    self.subTest(name, model=model),
                    self.assertRaises(UserError),
                ):
                    record.write({name: value})

    def test_records_of_a_complaint_refuse_creating(self):
        for model in CHILDREN:
            record = self.children[model]
            for name in record._get_guarded_fields():
                vals = {**self._base(model), name: self._other_value(record, name)}
                with self.subTest(name, model=model), self.assertRaises(AccessError):
                    record.create(vals)

    def test_records_of_a_complaint_refuse_it_through_the_ticket(self):
        lists = {"complaint.interaction": "complaint_interaction_ids"}
        lists |= {"complaint.apology": "complaint_apology_ids"}
        lists |= {"complaint.remedy": "complaint_remedy_ids"}
        lists |= {"complaint.deadline": "complaint_deadline_ids"}
        for model, one2many in lists.items():
            record = self.children[model]
            for name in record._get_guarded_fields():
                vals = {**self._base(model), name: self._other_value(record, name)}
                vals.pop("ticket_id")
                with self.subTest(name, model=model), self.assertRaises(AccessError):
                    self.ticket.write({one2many: [(0, 0, vals)]})

    def test_records_of_a_complaint_ignore_stored_and_sent_defaults(self):
        for model in CHILDREN:
            record = self.children[model]
            fresh = record.create(self._base(model))
            names = record._get_guarded_fields()
            values = {name: self._other_value(fresh, name) for name in names}
            context = {f"default_{name}": values[name] for name in names}
            sent = record.with_context(**context).create(self._base(model))
            for name in names:
                defaults = self.env["ir.default"].with_user(self.handler)
                defaults.set(model, name, values[name], user_id=True)
            stored = record.create(self._base(model))
            for name in names:
                with self.subTest(name, model=model):
                    expected = bool(fresh.sudo()[name])
                    self.assertEqual(bool(sent.sudo()[name]), expected)
                    self.assertEqual(bool(stored.sudo()[name]), expected)
                    self._assert_differs(sent | stored, name, values[name])

    def _assert_differs(self, records, name, value):
        field = records._fields[name]
        if value and not (field.relational or field.type == "reference"):
            value = field.convert_to_cache(value, records[0])
            self.assertNotIn(value, records.sudo().mapped(name))

    def _base(self, model):
        vals = {"ticket_id": self.ticket.id}
        if model == "complaint.remedy":
            vals |= {"type_id": self.refund.id, "amount": 1}
        if model == "complaint.deadline":
            later = fields.Datetime.now() + timedelta(days=1)
            vals |= {"name": "Call back", "due_at": later}
        return vals

    def test_sent_default_of_a_date_in_the_past_is_no_promise(self):
        deadlines = self.env["complaint.deadline"].with_user(self.handler)
        with self.assertRaises(ValidationError):
            deadlines.with_context(default_due_at="2020-01-01 00:00:00").create(
                {"ticket_id": self.ticket.id, "name": "Call back"}
            )

    def test_stored_default_opens_no_deadline_of_the_policy(self):
        defaults = self.env["ir.default"].with_user(self.handler)
        defaults.set("complaint.deadline", "kind", "resolution", user_id=True)
        later = fields.Datetime.now() + timedelta(days=1)
        with self.assertRaises(AccessError):
            self.env["complaint.deadline"].with_user(self.handler).create(
                {"ticket_id": self.ticket.id, "name": "x", "due_at": later}
            )
