"""Errors that carry their own way out."""

from odoo.exceptions import UserError, ValidationError


class ComplaintRequirementError(ValidationError):
    """Something is missing, and ``action`` opens the dialog that mends it.

    A ``RedirectWarning`` would be no ``ValidationError``: import and RPC clients could
    not tell it from a crash. The web client shows this one with a button
    (static/src/requirement_dialog.esm.js); everybody else reads the message.
    """

    def __init__(self, message, action=None, button=None):
        super().__init__(message)
        self.context = {"action": action, "button": button}


class ComplaintConflictError(UserError):
    """Somebody else saved the same fields meanwhile: nothing was written over.

    The web client says so above the message (static/src/conflict_dialog.esm.js).
    """
