import csv
from collections import defaultdict
from datetime import date, datetime, timedelta
from statistics import mean
from unittest import SkipTest

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .test_import import COLUMNS, FILE, ImportCommon, to_row

REPEAT = timedelta(days=90)
EXTRA = [
    "partner_id",
    "complaint_first_contact_at",
    "complaint_resolved_at",
    "complaint_closed_at",
    "complaint_satisfaction",
    "complaint_claim_amount",
]
SAID = ["satisfied", "neutral", "dissatisfied", ""]


def vary(sources):
    """Return what nearly all rows of the file have alike, made to differ.

    Dates, answers, promises and money by the number of the row: all that the figures
    below are computed from, in plain Python, without the addon.
    """
    rows = []
    for number, source in enumerate(sources):
        received = datetime.fromisoformat(source["Date received"])
        ended = source["Company response to consumer"] != "In progress"
        resolved = received + timedelta(hours=number * 53 % 400 + 5)
        rows.append(
            {
                "received": received,
                "month": source["Date received"][:7],
                "cause": source["Issue"],
                "customer": f"Customer of {source['State'] or 'nowhere'}",
                "contact": received + timedelta(hours=number * 37 % 60 + 1),
                "resolved": resolved if ended else None,
                "closed": resolved + timedelta(hours=number * 29 % 100)
                if ended
                else None,
                "said": SAID[number % 4] if ended else "",
                "claim": number % 7 * 10 if number % 3 == 0 else 0,
                "given": number % 11 * 5 if number % 6 == 0 else 0,
                "in_time": bool(number % 2) if ended and number % 5 == 0 else None,
                "promises": [bool(each % 3) for each in range(number % 4)],
            }
        )
    return rows


def hours(start, end):
    return (end - start).total_seconds() / 3600


def average(values):
    return mean(values) if values else None


def is_repeat(row, number, rows):
    """Had the same customer complained of the same not long before?"""
    return any(
        (other["customer"], other["cause"]) == (row["customer"], row["cause"])
        and (other["received"], place) < (row["received"], number)
        and other["received"] >= row["received"] - REPEAT
        for place, other in enumerate(rows)
    )


def compute(numbered, rows):
    """Return the figures of the rows given, as a person with a pencil would."""
    chosen = [row for _number, row in numbered]
    promises = [kept for row in chosen for kept in row["promises"]]
    asked = [row["said"] == "satisfied" for row in chosen if row["said"]]
    return {
        "__count": len(chosen),
        "first_contact_hours:avg": average(
            [hours(row["received"], row["contact"]) for row in chosen]
        ),
        "resolution_hours:avg": average(
            [
                hours(row["received"], row["resolved"])
                for row in chosen
                if row["resolved"]
            ]
        ),
        "in_time:avg": average(
            [row["in_time"] for row in chosen if row["in_time"] is not None]
        ),
        "promises_total:sum": len(promises),
        "promises_kept:sum": sum(promises),
        "promises_kept_rate:avg": average(promises),
        "claim_amount:sum": sum(row["claim"] for row in chosen),
        "remedy_amount:sum": sum(row["given"] for row in chosen),
        "reopened:avg": average([0 for _row in chosen]),
        "repeated:avg": average(
            [is_repeat(row, number, rows) for number, row in numbered]
        ),
        "satisfied:avg": average(asked),
    }


class TestFiguresOfRealComplaints(ImportCommon):
    """Each figure equals what plain Python computes from the bureau's file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not FILE.exists():
            raise SkipTest(f"{FILE.name} is not here: it is no part of the project.")
        with FILE.open(encoding="utf-8", newline="") as file:
            sources = list(csv.DictReader(file))
        cls.rows = vary(sources)
        for model, names, extra in (
            ("complaint.cause", {row["cause"] for row in cls.rows}, ["service"]),
            ("res.partner", {row["customer"] for row in cls.rows}, []),
        ):
            columns = ["name", "origin"][: 1 + len(extra)]
            loaded = cls._load(
                [[name, *extra] for name in sorted(names)],
                columns,
                user=cls.env.user,
                model=model,
            )
            assert not loaded["messages"], loaded["messages"]
        result = cls._load(
            [
                [*to_row(source), *cls._cells(row)]
                for source, row in zip(sources, cls.rows, strict=True)
            ],
            COLUMNS + EXTRA,
        )
        assert not result["messages"], result["messages"]
        cls.tickets = cls.env["helpdesk.ticket"].browse(result["ids"])
        cls._add_promises_and_money()
        cls.env.flush_all()

    @classmethod
    def _cells(cls, row):
        moments = [str(row[key] or "") for key in ("contact", "resolved", "closed")]
        return [row["customer"], *moments, row["said"], str(row["claim"])]

    @classmethod
    def _add_promises_and_money(cls):
        deadlines, remedies = [], []
        for ticket, row in zip(cls.tickets, cls.rows, strict=True):
            kinds = [("promise", kept) for kept in row["promises"]]
            if row["in_time"] is not None:
                kinds.append(("resolution", row["in_time"]))
            deadlines += [
                {
                    "ticket_id": ticket.id,
                    "kind": kind,
                    "name": kind,
                    "start_at": row["received"],
                    "due_at": row["contact"],
                    "done_at": row["contact"],
                    "state": "done",
                    "kept": kept,
                }
                for kind, kept in kinds
            ]
            if row["given"]:
                remedies.append(
                    {
                        "ticket_id": ticket.id,
                        "type_id": cls.refund.id,
                        "amount": row["given"],
                        "company_amount": row["given"],
                        "currency_id": cls.company.currency_id.id,
                        "state": "delivered",
                    }
                )
        own_hand(cls.env["complaint.deadline"]).create(deadlines)
        own_hand(cls.env["complaint.remedy"]).create(remedies)

    def _assert_figures(self, found, expected):
        for name, value in expected.items():
            with self.subTest(name):
                if value is None:
                    self.assertFalse(found[name])
                else:
                    self.assertAlmostEqual(float(found[name] or 0), float(value), 6)

    def _groups(self, *keys):
        """Return values of ``keys`` → (number, row) of the file."""
        groups = defaultdict(list)
        for number, row in enumerate(self.rows):
            groups[tuple(row[key] for key in keys)].append((number, row))
        return groups

    def _report(self, groupby):
        specs = list(compute([], []))
        rows = (
            self.env["complaint.report"]
            .with_user(self.manager)
            ._read_group([("ticket_id", "in", self.tickets.ids)], groupby, specs)
        )
        return [
            (row[: len(groupby)], dict(zip(specs, row[len(groupby) :], strict=True)))
            for row in rows
        ]

    def test_all_together(self):
        ((_keys, found),) = self._report([])
        self._assert_figures(found, compute(list(enumerate(self.rows)), self.rows))

    def test_months_by_causes(self):
        expected = self._groups("month", "cause")
        found = self._report(["received_at:month", "cause_id"])
        self.assertEqual(len(found), len(expected))
        for (month, cause), figures in found:
            with self.subTest(f"{month:%Y-%m} {cause.name}"):
                rows = expected[f"{month:%Y-%m}", cause.name]
                self._assert_figures(figures, compute(rows, self.rows))

    def test_review_of_each_month_that_has_any(self):
        for month in sorted({row["month"] for row in self.rows}):
            first = date.fromisoformat(f"{month}-01")
            last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            with self.subTest(month):
                self._assert_review(first, last)

    def _assert_review(self, first, last):
        figures = self.env["complaint.review"]._get_figures(self.company, first, last)
        received = [
            (number, row)
            for number, row in enumerate(self.rows)
            if first <= row["received"].date() <= last
        ]
        closed = [
            row
            for row in self.rows
            if row["closed"] and first <= row["closed"].date() <= last
        ]
        expected = compute(received, self.rows)
        self._assert_figures(
            figures,
            {
                "received": expected["__count"],
                "first_contact_hours": expected["first_contact_hours:avg"],
                "resolution_hours": expected["resolution_hours:avg"],
                "in_time": expected["in_time:avg"],
                "promises_kept": expected["promises_kept_rate:avg"],
                "claimed": expected["claim_amount:sum"],
                "given": expected["remedy_amount:sum"],
                "repeated": expected["repeated:avg"],
                "closed": len(closed),
                "satisfied": average(
                    [row["said"] == "satisfied" for row in closed if row["said"]]
                ),
            },
        )
        causes = defaultdict(int)
        for _number, row in received:
            causes[row["cause"]] += 1
        names = self.env["complaint.cause"].browse(map(int, figures["causes"]))
        self.assertEqual(
            {c.name: figures["causes"][str(c.id)]["received"] for c in names},
            dict(causes),
        )
