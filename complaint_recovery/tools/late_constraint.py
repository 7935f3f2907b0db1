"""Constraints of a large table, whose rows are looked at once it may be written again.

What is written from now on is held to them at once. The rows there are have nothing in
the new columns, and PostgreSQL reads all of them for each constraint nevertheless.
"""

import logging

import psycopg2

from odoo import models
from odoo.sql_db import db_connect
from odoo.tools import SQL
from odoo.tools.sql import constraint_definition, drop_constraint

from .late_index import PATIENCE, is_large

_logger = logging.getLogger(__name__)


class LateConstraint(models.Constraint):
    """On a large table the rows there are come after the commit."""

    def apply_to_database(self, model):
        cr, name = model.env.cr, self.full_name(model)
        definition = self.get_definition(model.pool)
        known = constraint_definition(cr, model._table, name)
        if known == definition or not is_large(model):
            return super().apply_to_database(model)
        if known:  # Of a release before.
            drop_constraint(cr, model._table, name)
        add(model, name, definition)
        table, named = map(SQL.identifier, (model._table, name))
        # So Odoo knows it again.
        cr.execute(
            SQL("COMMENT ON CONSTRAINT %s ON %s IS %s", named, table, definition)
        )
        return None


def add_foreign_keys(model):
    """Add those of ``model`` that Odoo is about to add, where the table is large."""
    wanted = model.pool._foreign_keys
    mine = [key for key in wanted if key[0] == model._table]
    if not mine or not is_large(model):
        return
    there = _get_columns_with_keys(model)
    reflect = model.env["ir.model.constraint"]._reflect_constraint
    for table, column in mine:
        if column in there:
            continue
        to_table, to_column, on_delete, _model, module = wanted[table, column]
        name = f"{table}_{column}_fkey"
        definition = (
            f'FOREIGN KEY ("{column}") REFERENCES "{to_table}" ("{to_column}")'
            f" ON DELETE {on_delete}"
        )
        add(model, name, definition)
        reflect(model, name, "f", None, module)


def _get_columns_with_keys(model):
    rows = model.env.execute_query(
        SQL(
            """SELECT attname FROM pg_constraint
                 JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
                WHERE contype = 'f' AND conrelid = %s::regclass""",
            model._table,
        )
    )
    return {name for (name,) in rows}


def add(model, name, definition):
    """Add a constraint that holds from now on; look at the rows after the commit."""
    cr, table = model.env.cr, model._table
    cr.execute(
        SQL(
            "ALTER TABLE %s ADD CONSTRAINT %s %s NOT VALID",
            SQL.identifier(table),
            SQL.identifier(name),
            SQL(definition.replace("%", "%%")),
        )
    )
    cr.postcommit.add(lambda: validate(cr.dbname, table, name))


def validate(database, table, name):
    """Look at the rows of ``table`` there are, beside those who write."""
    try:
        with db_connect(database).cursor() as cr:
            cr._cnx.autocommit = True
            cr.execute(SQL("SET lock_timeout = %s", PATIENCE))
            cr.execute(
                SQL(
                    "ALTER TABLE %s VALIDATE CONSTRAINT %s",
                    SQL.identifier(table),
                    SQL.identifier(name),
                )
            )
            cr.execute("RESET lock_timeout")
    except psycopg2.Error:
        _logger.warning("%s does not hold for all rows", name, exc_info=True)
