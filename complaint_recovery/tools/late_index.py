"""An index that waits until the table may be written again.

While an addon is installed or updated it holds its tables. Building an index on a large
one is long, and nobody could work meanwhile.
"""

import logging

import psycopg2

from odoo import models
from odoo.sql_db import db_connect
from odoo.tools import SQL
from odoo.tools.sql import drop_index, index_definition, make_index_name

_logger = logging.getLogger(__name__)

#: Tables from this size on (bytes; some 60,000 tickets) are large.
LARGE = 30_000_000
#: So long it waits for transactions of others that began before.
PATIENCE = "10min"


def is_large(model):
    """Return whether the table of ``model`` has so many rows that others would wait."""
    rows = model.env.execute_query(
        SQL("SELECT pg_relation_size(%s::regclass) >= %s", model._table, LARGE)
    )
    return rows[0][0]


class LateIndex(models.Index):
    """On a large table it is built after the commit, and locks nobody out.

    What goes wrong then is in the log, and the next update tries again.
    """

    def apply_to_database(self, model):
        cr, name = model.env.cr, self.full_name(model)
        self._drop_invalid(cr, name)
        comment = self.get_definition(model.pool)
        definition, known = index_definition(cr, name)
        same = definition and known in (comment, None)
        if same or not is_large(model):
            return super().apply_to_database(model)
        if definition:  # Of a release before, with other columns.
            drop_index(cr, name, model._table)
        cr.postcommit.add(lambda: build(cr.dbname, model._table, name, comment))
        return None

    def _drop_invalid(self, cr, name):
        """Drop what a build that was broken off has left."""
        cr.execute(
            SQL(
                """SELECT 1 FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
                    WHERE relname = %s AND NOT indisvalid""",
                name,
            )
        )
        if cr.rowcount:
            cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))


class LateColumnIndex(LateIndex):
    """What ``index="btree_not_null"`` of a field would be, by the same name.

    The column is empty at installation, and yet Odoo would read the whole table for it.
    """

    def __init__(self, column):
        super().__init__(f"({column}) WHERE {column} IS NOT NULL")
        self._column = column

    def full_name(self, model):
        return make_index_name(model._table, self._column)


def build(database, table, name, comment):
    """Build the index ``comment`` (INDEX …) of ``table``, beside those who write."""
    index = SQL.identifier(name)
    on = SQL(comment.removeprefix("INDEX ").replace("%", "%%"))
    try:
        with db_connect(database).cursor() as cr:
            cr._cnx.autocommit = True  # It must not stand in a transaction.
            cr.execute(SQL("SET lock_timeout = %s", PATIENCE))
            cr.execute(
                SQL(
                    "CREATE INDEX CONCURRENTLY IF NOT EXISTS %s ON %s %s",
                    index,
                    SQL.identifier(table),
                    on,
                )
            )
            # So Odoo knows it again.
            cr.execute(SQL("COMMENT ON INDEX %s IS %s", index, comment))
            cr.execute("RESET lock_timeout")
    except psycopg2.Error:
        _logger.warning("%s is not built; update again", name, exc_info=True)
