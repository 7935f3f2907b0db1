"""A title is a title, whatever it begins with: in spreadsheets and names of files."""

import csv
import io
import json
from zipfile import ZipFile

from odoo.addons.complaint_recovery.controllers.exports import (
    ComplaintCsvExport,
    ComplaintExcelExport,
)

from .common.doors import MENDED, DoorsCase
from .common.mail import MailCase

#: Formulas, and what Excel skips before one.
ALIVE = (
    '=HYPERLINK("http://evil.example","Refund")',
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "{=1+1}",
    "external:\\\\evil.example\\share",
)
HARMLESS = ("Kettle = broken", "3 - 2 = 1", "a@b", "水壶漏水", "'quoted", "")


class TestSpreadsheets(DoorsCase):
    """What the lists of tickets and complaints offer to download."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.group_ids += cls.env.ref("base.group_allow_export")
        cls.tickets = cls.env["helpdesk.ticket"].browse(
            cls._create_ticket(name=title).id for title in ALIVE
        )
        cls.tickets.partner_id = cls.env["res.partner"].create({"name": ALIVE[0]})

    def _export(self, kind, groupby=()):
        self._log_in(self.manager)
        names = ("name", "partner_id")
        fields = [{"name": n, "label": n, "type": "char"} for n in names]
        data = {
            "model": "helpdesk.ticket",
            "fields": fields,
            "ids": self.tickets.ids,
            "domain": [],
            "groupby": list(groupby),
            "import_compat": False,
        }
        answer = self._post_form(f"/web/export/{kind}", data=json.dumps(data))
        self.assertEqual(answer.status_code, 200, answer.text[:500])
        return answer.content

    def _sheet(self, **kwargs):
        """Return the XML of the cells, and of the texts in them."""
        with ZipFile(io.BytesIO(self._export("xlsx", **kwargs))) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
            return sheet, book.read("xl/sharedStrings.xml").decode()

    def _rows(self):
        text = self._export("csv").decode()
        return list(csv.reader(io.StringIO(text, newline="")))[1:]

    def test_hole_without_us_a_title_is_a_formula_in_excel(self):
        with self._without(ComplaintExcelExport, "from_data"):
            sheet, _texts = self._sheet()
        self.assertIn("<f>", sheet, MENDED)

    def test_hole_without_us_a_title_is_a_formula_in_csv(self):
        with self._without(ComplaintCsvExport, "from_data"):
            cells = [row[0] for row in self._rows()]
        self.assertIn("@SUM(1+1)", cells, MENDED)

    def test_no_title_is_a_formula_or_a_link_in_excel(self):
        for groupby in ((), ("name",), ("partner_id",)):
            sheet, texts = self._sheet(groupby=groupby)
            self.assertNotIn("<f>", sheet)
            self.assertNotIn("<hyperlink", sheet)
            self.assertIn("'=HYPERLINK", texts)

    def test_every_title_is_marked_once_in_csv(self):
        for title, partner in self._rows():
            self.assertRegex(title, r"^'[^']")
            self.assertTrue(partner.startswith("'="))

    def test_harmless_titles_are_left_alone(self):
        self.tickets = self.env["helpdesk.ticket"].browse(
            self._create_ticket(name=title or "-", partner_id=False).id
            for title in HARMLESS
        )
        cells = {row[0] for row in self._rows()}
        self.assertEqual(cells, {title or "'-" for title in HARMLESS})


class TestTitles(DoorsCase, MailCase):
    """NUL, and what is no name of a file, by every way in."""

    def test_nul_by_rpc(self):
        self._log_in(self.handler)
        vals = {"name": "A\0B", "description": "<p>C\0D</p>", "team_id": self.team.id}
        call = {"model": "helpdesk.ticket", "method": "create", "kwargs": {}}
        body = {"params": {**call, "args": [[vals]]}}
        url = "/web/dataset/call_kw/helpdesk.ticket/create"
        [ticket_id] = self.url_open(url, json=body).json()["result"]
        ticket = self.env["helpdesk.ticket"].browse(ticket_id)
        self.assertEqual((ticket.name, ticket.description), ("AB", "<p>CD</p>"))
        ticket.write({"complaint_suggestion": "E\0F", "name": "\0G"})
        self.assertEqual((ticket.complaint_suggestion, ticket.name), ("EF", "G"))

    def test_nul_by_mail(self):
        raw = self._write_mail(self.customer.email, body="It\0leaks", subject="A=00B")
        raw = raw.replace(b"A=00B", b"=?utf-8?q?A=00B?=")
        ticket = self._receive(raw)
        self.assertEqual(ticket.name, "AB")
        self.assertNotIn("\0", ticket.message_ids.mapped("body")[0])

    def test_nul_by_a_later_mail_and_in_the_name_of_a_file(self):
        ticket = self._create_complaint()
        ticket.with_user(self.handler).message_post(
            body="x\0y", subject="a\0b", attachments=[("n\0m.txt", b"x")]
        )
        message = ticket.message_ids[0]
        self.assertIn("xy", message.body)
        self.assertEqual(message.subject, "ab")
        self.assertEqual(message.attachment_ids.name, "nm.txt")

    def test_nul_in_the_conversation_of_the_page(self):
        ticket = self._create_ticket(partner_id=self.jane.partner_id.id).sudo()
        self._log_in(self.jane)
        self.assertIn("xy", self._write_on_page(ticket, "x\0y").body)

    def test_letters_and_case_files_have_names_any_system_takes(self):
        for title in (*ALIVE, "../../etc/passwd", "a/b", 'x"; filename="y'):
            ticket = self._create_complaint(name=title)
            apology = self._create_apology(ticket, channel="letter", body="<p>So</p>")
            apology.action_send()
            for name in ticket.attachment_ids.mapped("name"):
                self.assertNotRegex(name, r'^[=+\-@\s.]|[\\/"\x00-\x1f]', title)
