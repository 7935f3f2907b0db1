"""Guards ask who writes, and superuser rights are no answer."""

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.models.guard.helpdesk_ticket import (
    GIVEN_AT_CREATE,
)
from odoo.addons.complaint_recovery.tools.marks import OWN_HAND, Mark
from odoo.addons.complaint_recovery.tools.own_hand import (
    KEY,
    is_own_hand,
    own_hand,
    without_hand,
)

from .common import ComplaintCommon
from .test_defaults_from_outside import OutsideCommon

#: What somebody could send for the mark, or make of it.
FORGED = (True, 1, "OWN_HAND", repr(OWN_HAND), "Mark", {}, [OWN_HAND], Mark())
CODE = "records.write({env.context['told']: env.context['value']})"


class TestOwnHand(OutsideCommon, ComplaintCommon):
    """Each guarded field × each way superuser code of somebody else writes it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint()
        cls._create_interaction(cls.ticket)
        cls._create_apology(cls.ticket)
        cls._create_remedy(cls.ticket).action_request()
        cls.ticket.sudo()._complaint_escalate("She asks for it")
        cls.ticket.sudo()._complaint_override(cls.stage_closed, "Lost file")
        cls._make_others()
        models = cls.env["ir.model"]
        cls.actions = {
            name: cls.env["ir.actions.server"].create(
                {
                    "name": "Of an administrator",
                    "model_id": models._get_id(name),
                    "state": "code",
                    "code": CODE,
                }
            )
            for name in cls._all_guarded()
        }

    @classmethod
    def _make_others(cls):
        """Make one of each that no complaint begins with."""
        group = cls.env["complaint.group"].create({"name": "Late in May"})
        batch = {"group_id": group.id, "kind": "apology"}
        batch = cls.env["complaint.group.batch"].create(batch)
        own_hand(cls.env["complaint.group.line"]).create(
            {"batch_id": batch.id, "ticket_id": cls.ticket.id}
        )
        cls.env["complaint.watchlist.entry"].create(
            {"partner_id": cls.customer.id, "kind": "frequent", "reason": "Often"}
        )
        cls.env["complaint.corrective.action"].create(
            {"name": "Ship earlier", "cause_id": cls.cause.id}
        )

    @classmethod
    def _all_guarded(cls):
        guarded = cls.registry["complaint.guarded"]
        return ["helpdesk.ticket"] + [
            name
            for name, model in cls.registry.items()
            if issubclass(model, guarded) and not model._abstract
        ]

    def _cells(self):
        """Yield (records, field, value) for all that only methods write."""
        for name, guarded in self._guarded_models().items():
            records = self.env[name]
            parts = self.env["helpdesk.ticket"]._complaint_part_fields()
            own = name == "helpdesk.ticket"
            found = self.ticket if own else records.search([], limit=1)
            for field in sorted(guarded - parts.keys() if own else guarded):
                self.assertTrue(found, name)
                if field in records._fields:
                    yield found, field, self._planted(records._fields[field])

    def _ways(self, records, field, value):
        """Return way → what superuser code that is not ours does."""
        vals = {field: value}
        root = records.with_user(SUPERUSER_ID)
        action = self.actions[records._name].with_context(
            active_model=records._name,
            active_ids=records.ids,
            active_id=records.id,
            told=field,
            value=value,
        )
        return {
            "sudo": lambda: records.with_user(self.handler).sudo().write(vals),
            "system": lambda: root.write(vals),
            "command": lambda: root.update(vals),
            "attribute": lambda: root.__setitem__(field, value),
            "server action": action.with_user(SUPERUSER_ID).run,
            # It follows a write of ours, and runs in its context.
            "automation rule": own_hand(action.with_user(SUPERUSER_ID)).run,
            **{
                f"forged {number}": lambda forged=forged: root.with_context(
                    **{KEY: forged, "complaint_kept": OWN_HAND}
                ).write(vals)
                for number, forged in enumerate(FORGED)
            },
        }

    @mute_logger("odoo.addons.base.models.ir_actions", "odoo.sql_db")
    def test_superuser_code_of_others_writes_nothing_guarded(self):
        passed, cells = [], 0
        for records, field, value in self._cells():
            for way, write in self._ways(records, field, value).items():
                if not self._is_refused(write):
                    passed.append((records._name, field, way))
                cells += 1
        self.assertFalse(passed)
        self.assertGreater(cells, 1000)

    def _is_refused(self, write):
        """Return whether it is turned away. That comes before anything is written."""
        try:
            write()
        except UserError:  # An AccessError is one.
            return True
        return False

    @mute_logger("odoo.sql_db")
    def test_superuser_code_of_others_creates_nothing_guarded(self):
        passed, cells = [], 0
        given = GIVEN_AT_CREATE | {"complaint_imported"}
        for records, field, value in self._cells():
            if field in given or not value:
                continue
            for env in (records.sudo(), records.with_user(SUPERUSER_ID)):
                model, vals = env.browse(), {field: value}
                if not self._is_refused(lambda m=model, v=vals: m.create(v)):
                    passed.append((records._name, field))
                cells += 1
        self.assertFalse(passed)
        self.assertGreater(cells, 100)

    def test_own_hand_writes_them(self):
        """The guard lets ours through, so that refusing is what is shown above."""
        written = 0
        for records, field, value in self._cells():
            kind = records._fields[field].type
            if records != self.ticket or kind not in ("datetime", "integer", "text"):
                continue
            with self.subTest(field), self.env.cr.savepoint() as undo:
                own_hand(records).write({field: value})
                self.assertEqual(
                    records.sudo()[field],
                    records._fields[field].convert_to_cache(value, records),
                )
                undo.rollback()
            written += 1
        self.assertGreater(written, 10)

    def test_nothing_hands_the_mark_on(self):
        exchanges = own_hand(self.env["complaint.interaction"])
        made = exchanges.create({"ticket_id": self.ticket.id, "summary": "Said"})
        self.assertTrue(is_own_hand(exchanges))
        self.assertFalse(is_own_hand(made))
        self.assertFalse(is_own_hand(own_hand(made).with_user(self.handler)))
        self.assertFalse(is_own_hand(without_hand(own_hand(made))))

    def test_methods_of_ours_still_run_in_server_actions(self):
        """An administrator lets a button be pressed, which is no write of theirs."""
        self.actions["helpdesk.ticket"].code = "record.action_withdraw(reason='Sold')"
        self.actions["helpdesk.ticket"].with_user(SUPERUSER_ID).with_context(
            active_model="helpdesk.ticket",
            active_id=self.ticket.id,
            active_ids=self.ticket.ids,
        ).run()
        self.assertEqual(self.ticket.sudo().complaint_outcome, "withdrawn")

    def test_letter_as_sent_is_marked_by_our_code_alone(self):
        files = self.env["ir.attachment"]
        told = {"name": "x.txt", "raw": b"x", "complaint_letter": True}
        for user in (self.handler, self.manager, self.env.user):
            own = files.with_user(user)
            with self.subTest(user.name), self.assertRaises(AccessError):
                own.create(told)
            with self.subTest(user.name), self.assertRaises(AccessError):
                own.sudo().create({"name": "x.txt", "raw": b"x"}).write(
                    {"complaint_letter": True}
                )
            kept = own.with_context(default_complaint_letter=True)
            kept = kept.create({"name": "x.txt", "raw": b"x"})
            self.assertFalse(kept.sudo().complaint_letter)
        letter = own_hand(files).create(told)
        with self.assertRaises(AccessError):
            letter.with_context(**{KEY: None}).write({"complaint_letter": False})
