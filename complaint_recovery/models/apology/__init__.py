"""Apologies: first words from a template, made one's own, given by a person, final.

Here live ``complaint.apology`` with its text, its signer (a letter handed over, a
visit) and its templates. One comes in by ``action_send()``. Hooks:
``_complaint_deserves_visit()`` of the ticket, ``_get_outgoing_text()``. It calls
guard/, setup/ and contact/, whose letters and exchanges it makes.
"""

from . import template
from . import apology
from . import text
from . import signer
from . import helpdesk_ticket
from . import complaint_interaction
