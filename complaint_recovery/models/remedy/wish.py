import logging

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import clean_context, format_list

from ...tools.actions import notify

_logger = logging.getLogger(__name__)

#: Whoever asked waits for a word on these, or has got a no.
UNDECIDED_STATES = ("to_approve", "refused")
#: Said to the customer: they choose, or have chosen.
TOLD_STATES = ("offered", "accepted", "delivered")


class ComplaintRemedy(models.Model):
    """What was to be mailed as soon as it is approved, is offered and mailed then.

    The wish stands on the remedy (``mail_wanted``). It is granted once, when the last
    option that was asked for together is approved, and not where whoever asked has
    offered something else meanwhile.
    """

    _inherit = "complaint.remedy"

    def _offer_as_wished(self):
        """Offer what was just approved, in the name of whoever wished for it.

        By their rights of now. What they may not do any more is left approved, and they
        are told why; nothing of it stands in the way of the approval.
        """
        asked = self.filtered("mail_wanted").grouped(
            lambda remedy: (remedy.ticket_id, remedy.requested_by_id)
        )
        for (_ticket, asker), wished in asked.items():
            ready = wished._get_wished()
            if not ready or not asker.active:
                continue
            # Nothing of what the approver's client sent along is the asker's.
            clean = {
                **clean_context(ready.env.context),
                "lang": asker.lang,
                "tz": asker.tz,
                "allowed_company_ids": ready.company_id.ids,
            }
            # pylint: disable-next=context-overridden
            own = ready.with_user(asker).with_context(clean)
            try:
                with self.env.cr.savepoint():
                    own.action_offer(confirmed=True)  # The names were asked about.
            except (UserError, ValueError) as error:
                _logger.info("%s is not offered by itself: %s", ready, error)
                ready._tell_not_offered(asker, str(error))

    def _get_wished(self):
        """Return what is offered now of what was asked for together with these."""
        asker, asked_at = self.requested_by_id[:1], min(self.mapped("requested_at"))
        # What stands in the way is judged whatever the approver may see.
        others = self.ticket_id.sudo().complaint_remedy_ids
        together = others.filtered(
            lambda r: r.mail_wanted and r.requested_by_id == asker
        )
        for remedy in together:
            asked = remedy.requested_at >= asked_at
            if asked and remedy.state in UNDECIDED_STATES:
                return self.browse()
        for remedy in others:
            if remedy.state in TOLD_STATES and remedy.step_at >= asked_at:
                return self.browse()
        return together.filtered(lambda r: r.state == "approved").with_env(self.env)

    def _tell_not_offered(self, asker, reason):
        """Tell ``asker`` why what is approved was not offered by itself."""
        # The system tells it: whoever approved has done their part.
        self.ticket_id.sudo()._complaint_tell(
            asker,
            lambda local: local.env._("It was not offered by itself: %s", reason),
        )

    def _get_approved_words(self, ticket):
        """Return what whoever asked reads: what was approved, by whom, what follows."""
        remedies = self.with_context(lang=ticket.env.context.get("lang"))
        names = {
            "user": self.env.user.name,
            "remedies": format_list(ticket.env, remedies.mapped("display_name")),
        }
        if set(self.mapped("state")) == {"offered"}:
            return ticket.env._(
                "%(user)s approved: %(remedies)s. It is offered, and mailed to the "
                "customer.",
                **names,
            )
        if self._waits_for_rest():
            return ticket.env._(
                "%(user)s approved: %(remedies)s. It is offered and mailed as soon as "
                "the rest is approved.",
                **names,
            )
        return ticket.env._(
            "%(user)s approved: %(remedies)s. You may offer it now.", **names
        )

    def _waits_for_rest(self):
        """Return whether something is still waited for that was asked for with it."""
        wished = self.filtered("mail_wanted")
        others = wished.ticket_id.sudo().complaint_remedy_ids  # Said, not shown.
        asked = wished.mapped("requested_at")
        return any(
            other.state == "to_approve" and other.requested_at in asked
            for other in others
        )

    def _notify_waiting(self):
        """Say who was asked, and what follows."""
        if not self.mail_wanted:
            return super()._notify_waiting()
        return notify(
            self.env._(
                "%(remedy)s is above your limit. %(user)s has been asked; as soon as "
                "it is approved, it is offered and mailed to the customer.",
                remedy=self.display_name,
                user=self.deadline_id.user_id.name,
            ),
            "warning",
        )
