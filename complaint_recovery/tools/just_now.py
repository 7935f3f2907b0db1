"""What somebody has just changed, and others have not had the time to read."""

from datetime import timedelta

#: By then an open form shows what a colleague has changed.
SEEN_AFTER = timedelta(minutes=1)


def is_just_changed(env, moment):
    """Was it changed at ``moment`` (UTC, or False), so that nobody has read it yet?

    What this request itself writes is nothing to be looked at.
    """
    now = env.cr.now()
    return bool(moment) and now - SEEN_AFTER < moment < now
