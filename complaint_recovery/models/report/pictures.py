from collections import Counter
from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain

from .helpdesk_ticket_team import COMPLAINT, COUNTED, SPAN_DAYS

#: So many weeks are compared.
WEEKS = 8
REMEDIES_SHOWN = 6


class HelpdeskTicketTeam(models.Model):
    """Pictures before tables: how it goes now, against the time before (screen 7)."""

    _inherit = "helpdesk.ticket.team"

    @api.model
    @api.readonly
    def retrieve_complaint_pictures(self):
        """Return the pictures of the overview. For the web client.

        Each has lines with a value, what it is of the largest (or of all) in percent,
        and the action that shows what was counted. Where nothing was measured the value
        is None: that is a gap, and no zero.
        """
        self.env["helpdesk.ticket"].check_access("read")
        self.env["complaint.deadline"].check_access("read")
        self._check_field_access(self._fields["complaint_open_count"], "read")
        return [
            picture
            for picture in (
                self._get_picture_phases(),
                self._get_picture_weeks(),
                self._get_picture_shares(),
                self._get_picture_hours(),
                self._get_picture_causes(),
                self._get_picture_remedies(),
            )
            if picture["lines"]
        ]

    @api.model
    def _get_picture(self, key, name, lines):
        """Return a picture; each line's ``share`` is its part of the longest."""
        longest = max((line["value"] or 0 for line in lines), default=0)
        for line in lines:
            line.setdefault("share", self._get_part(line["value"], longest))
            if "former" in line:
                line["former_share"] = self._get_part(line["former"], longest)
        return {"key": key, "name": name, "lines": lines}

    @api.model
    def _get_part(self, value, whole):
        return round(100 * value / whole) if value and whole else 0

    @api.model
    def _get_picture_phases(self):
        return self._get_picture(
            "phases", self.env._("Open by phase"), self._get_today_phases()
        )

    @api.model
    def _get_picture_causes(self):
        return self._get_picture(
            "causes",
            self.env._("Causes that grow: last 30 days, and the 30 before"),
            self._get_today_causes(),
        )

    @api.model
    def _get_picture_weeks(self):
        """Return what came in each week, and as ``former`` what was closed in it."""
        today = fields.Date.context_today(self)
        monday = today - timedelta(days=today.weekday())
        lines = []
        came = self._count_weeks("complaint_received_at", monday)
        closed = self._count_weeks("complaint_closed_at", monday)
        for number in reversed(range(WEEKS)):
            begin = monday - timedelta(weeks=number)
            end = begin + timedelta(weeks=1)
            domain = (
                COMPLAINT
                & Domain("complaint_received_at", ">=", begin)
                & Domain("complaint_received_at", "<", end)
            )
            lines.append(
                {
                    "name": self.env._("Week %s", begin.isocalendar().week),
                    "value": came[begin],
                    "former": closed[begin],
                    "text": self.env._(
                        "%(came)s in, %(closed)s closed",
                        came=came[begin],
                        closed=closed[begin],
                    ),
                    "action": self._get_today_action("complaint_action_all", domain),
                }
            )
        if not any(line["value"] or line["former"] for line in lines):
            lines = []
        return self._get_picture(
            "weeks", self.env._("Came in, and closed, by week"), lines
        )

    @api.model
    def _count_weeks(self, name, monday):
        since = monday - timedelta(weeks=WEEKS)
        dates = self.env["helpdesk.ticket"]._read_group(
            COUNTED & Domain(name, ">=", since), [f"{name}:day"], ["__count"]
        )
        counts = Counter()
        for day, count in dates:
            day = day.date() if hasattr(day, "date") else day
            counts[day - timedelta(days=day.weekday())] += count
        return counts

    @api.model
    def _get_picture_shares(self):
        """Return shares of all in percent, of the last 30 days and those before.

        A first contact and a solution have a target each, which the ledger keeps.
        """
        now, span = fields.Datetime.now(), timedelta(days=SPAN_DAYS)
        closed = Domain("complaint_closed_at", ">=", now - span)
        kinds = {
            "promise": self.env._("Promises kept"),
            "first_contact": self.env._("First contact in time"),
            "resolution": self.env._("Solved in time"),
        }
        measured = [
            (
                name,
                partial(self._get_kept_share, kind),
                "complaint_deadline_action",
                Domain("kind", "=", kind) & Domain("done_at", ">=", now - span),
            )
            for kind, name in kinds.items()
        ]
        measured.append(
            (
                self.env._("Satisfied"),
                self._get_satisfaction,
                "complaint_action_all",
                COMPLAINT & closed & Domain("complaint_satisfaction", "!=", False),
            )
        )
        lines = []
        for name, measure, action, domain in measured:
            value, former = (
                measure(now - span, now),
                measure(now - 2 * span, now - span),
            )
            lines.append(
                {
                    "name": name,
                    "value": None if value is None else round(100 * value),
                    "former": None if former is None else round(100 * former),
                    "share": round(100 * (value or 0)),
                    "percent": True,
                    "action": self._get_today_action(action, domain),
                }
            )
        picture = self._get_picture(
            "shares",
            self.env._("Of a hundred: last 30 days, and the 30 before"),
            lines,
        )
        for line in lines:  # Of all, not of the longest.
            line["former_share"] = line["former"] or 0
        return picture

    @api.model
    def _get_kept_share(self, kind, since, until):
        """Return the share kept of the deadlines of ``kind`` done; None for none."""
        rows = self.env["complaint.deadline"]._read_group(
            Domain("kind", "=", kind)
            & Domain("state", "=", "done")
            & Domain("done_at", ">=", since)
            & Domain("done_at", "<", until),
            ["kept"],
            ["__count"],
        )
        counts = dict(rows)
        return counts.get(True, 0) / sum(counts.values()) if counts else None

    @api.model
    def _get_picture_hours(self):
        """Return how many hours it took on average, now and before, from the intake.

        Complaints count where they came in; each line is as long as its own longest.
        """
        now, span = fields.Datetime.now(), timedelta(days=SPAN_DAYS)
        names = {
            "first_contact_hours": self.env._("First contact"),
            "apology_hours": self.env._("Apology"),
            "resolution_hours": self.env._("Solution"),
        }
        recent = self._get_hours(names, now - span, now)
        former = self._get_hours(names, now - 2 * span, now - span)
        came = COMPLAINT & Domain("complaint_received_at", ">=", now - span)
        lines = []
        for name, label in names.items():
            if recent[name] is None and former[name] is None:
                continue
            longest = max(recent[name] or 0, former[name] or 0)
            line = {
                "name": label,
                "value": recent[name],
                "former": former[name],
                "hours": True,
                "share": self._get_part(recent[name], longest),
                "action": self._get_today_action("complaint_action_all", came),
            }
            lines.append(line)
        picture = self._get_picture(
            "hours",
            self.env._("Hours it took: last 30 days, and the 30 before"),
            lines,
        )
        for line in lines:
            longest = max(line["value"] or 0, line["former"] or 0)
            line["former_share"] = self._get_part(line["former"], longest)
        return picture

    @api.model
    def _get_hours(self, names, since, until):
        """Return name → average hours of the complaints that came in; None for none."""
        measures = [f"{name}:{kind}" for name in names for kind in ("avg", "count")]
        domain = Domain("received_at", ">=", since) & Domain("received_at", "<", until)
        [row] = self.env["complaint.report"]._read_group(domain, [], measures)
        # An average of nothing is said to be 0.
        pairs = zip(row[::2], row[1::2], strict=True)
        return {
            name: round(average, 1) if count else None
            for name, (average, count) in zip(names, pairs, strict=True)
        }

    @api.model
    def _get_picture_remedies(self):
        """Return what was given in 30 days, by kind of remedy."""
        since = fields.Datetime.now() - timedelta(days=SPAN_DAYS)
        given = Domain("state", "in", ("accepted", "delivered")) & Domain(
            "step_at", ">=", since
        )
        rows = self.env["complaint.remedy"]._read_group(
            given, ["type_id"], ["__count"], order="__count DESC", limit=REMEDIES_SHOWN
        )
        return self._get_picture(
            "remedies",
            self.env._("Remedies of the last 30 days"),
            [
                {
                    "name": kind.name,
                    "value": count,
                    "action": self._get_today_action(
                        "complaint_remedy_action",
                        given & Domain("type_id", "=", kind.id),
                    ),
                }
                for kind, count in rows
            ],
        )
