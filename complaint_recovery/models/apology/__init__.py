"""Apologies: first words from a template, made one's own, given by a person, final.

Here live ``complaint.apology`` with its text, its signer (a letter handed over, a
visit) and its templates. The first words are ``_get_first_words()`` (``text.py``), by
the template that ``_get_fitting()`` chooses (``template.py``), in the language that
``_complaint_lang()`` of the ticket says (contact/); the sheet is
reports/complaint_letter_reports.xml. One comes in by ``action_send()``. Hooks:
``_get_first_words()``, ``_get_fitting()``, and ``_complaint_deserves_visit()`` of the
ticket. It calls guard/, setup/ and contact/, whose letters and exchanges it makes.
"""

from . import template
from . import apology
from . import text
from . import signer
from . import helpdesk_ticket
from . import complaint_interaction
