from contextlib import suppress

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.foreign import ForeignCommon
from .common.reading import ReadingRules

#: Copied by those who may read them, whoever else copies the record.
COPIED_WITH_CARE = {"complaint_default", "complaint_about_user_id"}


class TestForeignModels(ForeignCommon):
    """Whoever has none of our groups does with other models what Odoo lets them."""

    def test_no_field_of_ours_with_groups_is_copied_by_default(self):
        cells = 0
        for model, names in self._foreign_fields().items():
            for name in names:
                field = self.env[model]._fields[name]
                cells += 1
                if field.groups and not field.inherited:
                    with self.subTest(model, field=name):
                        self.assertFalse(field.copy)
        self.assertGreater(cells, 100)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.sql_db")
    def test_everybody_does_everything_odoo_lets_them(self):
        """Nobody is turned away because of a field of ours."""
        done = 0
        for model in self._foreign_fields():
            for role, person in self.people.items():
                records = self.env[model].with_user(person)
                if not records.has_access("read"):
                    continue
                record = records if records._transient else records.search([], limit=1)
                if record:
                    done += self._try_everything(record, role)
        self.assertGreater(done, 250)

    def _try_everything(self, record, role):
        ways = {
            "copy_data": lambda r: r.copy_data(),
            "read": lambda r: r.read(),
            "read ours": lambda r: r.read(self._readable(r)),
            "search_read": lambda r: r.search_read([], limit=2),
            "web_read": lambda r: r.web_read(dict.fromkeys(r.fields_get(), {})),
            "export_data": lambda r: r.export_data(
                [n for n, f in r.fields_get().items() if f.get("exportable", True)]
            ),
        }
        if record.has_access("create"):
            ways["copy"] = lambda r: r.copy()
        for way, do in ways.items():
            with self.subTest(record._name, role=role, way=way):
                record.env.invalidate_all()
                self._do(do, record)
        return len(ways)

    def _readable(self, record):
        known = record.fields_get()
        return ["id", *(n for n in self._foreign_fields()[record._name] if n in known)]

    def _do(self, do, record):
        """Whatever refuses it must not name a field of ours."""
        # A company is not copied, by nobody.
        with suppress(UserError, ValidationError):
            try:
                with self.env.cr.savepoint():
                    do(record)
            except AccessError as error:
                self.assertNotIn("complaint", str(error))

    def test_file_is_copied_by_everybody(self):
        for role, person in self.people.items():
            file = self.env["ir.attachment"].search(
                [("create_uid", "=", person.id), ("name", "=", "own.txt")]
            )
            if not file.with_user(person).has_access("create"):
                continue
            with self.subTest(role):
                copy = file.with_user(person).copy()
                self.assertEqual(copy.sudo().raw, b"Own")

    def test_copy_of_a_letter_is_no_letter(self):
        letter = own_hand(self.env["ir.attachment"]).create(
            {"name": "letter", "raw": b"x", "complaint_letter": True}
        )
        self.assertFalse(letter.copy().complaint_letter)

    def test_administrator_duplicates_a_colleague(self):
        admin = self.people["admin_only"]
        copy = self.handler.with_user(admin).copy({"login": "second"})
        self.assertFalse(copy.sudo().complaint_deputy_id)

    def test_copied_team_still_makes_complaints(self):
        copy = self.team.with_user(self.manager).copy()
        self.assertTrue(copy.sudo().complaint_default)

    def test_copy_is_kept_from_whom_the_original_is_about(self):
        self.complaint.sudo().complaint_about_user_id = self.leader
        copy = self.complaint.with_user(self.manager).copy()
        self.assertEqual(copy.sudo().complaint_about_user_id, self.leader)

    def test_names_of_files_of_others_are_left_alone(self):
        words = {"name": " report \n 2026 .txt", "description": "One\n- two\n\tthree"}
        for model in ("res.partner", "mail.compose.message", False):
            file = self.env["ir.attachment"].create({**words, "res_model": model})
            with self.subTest(model):
                self.assertEqual(file.name, words["name"])
                self.assertEqual(file.description, words["description"])
        file = self.env["ir.attachment"].create({"name": "\0", "description": "a\0b"})
        self.assertEqual((file.name, file.description), ("file", "ab"))

    def test_file_that_comes_to_a_ticket_is_named_in_one_line(self):
        for ticket in (self.complaint, self.plain):
            file = self.env["ir.attachment"].with_user(self.handler)
            file = file.create({"name": "a\n\x07 b.txt", "raw": b"x"})
            file.write({"res_model": ticket._name, "res_id": ticket.id})
            made = file.create({"name": "a\n b.txt", "res_model": ticket._name})
            with self.subTest(ticket.is_complaint):
                self.assertEqual(file.name, "a  b.txt")
                self.assertEqual(made.name, "a  b.txt")

    def test_names_of_messages_of_others_cost_nothing(self):
        """What is on a record of ours is judged; the rest costs what Odoo's costs."""
        partners = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(5)])
        for partner in partners:
            partner.message_post(body="Hello", subject="Hello", message_type="comment")
        messages = partners.message_ids.filtered("subject").with_user(self.employee)
        messages.mapped("subject")
        self.env.flush_all()
        with self.assertQueryCount(0):
            self.assertEqual(set(messages.mapped("display_name")), {"Hello"})
        note = self.complaint.sudo().message_post(body="Word", subject="Word")
        self.assertEqual(note.with_user(self.handler).display_name, "Word")
        # As superuser code reads it for somebody else, to show where a link leads.
        self.env.invalidate_all()
        shown = note.with_user(self.sales).sudo()
        self.assertFalse(shown.display_name)


class TestReading(ReadingRules, ForeignCommon):
    """Reading returns what searching found."""
