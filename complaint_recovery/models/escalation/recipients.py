from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: Who is told, nearest to the work first: where nobody is found, the next one up.
CHAIN = ("handler", "team_leader", "managers", "director")
#: Who works on what comes in, whoever sent it.
DESK = ("handler", "team_leader")
#: Who hears of a level where no rule says so (decision 11).
LEVEL_RECIPIENTS = dict(enumerate(CHAIN, start=1))


class ComplaintEscalationRule(models.Model):
    """Whom a rule tells, and who is told where nobody is there."""

    _inherit = "complaint.escalation.rule"

    recipient = fields.Selection(
        selection=[
            ("handler", "Owner"),
            ("team_leader", "Team leader"),
            ("managers", "Helpdesk managers"),
            ("director", "Executive contact"),
            ("user", "One person"),
        ],
        string="Who is told",
        required=True,
        default="team_leader",
    )
    user_id = fields.Many2one(
        "res.users", string="Person", domain=[("share", "=", False)]
    )

    @api.constrains("recipient", "user_id")
    def _check_recipient(self):
        for rule in self.filtered(lambda rule: rule.recipient == "user"):
            if not rule.user_id._complaint_may_answer(rule.company_id):
                raise ValidationError(
                    self.env._(
                        "%(rule)s: %(user)s has no helpdesk rights and could not read "
                        "a complaint.",
                        rule=rule.name,
                        user=rule.user_id.name or self.env._("nobody"),
                    )
                )

    def _is_of_desk(self):
        """Return whether the rule tells nobody but those who take complaints in."""
        self.ensure_one()
        return self.level and self.recipient in DESK

    def _get_recipients(self, ticket):
        """Return the users to tell of ``ticket``. Extend to tell others.

        It is called once for complaints of one rule and the same superiors: see
        ``_complaint_chain_key()`` of the ticket.
        """
        return self._find_recipients(ticket, self._get_recipient(ticket))[0]

    def _get_recipient(self, ticket):
        """Return who is to be told: of the level it reaches, where it goes one up."""
        if self.level:
            return self.recipient
        # The first level is a warning to the owner: one up means a superior.
        return LEVEL_RECIPIENTS[max(ticket._complaint_level_above(), 2)]

    def _find_recipients(self, ticket, recipient):
        """Return (users, those passed over): the next one up where nobody is there."""
        wanted = CHAIN.index(recipient) if recipient in CHAIN else 1
        if recipient == "user":
            if found := ticket._complaint_reachable(self.user_id):
                return found, []
        missed = [recipient] if recipient == "user" else []
        known = ticket._complaint_confirmed()
        for role in (CHAIN if known else DESK)[wanted:]:
            found = ticket._complaint_reachable(ticket._complaint_in_role(role))
            if role != "handler":
                found -= ticket.user_id  # Nobody stands above the own work.
            if found:
                return found, missed
            missed.append(role)
        if not known:
            return ticket.user_id, missed
        # Nobody above: whoever is there at all, also if away, in the end the owner.
        anybody = ticket._complaint_superiors() or ticket.user_id
        return anybody or ticket._complaint_last_resort(), missed
