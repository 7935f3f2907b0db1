from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.groups import INTERNAL
from ...tools.late_index import LateColumnIndex, LateIndex
from ...tools.marks import COPIED, MAIL_LATER, OPENING
from ...tools.own_hand import own_hand
from ...tools.selections import SENTIMENTS


class HelpdeskTicket(models.Model):
    """How a ticket becomes a complaint, and what is known of it then."""

    _inherit = "helpdesk.ticket"

    is_complaint = fields.Boolean(string="Complaint", copy=False)
    complaint_severity_id = fields.Many2one(
        "complaint.severity",
        string="Severity",
        groups=INTERNAL,
        copy=False,
        tracking=True,
        ondelete="restrict",
    )
    _complaint_severity_column_idx = LateColumnIndex("complaint_severity_id")
    complaint_severity_color = fields.Integer(
        related="complaint_severity_id.color",
        related_sudo=False,
        string="Colour of the severity",
        groups=INTERNAL,
    )
    complaint_solve_on_spot = fields.Boolean(
        related="complaint_severity_id.solve_on_spot",
        related_sudo=False,
        groups=INTERNAL,
    )
    complaint_source = fields.Selection(
        selection=[
            ("customer", "Customer"),
            ("sales", "Sales"),
            ("internal", "Found by ourselves"),
        ],
        string="Source",
        groups=INTERNAL,
        copy=False,
        help="Found by ourselves: the first thing due is to tell the customer.",
    )
    complaint_cause_id = fields.Many2one(
        "complaint.cause",
        string="Cause",
        domain="[('company_id', 'in', (False, company_id))]",
        groups=INTERNAL,
        copy=False,
        tracking=True,
        ondelete="restrict",
    )
    _complaint_cause_column_idx = LateColumnIndex("complaint_cause_id")
    complaint_desired_outcome = fields.Text(
        string="Desired outcome",
        copy=False,
        prefetch=False,
        help="What the customer wants of us.",
    )
    complaint_claim_amount = fields.Monetary(
        string="Amount claimed",
        currency_field="complaint_currency_id",
        groups=INTERNAL,
        copy=False,
        help="What the customer asks for, in company currency.",
    )
    complaint_currency_id = fields.Many2one(
        "res.currency",
        string="Currency of complaint",
        compute="_compute_complaint_currency_id",
        groups=INTERNAL,
    )
    complaint_loss_ongoing = fields.Boolean(
        string="Loss still ongoing",
        groups=INTERNAL,
        copy=False,
        tracking=True,
        help="It is stopped first: halves the time for first contact and resolution.",
    )
    complaint_loss_stopped_at = fields.Datetime(
        string="Loss stopped on", groups=INTERNAL, copy=False
    )
    complaint_sentiment = fields.Selection(
        selection=SENTIMENTS, string="Customer's mood", groups=INTERNAL, copy=False
    )
    complaint_exposure = fields.Selection(
        selection=[
            ("none", "None"),
            ("review", "Online review"),
            ("media", "Media"),
            ("regulator", "Regulator"),
            ("legal", "Legal action"),
        ],
        string="External exposure",
        groups=INTERNAL,
        copy=False,
        tracking=True,
    )
    complaint_about_user_id = fields.Many2one(
        "res.users",
        string="About colleague",
        groups=INTERNAL,
        domain=[("share", "=", False)],
        help="Never owner, approver, recipient or reader of this complaint.",
        copy=False,
    )
    _complaint_about_user_column_idx = LateColumnIndex("complaint_about_user_id")
    complaint_confidential = fields.Boolean(
        string="Confidential",
        help="On the portal only the complainant sees it, not the colleagues.",
    )
    complaint_suggestion = fields.Text(
        string="Customer's suggestion", groups=INTERNAL, copy=False, prefetch=False
    )
    complaint_received_at = fields.Datetime(
        string="Received on", groups=INTERNAL, copy=False
    )
    complaint_origin_id = fields.Many2one(
        "helpdesk.ticket",
        string="Follows on from",
        groups=INTERNAL,
        copy=False,
        help="The earlier complaint that this one continues.",
    )
    _complaint_origin_column_idx = LateColumnIndex("complaint_origin_id")
    complaint_level = fields.Integer(
        string="Escalation level", groups=INTERNAL, copy=False
    )
    complaint_imported = fields.Boolean(
        string="Imported history",
        groups=INTERNAL,
        copy=False,
        help="Taken over from elsewhere: no deadlines, no mail.",
    )

    _complaint_received_idx = LateIndex(
        "(complaint_received_at, id) WHERE is_complaint IS TRUE"
    )
    _complaint_customer_idx = LateIndex(
        "(commercial_partner_id, complaint_received_at) WHERE is_complaint IS TRUE"
    )

    @api.depends("company_id")
    def _compute_complaint_currency_id(self):
        for ticket in self:
            ticket.complaint_currency_id = ticket.company_id.currency_id

    @api.constrains("complaint_cause_id", "company_id")
    def _check_complaint_cause_company(self):
        for ticket in self:
            # Judged for everybody; the cause's name is no secret.
            cause = ticket.sudo().complaint_cause_id
            if cause.company_id and cause.company_id != ticket.company_id:
                raise ValidationError(
                    self.env._(
                        "%(cause)s is no cause of %(company)s.",
                        cause=cause.name,
                        company=ticket.company_id.name,
                    )
                )

    @api.constrains("complaint_severity_id", "company_id")
    def _check_complaint_severity_company(self):
        for ticket in self:
            # Judged for everybody; the severity's name is no secret.
            company = ticket.sudo().complaint_severity_id.company_id
            if company and company != ticket.company_id:
                raise ValidationError(
                    self.env._(
                        "%(severity)s is no severity of %(company)s.",
                        # The severity's name is no secret.
                        severity=ticket.sudo().complaint_severity_id.name,
                        company=ticket.company_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_complaint_on_record(self):
        # What must stay on record does not depend on who may see it.
        for ticket in self.sudo()._complaint_ever():
            if ticket._complaint_is_on_record():
                raise UserError(
                    self.env._(
                        "%s: something was told to the customer or approved already. "
                        "It stays on record and cannot be deleted.",
                        ticket.number,
                    )
                )
            ticket._complaint_tell_gone()

    def action_mark_complaint(self):
        """Make complaints of the tickets: owner, deadlines, acknowledgement."""
        self.check_access("write")
        self._complaint_mark_plain()
        return True

    def action_unmark_complaint(self):
        """Undo a mistaken mark. Raises a UserError once the customer was told."""
        self.check_access("write")
        for ticket in self.filtered("is_complaint"):
            if ticket._complaint_is_on_record() or ticket.complaint_closed_at:
                raise UserError(
                    self.env._(
                        "%s: the customer has heard of us on this complaint already, "
                        "so it stays one. Close it when the customer is satisfied.",
                        ticket.number,
                    )
                )
            ticket._complaint_unmark()
        return True

    def _complaint_mark_plain(self):
        """Make complaints of those among these that were plain tickets until now."""
        plain = self.filtered(lambda ticket: not ticket.is_complaint)
        # Their key was given to whoever had it: not to a complaint.
        plain._complaint_renew_key()
        plain._complaint_mark()

    def _complaint_mark(self, imported=False):
        """Make complaints of the plain tickets among these, in one batch."""
        tickets = self.filtered(lambda ticket: not ticket.is_complaint)
        if not tickets:
            return
        # An owner first: whoever files or mails it may have no rights here. Who owned
        # what was taken over may have left since.
        owned = tickets.sudo()
        if imported:
            owned = owned.filtered(lambda t: not t.user_id or t.user_id.active)
        owned._complaint_ensure_owner()
        # Whoever may write the ticket may mark it. What follows is ours to write: the
        # slice, owner, deadlines, notices.
        tickets = tickets.sudo()
        tickets._complaint_write_marks()
        tickets._complaint_make_inert()
        tickets._complaint_drop_strangers()
        tickets._complaint_drop_uninvited()
        for ticket in tickets:  # Also what was exchanged while it was a plain ticket.
            exchanges = ticket.complaint_interaction_ids
            ticket._complaint_note_exchanges(
                exchanges.filtered(lambda i: i.state == "done").sorted("date")
            )
        if not imported:
            tickets._complaint_open()

    def _complaint_open(self):
        """Begin to work on new complaints: the clock, the mail, the news, the rules.

        Extend to do it otherwise.
        """
        self._complaint_open_clock()
        copied = self.env.context.get("complaint_copied") is COPIED
        silent = {"complaint_mail": MAIL_LATER} if copied else {}
        self.with_context(**silent)._complaint_enter_stage()
        if not copied:
            self._complaint_announce("opening")
            self.with_context(complaint_opening=OPENING)._complaint_fire_triggers(
                ["is_complaint"]
            )

    def copy(self, default=None):
        """A copy is made to be worked on: neither customer nor sales hears of it."""
        default = dict(default or {})
        silent = {"complaint_copied": COPIED, "mail_auto_subscribe_no_notify": True}
        if not self.filtered("is_complaint"):
            return super().copy(default)
        copies = super(HelpdeskTicket, self.with_context(**silent)).copy(default)
        return copies.with_env(self.env)

    def _complaint_copy_to_continue(self, default):
        """Return a new complaint that carries this one on, as if it came in now."""
        self.browse().check_access("create")
        ticket = self.sudo()  # What other addons put on it may not be theirs to read.
        copy = super(HelpdeskTicket, ticket).copy(default).with_env(self.env)
        copy.check_access("create")
        return copy

    def _complaint_write_marks(self):
        """Write what makes complaints of these, in one write for those alike."""
        stages, groups = {}, {}
        for ticket in self:
            vals = ticket._prepare_complaint_vals()
            stage = self.env["complaint.stage"].browse(vals["complaint_stage_id"])
            key = (stage, ticket.team_id, ticket.stage_id)
            if key not in stages:
                stages[key] = ticket._complaint_ticket_stage(stage, ticket.stage_id)
            if stages[key] != ticket.stage_id:
                vals.setdefault("stage_id", stages[key].id)
            groups.setdefault(repr(vals), (vals, []))[1].append(ticket.id)
        for vals, ticket_ids in groups.values():
            own_hand(self.browse(ticket_ids)).write(vals)

    def _prepare_complaint_vals(self):
        """Return the values a ticket gets when it becomes a complaint. Extend to add.

        What is known already (imported, quick entry, portal) is kept.
        """
        self.ensure_one()
        ticket = self.sudo()  # Intake reads the whole slice, whoever files it.
        now = fields.Datetime.now()
        stage = self.env["complaint.stage"]._get_first("intake", ticket.company_id)
        if not stage:
            raise UserError(
                self.env._("%s has no complaint stage.", ticket.company_id.name)
            )
        return {
            "is_complaint": True,
            "complaint_stage_id": stage.id,
            # It is taken up now, whatever became of the ticket before.
            "active": True,
            "complaint_received_at": min(ticket.complaint_received_at or now, now),
            "complaint_source": ticket.complaint_source or "customer",
            "complaint_lang": ticket.complaint_lang or self._complaint_told_lang(),
            "complaint_sentiment": ticket.complaint_sentiment or "calm",
            "complaint_exposure": ticket.complaint_exposure or "none",
            # Lists are sorted by it, and an empty value would come first.
            "complaint_level": ticket.complaint_level,
            "complaint_severity_id": (
                ticket.complaint_severity_id or ticket._complaint_triage()[0]
            ).id,
        }

    def _complaint_unmark(self):
        self.ensure_one()
        ticket = self.sudo()  # The slice is ours to write; the caller was checked.
        ticket.complaint_deadline_ids._cancel()
        own_hand(ticket).write(ticket._prepare_unmark_vals())
        ticket._complaint_renew_key()  # It was given to the complainant alone.
        self._complaint_log(body=self.env._("No complaint after all."))
        self._complaint_tell(
            ticket._complaint_superiors()[:1],
            lambda local: local.env._(
                "%(number)s is no complaint any more, says %(user)s. The customer may "
                "wait for an answer all the same.",
                number=local.number,
                user=self.env.user.name,
            ),
        )

    def _prepare_unmark_vals(self):
        """Return what a ticket is written with that is no complaint after all."""
        return {
            "is_complaint": False,
            "complaint_stage_id": False,
            "complaint_next_due_at": False,
            "complaint_consent_user_id": False,
        }
