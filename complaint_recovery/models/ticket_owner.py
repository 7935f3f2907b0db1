from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..exceptions import ComplaintRequirementError


class ComplaintTicketOwner(models.AbstractModel):
    """Who answers for a complaint until its end, and who must know."""

    _name = "complaint.ticket.owner"
    _description = "Complaint Owner"

    @api.constrains("user_id", "complaint_about_user_id", "is_complaint")
    def _check_complaint_owner(self):
        for ticket in self.filtered("is_complaint").sudo():  # A rule for everybody.
            if ticket.complaint_closed_at or not ticket.user_id.active:
                continue  # Empty, OdooBot or archived: an owner is found right after.
            if ticket.user_id == ticket.complaint_about_user_id:
                raise ValidationError(
                    self.env._(
                        "%(number)s is about %(user)s, who cannot be its owner.",
                        number=ticket.number,
                        user=ticket.user_id.name,
                    )
                )
            if not ticket._complaint_may_own(ticket.user_id):
                raise ValidationError(
                    self.env._(
                        "%(user)s has no helpdesk rights and cannot own %(number)s.",
                        number=ticket.number,
                        user=ticket.user_id.name,
                    )
                )

    def _compute_user_id(self):
        """A team change never leaves a complaint without an owner."""
        result = super()._compute_user_id()
        self.filtered(
            lambda t: t.is_complaint and not t._complaint_may_own(t.user_id)
        )._complaint_assign_fallback()
        return result

    def action_hand_over(self, user_id=False, reason=False):
        """Give the complaint to another owner, with a reason on record.

        Without arguments, opens the dialog that asks for both.
        """
        self.check_access("write")
        self.ensure_one()
        self._complaint_ensure_open()
        if not user_id:
            return self._complaint_action_hand_over()
        self._complaint_ensure_reason(reason)
        user = self.env["res.users"].browse(user_id)
        before = self.user_id
        # The caller may write the ticket and has given the reason the guard asks for.
        self.sudo().write({"user_id": user.id})
        self._message_log(
            body=self.env._(
                "Handed over from %(old)s to %(new)s: %(reason)s",
                old=before.name,
                new=user.name,
                reason=reason,
            )
        )
        return True

    def _complaint_action_hand_over(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand over"),
            "res_model": "complaint.handover",
            "views": [(False, "form")],
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    def _complaint_check_handover(self, vals):
        """Once somebody has talked to the customer, a new owner needs a reason.

        Before that it is distribution of work, and free.
        """
        if self.env.su or "user_id" not in vals:
            return
        for ticket in self.filtered("is_complaint").sudo():  # Judged as a whole.
            started = ticket.complaint_first_contact_at or (
                ticket.complaint_phase != "intake"
            )
            moved = ticket.user_id.id != vals["user_id"]
            if moved and started and not ticket.complaint_closed_at:
                raise ComplaintRequirementError(
                    self.env._(
                        "%s: hand the complaint over with a reason, so that the next "
                        "owner and the customer need not start anew.",
                        ticket.number,
                    ),
                    action=ticket._complaint_action_hand_over(),
                    button=self.env._("Hand over"),
                )

    def _complaint_may_own(self, user):
        """May ``user`` own this complaint? OdooBot and the archived may not."""
        self.ensure_one()
        return (
            bool(user)
            and user.id != SUPERUSER_ID
            and user.active
            and user._is_internal()
            and user != self.sudo().complaint_about_user_id  # A rule for everybody.
            and user.has_group("helpdesk_mgmt.group_helpdesk_user_own")
        )

    def _complaint_ensure_owner(self):
        """Give complaints without a proper owner to the leader, else a manager."""
        self.filtered(
            lambda t: (
                not t._complaint_may_own(t.user_id) or t.user_id._complaint_is_away()
            )
        )._complaint_assign_fallback()

    def _complaint_assign_fallback(self):
        for ticket in self:
            owner = ticket._complaint_fallback_owner()
            if not owner:
                raise ValidationError(
                    self.env._(
                        "%s: nobody can own this complaint. Name a leader of its team, "
                        "or a helpdesk manager.",
                        ticket.number,
                    )
                )
            # Nobody hands it over: the rule finds an owner.
            ticket.sudo().user_id = owner

    def _complaint_pass_on(self, user_id):
        """A complaint about its own owner goes to somebody else at once (D35)."""
        user = self.env["res.users"].browse(user_id)
        for ticket in self.sudo():  # Found by the rule, whoever says it.
            if ticket.user_id == user and not ticket.complaint_closed_at:
                others = ticket._complaint_superiors() - user
                ticket.user_id = others[:1]

    def _complaint_after_owner_change(self, owners):
        """Keep an owner, and let the running work go with the complaint."""
        opened = self.filtered(lambda t: not t.complaint_closed_at)
        opened._complaint_ensure_owner()
        for ticket in opened:
            if ticket.user_id != owners[ticket.id]:
                ticket._complaint_running().filtered(
                    lambda d, old=owners[ticket.id]: (
                        d.user_id in (old, d.user_id.browse())
                        and d.kind not in ("approval", "task")
                    )
                )._reassign(ticket.user_id)
        self._complaint_drop_strangers()

    def _complaint_fallback_owner(self):
        """Return the team leader, else a helpdesk manager of the company."""
        self.ensure_one()
        candidates = self._complaint_superiors(exclude_owner=False)
        present = candidates.filtered(lambda user: not user._complaint_is_away())
        return (present or candidates)[:1]

    def _complaint_superiors(self, exclude_owner=True):
        """Return who stands above the owner, nearest first.

        Team leader, helpdesk managers, executive contact; never the owner, never the
        colleague the complaint is about, only people who may read the complaint.
        """
        self.ensure_one()
        ticket = self.sudo()  # The chain is the same whoever asks.
        chain = (
            ticket.team_id.user_id
            | self._complaint_managers()
            | ticket.company_id.complaint_director_id
        )
        return chain.filtered(
            lambda user: (
                ticket._complaint_may_own(user)
                and not (exclude_owner and user == ticket.user_id)
            )
        )

    def _complaint_managers(self):
        """Return the active helpdesk managers of the company, oldest account first."""
        self.ensure_one()
        group = self.env.ref("helpdesk_mgmt.group_helpdesk_manager")
        # Who is a manager is no secret to the rule that needs one.
        return (
            self.env["res.users"]
            .sudo()
            .search(
                Domain("all_group_ids", "in", group.ids)
                & Domain("company_ids", "in", self.company_id.ids)
                & Domain("share", "=", False)
                & Domain("id", "!=", SUPERUSER_ID),
                order="id",
            )
        )

    def _complaint_is_superior(self, user):
        """Does ``user`` stand above the owner of this complaint?"""
        self.ensure_one()
        return user in self._complaint_superiors()

    def _complaint_salesperson(self):
        """Return the salesperson to tell: of the entity, else of the contact."""
        self.ensure_one()
        ticket = self.sudo()  # Sales staff need not be readable to the handler.
        entity, contact = ticket.commercial_partner_id, ticket.partner_id
        user = entity.user_id or contact.user_id
        if (
            not user.active
            or not user._is_internal()
            or user in (ticket.user_id, ticket.complaint_about_user_id)
        ):
            return user.browse()
        return user

    def _complaint_tell_salesperson(self, event, detail=""):
        """Tell the customer's salesperson, who gets no access to the ticket.

        An inbox note at opening, solution, escalation and closing; one activity on the
        customer, only at opening of what asks for a senior's visit.
        """
        for ticket in self.sudo():  # Written for somebody else than the caller.
            salesperson = ticket._complaint_salesperson()
            if not salesperson or ticket.complaint_imported:
                continue
            lang = salesperson.lang or self.env.lang
            told = ticket.with_context(lang=lang)
            ticket.partner_id.message_notify(
                partner_ids=salesperson.partner_id.ids,
                subject=told._complaint_news_subject(event),
                body=told.env["ir.qweb"]._render(
                    "complaint_recovery.salesperson_news",
                    {"ticket": told, "event": event, "detail": detail},
                ),
                force_send=False,
            )
            if event == "opening" and ticket.complaint_severity_id.require_visit:
                ticket._complaint_salesperson_activity(salesperson)

    def _complaint_news_subject(self, event):
        self.ensure_one()
        subjects = {
            "opening": self.env._("%s complained"),
            "solution": self.env._("%s chose a solution"),
            "escalation": self.env._("%s: the complaint was escalated"),
            "closing": self.env._("%s: the complaint is closed"),
        }
        return subjects[event] % self.partner_id.display_name

    def _complaint_salesperson_activity(self, salesperson):
        self.ensure_one()
        # On the customer, whom the salesperson may see; its summary tells no secret.
        self.partner_id.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=fields.Date.context_today(self),
            summary=self.env._("Read the news about this customer before you call"),
            user_id=salesperson.id,
        )

    def _complaint_news_next(self):
        """Return what is due next, in words for a salesperson."""
        self.ensure_one()
        promises = self._complaint_running("promise", "first_contact", "follow_up")
        if not promises:
            return ""
        first = promises.sorted("due_at")[0]
        return self.env._(
            "%(what)s, by %(when)s",
            what=first.name,
            when=format_datetime(self.env, first.due_at),
        )
