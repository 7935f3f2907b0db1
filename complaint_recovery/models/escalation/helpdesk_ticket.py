from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import format_list, plaintext2html

from ...tools.actions import RELOAD, notify, open_dialog
from ...tools.firing import Firing
from ...tools.groups import INTERNAL
from ...tools.own_hand import own_hand
from .escalation import ANSWER_HOURS, LIVE_STATES
from .recipients import CHAIN
from .rule import HIGHEST_LEVEL


class HelpdeskTicket(models.Model):
    """How a complaint goes up to a superior, and down again."""

    _inherit = "helpdesk.ticket"

    complaint_escalation_ids = fields.One2many(
        "complaint.escalation", "ticket_id", string="Escalations", groups=INTERNAL
    )

    complaint_level_badge = fields.Char(
        string="Level", compute="_compute_complaint_level_badge", groups=INTERNAL
    )

    @api.depends("complaint_level")
    @api.depends_context("lang")
    def _compute_complaint_level_badge(self):
        for ticket in self:
            level = ticket.complaint_level
            words = self.env._("level %s", level)
            ticket.complaint_level_badge = f"{'★' * level} {words}" if level else False

    def action_escalate(self):
        """Open the dialog that briefs a superior, or hands the complaint up."""
        self.check_access("write")
        self.ensure_one()
        self._complaint_ensure_open()
        return self._complaint_action_escalate()

    def action_superior_wanted(self):
        """Escalate because the customer asks for a superior: by a rule, or by hand."""
        self.check_access("write")
        self.ensure_one()
        self._complaint_ensure_open()
        before = self.complaint_escalation_ids
        self._complaint_fire_trigger("requested")
        told = (self.complaint_escalation_ids - before).to_user_ids
        if not told:
            return self._complaint_action_escalate(requested=True)
        return notify(
            self.env._(
                "Told: %s. Tell the customer until when they hear from them.",
                format_list(self.env, told.mapped("name")),
            ),
            then=RELOAD,
        )

    def _complaint_action_escalate(self, **defaults):
        name = self.env._("Escalate")
        return open_dialog(name, "complaint.escalate", ticket_id=self.id, **defaults)

    def _complaint_escalate(
        self, reason, rule=None, deadline=None, users=None, heads_up=False, **vals
    ):
        """Tell a superior of the complaint. Returns the escalations.

        A ``rule`` tells its recipients. By hand ``users`` or the nearest superiors are
        told, one level up, or with ``heads_up`` at the present level; the customer is
        promised to hear from them (by ``hear_by``, UTC), and the case file is kept.
        """
        if rule:
            firings = [
                Firing(t, rule, fields.Datetime.now(), deadline=deadline, event=reason)
                for t in self
            ]
            return self.env["complaint.escalation"].sudo()._fire(firings)  # By rule.
        escalations = self.env["complaint.escalation"]
        for ticket in self:
            ticket._complaint_ensure_open()
            ticket._complaint_ensure_reason(reason)
            escalations |= ticket._complaint_escalate_by_hand(
                reason, deadline, users, heads_up, {**vals}
            )
        return escalations

    def _complaint_escalate_by_hand(self, reason, deadline, users, heads_up, vals):
        self.ensure_one()
        hear_by = vals.pop("hear_by", None)
        users = users or self._complaint_next_superiors()
        # The caller may write the complaint; what is on record is ours to write.
        ticket = self.sudo()
        number = len(ticket.complaint_escalation_ids) + 1
        escalation = own_hand(ticket.env["complaint.escalation"]).create(
            {
                "ticket_id": self.id,
                "deadline_id": deadline.id if deadline else False,
                "occurrence": f"hand:{number}",
                "level": ticket.complaint_level
                if heads_up
                else ticket._complaint_level_above(),
                "heads_up": heads_up,
                "reason": reason,
                "date": fields.Datetime.now(),
                "from_user_id": self.env.uid,
                "to_user_ids": [fields.Command.set(users.ids)],
                "mail_pending": True,
                **vals,
            }
        )
        escalation._raise_levels()
        escalation._open_activities()
        if escalation.from_user_id:  # A customer who asks waits for no PDF.
            escalation._freeze_case_file()
        escalation._promise_contact(ANSWER_HOURS, hear_by)
        escalation._announce()
        return escalation.sudo(False)

    def _complaint_next_superiors(self):
        """Return who is told by hand: the nearest ones above who do not know of it."""
        self.ensure_one()
        rule = self.env["complaint.escalation.rule"].new({"level": 0})
        nearest = rule._get_recipient(self)
        # Who was told is no secret to whoever tells the next.
        live = self.sudo()._complaint_live_escalations()
        for role in CHAIN[CHAIN.index(nearest) :]:
            above = self._complaint_reachable(self._complaint_in_role(role))
            if new := above - self.user_id - live.to_user_ids:
                return new
        return rule._find_recipients(self, nearest)[0]

    def _complaint_level_above(self):
        """Return the next level a complaint goes to; the highest has none above."""
        self.ensure_one()
        # How high it stands is asked by the rule.
        return min(self.sudo().complaint_level + 1, HIGHEST_LEVEL)

    def _complaint_set_level(self, level):
        changed = self.filtered(lambda ticket: ticket.complaint_level != level)
        if changed:
            # A counter only methods write.
            own_hand(changed).write({"complaint_level": level})

    def _complaint_step_down(self):
        """Lower each complaint to the highest level that something still holds."""
        for ticket in self.sudo():  # A counter only methods write.
            live = ticket._complaint_live_escalations()
            ticket._complaint_set_level(max(live.mapped("level"), default=0))

    def _complaint_live_escalations(self):
        """Return what holds the level up."""
        return self.complaint_escalation_ids.filtered(
            lambda e: e.state in LIVE_STATES and not e.heads_up
        )

    def _complaint_concession(self, user):
        """Return what a superior lets the owner give on this complaint.

        Not what they granted themselves, when somebody else was the owner for a while.
        """
        self.ensure_one()
        ticket = self.sudo()  # What was granted is no secret to the rule.
        if user != ticket.user_id:
            return 0.0
        given_back = ticket.complaint_escalation_ids.filtered(
            lambda e: e.state == "returned" and e.taken_by_id != user
        )
        return max(given_back.mapped("concession_amount"), default=0.0)

    def _complaint_chain_key(self):
        """Return what decides who is told: of complaints alike one is asked for.

        Extend to add what your own ``_get_recipients()`` looks at.
        """
        return (
            self.team_id.id,
            self.company_id.id,
            self.user_id.id,
            self.complaint_about_user_id.id,
            bool(self._complaint_confirmed()),
        )

    def _complaint_reassign_to(self, user):
        """Make the recipient of a rule the owner, on record."""
        if user and user != self.user_id and self._complaint_can_own(user):
            before = self.user_id
            # The rule says so; nobody hands it over.
            self.sudo().user_id = user
            self._complaint_log(
                self.env._(
                    "Escalated: %(new)s takes the place of %(old)s.",
                    new=user.name,
                    old=before.name,
                )
            )

    def _complaint_tell_declined(self, reason):
        """Tell the customer why no superior takes it over."""
        self.ensure_one()
        ticket = self.with_context(lang=self._complaint_lang())
        self._complaint_ensure_mail_address()
        words = filter(None, (reason, ticket._complaint_redress()))
        message = self._complaint_write_by(
            "mail_template_word", words=plaintext2html("\n\n".join(words))
        )
        self._complaint_record_exchange(
            channel="email",
            purpose="other",
            summary=self.env._("We said why nobody above takes it over."),
            message=message,
        )

    def _complaint_keep_answers(self, exchanges):
        """Keep a superior's promise where the customer heard from that one.

        Whoever promised a word says so, or stands in for them: nobody else does.
        """
        self.ensure_one()
        ticket = self.sudo()  # Kept by the word, whoever wrote it down.
        answers = ticket._complaint_running("promise").filtered("escalation_id")
        if answers and self.env.uid != SUPERUSER_ID:
            speakers = self.env.user | self.env.user._complaint_represented()
            answers = answers.filtered(lambda d: d.user_id in speakers)
        for word in exchanges.filtered(lambda i: i.reached and i.direction == "out"):
            answers.filtered(
                lambda d, word=word: (
                    d.user_id == word.user_id
                    and d.start_at <= word.date
                    # Whoever escalates it to themselves only told so.
                    and d.escalation_id.from_user_id != word.user_id
                )
            )._finish(word.date)

    def _complaint_tell_others(self, gone):
        """Tell the next one up where only ``gone`` was told."""
        self.ensure_one()
        # Found by the rule, whoever makes the change; who left was told, too.
        ticket = self.sudo().with_context(active_test=False)
        for escalation in ticket.complaint_escalation_ids:
            told = escalation.taken_by_id or escalation.to_user_ids
            if escalation.state not in ("open", "taken") or told != gone:
                continue
            # Where nobody stands above, its owner knows at least.
            users = self._complaint_next_superiors() - gone or ticket.user_id - gone
            escalation.activity_ids.unlink()
            escalation._movable_to("open")._move("open", taken_by_id=False)
            own_hand(escalation).to_user_ids = users
            escalation._open_activities()
            promises = escalation.deadline_ids.filtered(lambda d: d.user_id in gone)
            promises._reassign(users[:1])
            self._complaint_log(
                self.env._(
                    "Escalated: %(new)s takes the place of %(old)s.",
                    new=format_list(self.env, users.mapped("name")),
                    old=format_list(self.env, gone.mapped("name")),
                )
            )

    def _complaint_tell_who_is_there(self):
        """Tell others what was escalated to people who cannot open it any more."""
        self.ensure_one()
        ticket = self.sudo()  # Found by the rule, whoever makes the change.
        for escalation in ticket.complaint_escalation_ids:
            if escalation.state in ("open", "taken"):
                told = escalation.taken_by_id or escalation.to_user_ids
                if not told.filtered(ticket._complaint_may_own):
                    ticket._complaint_tell_others(told)

    def _complaint_url(self):
        """Return the address under which colleagues open the complaint."""
        self.ensure_one()
        return f"{self.get_base_url()}/mail/view?model={self._name}&res_id={self.id}"
