from datetime import datetime
from typing import Any, NamedTuple

from odoo import models

from ...tools.selections import ENDED

#: What a browser shows in a page as it is.
SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp")


class Happened(NamedTuple):
    """A line of the story: when (UTC), in which words, with which letters of ours."""

    date: datetime
    text: str
    letters: Any = ()
    #: Theirs, as they wrote them.
    words: str = ""


class HelpdeskTicket(models.Model):
    """What happened so far, as the customer knows it."""

    _inherit = "helpdesk.ticket"

    def _complaint_portal_timeline(self):
        """Return what happened so far, earliest first: when, and in which words."""
        self.ensure_one()
        received = self.complaint_received_at
        known = self._complaint_duty_to_inform()
        begun = (
            self.env._("We took up a matter that concerns you.")
            if known
            else self.env._("We received your complaint.")
        )
        happened = [Happened(received, begun)]
        letters = self._complaint_portal_letters()
        for exchange in self.complaint_interaction_ids.sorted("id"):
            if exchange.state == "done":
                text = " ".join(filter(None, self._complaint_portal_exchange(exchange)))
                sent = [a for a, given in letters.items() if given == exchange]
                words = self._complaint_portal_said(exchange)
                date = max(exchange.date, received)
                happened.append(Happened(date, text, sent, words))
        happened += self._complaint_portal_choices()
        happened += self._complaint_portal_turns(known)
        return [
            {
                "when": self._complaint_portal_time(line.date),
                "text": line.text,
                "words": line.words,
                "letters": [
                    self._complaint_portal_file("letter", a) for a in line.letters
                ],
            }
            for line in sorted(happened, key=lambda line: line.date)
        ]

    def _complaint_portal_choices(self):
        """Return what they chose, and what they got."""
        happened = []
        for remedy in self.complaint_remedy_ids:
            name = self._complaint_portal_remedy(remedy)
            if remedy.state == "accepted":
                text = self.env._("You chose: %s", name)
                happened.append(Happened(remedy.step_at, text))
            elif remedy.state == "delivered":
                told = remedy._get_told_document()
                text = self.env._("Delivered: %s", f"{name}. {told}" if told else name)
                happened.append(Happened(remedy.delivered_at, text))
        return happened

    def _complaint_portal_turns(self, known):
        """Return when it was closed, and taken up again, each time."""
        closed = (
            self.env._("We closed the case.")
            if known
            else self.env._("We closed your complaint.")
        )
        again = self.env._("We took it up again.")
        happened, last = [], None
        for moved_at, ended in self._complaint_portal_moves():
            if ended != last and (ended or last):
                happened.append(Happened(moved_at, closed if ended else again))
            last = ended
        if not self.complaint_closed_at:
            return happened
        if last:
            happened.pop()  # The last time has a stamp of its own.
        return [*happened, Happened(self.complaint_closed_at, closed)]

    def _complaint_portal_moves(self):
        """Return (moment, whether it had ended then) of each change of stage."""
        if not self.complaint_reopen_count:
            return []
        field = self.env["ir.model.fields"]._get(self._name, "complaint_stage_id")
        moves = self.env["mail.tracking.value"].search_fetch(
            [
                ("field_id", "=", field.id),
                ("mail_message_id.model", "=", self._name),
                ("mail_message_id.res_id", "=", self.id),
            ],
            ["new_value_integer", "mail_message_id"],
            order="id",
        )
        stages = self.env["complaint.stage"].browse(moves.mapped("new_value_integer"))
        phases = {stage.id: stage.phase for stage in stages.exists()}
        return [
            (move.mail_message_id.date, phases[move.new_value_integer] in ENDED)
            for move in moves
            if move.new_value_integer in phases
        ]

    def _complaint_portal_said(self, exchange):
        """Return the customer's own words of an exchange, and never ours."""
        if exchange.direction != "in" or not exchange.reached:
            return ""
        if exchange.customer_words:
            return exchange.customer_words
        message = exchange.message_id
        if not message or message._is_among_us():
            return ""
        return exchange.summary or ""  # What a customer wrote nobody writes anew.

    def _complaint_portal_offered(self):
        """Return every offer, the newest first, with what became of each option."""
        told = self.complaint_remedy_ids.filtered("offer_number")
        over = told.filtered(lambda r: r.state == "offered" and r._has_lapsed())
        fates = {
            "offered": self.env._("You can choose it"),
            "accepted": self.env._("You chose it"),
            "delivered": self.env._("You got it"),
            "declined": self.env._("You did not choose it"),
            "cancelled": self.env._("It no longer stands"),
        }
        return [
            {
                "title": self._complaint_portal_remedy(remedy),
                "words": remedy.description or "",
                "fate": fates["cancelled" if remedy in over else remedy.state],
                "live": remedy.state in ("offered", "accepted") and remedy not in over,
            }
            for remedy in told.sorted(lambda r: (-r.offer_number, r.id))
            if remedy.state in fates
        ]

    def _complaint_portal_exchange(self, exchange):
        """Return how it took place, and about what. Never its summary: that is ours."""
        reached = exchange.reached and exchange.direction
        channels = {
            "out": {
                "phone": self.env._("We called you."),
                "visit": self.env._("We visited you."),
                "email": self.env._("We wrote you an e-mail."),
                "letter": self.env._("We wrote you a letter."),
                "chat": self.env._("We chatted with you."),
                "portal": self.env._("We wrote to you here."),
            },
            "in": {
                "phone": self.env._("You called us."),
                "visit": self.env._("You came to see us."),
                "email": self.env._("You wrote us an e-mail."),
                "letter": self.env._("You wrote us a letter."),
                "chat": self.env._("You chatted with us."),
                "portal": self.env._("You wrote to us here."),
            },
            False: {
                "phone": self.env._("We called you, but could not reach you."),
                "visit": self.env._("We came to see you, but missed you."),
            },
        }[reached]
        purposes = {
            "out": {
                "apology": self.env._("We apologised to you."),
                "offer": self.env._("We made you an offer."),
                "decision": self.env._("We told you our decision."),
                "follow_up": self.env._("We asked whether you are satisfied."),
            },
            "in": {
                "offer": self.env._("You answered our offer."),
                "follow_up": self.env._("You told us how it went."),
            },
        }.get(reached, {})
        lost = self.env._("We wrote to you, but it did not reach you.")
        return channels.get(exchange.channel, lost), purposes.get(exchange.purpose)

    def _complaint_portal_remedy(self, remedy):
        """Return what it is as the customer is told: never what it costs us."""
        return remedy._get_told_name()

    def _complaint_portal_letters(self):
        """Return attachment → the exchange it was given in, of all they got."""
        letters = {}
        for apology in self.complaint_apology_ids:
            if apology.attachment_id and apology._is_given():
                letters[apology.attachment_id] = apology.interaction_id
        for exchange in self.complaint_interaction_ids:
            if exchange.reached and exchange.direction == "out":
                for attachment in exchange.message_id.attachment_ids:
                    if attachment.complaint_letter:
                        letters.setdefault(attachment, exchange)
        return letters

    def _complaint_portal_files(self):
        """Return what the customer's people sent us themselves, by whatever way."""
        attachments = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("complaint_letter", "=", False),
            ],
            order="id",
        )
        messages = self.env["mail.message"].search(
            [
                ("model", "=", self._name),
                ("res_id", "=", self.id),
                ("attachment_ids", "!=", False),
            ]
        )
        internal = messages.filtered(lambda m: m.is_internal or m.subtype_id.internal)
        theirs = (messages - internal).filtered(
            self._complaint_prepare_word_of_customer
        )
        return attachments.filtered(
            lambda a: (
                a not in internal.attachment_ids
                and (a.create_uid.share or a in theirs.attachment_ids)
            )
        )

    def _complaint_portal_documents(self, kind):
        """Return the attachments the customer may open: ``letter`` or ``file``."""
        self.ensure_one()
        ticket = self.sudo()  # Chosen ones of what hangs on the complaint.
        if kind == "file":
            return ticket._complaint_portal_files()
        return self.env["ir.attachment"].union(*ticket._complaint_portal_letters())

    def _complaint_portal_links(self, kind):
        return [
            self._complaint_portal_file(kind, attachment)
            for attachment in self._complaint_portal_documents(kind)
        ]

    def _complaint_portal_file(self, kind, attachment):
        path = self._complaint_portal_path(f"/{kind}/{attachment.id}")
        image = attachment.mimetype in SHOWN
        return {"name": attachment.name, "url": path, "image": image}
