"""What an alias may tell of a ticket that comes by it."""

#: The only fields, with the types of their values.
TOLD = {
    "team_id": int,
    "category_id": int,
    "channel_id": int,
    "priority": str,
    "is_complaint": (bool, int),
    "tag_ids": (list, tuple),
}


def alias_tells(name, value):
    """Is it a field that an alias may tell, with a plain value? Tags are linked by id.

    Commands that make, write or delete something would be those of superuser code.
    """
    if name not in TOLD or not isinstance(value, (TOLD[name], bool)):
        return False
    return name != "tag_ids" or all(map(_links, value or ()))


def _links(command):
    if isinstance(command, int):
        return True
    if not isinstance(command, (list, tuple)) or not command:
        return False
    if command[0] == 4:
        return isinstance(command[1], int)
    return command[0] == 6 and all(isinstance(id_, int) for id_ in command[2])
