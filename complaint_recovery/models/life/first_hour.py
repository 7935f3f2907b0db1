from dataclasses import dataclass

from odoo import api, models
from odoo.exceptions import AccessError

from ...tools.actions import notify
from ...tools.groups import MANAGERS

ADMINS = "base.group_system"


@dataclass(frozen=True)
class Step:
    """A button of a line, and when it is its turn: the first whose turn it is shows."""

    label: str
    #: Method of ``complaint.first.hour``: returns an action.
    do: str
    #: Method that says whether it is its turn; without one it always is.
    when: str = ""
    #: Odoo lets administrators alone do it.
    admin: bool = False


@dataclass(frozen=True)
class Check:
    """One line of the first hour: what it is, why, and how it is seen to be done."""

    name: str
    why: str
    #: Method of ``complaint.first.hour``: returns whether it is done. It only looks.
    look: str
    steps: tuple = ()


class ComplaintFirstHour(models.AbstractModel):
    """What is set up after the installation, line by line, for whoever sets it up.

    It asks for nothing: all works before a line is ticked. Another addon adds lines in
    ``_get_checks()``, with methods of its own.
    """

    _name = "complaint.first.hour"
    _description = "The First Hour"

    @api.model
    def _get_checks(self):
        """Return key → Check, in the order in which it is done. Extend to add some."""
        return {}

    @api.model
    def _is_for_me(self):
        """Return whether this user sets complaints up. Asks the database nothing."""
        return self.env.user.has_group(MANAGERS) or self.env.user.has_group(ADMINS)

    @api.model
    def _ensure_for_me(self):
        if not self._is_for_me():
            raise AccessError(
                self.env._("Only helpdesk managers and administrators set this up.")
            )

    @api.model
    def retrieve_first_hour(self):
        """Return the lines of the current company, none once they are put away.

        For the web client.
        """
        self._ensure_for_me()
        # What a company has set up so far is no secret to whoever sets it up.
        company = self.env.company.sudo()
        if company.complaint_first_over:
            return {"lines": [], "done": 0}
        by_hand = company._complaint_first_ticks()
        lines = [
            self._tell_line(key, check, key in by_hand)
            for key, check in self._get_checks().items()
        ]
        return {"lines": lines, "done": sum(line["done"] for line in lines)}

    @api.model
    def _tell_line(self, key, check, by_hand):
        done = by_hand or bool(getattr(self, check.look)())
        step = self._get_step(check)
        may = step and (not step.admin or self.env.user.has_group(ADMINS))
        return {
            "key": key,
            "name": check.name,
            "why": check.why,
            "done": done,
            "by_hand": by_hand,
            "button": step.label if may else "",
            "for_admin": bool(step) and not may,
        }

    @api.model
    def _get_step(self, check):
        """Return the step of the line whose turn it is, or None."""
        return next(
            (
                step
                for step in check.steps
                if not step.when or getattr(self, step.when)()
            ),
            None,
        )

    @api.model
    def action_first_step(self, key):
        """Do the step of a line whose turn it is. Returns an action."""
        self._ensure_for_me()
        check = self._get_checks().get(key)
        step = check and self._get_step(check)
        if not step or (step.admin and not self.env.user.has_group(ADMINS)):
            raise AccessError(self.env._("An administrator does this."))
        return getattr(self, step.do)()

    @api.model
    def action_first_tick(self, key, done=True):
        """Say by hand that a line is right as it is, or take that back."""
        self._ensure_for_me()
        if key in self._get_checks():
            self._tick(key, done)
        return True

    @api.model
    def _tick(self, key, done=True):
        # Who may was asked by whoever calls; companies are written by administrators.
        company = self.env.company.sudo()
        ticks = company._complaint_first_ticks() - {key} | ({key} if done else set())
        company.complaint_first_done = ",".join(sorted(ticks))

    @api.model
    def action_first_put_away(self):
        """Show the lines no more, to nobody of this company."""
        self._ensure_for_me()
        # Companies are written by administrators; who may was asked.
        self.env.company.sudo().complaint_first_over = True
        return notify(self.env._("Put away. Configuration, Settings brings it back."))

    @api.model
    def action_first_bring_back(self):
        """Show the lines again."""
        self._ensure_for_me()
        # Companies are written by administrators; who may was asked.
        self.env.company.sudo().complaint_first_over = False
        action = self.env["ir.actions.actions"]._for_xml_id(
            "complaint_recovery.complaint_day_action"
        )
        return {**action, "target": "main"}
