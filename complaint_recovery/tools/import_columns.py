"""Columns of an imported file, as Odoo's import names them: ``a/b``, ``a/.id``."""


def find_guarded(model, columns, guarded):
    """Return what the ``columns`` of an import into ``model`` write past the guards.

    ``guarded`` are the names nobody writes on ``model``; parts of it have their own.
    """
    found = set()
    for column in columns:
        records, names = model, guarded
        for name in column.split("/"):
            if name in names:
                found.add(column)
            field = records._fields.get(name)
            if not field or not field.relational:
                break
            records = records.env[field.comodel_name]
            names = getattr(records, "_get_guarded_fields", frozenset)()
    return found
