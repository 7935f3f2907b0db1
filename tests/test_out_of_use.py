from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .test_public_methods import PublicMethodsCommon


class TestOutOfUse(PublicMethodsCommon):
    """What was archived is chosen by nobody any more, also not by its id."""

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_access")
    def test_no_link_to_what_is_archived_is_set_anew(self):
        seen = set()
        for model, record in self.records.items():
            if record._transient or model in self._configuration():
                continue
            for field in self._links(record):
                seen.add(str(field))
                gone = self._archived(field.comodel_name)
                with self.subTest(str(field)), self.env.cr.savepoint() as savepoint:
                    with self.assertRaises(UserError):
                        record.with_user(self.manager).write({field.name: gone.id})
                    savepoint.rollback()
        self.assertLess(
            {
                "helpdesk.ticket.complaint_severity_id",
                "helpdesk.ticket.complaint_cause_id",
                "complaint.remedy.type_id",
            },
            seen,
        )

    def test_no_default_leads_there_either(self):
        """A default is sent along by a client, or was set while it was in use."""
        gone = self._archived("complaint.severity")
        refund = self.refund.copy({"active": False})
        for model, name, default in (
            ("helpdesk.ticket", "complaint_severity_id", gone),
            ("complaint.remedy", "type_id", refund),
        ):
            records = self.env[model].with_user(self.handler)
            sent = records.with_context(**{f"default_{name}": default.id})
            self.assertNotEqual(sent.default_get([name]).get(name), default.id)
            self.env["ir.default"].set(model, name, default.id, self.handler.id)
            self.assertNotEqual(records.default_get([name]).get(name), default.id)
        complaints = self.env["helpdesk.ticket"].with_user(self.handler)
        sent = complaints.with_context(default_complaint_severity_id=gone.id)
        vals = {"name": "Leaks", "description": "It leaks", "is_complaint": True}
        self.assertNotEqual(sent.create(vals).complaint_severity_id, gone)

    def _configuration(self):
        shared = self.env.registry["complaint.shared"]
        return [n for n, m in self.env.registry.items() if issubclass(m, shared)]

    def _links(self, record):
        for field in record._fields.values():
            if field.type == "many2one" and field.store and not field.related:
                if field.comodel_name in self._configuration():
                    if self.env[field.comodel_name]._active_name:
                        yield field

    def _archived(self, model):
        return self.env[model].search([], limit=1).copy({"active": False})

    def test_a_new_one_is_refused_as_well(self):
        gone = self._archived("complaint.severity")
        with self.assertRaises(UserError):
            self._create_complaint(self.handler, complaint_severity_id=gone.id)
        refund = self.refund.copy({"active": False})
        with self.assertRaises(UserError):
            self._create_remedy(self.ticket, type_id=refund.id)

    def test_what_is_there_already_stays(self):
        self.ticket.complaint_cause_id = self.cause
        self.cause.active = False
        ticket = self.ticket.with_user(self.agent_all)
        ticket.write({"complaint_cause_id": self.cause.id, "name": "Leaks"})
        self.assertEqual(ticket.complaint_cause_id, self.cause)

    def test_history_is_taken_over_with_what_was_used_then(self):
        self.cause.active = False
        row = {"complaint_imported": True, "complaint_cause_id": self.cause.id}
        row |= {"complaint_received_at": "2020-01-01 10:00:00"}
        ticket = self._create_complaint(self.manager, **row)
        self.assertEqual(ticket.complaint_cause_id, self.cause)
