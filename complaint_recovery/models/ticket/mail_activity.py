from odoo import api, models
from odoo.exceptions import MissingError
from odoo.fields import Domain

from ...tools.in_use import in_use
from ...tools.marks import BY_THE_WAY
from ..guard.belonging import OURS, about_ours

KEY = "complaint_by_the_way"


class MailActivity(models.Model):
    """Who finishes and changes a to-do, asked before anything else is looked at.

    What stands behind one is looked up as superuser, and what was read so is not asked
    for again: Odoo finishes it as superuser and counts on its last step to ask.

    Some move a ticket when they are done, as other addons have them. Whoever finishes
    one did not ask to end a complaint, and would get its gaps for an answer: the to-do
    is done, and the complaint stays with a note.
    """

    _inherit = "mail.activity"

    def _check_access(self, operation):
        """Odoo lets whoever once made a to-do, or has it, change and finish it.

        On a complaint that is for who may read the complaint: what they write, and what
        they say when it is done, stands there.
        """
        result = super()._check_access(operation)
        if self.env.su or operation not in ("write", "unlink"):
            return result
        allowed = self - result[0] if result else self
        unread = allowed._complaint_unread()
        if not unread:
            return result
        refused = unread | result[0] if result else unread
        return refused, lambda: refused._make_access_error(operation)

    def _complaint_unread(self):
        """Return those made by hand on complaints the user may not read.

        What stands for a deadline is a colleague's who need not see the complaint.
        """
        unread = self.browse()
        activities = self.sudo()  # What they belong to is judged, not shown.
        ours = activities.filtered(lambda a: (a.res_model or "").startswith(OURS))
        for model, todos in ours.grouped("res_model").items():
            records = todos._complaint_on_complaints(model)
            if not records:  # To-dos on plain tickets cost nothing.
                continue
            companies = list(self.env.user._get_company_ids())
            mine = records.with_env(self.env).with_context(
                allowed_company_ids=companies
            )
            ids = set(records.ids) - set(mine._filtered_access("read").ids)
            hidden = todos.filtered(lambda a, ids=ids: a.res_id in ids)
            unread |= hidden._complaint_by_hand().with_env(self.env)
        return unread

    def _complaint_on_complaints(self, model):
        """Return the records of ``model`` these are on that belong to complaints."""
        records = self.env[model].browse(set(self.mapped("res_id")))
        link = "is_complaint" if model == "helpdesk.ticket" else "ticket_id"
        if link not in records._fields:
            return records.browse()
        try:
            return records.filtered(link)
        except MissingError:
            return records.exists().filtered(link)

    def write(self, vals):
        self.check_access("write")
        rest = self
        if vals.get("user_id") and not self.env.su:
            for heir, activities in self._complaint_kept_from(vals["user_id"]).items():
                super(MailActivity, activities).write({**vals, "user_id": heir.id})
                rest -= activities
        return super(MailActivity, rest).write(vals)

    def _complaint_kept_from(self, user_id):
        """Return heir → tasks that go to them where ``user_id`` was named.

        A colleague passes on a task of a complaint they may not read, to whom it is
        about: an error would say so. Its owner finds somebody else, without one whoever
        is next above; where there is nobody, it stays with who has it.
        """
        deadlines = self._get_complaint_deadlines()  # As superuser: judged, not shown.
        about = deadlines.filtered(
            lambda d: d.ticket_id.complaint_about_user_id.id == user_id
        )
        readable = about.ticket_id.with_env(self.env)._filtered_access("read")
        kept = about.filtered(lambda d: d.ticket_id.id not in readable.ids)
        return {
            heir: found.activity_id.with_env(self.env)
            for heir, found in kept.grouped(
                lambda d: d.ticket_id._complaint_heir() or d.user_id
            ).items()
            if heir
        }

    @api.model
    def _complaint_on(self, ticket, user):
        """Return as superuser what ``user`` has to do on ``ticket`` or parts of it."""
        theirs = in_use(self.sudo())  # Found by the rule, whoever asks.
        theirs = theirs.search(
            Domain("user_id", "=", user.id) & about_ours("res_model")
        )
        records = {a: theirs.env[a.res_model].browse(a.res_id) for a in theirs}
        return theirs.filtered(
            lambda a: records[a].exists()._complaint_whole() == ticket
        )

    def _action_done(self, feedback=False, attachment_ids=None):
        self.check_access("read")
        self.check_access("write")
        # What is done already is not said again.
        done = self.filtered(
            lambda a: not a.active and (a.res_model or "").startswith(OURS)
        )
        if done and done == self:
            return self.env["mail.message"], self.browse()
        return super(MailActivity, self - done)._action_done(
            feedback=feedback, attachment_ids=attachment_ids
        )

    def action_feedback(self, *args, **kwargs):
        self = self.with_context(**{KEY: BY_THE_WAY})
        return super().action_feedback(*args, **kwargs)

    def action_feedback_schedule_next(self, *args, **kwargs):
        self = self.with_context(**{KEY: BY_THE_WAY})
        action = super().action_feedback_schedule_next(*args, **kwargs)
        if action:
            action["context"].pop(KEY, None)  # Browsers take no mark.
        return action
