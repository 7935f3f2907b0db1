from odoo import api, fields, models
from odoo.exceptions import AccessError

#: Key figure → model, date it is counted by, and what counts.
FIGURES = {
    "kpi_complaint_received": (
        "helpdesk.ticket",
        "complaint_received_at",
        [("is_complaint", "=", True)],
    ),
    "kpi_complaint_closed": (
        "helpdesk.ticket",
        "complaint_closed_at",
        [("is_complaint", "=", True)],
    ),
    "kpi_complaint_satisfied": (
        "helpdesk.ticket",
        "complaint_closed_at",
        [("is_complaint", "=", True), ("complaint_satisfaction", "=", "satisfied")],
    ),
    "kpi_complaint_promises_kept": (
        "complaint.deadline",
        "done_at",
        [("kind", "=", "promise"), ("state", "=", "done"), ("kept", "=", True)],
    ),
    "kpi_complaint_promises_broken": (
        "complaint.deadline",
        "done_at",
        [("kind", "=", "promise"), ("state", "=", "done"), ("kept", "=", False)],
    ),
}
ACTIONS = {
    "helpdesk.ticket": "complaint_recovery.complaint_action_all",
    "complaint.deadline": "complaint_recovery.complaint_deadline_action",
}


class DigestDigest(models.Model):
    """The digest mail tells those who work on complaints how many came and ended.

    Each reads what they may read: a handler the own ones, a manager all.
    """

    _inherit = "digest.digest"

    kpi_complaint_received = fields.Boolean("Complaints received")
    kpi_complaint_received_value = fields.Integer(compute="_compute_kpi_complaints")
    kpi_complaint_closed = fields.Boolean("Complaints closed")
    kpi_complaint_closed_value = fields.Integer(compute="_compute_kpi_complaints")
    kpi_complaint_satisfied = fields.Boolean("Satisfied complainants")
    kpi_complaint_satisfied_value = fields.Integer(compute="_compute_kpi_complaints")
    kpi_complaint_promises_kept = fields.Boolean("Promises kept")
    kpi_complaint_promises_kept_value = fields.Integer(
        compute="_compute_kpi_complaints"
    )
    kpi_complaint_promises_broken = fields.Boolean("Promises broken")
    kpi_complaint_promises_broken_value = fields.Integer(
        compute="_compute_kpi_complaints"
    )

    # Odoo forgets one figure at a time from span to span; here they come together.
    @api.depends_context("uid", "start_datetime", "end_datetime")
    def _compute_kpi_complaints(self):
        if not self.env.user.has_group("helpdesk_mgmt.group_helpdesk_user_own"):
            # How the digest is told to leave a figure out of somebody's mail.
            raise AccessError(self.env._("Complaints are for people of the helpdesk."))
        for name, (model, date, domain) in FIGURES.items():
            self._calculate_company_based_kpi(
                model, f"{name}_value", date_field=date, additional_domain=domain
            )

    def _compute_kpis_actions(self, company, user):
        actions = super()._compute_kpis_actions(company, user)
        menu = self.env.ref("complaint_recovery.complaint_menu_root").id
        return actions | {
            name: f"{ACTIONS[model]}?menu_id={menu}"
            for name, (model, _date, _domain) in FIGURES.items()
        }
