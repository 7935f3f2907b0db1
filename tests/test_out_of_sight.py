from contextlib import suppress
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user

from .common import ROLES
from .common.remedies import RemedyCommon
from .common.scheduled_pass import MONDAY
from .test_care import CareCommon


@freeze_time(MONDAY)
class TestOutOfSight(CareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outsider = new_test_user(
            cls.env, "outsider", groups=ROLES["handler"], name="Outsider"
        )

    def _told(self, model, user, name, **values):
        """Return what a new record's form tells ``user`` who sends ``values``.

        Who is turned away is told nothing.
        """
        self.env.flush_all()
        self.env.invalidate_all()
        values["ticket_id"] = self.ticket.id
        defaults = {f"default_{key}": value for key, value in values.items()}
        record = self.env[model].with_user(user).with_context(**defaults)
        asked = {key: {} for key in [name, *values]}
        with suppress(AccessError):
            return record.onchange({}, [], asked)["value"]
        return {name: False}

    def test_an_id_alone_tells_of_no_contact_with_the_customer(self):
        self._call(10)
        due_at = str(MONDAY + timedelta(days=14))
        care = {"kind": "care", "state": "running", "due_at": due_at}
        told = self._told("complaint.deadline", self.outsider, "care_warning", **care)
        self.assertFalse(told["care_warning"])

    def test_an_id_alone_names_no_remedy(self):
        remedy = self._create_remedy(self.other)
        told = self._told(
            "complaint.deadline",
            self.outsider,
            "display_name",
            remedy_ids=[Command.link(remedy.id)],
        )
        self.assertNotIn(remedy.display_name, str(told["display_name"]))

    def test_form_of_a_new_escalation_is_shown_to_nobody(self):
        for user in (self.manager, self.outsider, self.employee, self.portal):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.env["complaint.escalation"].with_user(user).with_context(
                    default_ticket_id=self.ticket.id
                ).onchange({}, [], {"partner_id": {}, "ticket_id": {}})


@freeze_time("2026-03-02 09:00:00")
class TestHiddenComplaint(RemedyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outsider = new_test_user(
            cls.env, "outsider", groups=ROLES["handler"], name="Outsider"
        )

    def _onchange(self, model, user, name, **values):
        self.env.flush_all()
        self.env.invalidate_all()  # Each request starts with nothing in memory.
        fields = {name: {}, **{key: {} for key in values}}
        record = self.env[model].with_user(user)
        values |= {"ticket_id": self.ticket.id}
        with suppress(AccessError):  # Who is turned away is told nothing.
            answer = record.onchange(values, ["ticket_id"], {"ticket_id": {}} | fields)
            return answer["value"].get(name)
        return None

    def _give_on_a_similar_case(self):
        self.ticket.complaint_cause_id = self.cause
        other = self._create_complaint(
            complaint_cause_id=self.cause.id, complaint_severity_id=self.normal.id
        )
        similar = self._create_remedy(other, amount=10)
        similar.action_offer()
        similar.action_accept()

    def test_an_id_alone_tells_nothing_of_a_complaint_out_of_sight(self):
        self.ticket.complaint_claim_amount = 777
        self._give_on_a_similar_case()
        for model, name in (
            ("complaint.remedy", "figures"),
            ("complaint.remedy", "claim_amount"),
            ("complaint.remedy", "apology_warning"),
            ("complaint.remedy", "similar_range"),
            ("complaint.remedy", "partner_id"),
            ("complaint.interaction", "partner_id"),
        ):
            with self.subTest(model=model, name=name):
                self.assertTrue(self._onchange(model, self.leader, name))
                self.assertFalse(self._onchange(model, self.outsider, name))

    def test_amounts_tried_out_tell_no_range_of_a_complaint_out_of_sight(self):
        self._give_on_a_similar_case()
        tried = ("complaint.remedy", self.leader, "unusual")
        self.assertTrue(self._onchange(*tried, amount=45))
        tried = ("complaint.remedy", self.outsider, "unusual")
        self.assertFalse(self._onchange(*tried, amount=45))
