"""What the company makes of its complaints: it learns, groups and watches."""

from datetime import timedelta

from odoo import fields


class Lessons:
    """Beside the complaints, by the same people."""

    def learn(self, cause, name, who, state, words):
        """A corrective action is done, and judged three months later."""
        user = self.people[who]
        action = self.create(
            self.people["manager"],
            "complaint.corrective.action",
            name=name,
            cause_id=self.ref("cause", cause),
            user_id=user.id,
            date_due=fields.Date.to_string(fields.Date.today()),
        )
        self.call(user, "complaint.corrective.action", "action_done", action.ids)
        later = fields.Datetime.now() + timedelta(days=91)
        self.put(later, self.judge, action, who, state, words)

    def judge(self, action, who, state, words):
        method = f"action_{state}"
        model = "complaint.corrective.action"
        self.call(self.people[who], model, method, action.ids, words)

    def make_group(self, name, cause, who, count):
        user = self.people[who]
        group = self.create(
            user, "complaint.group", name=name, cause_id=self.ref("cause", cause)
        )
        latest = [t for t, (why, _course) in self.tickets.items() if why == cause]
        latest = [t for t in latest if not t.complaint_closed_at][-count:]
        for ticket in latest:
            vals = {"complaint_group_id": group.id}
            self.on(ticket, self.people["manager"], "write", vals)

    def watch(self, customer, kind, reason, guidance):
        partner = self.customers[customer].commercial_partner_id
        manager = self.people["manager"]
        entry = self.create(
            manager,
            "complaint.watchlist.entry",
            partner_id=partner.id,
            kind=kind,
            reason=reason,
            guidance=guidance,
        )
        model = "complaint.watchlist.entry"
        self.call(manager, model, "action_activate", entry.ids, reason)
