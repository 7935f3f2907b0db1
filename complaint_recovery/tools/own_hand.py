"""Writing what only our own methods write.

Superuser rights alone say nothing about who writes: automation rules, server actions
and other addons have them as well. Our methods say that it is them, by an object that
nobody can name from outside.
"""

from odoo import SUPERUSER_ID

from .marks import OWN_HAND

KEY = "complaint_written"


def own_hand(records):
    """Return ``records`` as superuser, for one ``create`` or ``write`` of ours.

    Who asks, and what is allowed, was checked by the caller. What is returned does not
    carry the mark on, nor do server actions that follow from it.
    """
    # Each caller says why it may.
    return records.sudo().with_context(**{KEY: OWN_HAND})


def is_own_hand(records):
    """Is it our own code that writes, or the data of a module that is loaded?"""
    env = records.env
    loading = env.uid == SUPERUSER_ID and not records.pool.ready
    return loading or (env.su and env.context.get(KEY) is OWN_HAND)


def without_hand(records):
    """Return ``records`` without the mark, for what follows from a write of ours."""
    if KEY not in records.env.context:
        return records
    context = {k: v for k, v in records.env.context.items() if k != KEY}
    # pylint: disable=context-overridden
    return records.with_context(context)
