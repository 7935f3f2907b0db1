from freezegun import freeze_time

from odoo import fields

from .test_import import SILENT, ImportCommon


@freeze_time("2030-01-02 10:00:00")
class TestImportedComplaint(ImportCommon):
    """Complaints taken over: silent, and normal once they are taken up again."""

    def setUp(self):
        super().setUp()
        # The database has a clock of its own, which says when a record was created.
        self.patch(self.env.cr, "_now", fields.Datetime.now())

    def test_owner_gets_no_notice(self):
        before = self._count(*SILENT)
        ticket = self._take_over(user_id="Handler")
        self.assertEqual(ticket.user_id, self.handler)
        self.assertEqual(self._count(*SILENT), before)

    def test_leader_gets_no_notice_of_what_falls_to_the_leader(self):
        self.company.helpdesk_mgmt_ticket_auto_assign = False
        before = self._count(*SILENT)
        self.assertEqual(self._take_over().user_id, self.leader)
        self.assertEqual(self._count(*SILENT), before)

    def test_salesperson_gets_no_notice(self):
        self._take_over()
        self.assertFalse(self._news())

    def test_ticket_was_closed_when_the_complaint_was(self):
        ticket = self._take_over()
        self.assertEqual(str(ticket.closed_date), "2029-12-20 09:00:00")
        self.assertEqual(str(ticket.complaint_resolved_at), "2029-12-20 09:00:00")

    def test_receipt_is_no_later_than_what_followed(self):
        ticket = self._take_over(complaint_received_at="")
        self.assertEqual(str(ticket.complaint_received_at), "2029-12-20 09:00:00")

    def test_withdrawn_keeps_its_date(self):
        ticket = self._take_over(
            complaint_stage_id="Withdrawn",
            complaint_outcome="withdrawn",
            complaint_end_reason="Found it.",
        )
        self.assertEqual(str(ticket.complaint_closed_at), "2029-12-20 09:00:00")

    def test_incoming_call_was_the_first_contact(self):
        ticket = self._take_over(
            **{
                "complaint_interaction_ids/date": "2029-12-03 09:30:00",
                "complaint_interaction_ids/direction": "in",
                "complaint_interaction_ids/channel": "phone",
            }
        )
        self.assertEqual(str(ticket.complaint_first_contact_at), "2029-12-03 09:30:00")

    def test_more_exchanges_follow_in_rows_of_their_own(self):
        exchange = "complaint_interaction_ids"
        columns = ["complaint_imported", "name", "description", "complaint_received_at"]
        columns += [f"{exchange}/date", f"{exchange}/channel"]
        first = ["True", "Kettle leaked", "It leaked.", "2029-12-03"]
        rows = [[*first, "2029-12-03", "letter"], [""] * 4 + ["2029-12-04", "phone"]]
        ticket = self.env["helpdesk.ticket"].browse(self._load(rows, columns)["ids"])
        channels = ticket.complaint_interaction_ids.mapped("channel")
        self.assertEqual(set(channels), {"letter", "phone"})

    def test_exchanges_imported_later_move_nothing(self):
        ticket = self._take_over()
        columns = ["ticket_id/.id", "date", "purpose", "satisfaction"]
        row = [str(ticket.id), "2029-12-22", "follow_up", "dissatisfied"]
        result = self._load([row], columns, model="complaint.interaction")
        self.assertFalse(result["messages"])
        self.assertEqual(ticket.complaint_outcome, "settled")
        self.assertTrue(ticket.complaint_closed_at)

    def test_dissatisfied_follow_up_today_reopens_it(self):
        ticket = self._take_over()
        self._follow_up(ticket, "dissatisfied", user=self.manager)
        self.assertEqual(ticket.complaint_phase, "recovery")

    def test_reopened_it_runs_as_any_other(self):
        ticket = self._take_over(user_id="Handler").with_user(self.handler)
        ticket.action_reopen()
        running = ticket.complaint_deadline_ids.filtered(lambda d: d.state == "running")
        kinds = ["first_contact", "progress", "resolution"]  # No contact is known.
        self.assertCountEqual(running.mapped("kind"), kinds)
        self.assertFalse(ticket.stage_id.closed)
        self._play_to_follow_up(ticket)
        self.assertTrue(ticket._complaint_running("follow_up"))
        self._follow_up(ticket)
        self.assertEqual(ticket.complaint_outcome, "satisfied")
        self.assertEqual(len(self._news()), 1)

    def test_new_complaint_in_the_same_file_has_its_deadlines(self):
        columns = ["is_complaint", "complaint_imported", "name", "description"]
        columns += ["team_id"]
        rows = [
            ["True", imported, "Kettle leaks", "It leaks.", "Complaints"]
            for imported in ("True", "", "True")
        ]
        ids = self._load(rows, columns)["ids"]
        tickets = self.env["helpdesk.ticket"].browse(ids)
        self.assertEqual(tickets.mapped("complaint_imported"), [True, False, True])
        due = [bool(ticket.complaint_deadline_ids) for ticket in tickets]
        self.assertEqual(due, [False, True, False])

    def test_import_dialog_takes_it_over(self):
        content = (
            "complaint_imported,name,description,complaint_stage_id\n"
            "True,Kettle leaked,It leaked.,Closed\n"
        )
        wizard = (
            self.env["base_import.import"]
            .with_user(self.manager)
            .create(
                {
                    "res_model": "helpdesk.ticket",
                    "file": content.encode(),
                    "file_type": "text/csv",
                }
            )
        )
        columns = content.splitlines()[0].split(",")
        options = {"has_headers": True, "quoting": '"', "separator": ","}
        result = wizard.execute_import(columns, columns, options)
        self.assertFalse(result["messages"])
        self.assertTrue(self.env["helpdesk.ticket"].browse(result["ids"]).closed)

    def _take_over(self, **vals):
        """Import one closed complaint of the customer, as a manager."""
        row = {
            "complaint_imported": "True",
            "name": "Kettle leaked",
            "description": "It leaked.",
            "partner_id": "Azure Interior, Jane Doe",
            "team_id": "Complaints",
            "complaint_received_at": "2029-12-03 09:00:00",
            "complaint_closed_at": "2029-12-20 09:00:00",
            "complaint_stage_id": "Closed",
            "complaint_outcome": "settled",
            **vals,
        }
        result = self._load([list(row.values())], list(row))
        self.assertFalse(result["messages"])
        return self.env["helpdesk.ticket"].browse(result["ids"])

    def _news(self):
        """Return what the salesperson was told."""
        return self.env["mail.message"].search(
            [
                ("model", "=", "res.partner"),
                ("partner_ids", "in", self.sales.partner_id.ids),
                ("subject", "like", "complain"),
            ]
        )
