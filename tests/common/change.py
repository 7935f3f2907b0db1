"""What becomes of the fields of ours when what they point to changes."""

from psycopg2.errors import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import SQL, mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .access_world import VIEWS, AccessCommon

OURS = "complaint_recovery"
REFUSALS = (UserError, AccessError, ValidationError, IntegrityError)
#: What may change, in the order of the table's columns.
CHANGES = ("archived", "deleted", "merged", "moved", "right lost", "key changed")
NONE = "–"
#: What admins shape, beside what is configuration by its model.
SHAPED = ("complaint.cause", "complaint.escalation.rule")
#: Model → what tells what it is, and changes.
KEYS = {
    "res.users": {"tz": "Asia/Tokyo", "login": "other", "lang": "en_US"},
    "res.partner": {"email": "other@else.example", "name": "Other Name"},
    "res.currency": {"symbol": "¤"},
    "mail.message": {"body": "<p>Else</p>"},
    "ir.attachment": {"description": "Else"},
    "mail.activity": {"summary": "Else"},
}
#: A record that holds by one of several fields alone: what is emptied beside it.
ALONE = {"complaint.authority": "role"}


class ChangeCommon(AccessCommon):
    """One record a model of ours, and something fresh for each field to point to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint()
        cls.table = cls._find_fields()
        models = sorted({model for model, _name in cls.table})
        cls.records = {model: cls._make(model) for model in models}
        cls.employer = cls.env["res.partner"].create(
            {"name": "Employer", "is_company": True}
        )
        cls.env.flush_all()

    @classmethod
    def _find_fields(cls):
        """Return (model, field) → what it points to, of all that is not a part."""
        found = {}
        configuration = cls.env.registry["complaint.configuration"]
        for name, model in sorted(cls.env.registry.items()):
            if model._abstract or model._transient or name in VIEWS:
                continue
            for field in model._fields.values():
                modules = getattr(field, "_modules", None) or (field._module,)
                if (
                    field.type not in ("many2one", "many2many")
                    or not field.store
                    or not str(modules[0]).startswith(OURS)
                    or field.name in ("create_uid", "write_uid")
                ):
                    continue
                other = cls.env.registry[field.comodel_name]
                foreign = not field.comodel_name.startswith("complaint.")
                shaped = field.comodel_name in SHAPED
                if foreign or shaped or issubclass(other, configuration):
                    found[name, field.name] = field.comodel_name
        return found

    @classmethod
    def _make(cls, model):
        known = {
            "helpdesk.ticket": cls.ticket,
            "res.users": cls.agent_all,
            "res.company": cls.company,
        }
        if model in known:
            return known[model].sudo()
        if model == "complaint.interaction":  # One of history, or it is a promise.
            return cls._create_interaction(cls.ticket).sudo()
        vals = cls._vals(model, "own", cls.manager, cls.ticket)
        return own_hand(cls.env[model]).create(vals).sudo()

    @classmethod
    def _target(cls, comodel, index=0):
        """Return something fresh that a field may point to."""
        maker = getattr(cls, f"_target_{comodel.replace('.', '_')}", None)
        if maker:
            return maker(index).sudo()
        return cls.env[comodel].sudo().create({"name": f"Fresh {index}"})

    @classmethod
    def _target_res_users(cls, index):
        user = new_test_user(
            cls.env,
            f"fresh_{index}_{cls.env['res.users'].search_count([])}",
            groups="helpdesk_mgmt.group_helpdesk_manager",
            company_ids=[Command.set((cls.company | cls.other_company).ids)],
        )
        return user

    @classmethod
    def _target_res_partner(cls, index):
        return cls.env["res.partner"].create(
            {"name": f"Fresh {index}", "email": f"fresh{index}@x.example"}
        )

    @classmethod
    def _target_res_currency(cls, index):
        return cls.env["res.currency"].create({"name": f"Q{index:02d}", "symbol": "Q"})

    @classmethod
    def _target_ir_attachment(cls, index):
        return cls.env["ir.attachment"].create({"name": "fresh.txt", "raw": b"Fresh"})

    @classmethod
    def _target_mail_message(cls, index):
        return cls.env["mail.message"].create({"body": "Fresh"})

    @classmethod
    def _target_mail_activity(cls, index):
        return cls.customer.activity_schedule(
            "mail.mail_activity_data_todo", user_id=cls.handler.id
        )

    @classmethod
    def _target_mail_template(cls, index):
        model = cls.env["ir.model"]._get("helpdesk.ticket")
        return cls.env["mail.template"].create(
            {"name": f"Fresh {index}", "model_id": model.id, "use_default_to": True}
        )

    @classmethod
    def _target_helpdesk_ticket(cls, index):
        return cls._create_complaint(partner_id=cls.stranger.id)

    @classmethod
    def _target_complaint_apology_template(cls, index):
        return cls.env["complaint.apology.template"].create(
            {"name": f"Fresh {index}", "body": "<p>Sorry</p>"}
        )

    @classmethod
    def _target_complaint_escalation_rule(cls, index):
        return cls.env["complaint.escalation.rule"].create(
            {"name": f"Fresh {index}", "trigger": "requested", "recipient": "managers"}
        )

    @classmethod
    def _target_complaint_stage(cls, index):
        return cls.env["complaint.stage"].create(
            {"name": f"Fresh {index}", "phase": "intake"}
        )

    @classmethod
    def _target_complaint_remedy_type(cls, index):
        return cls.env["complaint.remedy.type"].create(
            {"name": f"Fresh {index}", "kind": "refund"}
        )

    def _point(self, model, name, target):
        """Let the field point to ``target`` as it is stored, past its guards."""
        record, field = self.records[model], self.env[model]._fields[name]
        if field.type == "many2many":
            self.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE %s = %s",
                    SQL.identifier(field.relation),
                    SQL.identifier(field.column1),
                    record.id,
                )
            )
            self.cr.execute(
                SQL(
                    "INSERT INTO %s (%s, %s) VALUES (%s, %s)",
                    SQL.identifier(field.relation),
                    SQL.identifier(field.column1),
                    SQL.identifier(field.column2),
                    record.id,
                    target.id,
                )
            )
        else:
            sets = [SQL("%s = %s", SQL.identifier(name), target.id)]
            if model in ALONE and name == "group_id":
                sets.append(SQL("%s = NULL", SQL.identifier(ALONE[model])))
            self.cr.execute(
                SQL(
                    "UPDATE %s SET %s WHERE id = %s",
                    SQL.identifier(record._table),
                    SQL(", ").join(sets),
                    record.id,
                )
            )

    def _change(self, change, target):
        """Do it, as somebody does it who may. Returns what is left to point to."""
        target = target.sudo()
        if change == "archived":
            target.write({"active": False})
        elif change == "deleted":
            target.unlink()
        elif change == "merged":
            self._merge(target)
        elif change == "moved":
            self._move(target)
        elif change == "right lost":
            target.group_ids = self.env.ref("base.group_user")
        else:
            target.write(KEYS.get(target._name, {"name": "Renamed"}))
        self.env.flush_all()
        self.env.invalidate_all()

    def _merge(self, target):
        if target._name == "complaint.cause":
            # What companies share is merged by who manages all of them.
            self.manager.sudo().company_ids |= self.other_company
            wizard = self.env["complaint.cause.merge"].with_user(self.manager)
            wizard.create(
                {
                    "cause_ids": [Command.set((target | self.cause).ids)],
                    "target_id": self.cause.id,
                }
            ).action_merge()
            return
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo()
        wizard._merge((target | self.employer).ids, self.employer)

    def _move(self, target):
        company = self.other_company
        if target._name == "res.users":
            target.write({"company_id": company.id, "company_ids": company.ids})
        elif target._name == "res.partner":
            target.parent_id = self.employer
        elif target._name == "helpdesk.ticket":
            people = {"team_id": self.foreign_team.id, "user_id": self.foreigner.id}
            target.write({"company_id": company.id, **people})
        else:
            target.company_id = company

    def _applies(self, change, comodel):
        """Return whether such a thing happens to records of ``comodel``."""
        fields = self.env[comodel]._fields
        return {
            "archived": "active" in fields and comodel != "mail.activity",
            "merged": comodel in ("res.partner", "complaint.cause"),
            "moved": comodel in ("res.users", "res.partner")
            or (
                "company_id" in fields
                and not fields["company_id"].related
                and comodel not in ("ir.attachment", "mail.activity")
            ),
            "right lost": comodel == "res.users",
            "key changed": comodel in KEYS or "name" in fields,
        }.get(change, True)

    def _observe(self, change, places, target):
        """Return (model, field) → in a word what became of it.

        ``places`` all point to ``target``, which changes once; where that is refused
        it is tried again for each of them alone.
        """
        with (
            self.cr.savepoint() as savepoint,
            mute_logger("odoo.sql_db", "odoo.models.unlink", "odoo.addons.base"),
        ):
            for model, name in places:
                self._point(model, name, target)
            self.env.invalidate_all(flush=False)
            try:
                with self.cr.savepoint():
                    self._change(change, target)
                words = {place: self._look(*place, target) for place in places}
            except REFUSALS:
                words = {}
            savepoint.rollback()
            self.env.invalidate_all(flush=False)
            self.env.registry.clear_all_caches()
        if words:
            return words
        if len(places) == 1:
            return {places[0]: "refused"}
        for place in places:
            words |= self._observe(change, [place], target)
        return words

    def _look(self, model, name, target):
        record = self.records[model].with_context(active_test=False)
        if not record.exists():
            return "gone"
        value = self._held(record, name)
        if not value:
            return "emptied"
        return "stays" if value.ids == target.ids else "passed on"

    def _held(self, record, name):
        """Return what the database holds, whatever a list leaves out."""
        field = record._fields[name]
        if field.type != "many2many":
            return record[name]
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM %s WHERE %s = %s",
                SQL.identifier(field.column2),
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                record.id,
            )
        )
        return self.env[field.comodel_name].browse(id_ for (id_,) in rows)

    def _walk(self):
        """Return (model, field) → change → what becomes of it."""
        found = {place: dict.fromkeys(CHANGES, NONE) for place in self.table}
        for comodel in sorted(set(self.table.values())):
            places = [p for p, model in self.table.items() if model == comodel]
            target = self._target(comodel)
            self.env.flush_all()
            for change in CHANGES:
                if not self._applies(change, comodel):
                    continue
                # Of a deletion each is told alone what the database does.
                alone = change == "deleted"
                for some in [[p] for p in places] if alone else [places]:
                    for place, word in self._observe(change, some, target).items():
                        found[place][change] = word
        return found
