import logging

from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import float_round, format_list

from ...tools.in_use import IN_USE
from ...tools.own_hand import own_hand
from .rule import HIGHEST_LEVEL

_logger = logging.getLogger(__name__)

#: Holds the level of the complaint up.
LIVE_STATES = ("open", "taken", "returned")
#: Working hours in which the customer hears from the superior (D19).
ANSWER_HOURS = 8


class ComplaintEscalation(models.Model):
    """A superior who was told of a complaint: why, who, and what came of it."""

    _name = "complaint.escalation"
    _description = "Escalation"
    _inherit = ["complaint.child", "complaint.transitions"]
    _order = "date desc, id desc"

    rule_id = fields.Many2one(
        "complaint.escalation.rule", string="Rule", ondelete="restrict", index=True
    )
    deadline_id = fields.Many2one(
        "complaint.deadline",
        string="Deadline",
        ondelete="restrict",
        index="btree_not_null",
    )
    # For the rules: it names another complaint by its id, which the reader need not
    # know of.
    occurrence = fields.Char(required=True, groups="base.group_system")
    level = fields.Integer()
    heads_up = fields.Boolean(
        help="The superior is briefed beforehand; the level stays as it is."
    )
    requested = fields.Boolean(
        string="Asked for by the customer",
        help="It is answered yes or no; the customer hears the reason of a no.",
    )
    reason = fields.Text(required=True)
    detour = fields.Char(
        string="Passed over", help="Who should have been told and was not there."
    )
    date = fields.Datetime(required=True, index=True)
    from_user_id = fields.Many2one("res.users", string="Escalated by")
    to_user_ids = fields.Many2many("res.users", string="Told")
    taken_by_id = fields.Many2one("res.users", string="Taken over by")
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="Case file as it was",
        ondelete="restrict",
        help="Kept by hand and at taking over; else the live page is shown.",
    )
    state = fields.Selection(
        selection=[
            ("open", "To answer"),
            ("taken", "Taken over"),
            ("returned", "Returned for second handling"),
            ("declined", "Wish declined"),
            ("done", "Settled"),
        ],
        required=True,
        default="open",
        index=True,
    )
    instruction = fields.Text()
    concession_amount = fields.Monetary(
        string="Concession",
        help="The owner may give so much on this complaint, in company currency.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    deadline_ids = fields.One2many(
        "complaint.deadline", "escalation_id", string="What follows from it"
    )
    activity_ids = fields.One2many(
        "mail.activity", "complaint_escalation_id", string="Activities", context=IN_USE
    )
    mail_pending = fields.Boolean(help="The people told get one mail at the end.")
    partner_id = fields.Many2one(
        related="ticket_id.partner_id", related_sudo=False, string="Customer"
    )
    severity_id = fields.Many2one(
        related="ticket_id.complaint_severity_id", related_sudo=False
    )
    team_id = fields.Many2one(related="ticket_id.team_id", related_sudo=False)

    _once = models.UniqueIndex(
        "(COALESCE(rule_id, 0), ticket_id, occurrence)",
        "This has been escalated already.",
    )
    _concession_not_negative = models.Constraint(
        "CHECK (concession_amount >= 0)", "A concession is an amount, and not negative."
    )
    _pending_idx = models.Index("(id) WHERE mail_pending IS TRUE")

    @api.depends("ticket_id", "rule_id", "level")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for escalation in self:
            escalation.display_name = (
                escalation.rule_id.name
                or (escalation.heads_up and self.env._("Briefed beforehand"))
                or self.env._("Escalated by hand")
            )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            name
            for name, field in self._fields.items()
            if field.store and name not in {*models.MAGIC_COLUMNS, "ticket_id"}
        }

    def _prepare_company_vals(self, company):
        """A concession is rounded down: it never grows by moving."""
        vals = super()._prepare_company_vals(company)
        old, new = self.company_id.currency_id, company.currency_id
        if self.concession_amount and old and old != new:
            exact = old._convert(
                self.concession_amount,
                new,
                self.company_id,
                fields.Date.context_today(self),
                round=False,
            )
            vals["concession_amount"] = float_round(
                exact, precision_rounding=new.rounding, rounding_method="DOWN"
            )
        return vals

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was escalated stays on record."))

    @api.model
    def _fire(self, firings):
        """Do what the rules of ``firings`` say, once each. Returns the escalations.

        Severity, team and condition of the rule are judged now. All is done in batches.
        """
        firings = self._drop_fired(self._judge(firings))
        if not firings:
            return self.browse()
        vals_list = self._prepare_firings(firings)
        escalations = own_hand(self).create(vals_list)
        escalations._raise_levels()
        escalations._open_activities()
        for escalation in escalations.filtered("rule_id.reassign"):
            escalation.ticket_id._complaint_reassign_to(escalation.to_user_ids[:1])
        # Nothing is promised on what is closed: there the activity is all.
        for escalation in escalations.filtered(
            lambda e: not e.ticket_id.complaint_closed_at
        ):
            hours = escalation.rule_id.contact_hours
            if hours or escalation.requested:  # Who asks for a superior gets an answer.
                escalation._promise_contact(hours or ANSWER_HOURS)
        escalations._announce()
        return escalations

    @api.model
    def _judge(self, firings):
        """Return the firings whose complaint the rule is for."""
        matching = {}
        for rule in {firing.rule for firing in firings}:
            tickets = self.env["helpdesk.ticket"].union(
                *(firing.ticket for firing in firings if firing.rule == rule)
            )
            matching[rule.id] = set(rule._filter(tickets).ids)
        return [
            firing
            for firing in firings
            if firing.ticket.id in matching[firing.rule.id]
            and (firing.ticket._complaint_confirmed() or firing.rule._is_of_desk())
        ]

    @api.model
    def _drop_fired(self, firings):
        """Return the firings that are not on record yet, each once."""
        unique = {firing.key: firing for firing in firings}
        if not unique:
            return []
        rows = self.search_fetch(
            Domain("ticket_id", "in", [key[1] for key in unique])
            & Domain("occurrence", "in", [key[2] for key in unique]),
            ["rule_id", "ticket_id", "occurrence"],
        )
        for row in rows:
            unique.pop((row.rule_id.id, row.ticket_id.id, row.occurrence), None)
        return list(unique.values())

    @api.model
    def _prepare_firings(self, firings):
        levels, found, vals_list = {}, {}, []
        for firing in firings:
            ticket, rule = firing.ticket, firing.rule
            present = levels.get(ticket.id, ticket.complaint_level)
            level = rule.level or min(present + 1, HIGHEST_LEVEL)
            levels[ticket.id] = max(present, level)
            key = (rule, rule._get_recipient(ticket), ticket._complaint_chain_key())
            if key not in found:
                nearest, missed = rule._find_recipients(ticket, key[1])
                found[key] = rule._get_recipients(ticket) or nearest, missed
            users, missed = found[key]
            vals_list.append(
                {
                    "ticket_id": ticket.id,
                    "rule_id": rule.id,
                    "deadline_id": firing.deadline.id if firing.deadline else False,
                    "occurrence": firing.occurrence,
                    "level": level,
                    "reason": rule._get_reason(firing),
                    "requested": rule.trigger == "requested",
                    "detour": self.with_context(
                        lang=ticket.company_id.partner_id.lang
                    )._get_detour(missed),
                    "date": fields.Datetime.now(),
                    "to_user_ids": [fields.Command.set(users.ids)],
                    "mail_pending": rule.send_mail,
                }
            )
        return vals_list

    @api.model
    def _get_detour(self, missed):
        if not missed:
            return False
        roles = self.env["complaint.escalation.rule"]._fields["recipient"]
        labels = dict(roles._description_selection(self.env))
        return self.env._(
            "Nobody there: %s.", format_list(self.env, [labels[r] for r in missed])
        )

    def _raise_levels(self):
        """Raise each complaint to the highest level of its escalations."""
        highest = {}
        for escalation in self.filtered(lambda e: not e.heads_up):
            ticket = escalation.ticket_id
            highest[ticket] = max(
                highest.get(ticket, ticket.complaint_level), escalation.level
            )
        for level in set(highest.values()):
            self.env["helpdesk.ticket"].union(
                *(t for t, value in highest.items() if value == level)
            )._complaint_set_level(level)

    def _announce(self):
        # A warning to the owner is no news for sales.
        told = self.filtered(
            lambda e: not e.heads_up and e.to_user_ids - e.ticket_id.user_id
        )
        told.ticket_id._complaint_announce("escalation")

    @api.model
    def _send_pending(self):
        """Mail each person once about all that was escalated to them.

        Returns the escalations that were pending.
        """
        pending = self.search(Domain("mail_pending", "=", True)).try_lock_for_update(
            allow_referencing=True
        )
        waiting = pending.filtered(lambda e: e.state == "open")
        users = waiting.to_user_ids.filtered(
            lambda user: user.email and waiting._get_news_for(user)
        )
        if users:
            waiting._mail_to(users)
        own_hand(pending).write({"mail_pending": False})
        return pending

    def _get_news_for(self, user):
        """Return what ``user`` is written about: nothing that is about themselves."""
        return self.filtered(
            lambda e: (
                user in e.to_user_ids and user != e.ticket_id.complaint_about_user_id
            )
        )

    def _mail_to(self, users):
        """Mail ``users`` one mail each. Whom that fails for has the activity alone."""
        try:
            with self.env.cr.savepoint():
                self.env.ref(
                    "complaint_recovery.mail_template_escalations"
                ).with_context(
                    complaint_escalation_ids=self.ids
                )._complaint_mail_colleagues(users)
        except TransactionRollbackError:
            raise
        except Exception:
            if len(users) > 1:
                for user in users:
                    self._mail_to(user)
            else:
                _logger.warning("No mail on escalations to %s", users, exc_info=True)
