from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.actions import open_dialog
from ...tools.in_use import IN_USE, in_use
from ...tools.own_hand import own_hand


class ComplaintGroup(models.Model):
    """One problem of many customers, each of whom is handled on the own complaint."""

    _name = "complaint.group"
    _description = "Group of Complaints"
    _inherit = [
        "complaint.guarded",
        "complaint.thread",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "state, id desc"

    name = fields.Char(required=True, tracking=True)
    cause_id = fields.Many2one(
        "complaint.cause",
        domain="[('company_id', 'in', (False, company_id))]",
        tracking=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        domain=[("share", "=", False)],
        default=lambda self: self._default_user_id(),
        tracking=True,
    )
    description = fields.Html(help="What happened, for colleagues alone.")
    duty_to_inform = fields.Boolean(
        string="Duty to inform",
        tracking=True,
        help="Safety, recall: every customer must be told. The words then speak of a "
        "matter that concerns them, not of “your case”; names are told to nobody.",
    )
    state = fields.Selection(
        selection=[
            ("proposed", "Proposed"),
            ("open", "Open"),
            ("closed", "Closed"),
            ("dismissed", "Dismissed"),
        ],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        tracking=True,
        index=True,
    )
    ticket_ids = fields.One2many(
        "helpdesk.ticket",
        "complaint_group_id",
        string="Complaints of the group",
        context=IN_USE,
    )
    batch_ids = fields.One2many("complaint.group.batch", "group_id", string="Steps")

    _one_proposal = models.UniqueIndex(
        "(company_id, cause_id) WHERE state = 'proposed'",
        "A group is proposed for this cause already.",
    )

    def _default_user_id(self):
        # Who is responsible for a proposed one is asked afterwards.
        return self.env.user if not self.env.user._is_superuser() else False

    @api.constrains("user_id", "company_id")
    def _check_user(self):
        for group in self:
            user = group.user_id
            if user and not user._complaint_may_answer(group.company_id):
                raise ValidationError(
                    self.env._(
                        "%(user)s has no helpdesk rights in %(company)s and could not "
                        "read the complaints.",
                        user=user.name,
                        company=group.company_id.name,
                    )
                )

    @api.constrains("company_id", "cause_id")
    def _check_company(self):
        # Of all that are in it, whoever may read them.
        for group in self.sudo():
            if group._get_thread_tickets().company_id - group.company_id:
                raise ValidationError(
                    self.env._("%s holds complaints of another company.", group.name)
                )
            if group.cause_id.company_id - group.company_id:
                raise ValidationError(
                    self.env._(
                        "%(cause)s is no cause of %(company)s.",
                        cause=group.cause_id.name,
                        company=group.company_id.name,
                    )
                )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "state",
            "proposed_ticket_ids",
            "batch_ids",
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if done := self.filtered(
            lambda g: set(g.batch_ids.mapped("state")) - {"draft"}
        ):
            raise UserError(
                self.env._(
                    "%s: customers were told something by this group. It stays on "
                    "record; close it instead.",
                    done[0].name,
                )
            )

    def _get_thread_tickets(self):
        # A search: what one may not read must not get into memory as the group's.
        tickets = in_use(self.env["helpdesk.ticket"].sudo())
        return tickets.search([("complaint_group_id", "in", self.ids)])

    def action_accept(self):
        """Accept a proposed group. Its complaints join it."""
        self.check_access("write")
        for group in self:
            group._ensure_state("proposed")
            # The caller may write the group; state and proposal are the group's own.
            tickets = group.sudo().proposed_ticket_ids.filtered("is_complaint")
            # Write access is checked; the state is only ever written by methods.
            own_hand(group).state = "open"
            joining = tickets.filtered(lambda t: not t.complaint_group_id)
            joining.with_env(self.env)._filtered_access(
                "write"
            ).complaint_group_id = group
            group._finish_question()
        return True

    def action_dismiss(self):
        """Dismiss a proposed group. It is not proposed again for these complaints."""
        self.check_access("write")
        for group in self:
            group._ensure_state("proposed")
            # Write access is checked; the state is only ever written by methods.
            own_hand(group).state = "dismissed"
            group._finish_question()
        return True

    def action_close(self, confirmed=False):
        """Close the group. It asks first where complaints of it are open."""
        self.check_access("write")
        for group in self:
            group._ensure_state("open")
            if "running" in group.batch_ids.mapped("state"):
                raise UserError(
                    self.env._("%s: a step is still running. Wait for it.", group.name)
                )
        if not confirmed and any(group.open_count for group in self):
            return open_dialog(
                self.env._("Close the group?"),
                "complaint.group.closing",
                group_id=self[:1].id,
            )
        # Write access is checked; the state is only ever written by methods.
        own_hand(self).state = "closed"
        return {"type": "ir.actions.act_window_close"}

    def action_reopen(self):
        """Open a closed group again."""
        self.check_access("write")
        for group in self:
            if group.state == "open" or group.state == "proposed":
                raise UserError(self.env._("%s is open.", group.name))
        # Write access is checked; the state is only ever written by methods.
        own_hand(self).state = "open"
        return True

    def action_add(self):
        """Open the dialog that adds complaints."""
        self.check_access("write")
        self.ensure_one()
        return open_dialog(
            self.env._("Add complaints"), "complaint.group.entry", group_id=self.id
        )

    def action_view_complaints(self):
        """Open the complaints of the group, as far as the user may read them."""
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_action_all"
        )
        return action | {
            "name": self.name,
            "domain": [("complaint_group_id", "=", self.id)],
            "context": {},
        }

    def action_tell(self):
        """Prepare to tell each customer the finding and our decision."""
        self.check_access("write")
        return self._prepare_step("decision")

    def action_apologise(self):
        """Prepare an apology to each customer."""
        self.check_access("write")
        return self._prepare_step("apology")

    def action_offer(self):
        """Prepare an offer to each customer."""
        self.check_access("write")
        return self._prepare_step("remedy")

    def action_follow_up(self):
        """Prepare a follow-up with each customer."""
        self.check_access("write")
        return self._prepare_step("follow_up")

    def _prepare_step(self, kind):
        self.ensure_one()
        self._ensure_state("open")
        batches = self.env["complaint.group.batch"]
        batch = self.batch_ids.filtered(
            lambda b: (
                b.state == "draft" and b.kind == kind and b.create_uid == self.env.user
            )
        )[:1] or batches.create({"group_id": self.id, "kind": kind})
        batch._refresh_texts()  # Somebody may have joined since.
        return batch._open()

    def _ensure_state(self, state):
        self.ensure_one()
        if self.state != state:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(group)s is “%(state)s”.",
                    group=self.name,
                    state=labels[self.state],
                )
            )

    def _finish_question(self):
        """Finish the activity that asked about the group, whoever was asked."""
        # The activity may be a colleague's.
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
