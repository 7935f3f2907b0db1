from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.actions import open_dialog
from ...tools.own_hand import own_hand


class ComplaintApology(models.Model):
    """The person behind an apology: a letter that is handed over, or a visit."""

    _inherit = "complaint.apology"

    handed_over_at = fields.Datetime(
        string="Handed over", copy=False, help="Given by hand, or posted."
    )
    scan_id = fields.Many2one(
        "ir.attachment", string="Signed copy", copy=False, ondelete="restrict"
    )
    interaction_id = fields.Many2one(
        "complaint.interaction",
        string="Interaction",
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="In which it was given. A visit that is planned is a promise to the "
        "customer.",
    )
    visit_planned = fields.Boolean(compute="_compute_visit_planned")

    @api.depends("interaction_id.state")
    def _compute_visit_planned(self):
        for apology in self:
            apology.visit_planned = apology.interaction_id.state == "planned"

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "handed_over_at",
            "scan_id",
            "interaction_id",
        }

    def _is_given(self):
        """Return whether it reached the customer.

        A letter on the desk did not, and neither did a mail that came back.
        """
        self.ensure_one()
        came_back = self.interaction_id and not self.interaction_id.reached
        if self.state != "sent" or came_back:
            return False
        return self.channel != "letter" or bool(self.handed_over_at)

    def action_hand_over(self):
        """Record that the letter was given by hand or posted just now.

        Only then it counts as an exchange, and for the time to apology.
        """
        self.check_access("write")
        for apology in self:
            apology._hand_over(fields.Datetime.now())
        return True

    def action_print(self):
        """Open the letter to print: as it was sent, before that as it would be."""
        self.ensure_one()
        self.check_access("write")
        if letter := self.attachment_id:
            return {
                "type": "ir.actions.act_url",
                "url": f"/web/content/{letter.id}",
                "target": "new",
            }
        report = self.env.ref("complaint_recovery.complaint_apology_action_letter")
        return report.report_action(self)

    def action_open_hand_over(self):
        """Open the dialog that asks when it was handed over, and for the scan."""
        self.ensure_one()
        self.check_access("write")
        return self._open_own_dialog(
            self.env._("Handed over or posted"), "complaint.apology.hand.over"
        )

    def action_plan_visit(self):
        """Open the dialog that plans the visit: who, when, where, with what."""
        self.ensure_one()
        self.check_access("write")
        return self._open_own_dialog(
            self.env._("Plan an apology visit"), "complaint.apology.visit"
        )

    def _open_own_dialog(self, name, model):
        ticket = self.ticket_id
        return open_dialog(name, model, apology_id=self.id, ticket_id=ticket.id)

    def _hand_over(self, when, scan=None, name=""):
        """Stamp the letter as given at ``when`` (UTC), and keep the ``scan`` of it.

        The scan may follow later, once.
        """
        self.ensure_one()
        self._ensure_can_hand_over(when, scan)
        if scan:
            # Kept as the letter itself; which file it is nobody chooses.
            own_hand(self).scan_id = self._keep_scan(scan, name)
        if not self.handed_over_at:
            # When it was given is ours to stamp.
            own_hand(self).handed_over_at = when
            self._record_given(when)

    def _ensure_can_hand_over(self, when, scan):
        number = self.ticket_id.number
        self.ticket_id._complaint_ensure_is_complaint()
        if self.channel != "letter" or self.state != "sent":
            raise UserError(
                self.env._("%s: only a finished letter can be handed over.", number)
            )
        if self.handed_over_at and (self.scan_id or not scan):
            raise UserError(
                self.env._("%s: this letter was handed over already.", number)
            )
        if not self.handed_over_at and not (
            self.sent_at <= when <= fields.Datetime.now()
        ):
            raise UserError(
                self.env._(
                    "%s: a letter is handed over after it was written, and not in the "
                    "future.",
                    number,
                )
            )

    def _keep_scan(self, scan, name):
        """Return the scan as an attachment of the complaint, immutable as letters."""
        ticket = self.ticket_id
        attachment = self.env["ir.attachment"].create(
            {
                "name": name or self._get_letter_name(),
                "datas": scan,
                "res_model": ticket._name,
                "res_id": ticket.id,
            }
        )
        # Made with the rights of whoever uploads it; from now on nobody changes it.
        own_hand(attachment).complaint_letter = True
        return attachment

    def _plan_visit(self, date, place, companions):
        """Plan a visit, which is a promise to the customer."""
        self.ensure_one()
        self._ensure_can_plan_visit()
        visit = self.env["complaint.interaction"].create(
            {
                "ticket_id": self.ticket_id.id,
                "state": "planned",
                "date": date,
                "channel": "visit",
                "purpose": "apology",
                "user_id": self.user_id.id,
                "place": place,
                "participant_ids": [fields.Command.set(companions.ids)],
            }
        )
        # Which visit belongs to it is ours to write.
        own_hand(self).interaction_id = visit
        return visit

    def _ensure_can_plan_visit(self):
        number = self.ticket_id.number
        if self.channel != "visit" or self.state != "draft":
            raise UserError(
                self.env._("%s: only an apology not given yet can be planned.", number)
            )
        if self.visit_planned:
            raise UserError(self.env._("%s: this visit is planned already.", number))

    @api.model
    def _give_at(self, visit):
        """Mark the apologies planned for ``visit`` as given, if it took place."""
        if visit.reached and (visit.channel, visit.purpose) == ("visit", "apology"):
            # Whoever records the visit records that we apologised in it.
            apologies = self.sudo().search(
                [
                    ("interaction_id", "=", visit.id),
                    ("state", "=", "draft"),
                    # What became a mail meanwhile is given when it is sent.
                    ("channel", "=", "visit"),
                ]
            )
            apologies._finish(visit.date)
            apologies._stamp(visit.date)

    @api.model
    def _proposes_visit(self, ticket):
        """Return whether a visit is next: serious, put right, and nobody went yet."""
        return (
            ticket.complaint_phase == "follow_up"
            and ticket._complaint_deserves_visit()
            and "visit" not in ticket.complaint_apology_ids.mapped("channel")
        )
