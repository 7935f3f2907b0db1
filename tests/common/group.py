"""Three customers, one cause, one group; mails are built as they would go out."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from .mail import MailCase


class GroupCase(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        partners = cls.env["res.partner"].create(
            [
                {"name": "Anna Berg", "email": "anna@berg.example"},
                {"name": "Boris Novak", "email": "boris@novak.example"},
                {
                    "name": "Chloé Martin",
                    "email": "chloe@martin.example",
                    "lang": "fr_FR",
                },
            ]
        )
        cls.anna, cls.boris, cls.chloe = partners
        cls.tickets = (
            cls.env["helpdesk.ticket"]
            .with_user(cls.leader)
            .union(
                *(
                    cls._create_complaint(
                        cls.leader,
                        name=f"Late for {partner.name.split()[0]}",
                        partner_id=partner.id,
                        complaint_cause_id=cls.cause.id,
                        complaint_severity_id=cls.normal.id,
                    )
                    for partner in partners
                )
            )
        )
        cls.group = cls._create_group(cls.tickets)

    @classmethod
    def _create_group(cls, tickets, user=None, **vals):
        vals = {"name": "Late in May", "cause_id": cls.cause.id, **vals}
        entry = (
            cls.env["complaint.group.entry"]
            .with_user(user or cls.leader)
            .create({"ticket_ids": [(6, 0, tickets.ids)], **vals})
        )
        action = entry.action_apply()
        return cls.env["complaint.group"].with_user(cls.leader).browse(action["res_id"])

    def _prepare(self, kind, words="Something went wrong.", group=None, **vals):
        """Prepare a step as the leader, with ``words`` in every language."""
        group = group or self.group
        names = {
            "decision": "action_tell",
            "apology": "action_apologise",
            "remedy": "action_offer",
            "follow_up": "action_follow_up",
        }
        action = getattr(group, names[kind])()
        batch = group.env[action["res_model"]].browse(action["res_id"])
        defaults = {
            "decision": {"decision": "upheld"},
            "remedy": {"type_id": self.refund.id, "amount": 20},
        }
        batch.write({**defaults.get(kind, {}), **vals})
        for text in batch.text_ids:
            text.body = f"<p>{words} ({text.language})</p>"
        return batch

    def _run(self):
        """Let the scheduled action do what waits."""
        with self.enter_registry_test_mode():
            cron = self.env.ref("complaint_recovery.ir_cron_group_batch")
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _do(self, kind, **vals):
        batch = self._prepare(kind, **vals)
        batch.action_start()
        self._run()
        return batch

    def _lines(self, batch):
        """Return the states of the lines, in the order of the complaints."""
        return batch.line_ids.sorted(lambda line: line.ticket_id.id).mapped("state")

    @contextmanager
    def _outbox(self):
        """Yield a list: the real messages, as they would go to the mail server."""
        sent = []

        def send_email(server, message, *args, **kwargs):
            sent.append(message)
            return message["Message-Id"]

        with (
            patch.object(IrMail_Server, "_disable_send", lambda *args: False),
            patch.object(IrMail_Server, "_connect__", lambda *args, **kwargs: None),
            patch.object(IrMail_Server, "send_email", send_email),
        ):
            yield sent
