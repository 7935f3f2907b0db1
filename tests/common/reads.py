from unittest.mock import patch

from odoo.orm.fields import Field

#: Written by nobody, or of the row itself.
NOBODYS = {"id", "create_uid", "create_date", "write_uid", "write_date"}


class Reads:
    """Which stored fields of which records are asked for, as they are read."""

    def __init__(self):
        self.seen = {}

    def __enter__(self):
        self.patches = [
            patch.object(cls, "__get__", self._noting(cls.__get__))
            for cls in _with_subclasses(Field)
            if "__get__" in vars(cls)
        ]
        for each in self.patches:
            each.start()
        return self

    def __exit__(self, *_error):
        for each in self.patches:
            each.stop()

    def _noting(self, get):
        def __get__(field, record, owner=None):
            if record is not None and field.store and field.type != "one2many":
                for one in record:
                    self.seen.setdefault((one, field.name), None)
            return get(field, record, owner)

        return __get__


def _with_subclasses(cls):
    return {cls}.union(*map(_with_subclasses, cls.__subclasses__()))


def other_values(record, name):
    """Return values of several kinds that the field does not have."""
    field, value = record._fields[name], record[name]
    if field.type == "boolean":
        return [not value]
    if field.type in ("integer", "float", "monetary", "many2one_reference"):
        return [0, value * 2 + 1]
    if field.type == "selection":
        return [v for v in field.get_values(record.env) if v != value]
    if field.type in ("date", "datetime"):
        return ["2020-01-01", "2040-01-01"]
    if field.type == "many2one":
        other = value.sudo().search([("id", "not in", value.ids)], limit=1)
        return [other.id, False]
    if field.type == "many2many":
        return [value.sudo().search([], limit=1).ids, []]
    return ["other"]
