"""Whom a complaint is about does not find out that there is one (D35)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.secret import SecretCommon

#: Where ours are, or what is shown of them.
FOREIGN = (
    "res.partner",
    "res.company",
    "helpdesk.ticket.team",
    "helpdesk.ticket.category",
    "helpdesk.ticket.channel",
    "helpdesk.ticket.stage",
    "helpdesk.ticket.tag",
    "mail.activity.type",
)
#: Of users nothing but ours is read: the rest is theirs.
MARK = "complaint"
#: The moment of a change, and who made it, tell nothing of what changed.
STAMPS = {"write_date", "write_uid", "__last_update"}


class TestExistence(SecretCommon):
    """All that a manager can read is the same, whether or not one is about them.

    A manager reads all complaints of the company but those about themselves, so that
    each difference tells of one.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket.sudo().write(
            {
                "complaint_about_user_id": False,
                "complaint_confidential": False,
                "complaint_cause_id": cls.cause.id,
            }
        )
        cls.now = fields.Datetime.now()
        action = cls.env["complaint.corrective.action"]
        cls.action = action.create({"name": "Weigh", "cause_id": cls.cause.id}).sudo()
        own_hand(cls.action).write(
            {"state": "done", "done_at": cls.now - timedelta(days=9)}
        )
        cls.env.flush_all()
        cls.startClassPatcher(freeze_time(cls.now))

    def _complain(self, about):
        """Make what customers complained of yesterday, with all that followed."""
        for customer in (self.customer, self.stranger):
            self._complain_of(about, customer)

    def _complain_of(self, about, customer):
        ticket = self._create_complaint(
            self.agent_all,
            partner_id=customer.id,
            complaint_received_at=self.now - timedelta(days=1),
            complaint_cause_id=self.cause.id,
            complaint_claim_amount=4321,
            complaint_severity_id=self.minor.id,
            complaint_about_user_id=about.id,
            user_id=self.agent_all.id,
        )
        self._create_interaction(ticket, self.agent_all, purpose="first_contact")
        remedy = self._create_remedy(ticket, self.agent_all, amount=33)
        remedy.sudo().action_offer()
        remedy.sudo().action_accept()
        self.env.flush_all()

    def _read_models(self):
        for name, model in self.env.registry.items():
            if model._abstract or model._transient:
                continue
            if name.startswith(("complaint.", "helpdesk.ticket")) or name in FOREIGN:
                yield name

    def _read_all(self, ids):
        """Return (model, id, field) → what the suspect reads, of ``ids`` of a model."""
        told = {}
        for name in self._read_models():
            records = self.env[name].with_user(self.suspect)
            if not records.has_access("read"):
                continue
            self.env.invalidate_all()
            found = records.with_context(active_test=False).search([])
            told[name, "found"] = found.ids
            names = [n for n in records.fields_get() if n not in STAMPS]
            compared = found & found.browse(ids.get(name, found.ids))
            for row in self._read(compared, names):
                told |= {(name, row["id"], field): row[field] for field in row}
        return told

    def _read(self, records, names):
        try:
            return records.read(names)
        except (AccessError, UserError):  # One is refused: all others by themselves.
            rows = {}
            for name in names:
                try:
                    for row in records.read([name]):
                        rows.setdefault(row["id"], {}).update(row)
                except (AccessError, UserError) as error:
                    self.refused[records._name, name] = str(error)
                    rows.setdefault(0, {"id": 0})[name] = str(error)
            return list(rows.values())

    def _ask_dialogs(self):
        """Return what dialogs answer that look at other complaints."""
        asked = {
            "complaint.quick.entry": {
                "partner_id": self.stranger.id,
                "cause_id": self.cause.id,
                "description": "x",
            },
            "helpdesk.ticket": {
                "partner_id": self.stranger.id,
                "complaint_cause_id": self.cause.id,
                "is_complaint": True,
            },
            "complaint.cause.merge": {
                "cause_ids": [(6, 0, (self.cause + self.cause.parent_id).ids)],
                "target_id": self.cause.parent_id.id,
            },
            "complaint.interaction.result": {
                "ticket_id": self.ticket.id,
                "purpose": "follow_up",
                "state": "done",
            },
            "complaint.offer": {"ticket_id": self.ticket.id},
            "complaint.anonymise": {"partner_id": self.customer.id},
            "complaint.sales.entry": {"partner_id": self.customer.id},
            "complaint.proactive": {"partner_ids": [(6, 0, self.customer.ids)]},
        }
        told = {}
        for model, values in asked.items():
            dialogs = self.env[model].with_user(self.suspect)
            spec = {
                name: {"fields": {"display_name": {}}}
                if dialogs._fields[name].type == "many2one"
                else {}
                for name in dialogs.fields_get()
                if not name.startswith("access_")
            }
            self.env.invalidate_all()
            answer = dialogs.onchange(dict(values), list(values), spec)["value"]
            told |= {(model, "dialog", name): answer[name] for name in answer}
        export = self.env["complaint.data.export"].with_user(self.suspect)
        export = export.create({"partner_id": self.customer.id})
        export.action_export()
        told["complaint.data.export", "incomplete"] = export.incomplete
        return told

    def _tell(self, ids):
        self.refused = {}
        told = self._read_all(ids) | self._ask_dialogs()
        today = self.env["helpdesk.ticket.team"].with_user(self.suspect)
        told["today"] = today.retrieve_complaint_today()
        return told

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nothing_the_subject_reads_differs(self):
        before = self._tell({})
        ids = {key[0]: value for key, value in before.items() if key[1:] == ("found",)}
        self._complain(self.suspect)
        after = self._tell(ids)
        differing = {
            key: (before.get(key), after.get(key))
            for key in before.keys() | after.keys()
            if before.get(key) != after.get(key)
        }
        for key, told in differing.items():
            with self.subTest(key):
                self.assertEqual(*told)
        self.assertGreater(len(before), 3000)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_somebody_elses_makes_the_difference(self):
        """What is compared above does change where one may know of it."""
        keys = {
            ("helpdesk.ticket", self.ticket.id, "complaint_customer_claimed"),
            ("helpdesk.ticket", self.ticket.id, "complaint_figures"),
            ("complaint.cause", self.cause.id, "open_count"),
            ("complaint.corrective.action", self.action.id, "count_after"),
            ("complaint.quick.entry", "dialog", "repeat_note"),
            ("complaint.quick.entry", "dialog", "severity_reason"),
            ("complaint.cause.merge", "dialog", "ticket_count"),
            ("complaint.report", self.ticket.id, "repeated"),
            ("helpdesk.ticket", self.ticket.id, "complaint_similar_count"),
            ("helpdesk.ticket", self.ticket.id, "complaint_alike_ids"),
        }
        before = self._tell({})
        self._complain(self.handler)
        after = self._tell({})
        same = {key for key in keys if before.get(key) == after.get(key)}
        self.assertFalse(same)
