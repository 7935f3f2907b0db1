"""Which records values name that a client sends along, whatever their shape."""

#: PostgreSQL has no id above it.
HIGHEST_ID = 2**31 - 1
CREATE, UPDATE, LINK, SET = 0, 1, 4, 6


def ids_in(value):
    """Return the ids in ``value``: a number, a text of digits, a new record's origin.

    Also of what holds some of them. A client may send any of these, and Odoo takes more
    of them for an id than its own client sends.
    """
    value = getattr(value, "origin", value)
    if isinstance(value, (list, tuple, set, frozenset, dict)):
        return {id_ for each in value for id_ in ids_in(each)}
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return set()
    return {number} if 0 < number <= HIGHEST_ID else set()


def named_by_link(value):
    """Return (ids, values of records that are not saved) of a many2one."""
    if isinstance(value, dict):  # Odoo makes a new record of it, whose origin it names.
        return ids_in(value.get("id")), [value]
    if isinstance(value, (list, tuple)):  # An id and a name.
        return ids_in(value[:1]), []
    return ids_in(value), []


def named_by_commands(value):
    """Return (ids, values of records that are not saved) of an x2many."""
    ids, nested = set(), []
    for command in value if isinstance(value, (list, tuple)) else [value]:
        if isinstance(command, dict):
            ids |= ids_in(command.get("id"))
            nested.append(command)
        elif isinstance(command, (list, tuple)):
            kind, first, second = (*command, None, None, None)[:3]
            if kind in (UPDATE, LINK):
                ids |= ids_in(first)
            elif kind == SET:
                ids |= ids_in(second)
            if kind in (CREATE, UPDATE) and isinstance(second, dict):
                nested.append(second)
        else:
            ids |= ids_in(command)
    return ids, nested
