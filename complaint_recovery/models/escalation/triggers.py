import logging

from psycopg2.extensions import TransactionRollbackError

from odoo import fields, models

from ...tools.firing import Firing

_logger = logging.getLogger(__name__)


class HelpdeskTicket(models.Model):
    """What happens to a complaint and makes rules fire, once each."""

    _inherit = "helpdesk.ticket"

    def _complaint_fire_triggers(self, vals):
        """Let the rules fire that wait for the fields ``vals``, once each."""
        triggers = self.env["complaint.escalation.rule"]._get_triggers()
        for name in sorted(triggers):
            if not set(triggers[name].written).isdisjoint(vals):
                self._complaint_fire_trigger(name)

    def _complaint_fire_trigger(self, trigger, occurrence=None):
        """Fire the rules of ``trigger``. What fails is logged, and not raised."""
        rules = self.env["complaint.escalation.rule"]
        self._complaint_look_anew(trigger)
        firings = [
            Firing(ticket, rule, fields.Datetime.now(), event=event)
            for ticket in self.sudo()  # Rules hold whoever makes it happen.
            if ticket.is_complaint and not ticket._complaint_is_history()
            for rule in rules._get_for_trigger(trigger, ticket.company_id)
            if (event := occurrence or ticket._complaint_occurrence(trigger))
        ]
        if not firings:
            return
        try:
            with self.env.cr.savepoint():
                self.env["complaint.escalation"].sudo()._fire(firings)  # By rule.
        except TransactionRollbackError:
            raise
        except Exception as error:
            _logger.warning("Escalation by %s failed", trigger, exc_info=True)
            for ticket in self:
                ticket._complaint_log(
                    self.env._("A rule could not be applied: %s", str(error)[:250])
                )

    def _complaint_look_anew(self, trigger):
        """Drop what is cached from before others changed it. Extend for more."""

    def _complaint_occurrence(self, trigger):
        """Return what makes ``trigger`` one event; empty where it did not happen.

        Extend where an addon adds a trigger: of an unknown one this says "".
        """
        self.ensure_one()
        if trigger == "repeat":  # It takes a search: only where it is asked for.
            earlier = self._complaint_repeat_reference()
            return f"repeat:{earlier}" if earlier else ""
        if trigger == "watchlist":  # So does this.
            value = self._complaint_watch_reference()
            return f"watchlist:{value}" if value else ""
        value = {
            "reopened": self.complaint_reopen_count,
            "severity": self.complaint_severity_id.id,
            "exposure": self.complaint_exposure != "none" and self.complaint_exposure,
            "amount": self.complaint_claim_amount,
            "requested": fields.Date.today(),  # Twice a day it is the same wish.
        }.get(trigger)
        return f"{trigger}:{value}" if value else ""

    def _complaint_repeat_reference(self):
        """Return the id of the earlier complaint that this one repeats. Extend."""
        return 0

    def _complaint_watch_reference(self):
        """Return what names the customer's place on the watchlist. Extend."""
        return ""
