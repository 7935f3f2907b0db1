"""Doing something as the system, with nothing of the caller's wishes."""

from odoo import SUPERUSER_ID
from odoo.tools.misc import clean_context


def as_system(records):
    """Return ``records`` as OdooBot sees them, without defaults of the caller.

    ``sudo()`` drops the ``default_*`` keys of the context, ``with_user`` keeps them:
    the system would write what a client sent along, or leave out the to-dos that a
    client wishes to be left out.
    """
    clean = clean_context(records.env.context)
    clean["mail_activity_automation_skip"] = False
    # pylint: disable=context-overridden
    return records.with_context(clean).with_user(SUPERUSER_ID)
