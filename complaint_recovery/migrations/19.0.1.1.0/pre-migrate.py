"""Fields that have got another name.

``complaint.severity.require_visit`` requires nothing: ``propose_visit``. A span of days
away has a beginning: ``res.users.complaint_deputy_until`` is ``complaint_away_until``.
"""

from odoo.tools import SQL
from odoo.tools.sql import column_exists, rename_column

OLD, NEW = "require_visit", "propose_visit"
#: How tickets, and so the conditions of escalation rules, name it.
PATH = "complaint_severity_id"
EVERY = SQL("TRUE")


def migrate(cr, version):
    _rename_field(cr, "res.users", "complaint_deputy_until", "complaint_away_until")
    if not _rename_field(cr, "complaint.severity", OLD, NEW):
        return
    _rename_in(cr, "complaint_escalation_rule", "domain", f"{PATH}.{OLD}")
    for column in ("domain", "context", "sort"):
        _rename_in(cr, "ir_filters", column, f"{PATH}.{OLD}")
        _rename_in(
            cr, "ir_filters", column, OLD, SQL("model_id = 'complaint.severity'")
        )


def _rename_field(cr, model, old, new):
    """Give a field another name. Returns whether there was one of the ``old``."""
    table = model.replace(".", "_")
    if not column_exists(cr, table, old):
        return False
    rename_column(cr, table, old, new)
    # The same field under another name: its record stays, with its translations.
    cr.execute(
        SQL(
            "UPDATE ir_model_fields SET name = %s WHERE model = %s AND name = %s",
            new,
            model,
            old,
        )
    )
    cr.execute(
        SQL(
            """UPDATE ir_model_data SET name = %s
               WHERE model = 'ir.model.fields' AND module = 'complaint_recovery'
                 AND name = %s""",
            f"field_{table}__{new}",
            f"field_{table}__{old}",
        )
    )
    return True


def _rename_in(cr, table, column, words, where=EVERY):
    """Let what people have stored name the field as it is called now."""
    column = SQL.identifier(column)
    cr.execute(
        SQL(
            "UPDATE %s SET %s = regexp_replace(%s, %s, %s, 'g') WHERE %s ~ %s AND %s",
            SQL.identifier(table),
            column,
            column,
            pattern := rf"\m{words.replace('.', '[.]')}\M",
            words.replace(OLD, NEW),
            column,
            pattern,
            where,
        )
    )
