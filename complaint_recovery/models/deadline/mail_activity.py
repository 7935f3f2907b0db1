from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.mail.tools.discuss import Store

from ...exceptions import ComplaintRequirementError
from ...tools.groups import INTERNAL
from ...tools.marks import OWN_HAND
from ...tools.own_hand import own_hand
from ..guard.belonging import OURS

#: Activities of these models may stand for a deadline.
MODELS = ("helpdesk.ticket", "complaint.deadline")
#: What a to-do belongs to, and by which it is known to be ours.
LINKS = frozenset(
    {"automated", "complaint_escalation_id", "res_model", "res_model_id", "res_id"}
)
#: All else says what is due, to whom and when: the deadline or the escalation says so.
PUT_AWAY = frozenset({"active"})


class MailActivity(models.Model):
    """Activities, of which some stand for a deadline: finishing one finishes both."""

    _inherit = "mail.activity"

    complaint_escalation_id = fields.Many2one(
        "complaint.escalation",
        string="Escalation",
        groups=INTERNAL,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
    )

    @api.depends_context("uid")
    def _compute_display_name(self):
        """What a to-do says is for whoever may read it (``guard/belonging.py``)."""
        return super()._compute_display_name()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(
            vals.get("complaint_escalation_id") for vals in vals_list
        ):
            self._complaint_refuse_mark()
        return super().create(vals_list)

    @api.model
    def _complaint_refuse_mark(self):
        raise AccessError(
            self.env._("What a to-do of a complaint stands for, the complaint says.")
        )

    def write(self, vals):
        if self.env.su or self.env.context.get("complaint_kept") is OWN_HAND:
            return super().write(vals)
        if vals.get("complaint_escalation_id") or vals.get("automated"):
            self._complaint_refuse_mark()
        result = self._complaint_write(vals)
        if vals.keys() & (LINKS - {"automated"}):
            self._complaint_ensure_reached()
        return result

    @api.model
    @tools.ormcache()
    def _complaint_links(self):
        """Return what a to-do belongs to, whatever app it comes from.

        With what a link leads to, the database deletes the to-do, and asks nobody.
        Whose it is changes hands: see ``_pass_complaint_on()``.
        """
        return LINKS | {
            name
            for name, field in self._fields.items()
            if field.type == "many2one" and field.store and field.ondelete == "cascade"
            if name != "user_id"
        }

    def _complaint_ensure_reached(self):
        """A to-do is moved onto a record of ours by who may write that.

        Odoo asks for the document where one is made, not where it is moved.
        """
        for activity in self.sudo():  # What it belongs to is judged, not shown.
            if (activity.res_model or "").startswith(OURS) and activity.res_id:
                record = self.env[activity.res_model].browse(activity.res_id)
                record.check_access("write")

    def _complaint_write(self, vals):
        if links := vals.keys() & self._complaint_links():
            for name in links:
                self._check_field_access(self._fields[name], "write")
            self._ensure_complaint_kept()
        if "user_id" in vals:
            self._ensure_complaint_told()
        if vals.keys() - PUT_AWAY:
            self._ensure_complaint_seen(vals)
        if "date_deadline" in vals:
            self._ensure_complaint_date(fields.Date.to_date(vals["date_deadline"]))
        if vals.get("user_id"):
            self._pass_complaint_on(self.env["res.users"].browse(vals["user_id"]))
        if not vals.get("active", True):
            # What is due stays in sight, whoever puts it away.
            kept = self & self._get_complaint_deadlines().activity_id
            kept |= self.filtered(lambda a: a.sudo().complaint_escalation_id)  # Judged.
            shown = {name: vals[name] for name in vals if name != "active"}
            if shown and kept:
                super(MailActivity, kept).write(shown)
            return super(MailActivity, self - kept).write(vals)
        owned = self.browse()
        if vals.get("user_id"):
            owned = self & self._get_complaint_deadlines().activity_id
        if not owned:
            return super().write(vals)
        self.check_access("write")
        # With more rights goes what our code says, and nothing a client sent along.
        passed = {"user_id": self.env["res.users"].browse(vals["user_id"]).id}
        told = {name: value for name, value in vals.items() if name != "user_id"}
        if told:
            super().write(told)
        if others := self - owned:
            super(MailActivity, others).write(passed)
        # Passed on it is not theirs any more: what follows is not theirs to do.
        return super(MailActivity, owned.sudo()).write(passed)

    def _ensure_complaint_seen(self, vals):
        """What somebody is told of is not changed, put off or given away by others.

        Whoever it is for may plan it at another date or pass it on, as far as the
        deadline behind it allows.
        """
        deadlines = self._get_complaint_deadlines()
        owned = deadlines.activity_id & self
        told = self.filtered(lambda a: a.sudo().complaint_escalation_id)  # Judged.
        for activity in owned | told:
            changed = {
                name
                for name in (vals.keys() & self._fields.keys()) - PUT_AWAY
                if activity._complaint_tells(name, vals)
            }
            if activity in owned and activity.user_id == self.env.user:
                changed -= {"date_deadline", "user_id"}
            if changed:
                raise UserError(
                    self.env._("This to-do belongs to a complaint. Change it there.")
                )

    def _complaint_tells(self, name, vals):
        """Would ``vals`` change what ``name`` says?"""
        field = self._fields[name]
        value = field.convert_to_cache(vals[name], self)
        return self[name] != field.convert_to_record(value, self)

    def _ensure_complaint_date(self, date):
        """Raise an error where a to-do is put off, and what was promised is not."""
        moved = self.filtered(lambda activity: activity.date_deadline != date)
        for deadline in moved._get_complaint_deadlines():
            if not deadline._filter_kinds("moved"):
                if date < deadline.activity_id.date_deadline:
                    continue  # Planned nearer, it is due when it was.
                raise UserError(
                    self.env._(
                        "The date of “%s” is set by the rules and cannot be changed "
                        "by hand.",
                        deadline.display_name,
                    )
                )
            raise ComplaintRequirementError(
                self.env._(
                    "“%s” was promised for its date: give a new date, and say why.",
                    deadline.display_name,
                ),
                action=deadline._action_open_reschedule(),
                button=self.env._("New date"),
            )

    def _pass_complaint_on(self, user):
        """What stands behind a to-do goes to ``user`` along with it, on record.

        Raises a ValidationError where that one may not do it.
        """
        passed = self.filtered(lambda activity: activity.user_id != user)
        for deadline in passed._get_complaint_deadlines():
            old = deadline.user_id
            # Whoever has the to-do may pass it on. Who may do it is checked there.
            own_hand(deadline).user_id = user
            # A colleague with a task of it has no right on the ticket itself.
            deadline.ticket_id.sudo()._complaint_log(
                self.env._(
                    "“%(what)s” passed on from %(old)s to %(new)s.",
                    what=deadline.display_name,
                    old=old.name,
                    new=user.name,
                )
            )

    def _ensure_complaint_kept(self):
        """What stands for a deadline or tells a superior is not made to look else."""
        self._unlink_except_deadline()
        told = self.sudo().filtered("complaint_escalation_id")  # Judged, not shown.
        if told:
            raise UserError(
                self.env._("This to-do belongs to a complaint. Finish it there.")
            )

    def _action_done(self, feedback=False, attachment_ids=None):
        self._ensure_complaint_told()
        deadlines = self._get_complaint_deadlines()
        if contacts := deadlines._filter_kinds("purpose"):
            raise ComplaintRequirementError(
                self.env._(
                    "“%s” is done with a word to the customer: say what came of it.",
                    contacts[0].display_name,
                ),
                action=contacts[0]._action_record_contact(),
                button=self.env._("Record the contact"),
            )
        if asked := deadlines - deadlines._filter_kinds("finished"):
            raise UserError(
                self.env._("“%s”: decide it on the complaint.", asked[0].display_name)
            )
        deadlines._ensure_own_word()
        deadlines._ensure_nothing_behind()
        # It is done, so Odoo archives it.
        done = self.with_context(complaint_kept=OWN_HAND)
        result = super(MailActivity, done)._action_done(
            feedback=feedback, attachment_ids=attachment_ids
        )
        deadlines._finish()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_deadline(self):
        self._ensure_complaint_told()
        if not self.env.su and (deadlines := self._get_complaint_deadlines()):
            raise UserError(
                self.env._(
                    "“%s” is still due. Finish it, or cancel it on the complaint.",
                    deadlines[0].display_name,
                )
            )

    def _ensure_complaint_told(self):
        """Raise an error where a colleague finishes what somebody else was told.

        Extend to say who was told of what.
        """

    def _complaint_by_hand(self):
        """Return those that stand for no deadline and tell of no escalation."""
        return self.filtered(lambda a: not a.complaint_escalation_id) - (
            self._get_complaint_deadlines().activity_id
        )

    def _to_store_defaults(self, target):
        """Say it in the reader's language: what is stored was written in another's."""
        defaults = super()._to_store_defaults(target)
        # For who has the to-do. Odoo reads what it tells as superuser: read by anybody
        # else first, every chatter with to-dos would pay for a look at their rights.
        ours = self.sudo()._complaint_summaries()
        if not ours:
            return defaults
        summary = Store.Attr("summary", lambda a: ours.get(a.id) or a.summary)
        return [summary if name == "summary" else name for name in defaults]

    def _complaint_summaries(self):
        """Return id → words of what stands behind it. Extend where it is another.

        As superuser, whoever reads them: here they are not judged.
        """
        return {
            deadline.activity_id.id: deadline.display_name
            for deadline in self._get_complaint_deadlines()
        }

    def _get_complaint_deadlines(self):
        """Return the running deadlines these activities stand for."""
        # Those of deadlines are automated: a to-do on a plain ticket costs nothing.
        # Nobody but us says whether they are.
        activities = self.filtered(
            lambda a: (
                a.res_model in MODELS
                and (a.automated or a.res_model == "complaint.deadline")
            )
        )
        if not activities:
            return self.env["complaint.deadline"]
        # Whoever has the activity may do it, without access to the complaint.
        return (
            self.env["complaint.deadline"]
            .sudo()
            .search(
                Domain("activity_id", "in", activities.ids)
                & Domain("state", "in", ("running", "paused"))
            )
        )
