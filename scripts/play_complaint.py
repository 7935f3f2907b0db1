"""One complaint from the raw e-mail to its satisfied closing, played by the people.

    make db DB=play && make -s shell DB=play < scripts/play_complaint.py

Every step is a call of a public method, as the web client makes it, by the person
concerned; only the mail gateway and what an admin sets up first run as the system.
Each step is printed with what it led to. Nothing is kept; ends with status 1 if the
complaint is not closed as satisfied.
"""

import sys
from datetime import timedelta

from odoo import fields
from odoo.service.model import call_kw

RAW_MAIL = """From: Maren Thiessen <maren@mailbox.example>
To: complaints@play.example
Subject: Your washing machine is flooding my kitchen
Date: {date}
Message-ID: <play@mailbox.example>
Content-Type: text/plain; charset=UTF-8

The washing machine your fitters connected is leaking. I want it repaired, and the
ceiling of the flat below paid for.
"""
PEOPLE = {
    "Hanna, handler": "helpdesk_mgmt.group_helpdesk_user_own",
    "Lea, team leader": "helpdesk_mgmt.group_helpdesk_user_team",
    "Tom, store (no helpdesk rights)": "base.group_user",
}


class Play:
    def __init__(self, env):
        self.env = env
        users = env["res.users"].with_context(no_reset_password=True)
        self.people = {
            name: users.create(
                {
                    "name": name.split(",")[0],
                    "login": f"play_{name[:3].lower()}",
                    "email": f"{name[:3].lower()}@play.example",
                    "group_ids": [(6, 0, [env.ref(group).id])],
                    "tz": "UTC",
                }
            )
            for name, group in PEOPLE.items()
        }
        handler, leader, _store = self.people.values()
        domain = env["mail.alias.domain"].create({"name": "play.example"})
        env.company.alias_domain_id = domain
        env["helpdesk.ticket.team"].create(
            {
                "name": "Complaints",
                "complaint_default": True,
                "user_ids": [(6, 0, (handler + leader).ids)],
                "user_id": leader.id,
                "alias_name": "complaints",
                "alias_domain_id": domain.id,
            }
        )

    def gateway(self):
        """The mail server hands the mail over; nobody is logged in."""
        raw = RAW_MAIL.format(date=fields.Datetime.now().strftime("%d %b %Y %H:%M:%S"))
        ticket_id = self.env["mail.thread"].message_process(None, raw)
        self.ticket = self.env["helpdesk.ticket"].browse(ticket_id)
        self.told("Mail gateway", "message_process(raw e-mail)")
        self.env.flush_all()
        self.ticket._complaint_follow_mail()
        self.told("Right after it", "Complaints: what follows a mail")

    def does(self, name, model, method, *arguments):
        """Call a public method as the person, as a request of its own."""
        person = next(user for key, user in self.people.items() if key.startswith(name))
        self.env.flush_all()
        self.env.invalidate_all()
        records = self.env[model].with_user(person).with_context(lang="en_US")
        result = call_kw(records, method, list(arguments), {})
        self.env.flush_all()
        self.told(name, f"{model}.{method}")
        return result

    def told(self, who, step):
        ticket = self.ticket
        print(
            f"{who:14} {step:40} → {ticket.complaint_stage_id.name}; owner "
            f"{ticket.user_id.name}; next due {ticket.complaint_next_due_at or '–'}"
        )

    def write(self, name, model, method, vals):
        """Create a record of the complaint and call its first button."""
        record = self.does(name, model, "create", {"ticket_id": self.ticket.id, **vals})
        if method:
            self.does(name, model, method, [record])
        return record

    def perform(self):
        self.gateway()
        number = self.ticket.ids
        handler, _leader, store = self.people.values()
        reason = "Hanna knows the fitters."
        self.does(
            "Lea", "helpdesk.ticket", "action_hand_over", number, handler.id, reason
        )
        contact = {"channel": "phone", "purpose": "first_contact", "sentiment": "angry"}
        self.write("Hanna", "complaint.interaction", None, contact)
        self.write("Hanna", "complaint.apology", "action_send", {"channel": "phone"})
        self.ask_the_store(store)
        self.decide(number)
        self.put_right()
        result = {
            "channel": "phone",
            "purpose": "follow_up",
            "satisfaction": "satisfied",
        }
        self.write("Hanna", "complaint.interaction", None, result)

    def ask_the_store(self, store):
        due_at = fields.Datetime.now() + timedelta(days=1)
        task = {"kind": "task", "name": "Look at the hose", "due_at": due_at}
        task = self.write(
            "Hanna", "complaint.deadline", None, {**task, "user_id": store.id}
        )
        self.does("Tom", "complaint.deadline", "action_done", [task])

    def decide(self, number):
        found = {
            "complaint_finding": "<p>The hose was not tightened.</p>",
            "complaint_attribution": "ours",
            "complaint_decision": "upheld",
            "complaint_basis": "facts",
            "complaint_explanation": "<p>We did not tighten the hose.</p>",
        }
        self.does("Hanna", "helpdesk.ticket", "write", number, found)
        self.does("Hanna", "helpdesk.ticket", "action_send_decision", number)

    def put_right(self):
        """Above the handler's limit: the team leader approves."""
        refund = self.env.ref("complaint_recovery.complaint_remedy_type_refund")
        vals = {"type_id": refund.id, "amount": 180}
        vals["currency_id"] = self.env.company.currency_id.id
        remedy = self.write("Hanna", "complaint.remedy", "action_request", vals)
        self.does("Lea", "complaint.remedy", "action_approve", [remedy])
        for step in ("action_offer", "action_accept", "action_deliver"):
            self.does("Hanna", "complaint.remedy", step, [remedy])


def play(env):
    """Play it, and return whether it ended as it should."""
    scene = Play(env)
    scene.perform()
    ticket = scene.ticket
    print(f"Outcome: {ticket.complaint_outcome}; ticket closed: {ticket.closed}")
    for deadline in ticket.complaint_deadline_ids.sorted("id"):
        print(f"  {deadline.kind:14} {deadline.state:10} kept: {deadline.kept}")
    phase = ticket.complaint_phase
    return ticket.closed and (phase, ticket.complaint_outcome) == (
        "closed",
        "satisfied",
    )


if "env" in globals():
    well = play(globals()["env"])
    globals()["env"].cr.rollback()
    if not well:
        sys.exit(1)
