from math import isfinite

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.actions import open_dialog

#: Working hours in which a complaint given back is handled a second time.
SECOND_HOURS = 8
#: Closed with the escalation: whoever was told has nothing left to do.
ANSWERED_STATES = ("returned", "declined", "done")


class ComplaintEscalation(models.Model):
    """A superior's answer: taken over, given back, declined or settled."""

    _name = "complaint.escalation"
    _inherit = ["complaint.escalation", "complaint.letter"]

    _transitions = {
        "open": {"taken", "returned", "declined", "done"},
        "taken": {"open", "returned", "done"},  # Open again: who took it is gone.
        "returned": {"taken", "done"},
        "declined": set(),
        "done": set(),
    }

    can_answer = fields.Boolean(compute="_compute_can_answer")

    @api.depends("ticket_id.user_id", "to_user_ids")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        for escalation in self:
            escalation.can_answer = escalation._may_answer(self.env.user)

    def action_take(self):
        """Take it over. The superior decides; the owner stays with the customer.

        Raises an AccessError for anybody who was not told and does not stand above the
        owner. What they were told of the same complaint as well is settled with it.
        """
        self.check_access("write")
        settled = self.browse()
        for escalation in self._highest_first():
            if escalation in settled:
                continue
            escalation._ensure_recipient()
            escalation._move("taken", taken_by_id=self.env.uid)
            settled |= escalation._settle_told_as_well()
            escalation._keep_activity_of(self.env.user)
            escalation.ticket_id.message_subscribe(self.env.user.partner_id.ids)
            escalation._freeze_case_file()
            escalation._tell_owner(
                lambda env: env._(
                    "%s takes it over and decides. You stay with the customer.",
                    self.env.user.name,
                )
            )
        return True

    def action_return(self, instruction=False, concession_amount=0):
        """Give it back to the owner for second handling, with an instruction.

        ``concession_amount`` (company currency, within the own limit) is what the owner
        may give on this complaint. Without an instruction the dialog opens. What this
        user was told of the same complaint as well is settled with it.
        """
        self.check_access("write")
        if not instruction:
            return self._action_answer("return")
        settled = self.browse()
        for escalation in self._highest_first():
            if escalation in settled:
                continue
            escalation._ensure_recipient()
            escalation._ensure_concession(concession_amount)
            escalation._move(
                "returned",
                instruction=instruction,
                concession_amount=concession_amount,
                taken_by_id=self.env.uid,
            )
            settled |= escalation._settle_told_as_well()
            escalation._open_second_handling()
            escalation._tell_owner(escalation._get_instruction_words)
        return True

    def action_decline(self, reason=False):
        """Decline the customer's wish for a superior. The customer gets the reason."""
        self.check_access("write")
        if not reason:
            return self._action_answer("decline")
        for escalation in self:
            escalation._ensure_recipient()
            if not escalation.requested:
                raise UserError(
                    self.env._(
                        "%s: only what the customer asked for is declined. "
                        "Take it over, or give it back.",
                        escalation.ticket_id.number,
                    )
                )
            escalation._move("declined", instruction=reason, taken_by_id=self.env.uid)
            escalation.ticket_id._complaint_tell_declined(reason)
            # The reason is the word the customer was promised.
            escalation.sudo().deadline_ids._finish()
            escalation.ticket_id._complaint_step_down()
            escalation._tell_owner(
                lambda env: env._(
                    "%(user)s declined the customer's wish: %(reason)s",
                    user=self.env.user.name,
                    reason=reason,
                )
            )
        return True

    def action_done(self):
        """Settle it. The complaint steps down where nothing else holds it up."""
        self.check_access("write")
        for escalation in self:
            escalation._ensure_recipient(owner=escalation.state == "returned")
        self._finish()
        for escalation in self:
            escalation._tell_owner(
                lambda env: env._("%s settled the escalation.", self.env.user.name)
            )
        return True

    def action_open_complaint(self):
        """Open the complaint it is about."""
        self.check_access("read")
        self.ensure_one()
        return self.ticket_id.action_open_complaint()

    def action_open_case_file(self):
        """Open the case file as it was kept, or else as it is now."""
        self.check_access("read")
        self.ensure_one()
        if not self.attachment_id:
            return self.ticket_id.action_case_file()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}",
            "target": "new",
        }

    def _action_answer(self, purpose):
        self.ensure_one()
        back = purpose == "return"
        return open_dialog(
            self.env._("Give back") if back else self.env._("Decline"),
            "complaint.escalation.dialog",
            escalation_id=self.id,
            purpose=purpose,
        )

    def _ensure_recipient(self, owner=False):
        user, ticket = self.env.user, self.ticket_id
        if self._may_answer(user) or (owner and user == ticket.user_id):
            return
        able = self._get_answering() or ticket._complaint_superiors()
        raise AccessError(
            self.env._(
                "%(number)s: this is for %(users)s to answer.",
                number=ticket.number,
                users=", ".join(able.mapped("name")),
            )
        )

    def _may_answer(self, user):
        """Return whether the user was told, or stands above the owner."""
        self.ensure_one()
        told = self._get_answering()
        if user in told:
            return True
        told |= told.complaint_deputy_id.filtered(
            lambda deputy: deputy._complaint_represented() & told
        )
        return user in told or self.ticket_id._complaint_is_superior(user)

    def _get_answering(self):
        """Return who of those told may answer.

        A superior whom the customer asked for is no colleague chosen by hand (D19):
        somebody above the owner, or whom a rule names.
        """
        told, ticket = self.to_user_ids, self.ticket_id
        if not self.requested:
            return told
        # Who took it over stands there as well; where nobody does, whoever was told.
        above = ticket._complaint_superiors(exclude_owner=False)
        named = told - ticket.user_id if self.rule_id else told.browse()
        return told & above | named if above else told

    def _ensure_concession(self, amount):
        ticket, currency = self.ticket_id, self.company_id.currency_id
        if amount and self.env.user == ticket.user_id:
            raise UserError(self.env._("Nobody grants a concession to themselves."))
        if not (isfinite(amount) and amount >= 0):
            raise UserError(self.env._("A concession is an amount, and not negative."))
        limit = self.env["complaint.authority"]._get_limit(self.env.user, ticket)
        if amount and currency.compare_amounts(min(amount, limit), amount) < 0:
            raise UserError(
                self.env._(
                    "%(number)s: you decide on up to %(limit)s, and cannot grant more.",
                    number=ticket.number,
                    limit=currency.format(limit),
                )
            )

    def _move(self, state, **vals):
        result = super()._move(state, **vals)
        if state in ANSWERED_STATES:
            # Whoever was told has nothing left to do.
            self.sudo().activity_ids.unlink()
        return result

    def _finish(self):
        """Settle those that are live, and let their complaints step down."""
        live = self._movable_to("done")
        if not live:
            return
        live._move("done")
        # Whoever settles it may not be in charge of the second handling.
        handled = live.sudo().deadline_ids
        handled.filtered(lambda d: d.kind == "second_handling")._finish()
        live.ticket_id._complaint_step_down()

    def _open_activities(self):
        """Create an activity for all who are told, in one batch."""
        default = self.env["mail.activity.type"]._complaint_get(
            "complaint_recovery.mail_activity_type_escalation"
        )
        model_id = self.env["ir.model"]._get_id("helpdesk.ticket")
        vals_list = []
        for escalation in self:
            activity_type = escalation.rule_id.activity_type_id or default
            for user in escalation.to_user_ids:
                local = escalation.with_context(lang=user.lang, tz=user.tz)
                vals_list.append(
                    {
                        "activity_type_id": activity_type.id,
                        "summary": local._get_summary(),
                        "note": local._get_note(),
                        "date_deadline": fields.Date.context_today(local),
                        "user_id": user.id,
                        "res_model_id": model_id,
                        "res_id": escalation.ticket_id.id,
                        "automated": True,
                        "complaint_escalation_id": escalation.id,
                    }
                )
        # Who is told was found by the rule; their mail is one for all, at the end.
        # Nobody follows by that: a colleague who writes at the moment would collide.
        self.env["mail.activity"].sudo().with_context(
            mail_activity_quick_update=True, complaint_only_told=True
        ).create(vals_list)

    def _get_note(self):
        """Return the reason, and the way to the whole file."""
        self.ensure_one()
        return Markup('{}<br/><a href="{}" target="_blank">{}</a>').format(
            self.reason_told,
            self.ticket_id._complaint_case_file_url(),
            self.env._("Case file"),
        )

    def _get_summary(self):
        self.ensure_one()
        if self.heads_up:
            return self.env._("For your information: %s", self.ticket_id.number)
        return self.env._("Escalated, level %s", self.level)

    def _keep_activity_of(self, user):
        # The others are told by the record that somebody has it in hand.
        self.sudo().activity_ids.filtered(lambda a: a.user_id != user).unlink()

    def _tell_owner(self, words):
        """Tell the owner, and whoever escalated it, what a superior answered.

        ``words`` returns it, given an environment in the reader's language.
        """
        self.ensure_one()
        meant = self.ticket_id.user_id | self.from_user_id
        self.ticket_id._complaint_tell(meant, lambda local: words(local.env))

    def _get_instruction_words(self, env):
        """Return what a superior asks of the owner, and grants, in the reader's words.

        ``env`` is an environment in the reader's language.
        """
        self.ensure_one()
        words = env._(
            "From %(user)s: %(instruction)s",
            user=self.taken_by_id.name,
            instruction=self.instruction,
        )
        if self.concession_amount:
            amount = self.company_id.currency_id.format(self.concession_amount)
            words += " " + env._("You may give up to %s.", amount)
        return words

    def _open_second_handling(self):
        ticket, asked = self.ticket_id, self._get_instruction_words(self.env)
        ticket._complaint_open_deadline(
            "second_handling",
            ticket._complaint_deadline_name("second_handling"),
            ticket._complaint_after(hours=SECOND_HOURS),
            note=asked,
            escalation_id=self.id,
        )
        ticket._complaint_log(self.env._("Given back for second handling. %s", asked))

    def _promise_contact(self, hours, due_at=None):
        """Promise the customer a word from the first who is told, in ``hours``.

        They are working hours.
        """
        self.ensure_one()
        ticket = self.ticket_id
        user = self.to_user_ids[:1]
        return ticket._complaint_promise(
            self.env._("You will hear from %s", user.name),
            due_at or ticket._complaint_after(hours=hours),
            user=user,
            escalation_id=self.id,
        )

    def _get_letter_ticket(self):
        return self.ticket_id
