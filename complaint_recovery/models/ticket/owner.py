from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, ValidationError

from ...exceptions import ComplaintRequirementError
from ...tools.actions import open_dialog
from ...tools.in_use import in_use
from ...tools.marks import BY_MAIL
from ...tools.own_hand import own_hand


class HelpdeskTicket(models.Model):
    """Who answers for a complaint until its end (decision 9)."""

    _inherit = "helpdesk.ticket"

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
                        "%(user)s has no helpdesk rights in %(company)s and cannot own "
                        "%(number)s.",
                        number=ticket.number,
                        user=ticket.user_id.name,
                        company=ticket.company_id.name,
                    )
                )

    def _compute_user_id(self):
        """Keep an owner of open complaints when the team changes."""
        result = super()._compute_user_id()
        self.filtered(
            lambda t: t.is_complaint and not t._complaint_may_own(t.user_id)
        )._complaint_assign_fallback()
        return result

    @api.model
    def _complaint_values_by_mail(self, values):
        """Give it to the leader of the team at once, without a look for others."""
        known = super()._complaint_values_by_mail(values)
        # The rule finds an owner, whoever writes.
        teams = in_use(self.env["helpdesk.ticket.team"].sudo())
        team = teams.browse(values.get("team_id"))
        company = team.company_id or self.env.company
        leader = team.user_id
        # One of the team who writes keeps it, where Odoo assigns by itself.
        known_user = self.env.uid != SUPERUSER_ID
        by_itself = known_user and company.helpdesk_mgmt_ticket_auto_assign
        if (
            leader._complaint_may_answer(company)
            and not leader._complaint_is_away()
            and not (by_itself and self.env.user in team.user_ids)
        ):
            return {**known, "user_id": leader.id}
        return known

    def action_hand_over(self, user_id=False, reason=False):
        """Give the complaint to another owner, with a reason on record.

        Without arguments the dialog opens that asks for both.
        """
        self.check_access("write")
        self.ensure_one()
        self._complaint_ensure_open()
        if not user_id:
            return self._complaint_action_hand_over()
        self._complaint_ensure_reason(reason)
        user = self.env["res.users"].browse(user_id)
        before = self.user_id
        # Who gives it away may not read it any more when that is noted.
        self._complaint_written_by_oneself()
        # The caller may write the ticket and has given the reason the guard asks for.
        self.sudo().write({"user_id": user.id})
        self._complaint_log(
            body=self.env._(
                "Handed over from %(old)s to %(new)s: %(reason)s",
                old=before.name,
                new=user.name,
                reason=reason,
            )
        )
        return True

    def _complaint_action_hand_over(self):
        return open_dialog(
            self.env._("Hand over"), "complaint.handover", ticket_id=self.id
        )

    def _complaint_check_handover(self, vals):
        """Raise an error where a new owner comes without a reason.

        Before anybody has talked to the customer none is needed.
        """
        if self.env.su or not {"user_id", "team_id"} & vals.keys():
            return
        team = in_use(self.env["helpdesk.ticket.team"]).browse(vals.get("team_id"))
        # A plain ticket is handed on as the parent has it, with a line in its course.
        for ticket in self.filtered("is_complaint").sudo():  # Judged as a whole.
            # A team without the owner would take the complaint away in silence.
            leaves = team and ticket.user_id not in team.user_ids
            moved = ticket.user_id.id != vals.get("user_id", ticket.user_id.id)
            if (moved or leaves) and ticket._complaint_is_started():
                raise ComplaintRequirementError(
                    self.env._(
                        "%s: hand the complaint over with a reason, so that the next "
                        "owner and the customer need not start anew.",
                        ticket.number,
                    ),
                    action=ticket._complaint_action_hand_over(),
                    button=self.env._("Hand over"),
                )

    def _complaint_check_own_team(self, vals):
        """Raise an AccessError where a leader takes a complaint to the own team.

        That would give them the limit of its team leader.
        """
        if self.env.su or "team_id" not in vals:
            return
        team = self.env["helpdesk.ticket.team"].browse(vals["team_id"])
        # Who leads a team is no secret to the rule. No team would be half of the way.
        if team and team.sudo().user_id != self.env.user:
            return
        for ticket in self.sudo():  # Judged as a whole.
            superiors = ticket._complaint_superiors(exclude_owner=False)
            if (
                ticket.team_id not in (team, team.browse())
                and self.env.user not in superiors
                and (ticket._complaint_is_started() or ticket.complaint_remedy_ids)
            ):
                raise AccessError(
                    self.env._(
                        "%s: its team leader or a helpdesk manager moves it to a team "
                        "that you lead.",
                        ticket.number,
                    )
                )

    def _complaint_is_started(self):
        """Return whether work has begun that a successor must know of."""
        self.ensure_one()
        contacted = self.complaint_first_contact_at or self.complaint_phase != "intake"
        return bool(contacted) and not self.complaint_closed_at

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
            if not owner and ticket._complaint_may_own(ticket.user_id):
                continue  # Away, but nobody else is there.
            if not owner and ticket._complaint_is_unattended():
                owner = ticket._complaint_last_resort()
                if not owner and not ticket.user_id:
                    continue  # Said already. Whoever becomes a manager finds it.
                ticket._complaint_log(
                    body=self.env._(
                        "Nobody of %s can own this complaint. Name a leader of its "
                        "team, or a helpdesk manager.",
                        ticket.sudo().company_id.name,  # Told to colleagues alone.
                    )
                )
            elif not owner:
                raise ValidationError(
                    self.env._(
                        "%s: nobody can own this complaint. Name a leader of its team, "
                        "or a helpdesk manager.",
                        ticket.number,
                    )
                )
            # Nobody hands it over: the rule finds an owner.
            ticket.sudo().user_id = owner

    def _complaint_move_on(self):
        """Give these to another owner, since the present one cannot own them any more.

        Raises a ValidationError where nobody is left: the last one is not let go.
        """
        for ticket in self.sudo():  # Passed on by the rule, whoever lets somebody go.
            old = ticket.user_id
            owner = ticket._complaint_fallback_owner()
            owner = owner or ticket._complaint_last_resort()
            if not owner:
                raise ValidationError(
                    self.env._(
                        "%(number)s: nobody else can own this complaint than %(user)s. "
                        "Name a leader of its team, or a helpdesk manager, first.",
                        number=ticket.number,
                        user=old.name,
                    )
                )
            ticket.user_id = owner
            ticket._complaint_log(
                self.env._(
                    "%(new)s answers for it now: %(old)s cannot any more.",
                    new=owner.name,
                    old=old.name,
                )
            )
            if not ticket._complaint_can_own(old):
                # Whoever follows it reads it, with rights or without.
                ticket.message_unsubscribe(old.partner_id.ids)
            # So are the to-dos that somebody wrote down by hand.
            # What is done already stays as it was.
            todos = in_use(ticket).activity_ids
            todos = todos.filtered(lambda a, old=old: a.user_id == old)
            todos._complaint_by_hand().write({"user_id": owner.id})

    def _complaint_is_unattended(self):
        """Return whether it comes in with nobody there to mend what is wrong."""
        return (
            self.env.context.get("complaint_by_mail") is BY_MAIL
            or self.env.uid == SUPERUSER_ID
            or not self.env.user._is_internal()
        )

    def _complaint_pass_on(self, user_id):
        """Give a complaint about its own owner to somebody else (D35)."""
        user = self.env["res.users"].browse(user_id)
        for ticket in self.sudo():  # Found by the rule, whoever says it.
            if ticket.user_id == user and not ticket.complaint_closed_at:
                others = ticket._complaint_superiors() - user
                ticket.user_id = others[:1]

    def _complaint_relieve(self, user):
        """Take from ``user``, whom it is about, all work on it, open or closed."""
        self.ensure_one()
        if not user:
            return
        self._complaint_tell_others(user)
        # What is closed stays with whose it was.
        heir = self.user_id - user or self._complaint_fallback_owner()
        theirs = self._complaint_running().filtered(lambda d: d.user_id == user)
        theirs.sudo()._ask_anew()  # Whoever finds out.
        theirs.filtered(lambda d: d.user_id == user)._reassign(heir)
        # To-dos are read by whoever has them, with access to the record or without.
        self.env["mail.activity"]._complaint_on(self, user).user_id = heir
        # Said later, it would fail, and Odoo would tell them on which complaint.
        self.env["mail.scheduled.message"]._complaint_take_back(self, user)

    def _complaint_after_owner_change(self, owners):
        """Keep an owner, and put the new one in charge of what runs."""
        opened = self.filtered(lambda t: not t.complaint_closed_at)
        opened._complaint_ensure_owner()
        for ticket in opened:
            if ticket.user_id != owners[ticket.id]:
                running = ticket._complaint_running_that("handed_over")
                old = (owners[ticket.id], ticket.user_id.browse())
                running.filtered(lambda d, old=old: d.user_id in old)._reassign(
                    ticket.user_id
                )
                if ticket.complaint_consent_user_id == ticket.user_id:
                    # Nobody consents to what they decided themselves.
                    own_hand(ticket).complaint_consent_user_id = False
        for ticket in self:
            ticket._complaint_relieve(ticket.complaint_about_user_id)
        self._complaint_drop_strangers()
        self._complaint_pass_unread()

    def _complaint_pass_unread(self):
        """Give to-dos by hand to the owner, of whoever may not read it any more.

        They could not finish them, and would have them before their eyes for good.
        """
        for ticket in self:
            todos = in_use(ticket).activity_ids._complaint_by_hand()
            unread = todos.filtered(
                lambda a, ticket=ticket: (
                    a.user_id and not ticket._complaint_can_read(a.user_id)
                )
            )
            if unread and (heir := ticket._complaint_heir()):
                unread.write({"user_id": heir.id})

    def _complaint_heir(self):
        """Return who gets what others may not do: the owner, else the next above."""
        self.ensure_one()
        ticket = self.sudo()  # A rule for everybody.
        heirs = ticket.user_id | ticket._complaint_superiors()
        return heirs.filtered(ticket._complaint_can_read)[:1]

    def _complaint_leave_behind(self):
        """In another company, pass on what colleagues of the old one had in hand."""
        for ticket in self.filtered(lambda t: not t.complaint_closed_at):
            ticket._complaint_running()._pass_on()
            ticket._complaint_tell_who_is_there()

    def _complaint_fallback_owner(self):
        """Return an absent owner's deputy, the team leader, else a helpdesk manager.

        Extend to choose another. While away an owner keeps what they have.
        """
        self.ensure_one()
        candidates = self._complaint_superiors(exclude_owner=False)
        owner = self.sudo().user_id  # Whoever stands in is no secret to the rule.
        if owner._complaint_is_away() and self._complaint_may_own(
            deputy := owner.complaint_deputy_id
        ):
            candidates = deputy | candidates
        present = candidates.filtered(lambda user: not user._complaint_is_away())
        return (present or candidates)[:1]
