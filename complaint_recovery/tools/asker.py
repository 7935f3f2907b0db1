"""Asking for somebody what superuser code does in their name."""

from odoo.fields import Domain

from .marks import ReadBy

READ = "complaint_read"


def being_read(records):
    """Return ``records``, for ``read()`` alone: it turns away who may not read them."""
    return records.with_context(**{READ: ReadBy(records)})


def is_being_read(env):
    """Return whether this is done for a ``read()`` of records of ours."""
    return isinstance(env.context.get(READ), ReadBy)


def hidden_from_asker(records):
    """Return those of ``records`` that who asks may not read, as superuser or not.

    A rule may act in companies that are not the person's own: those do not count.
    """
    read = records.env.context.get(READ)
    if isinstance(read, ReadBy) and read.names(records):
        return records.browse()
    own = records.env.user._get_company_ids()
    chosen = records.env.context.get("allowed_company_ids") or ()
    companies = [id_ for id_ in chosen if id_ in own]
    asked = records.sudo(False).with_context(allowed_company_ids=companies)
    return records - asked._complaint_readable().with_env(records.env)


def not_about_asker(env, path="complaint_about_user_id"):
    """Return the domain that leaves out complaints about who asks, superuser or not.

    For what a person is told of complaints they may not read: that there is one about
    them would say who complained, of what, and when (D35).
    """
    return Domain(path, "!=", env.uid)
