from freezegun import freeze_time

from odoo import fields

from .common.wizards import LATER, NOW, WizardCommon


@freeze_time(NOW)
class TestRowOfAnotherAddon(WizardCommon):
    """A kind of row of My day that tests/addons/complaint_recovery_inspection adds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint()
        cls.ticket.sudo()._complaint_running()._cancel()
        cls.teams = cls.env["helpdesk.ticket.team"].with_user(cls.handler)

    def _send_back(self, tickets):
        """Say that the customers' samples are here."""
        for ticket in tickets:
            sample = ticket._complaint_open_deadline(
                "sample", "The kettle", fields.Datetime.now()
            )
            sample.with_user(ticket.user_id).action_done()

    def _day(self, **scope):
        day = self.teams.retrieve_complaint_day(**scope)
        return day["figures"], {part["key"]: part["rows"] for part in day["parts"]}

    def _samples(self, **scope):
        rows = self._day(**scope)[1].get("today", [])
        return [row for row in rows if row["key"].startswith("sample-")]

    def test_stands_in_its_part_with_all_that_is_needed(self):
        self.assertFalse(self._samples())
        self._send_back(self.ticket)
        [row] = self._samples()
        self.assertEqual(row["what"], "The sample is here: plan the inspection")
        self.assertEqual(row["customer"], self.customer.name)
        self.assertEqual((row["buttons"], row["since"]), (["read"], True))
        self.assertFalse({"due", "part"} & row.keys(), "these are not for the client")

    def test_is_counted_by_the_figures(self):
        before, _parts = self._day()
        self._send_back(self.ticket)
        after, parts = self._day()
        self.assertEqual(after["today"], before["today"] + 1)
        self.assertEqual(after["today"], len(parts["today"]))

    def test_complaint_is_not_repeated_as_one_of_which_nothing_is_due(self):
        held = [row["ticket"] for row in self._day()[1]["held"]]
        self.assertIn(self.ticket.id, held)
        self._send_back(self.ticket)
        held = [row["ticket"] for row in self._day()[1].get("held", [])]
        self.assertNotIn(self.ticket.id, held)

    def test_goes_with_what_it_waits_for(self):
        self._send_back(self.ticket)
        self.ticket._complaint_open_deadline("inspection", "Look", LATER)
        self.assertFalse(self._samples())

    def test_is_of_those_one_asks_for(self):
        other = self._create_complaint(user=self.leader, user_id=self.leader.id)
        self._send_back(other)
        self.assertFalse(self._samples())
        self.teams = self.teams.with_user(self.leader)
        self.assertEqual(self._samples(scope="team")[0]["ticket"], other.id)

    def test_costs_one_query_however_many_rows(self):
        kinds = self.teams._get_row_kinds()
        costs = {}
        tickets = self._create_ticket(count=40, team_id=self.team.id)
        tickets.partner_id = self.customer
        self._send_back(tickets[:1])
        for name, count in (("warm", 1), ("one", 1), ("forty", 40)):
            self._send_back(tickets[1:count])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(self._samples()), count)
            costs[name] = self.env.cr.sql_log_count - before
        self.patch(type(self.teams), "_get_row_kinds", lambda _: _without_sample(kinds))
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertFalse(self._samples())
        costs["none"] = self.env.cr.sql_log_count - before
        self.assertEqual(costs["one"], costs["forty"])
        self.assertLessEqual(costs["forty"] - costs["none"], 2)


def _without_sample(kinds):
    return {key: kind for key, kind in kinds.items() if key != "sample"}
