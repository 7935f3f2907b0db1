import csv
from pathlib import Path
from unittest import SkipTest

from lxml import html

from odoo.tools import plaintext2html

from .common import ComplaintCommon

FILE = Path(__file__).parents[2] / "shared" / "data" / "cfpb_complaints.csv"

#: Who refers a complaint to us, as an authority does, writes.
CHANNELS = {
    "Web": "portal",
    "Phone": "phone",
    "Referral": "letter",
    "Postal mail": "letter",
}
#: Response → decision, outcome. Money paid: we were in the wrong. Something put right
#: without money: in part, as the file says no more. Nothing given: our explanation
#: stands. Nobody was asked, so no row says "satisfied".
RESPONSES = {
    "Closed with monetary relief": ("upheld", "settled"),
    "Closed with non-monetary relief": ("partly_upheld", "settled"),
    "Closed with explanation": ("not_upheld", "unsettled"),
    "Closed without relief": ("not_upheld", "unsettled"),
    "In progress": ("", ""),
}
COLUMNS = [
    "id",
    "complaint_imported",
    "number",
    "name",
    "description",
    "team_id",
    "complaint_received_at",
    "complaint_stage_id",
    "complaint_cause_id",
    "complaint_decision",
    "complaint_outcome",
    "complaint_interaction_ids/date",
    "complaint_interaction_ids/direction",
    "complaint_interaction_ids/channel",
]
#: What must not become more by an import.
SILENT = (
    "mail.mail",
    "mail.message",
    "mail.notification",
    "mail.activity",
    "complaint.deadline",
)


def answer(source):
    """Return decision and outcome: who did not dispute our answer accepted it."""
    decision, outcome = RESPONSES[source["Company response to consumer"]]
    undisputed = source["Consumer disputed?"] == "No"
    return decision, "settled" if decision and undisputed else outcome


def to_row(source):
    """Return the values of ``COLUMNS`` for one line of the bureau's file."""
    decision, outcome = answer(source)
    text = source["Consumer complaint narrative"] or source["Issue"]
    return [
        f"complaint_{source['Complaint ID']}",
        "True",
        source["Complaint ID"],
        source["Sub-issue"] or source["Issue"],
        str(plaintext2html(text)),
        "Complaints",
        source["Date received"],
        "Closed" if decision else "Investigating",
        source["Issue"],
        decision,
        outcome,
        source["Date received"],
        "in",
        CHANNELS[source["Submitted via"]],
    ]


def letters(text):
    """Return ``text`` without white space: where lines break is no matter."""
    return "".join(text.split())


class ImportCommon(ComplaintCommon):
    @classmethod
    def default_env_context(cls):
        return {}  # With mail and tracking, or silence would prove nothing.

    @classmethod
    def _count(cls, *models):
        cls._settle()
        return {
            m: cls.env[m].with_context(active_test=False).search_count([])
            for m in models
        }

    @classmethod
    def _load(cls, rows, columns=None, user=None, model="helpdesk.ticket"):
        loader = cls.env[model].with_user(user or cls.manager)
        result = loader.load(columns or COLUMNS, rows)
        cls.env.flush_all()
        return result

    @classmethod
    def _settle(cls):
        cls.env.flush_all()
        cls.env.cr.precommit.run()  # Where tracking sends its mails.


class TestImportRealComplaints(ImportCommon):
    """The bureau's 400 complaints, imported once for all these tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not FILE.exists():
            raise SkipTest(f"{FILE.name} is not here: it is no part of the project.")
        with FILE.open(encoding="utf-8", newline="") as file:
            cls.sources = list(csv.DictReader(file))
        issues = sorted({source["Issue"] for source in cls.sources})
        cls.causes = cls._load(
            [[issue, "Service", "service"] for issue in issues],
            ["name", "parent_id", "origin"],
            model="complaint.cause",
        )
        cls.before = cls._count(*SILENT)
        queries = cls.env.cr.sql_log_count
        cls.result = cls._load([to_row(source) for source in cls.sources])
        cls.queries = cls.env.cr.sql_log_count - queries
        tickets = cls.env["helpdesk.ticket"].browse(cls.result["ids"] or [])
        cls.pairs = list(zip(cls.sources, tickets, strict=True))

    def _assert_each(self, expected, found):
        for source, ticket in self.pairs:
            self.assertEqual(found(ticket), expected(source), source["Complaint ID"])

    def test_every_row_is_taken_over(self):
        self.assertEqual(self.result["messages"], [])
        self._assert_each(lambda s: s["Complaint ID"], lambda t: t.number)
        self.assertTrue(
            all(t.is_complaint and t.complaint_imported for _s, t in self.pairs)
        )

    def test_dates_of_receipt_are_kept(self):
        self._assert_each(
            lambda s: s["Date received"],
            lambda t: str(t.complaint_received_at.date()),
        )

    def test_closed_ones_are_closed_with_their_ticket(self):
        closed = {"Closed": True, "Investigating": False}
        for source, ticket in self.pairs:
            open_one = source["Company response to consumer"] == "In progress"
            self.assertEqual(closed[ticket.complaint_stage_id.name], not open_one)
            self.assertEqual(ticket.stage_id.closed, not open_one)
            self.assertEqual(bool(ticket.complaint_closed_at), not open_one)

    def test_response_gives_decision_and_outcome(self):
        self._assert_each(
            answer, lambda t: (t.complaint_decision or "", t.complaint_outcome or "")
        )

    def test_cause_comes_from_the_issue(self):
        self.assertEqual(self.causes["messages"], [])
        self._assert_each(lambda s: s["Issue"], lambda t: t.complaint_cause_id.name)

    def test_one_incoming_interaction_each(self):
        for source, ticket in self.pairs:
            exchange = ticket.complaint_interaction_ids.ensure_one()
            self.assertEqual(exchange.channel, CHANNELS[source["Submitted via"]])
            self.assertEqual(exchange.direction, "in")
            self.assertEqual(str(exchange.date.date()), source["Date received"])

    def test_nobody_is_told_and_nothing_is_due(self):
        self.assertEqual(self._count(*SILENT), self.before)
        tickets = self.env["helpdesk.ticket"].concat(*(t for _s, t in self.pairs))
        self.assertFalse(any(tickets.mapped("complaint_next_due_at")))
        self.assertFalse(any(tickets.mapped("complaint_level")))
        # Who answers for what is still open hears of the customer's mails.
        opened = tickets.filtered(lambda ticket: not ticket.complaint_closed_at)
        self.assertFalse((tickets - opened).message_partner_ids)
        self.assertLessEqual(opened.message_partner_ids, opened.user_id.partner_id)

    def test_narratives_arrive_whole(self):
        self._assert_each(
            lambda s: letters(s["Consumer complaint narrative"] or s["Issue"]),
            lambda t: letters(html.fromstring(t.description).text_content()),
        )

    def test_cost_stays_in_proportion(self):
        self.assertLess(self.queries / len(self.sources), 10)


class TestImportRefused(ImportCommon):
    """A file with one bad line, or from somebody who may not, leaves nothing."""

    def _rows(self, **broken):
        """Return 300 good rows; ``broken`` spoils the 250th."""
        good = {
            "complaint_imported": "True",
            "name": "Kettle leaked",
            "description": "It leaked.",
            "team_id": "Complaints",
            "complaint_received_at": "2023-07-18",
            "complaint_closed_at": "2023-07-20",
            "complaint_stage_id": "Closed",
            "complaint_cause_id": "Late delivery",
            "complaint_decision": "upheld",
            "complaint_outcome": "settled",
            "complaint_interaction_ids/date": "2023-07-18",
            "complaint_interaction_ids/channel": "letter",
        }
        rows = [{"id": f"old_{index}", **good} for index in range(300)]
        rows[249].update(broken)
        return rows

    def _assert_refused(self, rows, user=None):
        """Nothing is left of ``rows``. Returns the errors as (line, words)."""
        models = ("helpdesk.ticket", "complaint.interaction", "complaint.override")
        models += ("complaint.cause", "ir.model.data")
        before = self._count(*models)
        result = self._load([[*r.values()] for r in rows], [*rows[0]], user=user)
        self.assertFalse(result["ids"])
        self.assertEqual(self._count(*models), before)
        return [(m["rows"]["from"] + 1, m["message"]) for m in result["messages"]]

    def test_broken_date_names_line_and_reason(self):
        rows = self._rows(complaint_received_at="18.7.2023")
        [(line, words)] = self._assert_refused(rows)
        self.assertEqual(line, 250)
        self.assertIn("18.7.2023", words)

    def test_unknown_cause_names_line_and_reason(self):
        [(line, words)] = self._assert_refused(
            self._rows(complaint_cause_id="Gremlins")
        )
        self.assertEqual(line, 250)
        self.assertIn("Gremlins", words)

    def test_unknown_selection_names_line_and_reason(self):
        [(line, words)] = self._assert_refused(self._rows(complaint_decision="perhaps"))
        self.assertEqual(line, 250)
        self.assertIn("perhaps", words)

    def test_closing_before_receipt_names_line_and_reason(self):
        rows = self._rows(complaint_closed_at="2022-01-01")[240:260]
        errors = self._assert_refused(rows)
        self.assertIn("before it was received", errors[-1][1])
        self.assertEqual(errors[-1][0], 10)

    def test_future_is_no_history(self):
        [(_line, words), *_again] = self._assert_refused(
            self._rows(complaint_closed_at="2999-01-01")[249:250]
        )
        self.assertIn("in the past", words)

    def test_outcome_needs_a_closed_stage(self):
        [(_line, words), *_again] = self._assert_refused(
            self._rows(complaint_stage_id="Investigating")[249:250]
        )
        self.assertIn("Import it into a closed stage", words)

    def test_only_managers_import(self):
        for user in (self.handler, self.leader, self.agent_all):
            with self.subTest(user=user.login):
                errors = self._assert_refused(self._rows()[:2], user=user)
                self.assertIn("Only helpdesk managers", errors[0][1])

    def test_history_is_taken_over_once(self):
        rows = self._rows()[:2]
        self.assertTrue(self._load([[*r.values()] for r in rows], [*rows[0]])["ids"])
        self.assertIn("cannot be written", self._assert_refused(rows)[0][1])
