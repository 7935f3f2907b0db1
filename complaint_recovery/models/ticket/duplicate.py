from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ...tools.actions import open_dialog
from ...tools.groups import INTERNAL
from ...tools.marks import OWN_HAND
from ...tools.own_hand import own_hand
from ...tools.selections import ENDED

#: Offered, or about to be: the customer answers it on the original.
OPEN_REMEDIES = ("draft", "to_approve", "approved", "offered", "accepted")


class HelpdeskTicket(models.Model):
    """What was told twice: the second one ends, the first carries on (decision 27)."""

    _inherit = "helpdesk.ticket"

    complaint_is_duplicate = fields.Boolean(
        compute="_compute_complaint_is_duplicate", groups=INTERNAL
    )

    @api.depends("complaint_outcome")
    def _compute_complaint_is_duplicate(self):
        for ticket in self:
            ticket.complaint_is_duplicate = ticket.complaint_outcome == "duplicate"

    def action_close_duplicate(self, original=False):
        """End it as a duplicate of ``original`` (an id or a record), which goes on.

        Without one the dialog opens that asks. By whoever may write both.
        """
        self.check_access("write")
        self.ensure_one()
        self._complaint_ensure_open()
        if not original:
            return open_dialog(
                self.env._("Told twice"), "complaint.duplicate", ticket_id=self.id
            )
        original = self._complaint_take_original(original)
        original.check_access("write")
        # Both may be written by the caller; what follows is ours to write.
        ticket, original = self.sudo(), original.sudo()
        (ticket | original)._complaint_lock_remedies()
        ticket._complaint_ensure_duplicate(original)
        ticket._complaint_carry_to(original)
        own_hand(ticket).write(
            {"duplicate_id": original.id, "complaint_outcome": "duplicate"}
        )
        self._complaint_move_to("closed")
        return True

    def _complaint_take_original(self, original):
        """Return the complaint that ``original``, an id or a record, says."""
        if isinstance(original, models.BaseModel):
            original = original.id if original._name == self._name else None
        # Over RPC anything may be sent.
        if isinstance(original, bool) or not isinstance(original, int):
            raise UserError(self.env._("Choose the complaint that goes on."))
        return self.browse(original)

    def _complaint_ensure_duplicate(self, original):
        """Raise a UserError where this cannot end as a duplicate of ``original``.

        What was said here is read there: by nobody who might not read it here.
        """
        original._complaint_ensure_is_complaint()
        if original == self or original.duplicate_id == self:
            raise UserError(self.env._("A complaint is no duplicate of itself."))
        if original.complaint_closed_at:
            raise UserError(
                self.env._(
                    "%s is closed, and nothing goes on there. Reopen it first.",
                    original.number,
                )
            )
        self._complaint_ensure_read_alike(original)

    def _complaint_ensure_read_alike(self, original):
        """Raise a UserError where what is said here would be read by others there."""
        if original.company_id != self.company_id:
            raise UserError(
                self.env._("%s belongs to another company.", original.number)
            )
        if not self._complaint_is_of_same_customer(original):
            raise UserError(
                self.env._(
                    "%(original)s is another customer's. Of one problem of many "
                    "customers make a group instead: each is answered on its own.",
                    original=original.number,
                )
            )

        if self.complaint_confidential and not original.complaint_confidential:
            raise UserError(
                self.env._(
                    "%(number)s is confidential and %(original)s is not: the "
                    "customer's colleagues would read it there. Make that one "
                    "confidential first.",
                    number=self.number,
                    original=original.number,
                )
            )
        if self.complaint_about_user_id not in (
            original.complaint_about_user_id,
            self.env["res.users"],
        ):
            self._complaint_refuse_unlike(original)

    def _complaint_refuse_unlike(self, original):
        raise UserError(
            self.env._(
                "%(number)s is about a colleague who may read %(original)s. Say "
                "there first whom it is about.",
                number=self.number,
                original=original.number,
            )
        )

    def _complaint_is_of_same_customer(self, other):
        """Return whether whoever complained here may know of ``other``."""
        mine, theirs = self.partner_id, other.partner_id
        if mine and theirs:
            if other.complaint_confidential or self.complaint_confidential:
                return mine == theirs
            return mine.commercial_partner_id == theirs.commercial_partner_id
        addresses = [
            email_normalize(ticket.partner_id.email or ticket.partner_email or "")
            for ticket in (self, other)
        ]
        return bool(addresses[0]) and addresses[0] == addresses[1]

    def _complaint_carry_to(self, original):
        """Move what was said, promised and offered to ``original``, on record."""
        before = original._complaint_commitment()
        self._complaint_carry_remedies(original)
        original._complaint_ensure_limit_after(before)
        self._complaint_carry_deadlines(original)
        exchanges = self.complaint_interaction_ids.filtered(
            lambda i: i.state == "done" or i.deadline_id.ticket_id == original
        )
        own_hand(exchanges).write({"ticket_id": original.id})
        given = self.complaint_apology_ids.with_context(complaint_kept=OWN_HAND)
        own_hand(given).write({"ticket_id": original.id})
        done = exchanges.filtered(lambda i: i.state == "done").sorted("date")
        original._complaint_note_exchanges(done)
        if self.complaint_apologised_at and not original.complaint_apologised_at:
            own_hand(original).complaint_apologised_at = self.complaint_apologised_at
        visitor = self.env.ref("base.public_user")
        for file in self.env["ir.attachment"].search(
            Domain("res_model", "=", self._name)
            & Domain("res_id", "=", self.id)
            & Domain("res_field", "=", False)
        ):
            # The customer's own: kept as a visitor's, whoever of us stores them.
            file.with_user(visitor).sudo().copy({"res_id": original.id})
        original._complaint_log(
            Markup("<p>%s</p><blockquote>%s</blockquote>")
            % (
                self.env._(
                    "%s tells of the same and ends as a duplicate. What was said, "
                    "promised and offered there goes on here.",
                    self.number,
                ),
                self.description or "",
            )
        )
        self._complaint_log(
            self.env._("A duplicate of %s, where all goes on.", original.number)
        )

    def _complaint_carry_remedies(self, original):
        remedies = self.complaint_remedy_ids.filtered(
            lambda remedy: remedy.state in OPEN_REMEDIES
        )
        # Offers that were told together stay together, apart from those there.
        first = original._complaint_next_offer_number()
        numbers = {
            number: first + index
            for index, number in enumerate(sorted(set(remedies.mapped("offer_number"))))
        }
        for remedy in remedies:
            number = remedy.offer_number and numbers[remedy.offer_number]
            vals = {"ticket_id": original.id, "offer_number": number}
            own_hand(remedy).write(vals)

    def _complaint_carry_deadlines(self, original):
        """What people promised, and what waits for an approval, is due there."""
        kept = self._complaint_running().filtered(
            lambda d: (
                d._filter_kinds("blocking") or d.remedy_ids or d.kind == "approval"
            )
        )
        handed = kept._filter_kinds("handed_over").filtered(
            lambda d: d.user_id == self.user_id
        )
        kept.activity_id.unlink()
        for deadline in kept:
            vals = {"ticket_id": original.id}
            if deadline in handed:
                vals["user_id"] = original.user_id.id
            own_hand(deadline).write(vals)
        kept._open_activities()
        original._complaint_refresh_next_due()

    def _complaint_take_up(self, stage, came_from):
        """Whoever reopens a duplicate says that it was none."""
        result = super()._complaint_take_up(stage, came_from)
        if stage.phase not in ENDED:
            # The caller reopens it; which one it was a duplicate of is ours to write.
            own_hand(self).filtered("duplicate_id").duplicate_id = False
        return result

    def _complaint_gaps(self, stage):
        """A duplicate ends without all that is asked for: the original has it."""
        gaps = super()._complaint_gaps(stage)
        ended = stage.sudo().phase == "closed"  # What a phase is is no secret.
        # How it ends is no secret to the rule.
        if ended and self.sudo().complaint_outcome == "duplicate":
            return [gap for gap in gaps if gap[0] == "running"]
        return gaps

    def _complaint_send_stage_mail(self, stage):
        """Tell whoever complained twice where it goes on, instead of a goodbye."""
        twice = self.filtered(lambda t: t.complaint_outcome == "duplicate")
        rest = self - twice
        result = super(HelpdeskTicket, rest)._complaint_send_stage_mail(stage)
        if twice and stage.phase == "closed":
            template = self.env.ref(
                "complaint_recovery.mail_template_duplicate", raise_if_not_found=False
            )
            twice._complaint_send_automatic(template)
        return result

    def _complaint_original(self):
        """Return where it goes on, for the mail that says so."""
        self.ensure_one()
        return self.sudo().duplicate_id  # Its number is told to its own customer.

    def _complaint_hear_again(self, message):
        """What the customer writes on a duplicate goes to the original."""
        original = self.sudo().duplicate_id  # Where it goes on, whoever writes.
        if self.complaint_outcome != "duplicate" or not original.is_complaint:
            return super()._complaint_hear_again(message)
        try:
            self.sudo()._complaint_ensure_read_alike(original)  # Judged, not shown.
        except UserError:
            # One of them has changed since: it is for the owner to see what it means.
            self._complaint_log(
                self.env._(
                    "The customer wrote again. It was not passed to %s, where others "
                    "would read it by now.",
                    original.number,
                )
            )
            return super()._complaint_hear_again(message)
        self._complaint_log(
            self.env._("The customer wrote again: passed to %s.", original.number)
        )
        files = message.attachment_ids.sudo()  # The customer's own go along.
        original.message_post(
            body=message.body,
            author_id=message.author_id.id,
            email_from=message.email_from,
            message_type=message.message_type,
            subtype_xmlid="mail.mt_comment",
            attachment_ids=files.copy().ids,
        )
        return None
