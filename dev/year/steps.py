"""What people do on a complaint: one method a verb of the scenario's courses."""

from german import GERMAN

from odoo import fields
from odoo.service.model import call_kw

FOUND = "Looked at with the colleagues concerned; photos and papers agree."
TOLD = "Thank you for your patience. This is what we found, and what we do."
#: Up to which amount a team leader decides, as it is shipped.
LEADER_LIMIT = 250
#: What is said of an exchange, by its mood.
SAID = {
    "calm": "Friendly, wants to know how it goes on.",
    "upset": "Listened to the whole story first. Expects a date.",
    "angry": "Angry, and with reason. Let her finish, then said sorry.",
}
#: A customer's mail after the end.
REPLY = """From: {sender}
To: complaints@example.com
Subject: Re: thank you
Message-ID: <year-reply-{id}@customers.example>
In-Reply-To: {last}
Content-Type: text/plain; charset=utf-8

The children have their tea again. One more thing: which filter do we need now?
"""


class Steps:
    """The public methods, as the people of the tables call them."""

    def call(self, user, model, method, *arguments):
        """Call a public method as ``user``, as the web client does."""
        records = self.env[model].with_user(user).with_context(lang=user.lang)
        result = call_kw(records, method, list(arguments), {})
        return result

    def create(self, user, model, **vals):
        found = self.call(user, model, "create", vals)
        return self.env[model].browse(found)

    def act(self, ticket, user, model, domain, method, *arguments):
        """Call ``method`` on those parts of the complaint that ``domain`` finds."""
        records = self.env[model].search([("ticket_id", "=", ticket.id), *domain])
        assert records, f"{ticket.name}: nothing to {method}"
        self.call(user, model, method, records.ids, *arguments)

    def owner(self, ticket):
        return ticket.user_id

    def leader(self, ticket):
        return ticket.team_id.user_id

    def say(self, ticket, words):
        """Return the words in the language of whom they are about."""
        return GERMAN[words] if ticket.partner_id.lang == "de_DE" else words

    def ref(self, kind, name):
        return self.env.ref(f"complaint_recovery.complaint_{kind}_{name}").id

    # It comes in

    def do_file(self, owner, team, customer, title, words, **more):
        return self.create(
            owner,
            "helpdesk.ticket",
            name=title,
            description=f"<p>{words}</p>",
            partner_id=self.customers[customer].id,
            team_id=team.id,
            user_id=owner.id,
            company_id=self.company.id,
            **more,
        )

    def do_triage(self, ticket, severity, cause):
        vals = {
            "complaint_severity_id": self.ref("severity", severity),
            "complaint_cause_id": self.ref("cause", cause),
        }
        self.call(self.owner(ticket), "helpdesk.ticket", "write", ticket.ids, vals)

    def do_twice(self, ticket):
        """The customer writes once more about the same: it is closed as told twice."""
        owner = self.owner(ticket)
        customer = ticket.partner_id.name
        words = self.say(ticket, "Again.")
        again = self.do_file(owner, ticket.team_id, customer, ticket.name, words)
        self.tickets[again] = (None, "told_twice")
        self.call(
            owner, "helpdesk.ticket", "action_close_duplicate", again.ids, ticket.id
        )

    # Words

    def exchange(self, ticket, purpose, **vals):
        vals = {"channel": "phone", "direction": "out", **vals}
        for name in ("summary", "place"):
            if name in vals:
                vals[name] = self.say(ticket, vals[name])
        self.create(
            self.owner(ticket),
            "complaint.interaction",
            ticket_id=ticket.id,
            purpose=purpose,
            **vals,
        )

    def do_call(self, ticket, mood):
        first = not ticket.complaint_first_contact_at
        purpose = "first_contact" if first else "progress"
        self.exchange(ticket, purpose, sentiment=mood, summary=SAID[mood])

    def do_sorry(self, ticket):
        owner = self.owner(ticket)
        apology = self.create(
            owner, "complaint.apology", ticket_id=ticket.id, channel="phone"
        )
        self.call(owner, "complaint.apology", "action_send", apology.ids, True)

    def do_visit(self, ticket):
        self.exchange(
            ticket,
            "progress",
            channel="visit",
            place="At the customer's",
            summary="Saw it with our own eyes, took the unit along.",
        )

    def do_follow(self, ticket, satisfaction):
        self.exchange(
            ticket,
            "follow_up",
            satisfaction=satisfaction,
            summary="Asked how it went, and whether we were quick and kind.",
        )

    def do_care(self, ticket):
        """Some weeks after our final answer somebody asks how they are."""
        summary = "Still thinks we are wrong, and thanked for the call."
        self.exchange(ticket, "follow_up", satisfaction="neutral", summary=summary)

    def do_reply(self, ticket):
        """The customer answers by mail, after the end."""
        mail = REPLY.format(
            sender=ticket.partner_id.email_formatted,
            # Our mail: what answers a note among us is one itself.
            last=ticket.message_ids.filtered(
                lambda m: m.message_type == "email_outgoing"
            )[:1].message_id,
            id=ticket.id,
        )
        self.env["mail.thread"].message_process("helpdesk.ticket", mail)

    def do_try(self, ticket):
        self.exchange(ticket, "follow_up", reached=False, summary="Nobody answers.")

    # Promises and tasks

    def deadline(self, ticket, user, kind, hours, words):
        due_at = self.hours.add_hours(fields.Datetime.now(), float(hours))
        self.create(
            self.owner(ticket),
            "complaint.deadline",
            ticket_id=ticket.id,
            kind=kind,
            name=self.say(ticket, " ".join(words)),
            due_at=fields.Datetime.to_string(due_at),
            user_id=user.id,
        )

    def do_promise(self, ticket, hours, *words):
        self.deadline(ticket, self.owner(ticket), "promise", hours, words)

    def do_task(self, ticket, hours, *words):
        self.deadline(ticket, self.people["store"], "task", hours, words)

    def _running(self, kind):
        return [("kind", "=", kind), ("state", "=", "running")]

    def do_keep(self, ticket):
        owner, running = self.owner(ticket), self._running("promise")
        self.act(ticket, owner, "complaint.deadline", running, "action_done")

    def do_heard(self, ticket):
        """Whoever promised a word calls: a superior, or the owner."""
        running = [("ticket_id", "=", ticket.id), *self._running("promise")]
        for promise in self.env["complaint.deadline"].search(running):
            user = promise.user_id
            self.call(user, "complaint.deadline", "action_done", promise.ids)

    def do_done(self, ticket):
        store, running = self.people["store"], self._running("task")
        self.act(ticket, store, "complaint.deadline", running, "action_done")

    def do_move(self, ticket, hours, *words):
        due_at = self.hours.add_hours(fields.Datetime.now(), float(hours))
        reason = self.say(ticket, " ".join(words))
        values = (fields.Datetime.to_string(due_at), reason)
        owner, running = self.owner(ticket), self._running("promise")
        method = "action_reschedule"
        self.act(ticket, owner, "complaint.deadline", running, method, *values)

    # Facts and decision

    def do_find(self, ticket, attribution, decision):
        vals = {
            "complaint_finding": f"<p>{self.say(ticket, FOUND)}</p>",
            "complaint_attribution": attribution,
            "complaint_decision": decision,
            "complaint_basis": "facts",
            "complaint_explanation": f"<p>{self.say(ticket, TOLD)}</p>",
        }
        self.call(self.owner(ticket), "helpdesk.ticket", "write", ticket.ids, vals)

    def on(self, ticket, user, method, *arguments):
        self.call(user, "helpdesk.ticket", method, ticket.ids, *arguments)

    def do_consent(self, ticket):
        self.on(ticket, self.leader(ticket), "action_give_consent")

    def do_decide(self, ticket):
        self.on(ticket, self.owner(ticket), "action_send_decision", True)

    # Remedies

    def remedies(self, ticket, pairs):
        for name, amount in zip(pairs[::2], pairs[1::2], strict=True):
            yield self.create(
                self.owner(ticket),
                "complaint.remedy",
                ticket_id=ticket.id,
                type_id=self.ref("remedy_type", name),
                amount=float(amount),
                currency_id=self.company.currency_id.id,
            ).id

    def do_offer(self, ticket, *pairs):
        ids = list(self.remedies(ticket, pairs))
        owner = self.owner(ticket)
        said = self.call(owner, "complaint.remedy", "action_offer", ids, True)
        offered = self.env["complaint.remedy"].browse(ids)
        assert set(offered.mapped("state")) == {"offered"}, said

    def do_ask(self, ticket, *pairs):
        """Above the own limit a superior is asked."""
        ids = list(self.remedies(ticket, pairs))
        self.call(self.owner(ticket), "complaint.remedy", "action_request", ids)

    def decide_on(self, ticket, method, *arguments):
        asked = self.env["complaint.remedy"].search(
            [("ticket_id", "=", ticket.id), ("state", "=", "to_approve")]
        )
        total = sum(asked.mapped("company_amount"))
        leads = total <= LEADER_LIMIT
        superior = self.leader(ticket) if leads else self.people["manager"]
        self.call(superior, "complaint.remedy", method, asked.ids, *arguments)

    def do_approve(self, ticket):
        self.decide_on(ticket, "action_approve")

    def do_refuse(self, ticket):
        words = self.say(ticket, "Too much for what happened.")
        self.decide_on(ticket, "action_refuse", words)

    def step(self, ticket, state, method, *arguments, limit=None):
        found = self.env["complaint.remedy"].search(
            [("ticket_id", "=", ticket.id), ("state", "=", state)], limit=limit
        )
        assert found, f"{ticket.name}: no remedy to {method}"
        owner = self.owner(ticket)
        self.call(owner, "complaint.remedy", method, found.ids, *arguments)

    def do_tell(self, ticket):
        self.step(ticket, "approved", "action_offer", True)

    def do_accept(self, ticket):
        self.step(ticket, "offered", "action_accept", limit=1)

    def do_decline(self, ticket):
        words = self.say(ticket, "Rather send it back.")
        self.step(ticket, "offered", "action_decline", words)

    def do_deliver(self, ticket):
        self.step(ticket, "accepted", "action_deliver")

    # Superiors

    def do_escalate(self, ticket, *words):
        owner, reason = self.owner(ticket), self.say(ticket, " ".join(words))
        dialog = self.create(
            owner, "complaint.escalate", ticket_id=ticket.id, reason=reason
        )
        self.call(owner, "complaint.escalate", "action_apply", dialog.ids)

    def superior(self, ticket, state, method, *arguments):
        escalations = self.env["complaint.escalation"].search(
            [("ticket_id", "=", ticket.id), ("state", "=", state)]
        )
        for escalation in escalations:
            user = escalation.taken_by_id or escalation.to_user_ids[:1]
            self.call(user, "complaint.escalation", method, escalation.ids, *arguments)

    def do_take(self, ticket):
        self.superior(ticket, "open", "action_take")

    def do_return(self, ticket, amount, *words):
        words = self.say(ticket, " ".join(words))
        self.superior(ticket, "open", "action_return", words, float(amount))

    def do_settle(self, ticket):
        for state in ("taken", "returned"):
            self.superior(ticket, state, "action_done")

    # How it ends

    def do_resolve(self, ticket):
        self.on(ticket, self.owner(ticket), "action_resolve")

    def do_withdraw(self, ticket, *words):
        reason = self.say(ticket, " ".join(words))
        self.on(ticket, self.owner(ticket), "action_withdraw", reason)

    def do_unreachable(self, ticket):
        self.on(ticket, self.owner(ticket), "action_close_unreachable")

    def do_unsettled(self, ticket, *words):
        manager, reason = self.people["manager"], self.say(ticket, " ".join(words))
        self.on(ticket, manager, "action_close_unsettled", reason)

    def do_lesson(self, ticket, *words):
        vals = {"complaint_suggestion": self.say(ticket, " ".join(words))}
        self.on(ticket, self.owner(ticket), "write", vals)
