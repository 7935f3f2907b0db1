"""What is not saved, and what only its user has, tells nothing of others' records."""

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common.secret import SECRET, SecretCommon

OURS = ("complaint.", "helpdesk.ticket")
#: How a client may write an id that Odoo takes for one.
SHAPES = {
    "number": lambda id_: id_,
    "text": str,
    "fraction": float,
    "pair": lambda id_: [id_, "Mine"],
    "values": lambda id_: {"id": id_},
    "values of a list": lambda id_: {"id": [id_], "name": "Mine"},
}
#: The same in an x2many.
COMMANDS = {
    "ids": lambda id_: [id_],
    "link": lambda id_: [[4, id_, 0]],
    "set": lambda id_: [[5], [6, 0, [str(id_)]]],
    "update": lambda id_: [[1, id_, {}]],
    "values": lambda id_: [{"id": id_}],
}
DEPTH = 3
#: Computed as superuser, and why that tells nothing; all others ask as the user.
DECIDED = {
    "company_id": "of a part: read alone (complaint.child); of a group: its readers'",
    "currency_id": "a company's currency",
    "company_currency_id": "a company's currency",
    "kind": "of a remedy type, which managers shape",
    "can_solve_on_spot": "of a severity, which managers shape",
    "complaint_key_customer": "whoever files it, the customer is owed the same",
    "complaint_next_step": "how a complaint stands: of the complaint itself",
    "complaint_now": "how a complaint stands: of the complaint itself",
    "complaint_remedy_prepared": "how a complaint stands: of the complaint itself",
    "complaint_can_resolve": "how a complaint stands: of the complaint itself",
    "complaint_care_planned": "how a complaint stands: of the complaint itself",
    "body_told": "of a review: the same for all its readers, in their language",
}


class TestComputedAsSuperuser(SecretCommon):
    def test_no_field_is_computed_as_superuser_but_those_decided(self):
        """Stored and related ones are, unless they say otherwise."""
        cells, met = 0, set()
        for model in self.env.registry.values():
            if model._abstract or model._name == "res.config.settings":
                continue
            for field in model._fields.values():
                ours = [m for m in field._modules if m.startswith("complaint_recovery")]
                if not field.compute or len(ours) < len(field._modules) or not ours:
                    continue
                cells += 1
                if field.compute_sudo and field.name != "display_name":
                    met.add(field.name)
                    with self.subTest(str(field)):
                        self.assertIn(field.name, DECIDED)
        self.assertFalse(DECIDED.keys() - met)
        self.assertGreater(cells, 200)


class TestNamedRecords(SecretCommon):
    """Each link of each form, in each shape, to a depth of three."""

    def _with_dialogs(self):
        return [
            name
            for name, model in self.env.registry.items()
            if name.startswith(OURS) and not model._abstract
        ]

    def _links(self, model):
        for field in self.env[model]._fields.values():
            if field.relational and field.comodel_name in self.records:
                yield field

    def _shapes(self, field, record_id):
        shapes = SHAPES if field.type == "many2one" else COMMANDS
        for name, shape in shapes.items():
            yield name, {field.name: shape(record_id)}

    def _paths(self, model, depth):
        """Yield (model, how to wrap values) of what a form of ``model`` may hold.

        Each model once for each depth, by the first field that leads there.
        """
        level = {model: lambda values: values}
        for _level in range(depth):
            yield from level.items()
            reached = {}
            for name, wrap in level.items():
                for field in self.env[name]._fields.values():
                    if field.relational and field.comodel_name not in reached:
                        reached[field.comodel_name] = self._wrap(wrap, field)
            level = reached

    def _wrap(self, wrap, field):
        if field.type == "many2one":
            return lambda values: wrap({field.name: {"id": False, **values}})
        return lambda values: wrap({field.name: [[0, "virtual_1", values]]})

    def test_what_is_named_is_found_whatever_the_shape_and_depth(self):
        cells = 0
        for root in [*self._with_dialogs(), "res.partner", "mail.activity"]:
            for model, wrap in self._paths(root, DEPTH):
                for field in self._links(model):
                    target = self.records[field.comodel_name]
                    for shape, values in self._shapes(field, target.id):
                        named = {}
                        self.env[root]._complaint_collect_named(wrap(values), named)
                        if target.id not in named.get(target._name, ()):
                            self.fail(f"{root}, {field}, as {shape}: {wrap(values)}")
                        cells += 1
        self.assertGreater(cells, 5000)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_forms_and_dialogs_that_name_what_is_hidden_are_turned_away(self):
        """Every link of every model of ours, by one shape after the other."""
        cells = 0
        for person in (self.suspect, self.foreigner, self.outsider):
            hidden = {record._name: record for record in self._hidden(person)}
            for model in self._with_dialogs():
                records = self.env[model].with_user(person)
                if not records.has_access("create"):
                    continue
                for field in self._links(model):
                    if field.comodel_name in hidden:
                        record = hidden[field.comodel_name]
                        shapes = list(self._shapes(field, record.id))
                        _shape, values = shapes[cells % len(shapes)]
                        cells += self._assert_turned_away(records, values)
        self.assertGreater(cells, 100)

    def _assert_turned_away(self, records, values):
        ways = [lambda: records.onchange(values, [], {"display_name": {}})]
        if records._transient:
            ways.append(lambda: records.web_save(values, {"display_name": {}}))
        for way in ways:
            if not self._is_refused(way):
                self.fail(f"{records} by {records.env.user.login}: {values}")
        return len(ways)

    def _is_refused(self, way):
        # Nothing is written: no savepoint, and what was read for one serves the next.
        try:
            way()
        except AccessError:
            return True
        return False

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_no_form_of_any_model_shows_files_and_messages_of_ours(self):
        """As Odoo's letters by post, which show a file to who names its id."""
        belonging = {"model": self.ticket._name, "res_id": self.ticket.id}
        file = {"res_model": self.ticket._name, "res_id": self.ticket.id}
        message = self.env["mail.message"].create({**belonging, "body": SECRET})
        hidden = {
            "ir.attachment": self.env["ir.attachment"].create(
                {**file, "name": SECRET, "raw": SECRET.encode()}
            ),
            "mail.message": message,
            "mail.mail": self.env["mail.mail"].create({"mail_message_id": message.id}),
        }
        cells = 0
        for person in (self.employee, self.suspect):
            for model in self.env.registry:
                records = self.env[model].with_user(person)
                if records._abstract or not records.has_access("create"):
                    continue
                for field in records._fields.values():
                    if field.comodel_name in hidden and field.relational:
                        shapes = self._shapes(field, hidden[field.comodel_name].id)
                        _shape, values = list(shapes)[cells % 5]
                        cells += 1
                        if not self._is_refused(
                            lambda r=records, v=values: r.onchange(v, [], {})
                        ):
                            self.fail(f"{field} by {person.login}: {values}")
        self.assertGreater(cells, 30)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_form_is_for_ones_own_companies(self):
        cells = 0
        for model in self._with_dialogs():
            records = self.env[model].with_user(self.foreigner)
            field = records._fields.get("company_id")
            if field is None or not records.has_access("create"):
                continue
            for shape in SHAPES.values():
                values = {"company_id": shape(self.company.id)}
                cells += self._assert_turned_away(records, values)
        self.assertGreater(cells, 60)

    def test_ones_own_are_still_named(self):
        offers = self.env["complaint.offer"].with_user(self.agent_all)
        spec = {"figures": {}, "type_ids": {}, "line_ids": {}}
        values = {"ticket_id": {"id": self.ticket.id}}
        told = offers.onchange(values, [], spec)["value"]
        self.assertIn("777.77", told["figures"])
        [saved] = offers.web_save({"ticket_id": self.ticket.id}, spec)
        self.assertIn("777.77", saved["figures"])


class TestPartsNotSaved(SecretCommon):
    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_copy_of_what_is_hidden_is_hidden(self):
        """Each model, person and right: asked of a form's copy, as of the record."""
        cells = 0
        for person in [*self.strangers.values(), self.agent_all]:
            for record in self.records.values():
                if record._transient or not record._auto:
                    continue
                own = record.with_user(person)
                copy = own.new({}, origin=own)
                for right in ("read", "write", "unlink"):
                    with self.subTest(record._name, person=person.login, right=right):
                        may = own.has_access(right)
                        self.assertEqual(copy.has_access(right), may)
                        self.assertEqual(bool(copy._filtered_access(right)), may)
                    cells += 1
        self.assertGreater(cells, 300)

    def test_company_of_a_part_brings_no_more_of_the_complaint_along(self):
        """Else all that is read with the user's own rights is there unasked."""
        for model, record in self.records.items():
            if "ticket_id" not in record._fields or record._transient:
                continue
            if not issubclass(self.registry[model], self.registry["complaint.child"]):
                continue
            self.env.invalidate_all()
            part = self.env[model].with_user(self.suspect)
            part = part.new({"ticket_id": self.ticket.id})
            self.assertEqual(part.company_id, self.company)
            tickets = self.env["helpdesk.ticket"]
            for name in ("partner_id", "name", "complaint_claim_amount"):
                cached = tickets._fields[name]._get_cache(self.env)
                with self.subTest(model, field=name):
                    self.assertNotIn(self.ticket.id, cached)


class TestPhoneScreen(SecretCommon):
    """What it knows of earlier complaints, it tells to who may know of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket.sudo().complaint_cause_id = cls.cause
        cls.env.flush_all()

    def _ask(self, person, **vals):
        """Return (number told, all that is told) by the form and by saving it."""
        entries = self.env["complaint.quick.entry"].with_user(person)
        values = {
            "partner_id": self.customer.id,
            "cause_id": self.cause.id,
            "description": "x",
            **vals,
        }
        names = ("repeat_note", "earlier_note", "severity_reason")
        spec = {name: {} for name in names}
        spec["continued_id"] = {"fields": {"display_name": {}}}
        for way in (
            lambda: entries.onchange(dict(values), list(values), spec)["value"],
            lambda: entries.web_save(values, spec)[0],
        ):
            self.env.invalidate_all()
            yield {name: way().get(name) for name in spec}

    def test_hidden_complaints_are_not_told(self):
        number = self.ticket.sudo().number
        for person in (self.suspect, self.outsider, self.foreigner):
            for told in self._ask(person, company_id=person.company_id.id):
                with self.subTest(person.login):
                    self._assert_silent(told)
                    self.assertNotIn(number, str(told))
                    self.assertFalse(told["continued_id"])
                    if person != self.outsider:
                        self.assertFalse(told["repeat_note"])
                        self.assertFalse(told["severity_reason"])
                        self.assertFalse(told["earlier_note"])

    def test_who_may_read_it_continues_it(self):
        number = self.ticket.sudo().number
        for told in self._ask(self.agent_all):
            self.assertIn(SECRET, told["earlier_note"])
            self.assertIn(f'/helpdesk.ticket/{self.ticket.id}"', told["repeat_note"])
            self.assertIn(number, told["repeat_note"])
            self.assertEqual(told["continued_id"]["id"], self.ticket.id)
