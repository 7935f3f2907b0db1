from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize_all

from ...tools.actions import notify
from ...tools.in_use import in_use
from ...tools.marks import OWN_HAND


class ComplaintFirstHour(models.AbstractModel):
    """A complaint that is played through to see how it goes, and leaves no trace."""

    _inherit = "complaint.first.hour"

    @api.model
    def _first_trial(self):
        # Who made it may not read every ticket; it is nobody's secret.
        return self.env.company.sudo().complaint_trial_id

    @api.model
    def _first_has_trial(self):
        return bool(self._first_trial())

    @api.model
    def _first_trial_is_closed(self):
        return bool(self._first_trial().complaint_closed_at)

    @api.model
    def _first_was_tried(self):
        """Ticked by whoever removes it again."""
        return False

    @api.model
    def _first_begin_trial(self):
        """Open a complaint of a customer who is nobody, owned by whoever asks."""
        # Whoever sets this up need not be allowed to make contacts.
        customer = (
            self.env["res.partner"]
            .sudo()
            .create(
                {
                    "name": self.env._("Trial customer"),
                    "company_id": self.env.company.id,
                    "comment": self.env._("Of the trial complaint. Goes with it."),
                }
            )
        )
        team = self._first_teams()[:1]
        trial = self.env["helpdesk.ticket"].create(
            {
                "name": self.env._("Trial: the kettle leaks"),
                "description": self.env._(
                    "It is three days old and leaks onto the worktop. I want my money "
                    "back, or one that holds water."
                ),
                "partner_id": customer.id,
                "team_id": team.id,
                "company_id": self.env.company.id,
                "user_id": self.env.uid,
            }
        )
        trial.action_mark_complaint()
        # Companies are written by administrators; who may was asked.
        company = self.env.company.sudo()
        company.complaint_trial_id, company.complaint_trial_partner_id = trial, customer
        return trial.action_open_complaint()

    @api.model
    def _first_open_trial(self):
        return self._first_trial().with_env(self.env).action_open_complaint()

    @api.model
    def _first_remove_trial(self):
        """Delete the trial complaint and its customer, with all that was done on it."""
        company = self.env.company.sudo()  # Where they are noted; who may was asked.
        trial, customer = company.complaint_trial_id, company.complaint_trial_partner_id
        addresses = [customer.email, *self._first_addressed(trial)]
        if (
            trial.partner_id != customer
            or self._first_spoke_with_others(trial, customer)
            or self._first_reached_others(addresses)
        ):
            raise UserError(
                self.env._(
                    "%s is no trial any more: somebody else is its customer, or has "
                    "an address that is none of ours. It stays.",
                    trial.number,
                )
            )
        trial.with_context(complaint_trial=OWN_HAND).unlink()
        if not customer.complaint_count:
            self._first_remove_customer(customer)
        self._tick("trial")
        return notify(self.env._("The trial complaint is gone, and counts nowhere."))

    @api.model
    def _first_remove_customer(self, customer):
        """Delete the trial's customer; whose name stands on an invoice is archived."""
        try:
            with self.env.cr.savepoint():
                customer.unlink()
        except (UserError, IntegrityError):
            customer.active = False

    @api.model
    def _first_spoke_with_others(self, trial, customer):
        """Did anybody outside, who is not the trial's customer, hear or say a word?"""
        messages = trial.message_ids
        people = messages.author_id | messages.partner_ids
        people |= messages.notified_partner_ids
        return bool(people.filtered("partner_share") - customer)

    @api.model
    def _first_addressed(self, trial):
        """Return the addresses that mails of the trial went to."""
        return trial.message_ids.mapped("outgoing_email_to")

    @api.model
    def _first_reached_others(self, addresses):
        """Is one of ``addresses`` that of somebody outside?"""
        users = in_use(self.env["res.users"].sudo())  # Whether it is one of ours.
        ours = Domain("share", "=", False)
        return any(
            not users.search_count(ours & Domain("email_normalized", "=", one), limit=1)
            for address in filter(None, addresses)
            for one in email_normalize_all(address)
        )


class HelpdeskTicket(models.Model):
    """The trial complaint is the one that may be deleted when it is over."""

    _inherit = "helpdesk.ticket"

    def _complaint_is_trial(self):
        return self.env.context.get("complaint_trial") is OWN_HAND

    def _complaint_is_on_record(self):
        return not self._complaint_is_trial() and super()._complaint_is_on_record()

    def _complaint_tell_gone(self):
        if self._complaint_is_trial():
            return None  # Nobody is to miss it.
        return super()._complaint_tell_gone()


class ResCompany(models.Model):
    """Which complaint a company plays through to see how it goes."""

    _inherit = "res.company"

    complaint_trial_id = fields.Many2one(
        "helpdesk.ticket",
        string="Trial complaint",
        groups="base.group_system",
        ondelete="set null",
        copy=False,
    )
    complaint_trial_partner_id = fields.Many2one(
        "res.partner",
        string="Trial customer",
        groups="base.group_system",
        ondelete="set null",
        copy=False,
    )
