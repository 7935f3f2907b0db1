from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ...tools.own_hand import own_hand


class ComplaintTransitions(models.AbstractModel):
    """A record whose ``state`` follows a table: which state may come after which.

    Buttons, scheduled actions and tests read the same table, and all move by ``_move``.
    """

    _name = "complaint.transitions"
    _description = "Record That Goes from State to State"

    #: State → the states that may follow it.
    _transitions = {}

    @api.model
    def _get_transitions(self):
        """Return state → the states that may follow it. Extend to add a state."""
        return self._transitions

    def _movable_to(self, state):
        """Return those of these records that may go to ``state`` as they are."""
        table = self._get_transitions()
        return self.filtered(lambda record: state in table.get(record.state, ()))

    def _ensure_can_move_to(self, state):
        """Raise a UserError that says what is possible, unless all may go there."""
        if refused := (self - self._movable_to(state))[:1]:
            raise UserError(refused._get_move_refusal(state))

    def _move(self, state, **vals):
        """Bring all of them to ``state``, with ``vals``, if the table allows it."""
        self._ensure_can_move_to(state)
        # The caller's right to do this was checked; the state is ours to write.
        own_hand(self).write({"state": state, **vals})

    def _get_move_refusal(self, state):
        """Return why it cannot go to ``state``, and where it can."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        following = self._get_transitions().get(self.state, ())
        names = {
            "record": self.display_name,
            "now": labels[self.state],
            "then": labels[state],
        }
        if not following:
            return self.env._(
                "%(record)s is “%(now)s” and cannot become “%(then)s”: nothing "
                "follows after that.",
                **names,
            )
        ways = [label for key, label in labels.items() if key in following]
        return self.env._(
            "%(record)s is “%(now)s” and cannot become “%(then)s”, only %(ways)s.",
            ways=format_list(self.env, ways, style="or"),
            **names,
        )
