from odoo import fields, models
from odoo.tools import format_list

from ...tools.own_hand import own_hand


class ComplaintDeadline(models.Model):
    """The activity of the person in charge, which the deadline owns (decision 10)."""

    _inherit = "complaint.deadline"

    def _open_activities(self):
        """Create an activity for each person in charge, in one batch."""
        vals_list, owners = [], []
        kinds = self._get_kinds_that("activity_type")
        for deadline in self.sudo():  # The activity type and ticket are no secret here.
            if deadline.kind in kinds and deadline.user_id:
                vals_list.append(deadline._prepare_activity_vals())
                owners.append(deadline)
        # Whoever opens a complaint may give work to its owner. Only a task for another
        # department is announced by mail, the owner's own deadlines are on the screen.
        activities = (
            self.env["mail.activity"]
            .sudo()
            .with_context(mail_activity_quick_update=True)
            .create(vals_list)
        )
        for deadline, activity in zip(owners, activities, strict=True):
            own_hand(deadline).activity_id = activity
        # Tasks are announced whoever gives them.
        tasks = self.sudo().filtered(lambda d: d.kind == "task").activity_id
        tasks.filtered(lambda a: a.user_id != self.env.user).action_notify()

    def _prepare_activity_vals(self):
        """Return the values of the activity that stands for this deadline.

        A task goes to the deadline itself, so that a colleague of another department
        does it without becoming a follower of the ticket.
        """
        self.ensure_one()
        record = self if self.kind == "task" else self.ticket_id
        types = self.env["mail.activity.type"]
        type_id = types._complaint_get(self._get_kinds()[self.kind].activity_type).id
        return {
            "activity_type_id": type_id,
            "summary": self.with_context(lang=self.user_id.lang).display_name,
            "note": self.note,
            "date_deadline": self._get_local_date(),
            "user_id": self.user_id.id,
            "res_model_id": self.env["ir.model"]._get_id(record._name),
            "res_id": record.id,
            "automated": True,
        }

    def _get_local_date(self):
        """Return the due date where the person in charge is."""
        self.ensure_one()
        local = self.with_context(tz=self.user_id.tz or self.company_id.partner_id.tz)
        return fields.Datetime.context_timestamp(local, self.due_at).date()

    def _move_activities(self):
        for deadline in self.sudo():  # See _open_activities.
            deadline.activity_id.write({"date_deadline": deadline._get_local_date()})

    def _reassign(self, user):
        """Put ``user`` in charge of the running deadlines among these."""
        running = self.filtered(lambda d: d.state in ("running", "paused"))
        # A handover moves the work with the complaint, whoever decided on it.
        own_hand(running).write({"user_id": user.id})
        # The activity of the former one is somebody else's; the new one gets another.
        running.sudo().activity_id.unlink()
        running._open_activities()

    def _ask_anew(self):
        """Find who decides now, where only some may. Extend."""

    def _pass_on(self):
        """Pass on what its person in charge cannot do any more.

        Who may decide is looked for; only what is left goes to the owner.
        """
        self._ask_anew()
        self.filtered(
            lambda d: d.user_id and not d._may_be_in_charge(d.user_id)
        )._pass_to_owner()

    def _pass_to_owner(self):
        """Pass these to the owner, on record."""
        for (ticket, old), deadlines in self.grouped(
            lambda d: (d.ticket_id, d.user_id)
        ).items():
            ticket._complaint_log(
                self.env._(
                    "%(new)s takes over from %(old)s: %(what)s",
                    new=ticket.user_id.name or "–",
                    old=old.name,
                    what=format_list(self.env, deadlines.mapped("display_name")),
                )
            )
            deadlines._reassign(ticket.user_id)
            # So does whoever was to call or to visit.
            visits = deadlines.interaction_ids.filtered(lambda i: i.state == "planned")
            visits.write({"user_id": ticket.user_id.id})
