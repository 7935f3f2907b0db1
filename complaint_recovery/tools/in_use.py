"""What decides is what is in use, whatever a client asks to see."""

#: Context of a field whose records are judged by: it holds whatever a client sends.
IN_USE = {"active_test": True}


def in_use(records):
    """Return ``records`` so that what is searched with them leaves archived ones out.

    Any caller may send ``active_test=False`` along. It is meant for lists: what our
    code looks up with more rights than the caller's would judge by limits, rules and
    people that were put out of use.
    """
    return records.with_context(**IN_USE)
