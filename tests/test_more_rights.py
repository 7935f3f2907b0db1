from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.service.model import call_kw
from odoo.tools import SQL, mute_logger

from .test_public_methods import OURS, PublicMethodsCommon

#: Who changes things by RPC.
PEOPLE = ("employee", "sales", "handler", "manager", "portal")
LINES = ("one2many", "many2many")


def is_known(name, model):
    """Is it a model of ours, or one that an addon of ours extends?"""
    return not model._abstract and any(
        base.__module__.startswith(OURS) and getattr(base, "_name", None) == name
        for base in model.__bases__
    )


class TestMoreRights(PublicMethodsCommon):
    """What our code writes with more rights than its caller's is never the caller's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hidden = cls._create_complaint(
            cls.agent_all,
            user_id=cls.agent_all.id,
            complaint_about_user_id=cls.manager.id,
        ).sudo()
        cls._create_remedy(cls.hidden, cls.agent_all)
        cls._create_apology(cls.hidden, cls.agent_all)
        cls._create_interaction(cls.hidden, cls.agent_all)
        cls.hidden.message_post(body="Hidden")
        cls.file = cls.env["ir.attachment"].create(
            {
                "name": "hidden.txt",
                "raw": b"x",
                "res_model": cls.hidden._name,
                "res_id": cls.hidden.id,
            }
        )
        for person in PEOPLE[:-1]:
            cls._deadline(getattr(cls, person))

    def _lines(self, model):
        for name, field in model._fields.items():
            if field.type in LINES and (field.store or field.inverse):
                if not self.env[field.comodel_name]._abstract:
                    yield name, self.env[field.comodel_name]

    def _own(self, model, user):
        """Return one of ``model`` that ``user`` may write, or none."""
        records = self.env[model].with_user(user)
        if not records.has_access("write"):
            return records
        if model == "mail.activity":
            own = records.sudo().search([("user_id", "=", user.id)], order="id desc")
            return own[:1].sudo(False)
        known = self.records.get(model, self.env[model]).ids
        known = records.browse(known) | {
            "res.users": user,
            "res.partner": user.partner_id,
            "res.company": self.company,
        }.get(model, records.browse()).with_env(records.env)
        if not known and not records._transient and records._auto:
            known = records.search([], limit=20)
        return known._filtered_access("write")[:1]

    def _foreign(self, lines, user):
        """Return one that ``user`` may neither write nor delete, or none."""
        if not lines._auto:
            return lines
        found = lines.sudo().search([], order="id desc", limit=20)
        found = found.with_user(user)
        for operation in ("write", "unlink"):
            found -= found._filtered_access(operation)
        return found[:1]

    def _words(self, lines):
        if lines._name == "ir.attachment":
            return {
                "name": "Planted",
                "res_model": self.hidden._name,
                "res_id": self.hidden.id,
            }
        for name, field in lines._fields.items():
            if field.type == "char" and field.store and not field.compute:
                return {name: "Planted"}
        return {}

    def _attempts(self, lines, user):
        """Yield (what is tried, commands, what stays as it was)."""
        if foreign := self._foreign(lines, user):
            words = {name: "Planted" for name in self._words(lines) if name == "name"}
            yield "deleted", [Command.delete(foreign.id)], foreign
            yield "rewritten", [Command.update(foreign.id, words)], foreign
        files = lines._name == "ir.attachment"
        allowed = self.hidden if files else lines
        operation = "write" if files else "create"
        allowed = allowed.with_user(user).has_access(operation)
        if lines._auto and not allowed:
            made = [Command.create(self._words(lines)), Command.clear()]
            yield "made", made, lines

    def _beside(self, record):
        """Yield values that say nothing new, for which our code may do more."""
        yield {}
        for name, field in record._fields.items():
            if field.comodel_name == "res.users" and field.type == "many2one":
                if field.store and not field.related and name not in MAGIC_COLUMNS:
                    user = record.sudo()[name] or record.env.user
                    yield {name: user.id}

    def _rows(self, records):
        """Return the rows of ``records``, or how many there are of all.

        Of files: how many there are on the hidden complaint.
        """
        self.env.flush_all()
        table = SQL.identifier(records._table)
        if records:
            ids = tuple(records.ids)
            query = SQL("SELECT t::text FROM %s t WHERE t.id IN %s", table, ids)
        elif records._name == "ir.attachment":
            query = SQL(
                "SELECT COUNT(*) FROM ir_attachment"
                " WHERE res_model = %s AND res_id = %s",
                self.hidden._name,
                self.hidden.id,
            )
        else:
            query = SQL("SELECT COUNT(*) FROM %s", table)
        return self.env.execute_query(query)

    def _is_refused(self, record, vals, kept):
        before = self._rows(kept)
        savepoint = self.cr.savepoint()
        transaction = self.env.transaction
        # Odoo runs commands with the rights of whose call it is: here, of nobody.
        default_env, transaction.default_env = transaction.default_env, record.env
        try:
            call_kw(record.browse(), "write", [record.ids, vals], {})
            return self._rows(kept) == before
        except Exception:  # Whatever it says: nothing was done.
            return True
        finally:
            transaction.default_env = default_env
            savepoint.close(rollback=True)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
    def test_nobody_reaches_foreign_records_by_way_of_their_own(self):
        """Whatever goes with it, and whether our code writes with more rights."""
        tried, done = set(), []
        for name, model in sorted(self.env.registry.items()):
            if not is_known(name, model):
                continue
            for role in PEOPLE:
                user = getattr(self, role)
                own = self._own(name, user)
                for line, lines in self._lines(model) if own else ():
                    for what, commands, kept in self._attempts(lines, user):
                        for beside in self._beside(own):
                            vals = {**beside, line: commands}
                            tried.add((name, line))
                            if not self._is_refused(own, vals, kept):
                                done.append((role, name, line, what, *beside))
        self.assertIn(("mail.activity", "attachment_ids"), tried)
        self.assertIn(("helpdesk.ticket", "complaint_remedy_ids"), tried)
        self.assertFalse(done, f"{len(done)} of {len(tried)} fields")
