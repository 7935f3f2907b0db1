from odoo.exceptions import UserError
from odoo.tools import mute_logger

#: Odoo's models that hold what is said and due.
HOLDING = ("mail.activity", "mail.message", "mail.notification", "ir.attachment")
#: Passed on by whoever has it, on record; users are deleted by administrators alone.
PASSED = {("mail.activity", "user_id")}


class CascadeRules:
    """The database deletes what points at something deleted, and asks no method."""

    def _held(self):
        """Return model → a record on the complaint that has to stay."""
        # Without the mark that it was made with.
        ticket = self.env["helpdesk.ticket"].browse(self.ticket.id).sudo()
        running = ticket.complaint_deadline_ids.filtered(
            lambda d: d.state == "running" and d.activity_id.automated
        )
        words = "Said"
        message = ticket.message_post(
            body=words,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.customer.ids,
            attachments=[("x.txt", b"x")],
        )
        held = {
            "mail.activity": running[0].activity_id,
            "mail.message": message,
            "mail.notification": message.notification_ids[:1],
            "ir.attachment": message.attachment_ids,
        }
        parts = self.registry["complaint.child"]
        return held | {
            name: record
            for name, record in self.records.items()
            if issubclass(self.registry[name], parts)
        }

    def _cascades(self):
        for model, record in self._held().items():
            self.assertTrue(record, model)
            for name, field in record._fields.items():
                if field.type == "many2one" and field.store:
                    if field.ondelete == "cascade" and (model, name) not in PASSED:
                        yield record, name

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
    def test_nobody_points_what_stays_at_something_they_may_delete(self):
        seen = set()
        for record, name in self._cascades():
            comodel = self.env[record._fields[name].comodel_name].sudo()
            others = comodel.with_context(active_test=False)
            other = others.search([("id", "!=", record[name].id)], limit=1)
            for person in (self.agent_all, self.manager, record_owner(record)):
                own = record.with_user(person)
                with (
                    self.subTest(record._name, link=name, person=person.login),
                    self.assertRaises(UserError),
                    self.cr.savepoint(),
                ):
                    own.write({name: other.id or False})
            seen.add((record._name, name))
        self.assertIn(("mail.notification", "mail_message_id"), seen)
        self.assertIn(("complaint.remedy", "ticket_id"), seen)
        return seen


def record_owner(record):
    """Return whose to-do it is; the superuser makes no difference elsewhere."""
    owner = record.sudo().user_id if "user_id" in record._fields else record.env.user
    return owner if not owner._is_superuser() else record.env.ref("base.user_admin")
