from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method

from odoo.addons.complaint_recovery.exceptions import ComplaintRequirementError

from .common.ways_round import MONDAY, WaysRoundCommon


class TestFalseEvidence(WaysRoundCommon):
    """Each way to invent, borrow or remove what a grave complaint is owed."""

    def test_evidence_invented_in_the_same_write(self):
        sent = {"channel": "phone", "state": "sent"}
        delivered = {"type_id": self.refund.id, "amount": 1, "state": "delivered"}
        closed = {"complaint_stage_id": self.stage_closed.id}
        for vals in (
            {"complaint_apology_ids": [(0, 0, sent)]},
            {"complaint_remedy_ids": [(0, 0, delivered)]},
            {"complaint_override_ids": [(0, 0, {"reason": "x"})]},
            {"complaint_outcome": "satisfied"},
        ):
            self._try_as_each_role(
                lambda t, v=vals: t.write({**v, **closed}), AccessError
            )

    def test_evidence_of_another_complaint(self):
        other = self._create_complaint(complaint_severity_id=self.normal.id)
        self._contact(other)
        for name in ("interaction", "apology", "deadline"):
            record = other[f"complaint_{name}_ids"][:1]
            command = [(4, record.id)]
            self._assert_refused(
                lambda n=name, c=command: self.ticket.write({f"complaint_{n}_ids": c})
            )

    def test_deleting_what_blocks(self):
        later = MONDAY + timedelta(days=1)
        self.ticket._complaint_promise("Call back", later)
        self._contact(self.ticket)
        for name in ("interaction", "apology", "deadline"):
            ids = self.ticket[f"complaint_{name}_ids"].ids
            for command in ([(2, ids[0])], [(3, ids[0])], [(5,)], [(6, 0, [])]):
                self._try_as_each_role(
                    lambda t, n=name, c=command: t.write({f"complaint_{n}_ids": c})
                )

    def test_changing_records_through_the_complaint(self):
        deadline = self.ticket.complaint_deadline_ids[:1]
        apology = self._create_apology(self.ticket)
        for name, record, vals in (
            ("deadline", deadline, {"due_at": "2030-01-01 00:00:00"}),
            ("deadline", deadline, {"state": "done"}),
            ("apology", apology, {"state": "sent"}),
        ):
            command = [(1, record.id, vals)]
            self._try_as_each_role(
                lambda t, n=name, c=command: t.write({f"complaint_{n}_ids": c}),
                AccessError,
            )

    def test_activity_of_a_deadline_given_to_somebody_else(self):
        deadline = self.ticket.complaint_deadline_ids.filtered("activity_id")
        activity = deadline.activity_id.with_user(self.handler)
        with self.assertRaises(UserError):
            activity.write({"user_id": self.leader.id, "date_deadline": "2030-01-01"})
        # As other code may have left it.
        activity.sudo().write(
            {"user_id": self.leader.id, "date_deadline": "2030-01-01"}
        )
        self.assertEqual(deadline.user_id, self.handler)
        self.assertEqual(deadline.due_at, datetime(2026, 3, 2, 14))
        with self.assertRaises(ComplaintRequirementError):
            activity.with_user(self.leader).action_feedback()

    def test_archived_activity_finishes_nothing(self):
        later = MONDAY + timedelta(days=1)
        promise = self.ticket._complaint_promise("Call back", later)
        promise.activity_id.with_user(self.handler).action_archive()
        self.assertEqual(promise.state, "running")
        self.assertTrue(self.ticket._complaint_gaps_running())

    def test_one_write_with_an_exchange_opens_no_stage(self):
        self._contact(self.ticket)
        exchange = {"purpose": "follow_up", "satisfaction": "satisfied"}
        vals = {
            "complaint_interaction_ids": [(0, 0, exchange)],
            "complaint_stage_id": self.stage_closed.id,
        }
        self._assert_refused(lambda: self.ticket.write(vals))

    def test_private_methods_are_not_called_over_rpc(self):
        for model, names in (
            ("helpdesk.ticket", ("_complaint_override", "_complaint_import")),
            ("complaint.interaction", ("_record",)),
            ("complaint.deadline", ("_finish", "_cancel", "_reschedule")),
            ("complaint.remedy", ("_move", "_approve")),
        ):
            for name in names:
                with self.subTest(name), self.assertRaises(AccessError):
                    get_public_method(self.env[model], name)
