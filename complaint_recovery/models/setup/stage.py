from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.groups import INTERNAL
from ...tools.in_use import IN_USE, in_use
from ...tools.selections import PHASES
from .requirements import REQUIREMENTS

#: So many failing complaints are named before a requirement is switched on.
FAILING_SHOWN = 8


class ComplaintStage(models.Model):
    """One step of a complaint's way, with what is required to be in it."""

    _name = "complaint.stage"
    _description = "Complaint Stage"
    _inherit = ["complaint.configuration"]

    fold = fields.Boolean(
        string="Folded in Kanban", help="The column starts folded on the board."
    )
    aside = fields.Boolean(
        string="Not in line on the form",
        compute="_compute_aside",
        help="Folded, and not where complaints are led to: the form has it behind “…”.",
    )
    description = fields.Text(
        translate=True,
        groups=INTERNAL,
        help="Shown to handlers: what is done in this stage.",
    )
    phase = fields.Selection(
        selection=PHASES,
        required=True,
        default="investigation",
        help="What the stage means. Several stages may share a phase.",
    )
    pause_clock = fields.Boolean(
        string="Pause the clock",
        help="Deadlines for first contact, progress and resolution stand still here, "
        "as while waiting for the customer. Promises never pause.",
    )
    ticket_stage_id = fields.Many2one(
        "helpdesk.ticket.stage",
        string="Ticket stage",
        help="Where the ticket itself goes. Empty, or not used by the ticket's team: "
        "the team's first open or closed stage.",
    )
    mail_template_id = fields.Many2one(
        "mail.template",
        string="E-mail on entering",
        domain=[("model", "=", "helpdesk.ticket")],
        help="Sent to the customer when the complaint enters this stage.",
    )

    requirement_severity_ids = fields.Many2many(
        "complaint.severity",
        string="Applies to severities",
        # Emptied by a deletion, or by what is archived and not seen, it would be all.
        ondelete="restrict",
        context={"active_test": False},
        help="The requirements hold for these severities. Empty: for all.",
    )
    require_first_contact = fields.Boolean(string="First contact made")
    require_finding = fields.Boolean(string="Findings written")
    require_decision_sent = fields.Boolean(string="Decision sent")
    require_apology = fields.Boolean(string="Apology given")
    require_remedy = fields.Boolean(
        string="Remedy accepted", help="Where the complaint is upheld, also in part."
    )
    require_delivery = fields.Boolean(string="Accepted remedies delivered")
    require_followup = fields.Boolean(string="Follow-up done")
    require_outcome = fields.Boolean(string="Outcome recorded")

    failing_count = fields.Integer(
        string="Open complaints that would fail",
        compute="_compute_failing_count",
        help="Open complaints in this stage or further that lack what is asked here.",
    )
    failing_ticket_ids = fields.Many2many(
        "helpdesk.ticket",
        string="The first of them",
        compute="_compute_failing_count",
        context=IN_USE,
    )

    @api.depends("fold", "phase")
    def _compute_aside(self):
        for stage in self:
            stage.aside = stage.fold and stage.phase != "closed"

    @api.depends(
        lambda self: ("phase", "requirement_severity_ids", *self._get_requirements())
    )
    def _compute_failing_count(self):
        for stage in self:
            failing = stage._get_failing_tickets()
            stage.failing_count = len(failing)
            stage.failing_ticket_ids = failing[:FAILING_SHOWN]

    def _ensure_phase_of_complaints(self):
        """Raise an error where a new phase would end or reopen complaints.

        Not of a new stage, which holds none: all tickets would be read for it.
        """
        # The rules of the person changing the stage must not hide a complaint.
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        for stage in self:
            operator = "=" if stage.phase in ("closed", "withdrawn") else "!="
            domain = Domain("complaint_stage_id", "=", stage.id)
            domain &= Domain("complaint_closed_at", operator, False)
            if tickets.search_count(domain, limit=1):
                raise ValidationError(
                    self.env._(
                        "Stage %s holds complaints to which this does not apply. "
                        "Move them first.",
                        stage.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """A new stage comes after those of its phase.

        Before them it would be where complaints are led to when the phase begins.
        """
        last = {stage.phase: stage.sequence for stage in self._get_in_line()}
        usual = self.default_get(["phase"])
        return super().create(
            [self._put_in_line(vals, last, usual) for vals in vals_list]
        )

    @api.model
    def _put_in_line(self, vals, last, usual):
        """Add to ``vals`` where the stage stands, if they do not say it."""
        phase = {**usual, **vals}.get("phase")
        return {"sequence": last[phase], **vals} if phase in last else vals

    @api.model
    def _get_in_line(self):
        """Return all stages, also archived and of other companies, in their order."""
        stages = self.sudo().with_context(active_test=False)  # It is no secret.
        return stages.search([])  # pylint: disable=no-search-all

    def write(self, vals):
        result = super().write(vals)
        if "phase" in vals:
            self._ensure_phase_of_complaints()
        if {"phase", "active", "company_id"} & vals.keys():
            self._ensure_phases_complete()
        if "pause_clock" in vals:
            self._switch_clock()
        return result

    def _switch_clock(self):
        """Pause or resume the deadlines of the complaints in this stage."""
        domain = Domain("complaint_closed_at", "=", False)
        for stage in self:
            here = domain & Domain("complaint_stage_id", "=", stage.id)
            # The stage decides, whoever may see its complaints.
            tickets = in_use(self.env["helpdesk.ticket"].sudo()).search(here)
            if stage.pause_clock:
                tickets._complaint_pause()
            else:
                tickets._complaint_resume()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_last(self):
        self._ensure_phases_complete(without=self)

    def action_archive(self):
        """Archive the stage. Raises an error where its phase would have no other."""
        self.check_access("write")
        return super().action_archive()

    def action_unarchive(self):
        """Take the stage into use again."""
        self.check_access("write")
        return super().action_unarchive()

    def action_view_failing(self):
        """Open the complaints that lack something this stage requires."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_action_all"
        )
        return {
            **action,
            "domain": [("id", "in", self._get_failing_tickets().ids)],
            "context": {},
        }

    @api.model
    def _get_requirements(self):
        """Return switch → ``Requirement``: its check, and its part of the dialog.

        Extend to add a requirement, with a Boolean ``require_x`` here. Whoever is
        refused reads it, the dialog asks for it, and ``failing_count`` on the stage's
        form counts with it.
        """
        return dict(REQUIREMENTS)

    def _get_required(self, severity, company):
        """Return the switches that hold in this stage for ``severity`` in ``company``.

        What earlier stages ask is asked here too, or jumping over a stage would be a
        way round it. A withdrawn complaint owes nothing but the reason.
        """
        self.ensure_one()
        if self._origin == self:
            return list(self._get_required_kept(self.id, severity.id, company.id))
        return self._find_required(severity, company)

    @tools.ormcache("stage_id", "severity_id", "company_id")
    def _get_required_kept(self, stage_id, severity_id, company_id):
        # What a stage asks is the same for everybody.
        stage = self.sudo().with_context(active_test=False).browse(stage_id)
        severity = self.env["complaint.severity"].browse(severity_id)
        company = self.env["res.company"].browse(company_id)
        return tuple(stage._find_required(severity, company))

    def _find_required(self, severity, company):
        if self.phase == "withdrawn":
            return []
        required, switches = [], self._get_requirements()
        for stage in self._get_way(company):
            scope = stage.requirement_severity_ids._origin  # Also while it is edited.
            if not scope or not severity or severity in scope:
                required += [name for name in switches if stage[name]]
        return list(dict.fromkeys(required))

    def _get_way(self, company):
        """Return the stages of ``company`` on the way to this one, itself included."""
        stages = self._get_for_company(self.company_id or company)
        before = stages.filtered(
            lambda stage: (
                stage.phase != "withdrawn"
                and (stage.sequence, stage.id) < (self.sequence, self._origin.id)
            )
        )
        return before | self

    @api.model
    def _get_first(self, phase, company):
        """Return the first active stage of ``phase`` in ``company``."""
        return self._get_for_company(company).filtered(
            lambda stage: stage.phase == phase
        )[:1]

    def _get_failing_tickets(self):
        """Return the open complaints here or further that lack what is asked here."""
        self.ensure_one()
        tickets = self.env["helpdesk.ticket"]
        if not tickets._complaint_sees_slice():
            return tickets  # Sales read the names of stages, not who would fail.
        stages = self._get_for_company(self.company_id or self.env.company)
        reached = stages.filtered(
            lambda stage: (stage.sequence, stage.id) >= (self.sequence, self._origin.id)
        )
        tickets = self.env["helpdesk.ticket"].search(
            Domain("is_complaint", "=", True)
            & Domain("complaint_closed_at", "=", False)
            & Domain("complaint_stage_id", "in", reached.ids)
        )
        return tickets.filtered(lambda ticket: ticket._complaint_missing(self))

    @api.model
    def _ensure_phases_complete(self, without=None):
        # A company the person does not belong to must keep its stages as well.
        stages = in_use(self.sudo()).search([("active", "=", True)]) - (
            without or self.browse()
        )
        # All of them are counted: also those the person does not belong to.
        companies = stages.env["res.company"].search([("active", "=", True)])
        needed = dict(PHASES)
        for company in companies:
            own = stages.filtered(lambda s, c=company: s.company_id in (c.browse(), c))
            if missing := needed.keys() - set(own.mapped("phase")):
                labels = dict(self._fields["phase"]._description_selection(self.env))
                raise ValidationError(
                    self.env._(
                        "%(company)s would be left without a stage for: %(phases)s. "
                        "Each phase keeps at least one active stage.",
                        company=company.name,
                        phases=", ".join(labels[phase] for phase in sorted(missing)),
                    )
                )
