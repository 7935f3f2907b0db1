from dataclasses import dataclass
from datetime import datetime

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime, format_list, format_time

from ...tools.groups import INTERNAL
from ...tools.inert_html import inert_html
from ..remedy.transitions import COMMITTED_STATES

#: So many earlier complaints of the customer are told, the latest first.
EARLIER = 20
#: What is noted of a claim against a third party, where complaints have it.
THIRD_PARTY = (
    "complaint_third_party_contact_id",
    "complaint_third_party_amount",
    "complaint_third_party_date",
    "complaint_third_party_note",
)


@dataclass
class Happening:
    """One line of the timeline: when (UTC), what, in which words, by whom."""

    date: datetime
    what: str
    text: str = ""
    who: str = ""
    verdict: str = ""
    tone: str = "secondary"
    #: What it is about: ``customer``, ``us``, ``promise`` or ``course``.
    about: str = "us"
    #: How it took place: a channel, or a word for the icon beside it.
    icon: str = ""


def label(record, name):
    """Return what the selection field ``name`` says, in the reader's language."""
    return record._fields[name].convert_to_export(record[name], record)


class HelpdeskTicket(models.Model):
    """The whole case at one moment, for whoever takes it up (D20).

    It is for colleagues alone: the page asks who reads it, and no copy hangs on the
    ticket, whose files customers may list.
    """

    _inherit = "helpdesk.ticket"

    def action_case_file(self):
        """Open the case file as it is now; it can be printed."""
        self.check_access("read")
        self.ensure_one()
        self._complaint_ensure_is_complaint()
        self._check_field_access(self._fields["complaint_stage_id"], "read")
        report = self.env.ref("complaint_recovery.complaint_action_case_file")
        # Which page shows it is no secret.
        return report.sudo().report_action(self.sudo(False), config=False)

    def _complaint_case_file_values(self):
        """Return what the case file shows. Extend to show more.

        In the reader's language and time zone; as superuser for the copy that is kept,
        which whoever may read the complaint may read.
        """
        self.ensure_one()
        deadlines = self.complaint_deadline_ids.filtered(
            lambda d: d.state in ("running", "paused")
        )
        return {
            "ticket": self,
            # Printed by a server inside our network, which fetches what it is told to.
            "description": inert_html(self.description),
            "time": self._complaint_reader_time,
            "label": label,
            "guidance": self._complaint_case_file_guidance(),
            "escalations": self.complaint_escalation_ids,
            "timeline": self._complaint_timeline(),
            "deadlines": deadlines.sorted("due_at"),
            "apologies": self.complaint_apology_ids.filtered(
                lambda apology: apology.state == "sent"
            ),
            "remedies": self.complaint_remedy_ids.sorted("id"),
            "third_party": self._complaint_third_party_claim(),
            "earlier": [
                (earlier, earlier._complaint_came_of_it())
                for earlier in self._complaint_earlier()
            ],
        }

    def _complaint_case_file_guidance(self):
        """Return how to handle this customer, for those who may know. Extend to say."""
        return ""

    def _complaint_third_party_claim(self):
        """Return (label, words) of what we claim from whoever caused it."""
        self.ensure_one()
        noted = [n for n in THIRD_PARTY if n in self._fields and self[n]]
        amount = self.complaint_currency_id.format
        say = {"monetary": amount, "many2one": lambda partner: partner.display_name}
        return [
            (
                self._fields[name]._description_string(self.env),
                say.get(self._fields[name].type, str)(self[name]),
            )
            for name in noted
        ]

    def _complaint_reader_time(self, when):
        """Return ``when`` (UTC) as whoever reads the page reads it."""
        if not when:
            return ""
        day = fields.Datetime.context_timestamp(self, when).date()
        time = format_time(
            self.env, when, tz=self.env.context.get("tz"), time_format="short"
        )
        return f"{format_date(self.env, day)} {time}"

    def _complaint_timeline(self):
        """Return all that happened, earliest first."""
        self.ensure_one()
        happened = [
            *self._complaint_timeline_exchanges(),
            *self._complaint_timeline_stages(),
            *self._complaint_timeline_deadlines(),
            *self._complaint_timeline_escalations(),
        ]
        return sorted(happened, key=lambda happening: happening.date)

    def _complaint_timeline_exchanges(self):
        # Of those of one moment, the first that came in comes first.
        for exchange in self.complaint_interaction_ids.sorted("id"):
            if exchange.state != "done":
                continue  # What was told to come is a promise.
            said = [
                exchange.direction == "in" and label(exchange, "direction"),
                not exchange.reached and self.env._("not reached"),
                exchange.sentiment and label(exchange, "sentiment"),
                exchange.written_at
                and self.env._(
                    "dated %s", format_datetime(self.env, exchange.written_at)
                ),
            ]
            satisfied = exchange.satisfaction
            yield Happening(
                exchange.date,
                " · ".join(filter(None, [exchange.display_name, *said])),
                exchange.summary or "",
                exchange.user_id.name,
                satisfied and label(exchange, "satisfaction"),
                {"satisfied": "success", "dissatisfied": "danger"}.get(
                    satisfied, "secondary"
                ),
                "customer" if exchange.direction == "in" else "us",
                exchange.channel,
            )

    def _complaint_timeline_stages(self):
        field = self.env["ir.model.fields"]._get(self._name, "complaint_stage_id")
        # Tracking is for administrators; whoever reads the complaint reads its course.
        changes = (
            self.env["mail.tracking.value"]
            .sudo()
            .search(
                Domain("field_id", "=", field.id)
                & Domain("mail_message_id.model", "=", self._name)
                & Domain("mail_message_id.res_id", "=", self.id),
                order="id",
            )
        )
        ids = {
            *changes.mapped("old_value_integer"),
            *changes.mapped("new_value_integer"),
        }
        # A complaint that changed company had stages the reader may not see.
        stages = self.env["complaint.stage"].sudo().browse(ids - {0}).exists()
        names = {stage.id: stage.name for stage in stages}
        for change in changes:
            old = names.get(change.old_value_integer, change.old_value_char)
            new = names.get(change.new_value_integer, change.new_value_char)
            message = change.mail_message_id
            yield Happening(
                message.date,
                f"{old} → {new}" if old else new,
                who=message.author_id.name or "",
                about="course",
                icon="stage",
            )

    def _complaint_timeline_deadlines(self):
        tones = {"kept": "success", "moved": "info"}
        for deadline in self.complaint_deadline_ids:
            overdue = deadline.verdict == "overdue" and deadline.due_at
            if date := deadline.done_at or overdue:
                yield Happening(
                    date,
                    f"{label(deadline, 'kind')}: {deadline.display_name}",
                    self._complaint_due_text(deadline),
                    deadline.user_id.name or "",
                    label(deadline, "verdict"),
                    tones.get(deadline.verdict, "danger"),
                    "promise",
                    "due",
                )

    def _complaint_due_text(self, deadline):
        """Return when it was due, and what was told first where it was moved."""
        due = self.env._("Due: %s", self._complaint_reader_time(deadline.due_at))
        if deadline.kind == "progress" or not deadline.reschedule_reason:
            return due
        first = self._complaint_reader_time(deadline.original_due_at)
        return self.env._(
            "%(due)s, first promised for %(first)s. New date because: %(reason)s",
            due=due,
            first=first,
            reason=deadline.reschedule_reason,
        )

    def _complaint_timeline_escalations(self):
        for escalation in self.complaint_escalation_ids:
            told = format_list(self.env, escalation.to_user_ids.mapped("name"))
            yield Happening(
                escalation.date,
                f"{escalation._get_summary()}: {told}",
                escalation.reason_told,
                escalation.from_user_id.name or "",
                label(escalation, "state"),
                "warning",
                icon="escalation",
            )

    def _complaint_earlier(self):
        """Return the customer's other complaints the reader may know of."""
        self.ensure_one()
        others = self.env["helpdesk.ticket"]
        customer = self.commercial_partner_id
        domain = (
            Domain("is_complaint", "=", True)
            & Domain("commercial_partner_id", "=", customer.id)
            & Domain("id", "!=", self.id)
        )
        if self.env.su:
            # A copy is kept: who it was made by decides, as far as all may know it.
            domain &= Domain("complaint_about_user_id", "=", False)
            others = others.sudo(False)
        if not customer or not self.env.user.has_group(INTERNAL):
            return others
        return others.search(domain, order="complaint_received_at DESC", limit=EARLIER)

    def _complaint_came_of_it(self):
        """Return in words what came of this complaint."""
        self.ensure_one()
        got = self.complaint_remedy_ids.filtered(lambda r: r.state in COMMITTED_STATES)
        said = [
            self.complaint_decision and label(self, "complaint_decision"),
            self.complaint_apologised_at and self.env._("apologised"),
            *got.mapped("display_name"),
            label(self, "complaint_outcome")
            if self.complaint_outcome
            else self.complaint_stage_id.name,
        ]
        return ", ".join(filter(None, said))

    def _complaint_case_file_url(self):
        """Return where the page stands; it asks who reads it."""
        self.ensure_one()
        return f"/report/html/complaint_recovery.report_case_file/{self.id}"

    def _complaint_render_case_file(self):
        """Return the case file as a page made to be printed, for us alone."""
        self.ensure_one()
        # Rendering reads the company's letterhead, which handlers may not.
        report = self.env["ir.actions.report"].sudo()._complaint_for_us()
        report = report.with_context(lang=self.env.user.lang, debug=False)
        return report._render_qweb_html(
            "complaint_recovery.report_case_file",
            self.ids,
            data={"report_type": "pdf", "debug": False},
        )[0]
