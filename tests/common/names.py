from odoo.service.model import call_kw
from odoo.tools import SQL

from .refusals import REFUSALS
from .secret import SECRET, SHAPED, SecretCommon

#: What is asked of a form that nobody has saved.
SHOWN = ("char", "text", "html", "many2one", "many2one_reference", "selection")
QUIET = ("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
QUIET += ("odoo.addons.complaint_recovery.models.guard.ir_rule",)


class NamesCommon(SecretCommon):
    """All there is of a hidden complaint, and on it, with names that tell of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ticket = cls.ticket.sudo()
        cls.todo = ticket.activity_schedule(
            summary=f"{SECRET} to do", user_id=cls.agent_all.id
        )
        cls.file = cls.env["ir.attachment"].create(
            {
                "name": f"{SECRET}.pdf",
                "raw": b"x",
                "res_model": ticket._name,
                "res_id": ticket.id,
            }
        )
        cls.message = ticket.message_post(
            body=SECRET,
            subject=SECRET,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=cls.customer.ids,
        )
        ticket.message_subscribe(cls.customer.ids)
        cls.planned = cls._plan(cls.agent_all, ticket)
        follower = ticket.message_follower_ids.filtered(
            lambda f: f.partner_id == cls.customer
        )
        told = cls.message.notification_ids.filtered(
            lambda n: n.res_partner_id == cls.customer
        )
        cls.belonging = [cls.todo, cls.file, cls.message, cls.planned, follower, told]
        cls.ours = [r for name, r in cls.records.items() if name not in SHAPED]
        for record in cls.ours:
            if record != ticket:  # Called by its number, and has a title.
                cls._name(record)
        cls.env.flush_all()

    @classmethod
    def _plan(cls, author, record):
        planned = cls.env["mail.scheduled.message"].with_user(author).sudo()
        return planned.create(
            {
                "model": record._name,
                "res_id": record.id,
                "author_id": author.partner_id.id,
                "subject": SECRET,
                "body": f"<p>{SECRET} planned</p>",
                "scheduled_date": "2099-01-01 10:00:00",
                "partner_ids": [(6, 0, cls.customer.ids)],
            }
        )

    @classmethod
    def _name(cls, record):
        """Put the word into what gives ``record`` its name, past its guards."""
        name = record._rec_name
        field = record._fields.get(name or "")
        plain = field and field.type == "char" and field.store and not field.translate
        if record._auto and plain:
            query = SQL(
                "UPDATE %s SET %s = %s WHERE id = %s",
                SQL.identifier(record._table),
                SQL.identifier(name),
                f"{SECRET} name",
                record.id,
            )
            cls.env.cr.execute(query)
        record.invalidate_recordset()

    def _kept(self, person):
        """Yield what ``person`` may not read, of the complaint and all on it."""
        for record in (*self.ours, *self.belonging):
            own = record.with_user(person)
            if not own.browse().has_access("read") or not own.search(
                [("id", "=", record.id)]
            ):
                yield record

    def _askers(self, person):
        """Yield (model, field of the model, field of the id) of forms they may fill."""
        for name, model in sorted(self.env.items()):
            if model._abstract or not model.with_user(person).has_access("create"):
                continue
            for pair in model._complaint_pairs():
                yield name, *pair

    def _ask(self, person, model, method, *args):
        """Return the answer to a request, an error where there is one."""
        self.env.invalidate_all()  # Each request starts with nothing in memory.
        records = self.env[model].with_user(person)
        try:
            with self.env.cr.savepoint():
                return call_kw(records.browse(), method, list(args), {})
        except REFUSALS as error:
            return error

    def _ask_for_name(self, person, asker, record):
        """Have a form point at ``record``, and return all it computes."""
        model, kind, id_ = asker
        form = self.env[model].with_user(person)
        fields = form._fields
        spec = {
            name: {"fields": {"display_name": {}}} if field.type == "many2one" else {}
            for name, field in fields.items()
            if field.type in SHOWN and form._has_field_access(field, "read")
        }
        values = {kind: record._name, id_: record.id}
        if "res_model_id" in fields:
            values["res_model_id"] = self.env["ir.model"]._get_id(record._name)
        return self._ask(person, model, "onchange", [], values, [id_], spec)
