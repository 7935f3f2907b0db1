from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.group import GroupCase
from .test_rpc import RpcCommon

#: From any file a path leads to all complaints.
WINDING = "create_uid.company_ids.user_ids.helpdesk_team_ids.ticket_ids"


class TestLinks(RpcCommon):
    """What a link shows, or a path finds, one may have read there as well."""

    def _search(self, user, model, *domain):
        self.env.flush_all()
        self.env.invalidate_all()
        return call_kw(self.env[model].with_user(user), "search", [list(domain)], {})

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule")
    def test_own_file_is_no_way_to_ask_about_complaints(self):
        """Odoo looks for files as superuser, and filters what was found."""
        other = self._create_complaint(self.agent_all)
        for user in (self.employee, self.sales, self.agent_all):
            file = self.env["ir.attachment"].with_user(user).create({"name": "Own"})
            own = ("id", "=", file.id)
            number = (f"{WINDING}.number", "=", other.number)
            finding = (f"{WINDING}.complaint_finding", "ilike", "did it")
            if user == self.agent_all:
                self.assertTrue(self._search(user, file._name, own, number, finding))
                continue
            self.assertFalse(self._search(user, file._name, own, number))
            with self.assertRaises(AccessError):
                self._search(user, file._name, own, finding)

    def test_customer_finds_out_nothing_of_notes_on_the_own_ticket(self):
        """A path over messages finds them without asking whose they are."""
        plain = self._create_ticket(self.agent_all).sudo()
        for ticket in (self.ticket, plain):
            ticket.message_post(body="Liar", subtype_xmlid="mail.mt_note")
            for name in ("message_ids", "website_message_ids"):
                asked = ("id", "=", ticket.id), (f"{name}.body", "ilike", "Liar")
                with self.subTest(ticket.name, name=name):
                    with self.assertRaises(AccessError):
                        self._search(self.portal, ticket._name, *asked)
        asked = ("id", "=", plain.id), ("message_ids.body", "ilike", "Liar")
        self.assertTrue(self._search(self.handler, plain._name, *asked))

    def test_file_is_still_found_by_who_uploaded_it(self):
        file = self.env["ir.attachment"].with_user(self.employee)
        file = file.create({"name": "Own"})
        name = ("create_uid.name", "=", self.employee.name)
        self.assertEqual(self._search(self.employee, file._name, name), file.ids)
        others = ("create_uid", "not any", [("name", "=", self.employee.name)])
        found = self._search(self.employee, file._name, others)
        self.assertNotIn(file.id, found)

    def test_notification_of_another_tells_no_subject(self):
        """Any colleague reads who was notified, and by that link the subject."""
        stranger = self._create_complaint(self.agent_all, name="Kettle 77").sudo()
        message = stranger.message_post(
            subject="Kettle 77",
            body="x",
            partner_ids=self.manager.partner_id.ids,
            email_layout_xmlid="mail.mail_notification_light",
        )
        domain = [("mail_message_id", "=", message.id)]
        for user, told in ((self.manager, "Kettle 77"), (self.employee, False)):
            rows = self._call(
                user, "mail.notification", "search_read", domain, ["mail_message_id"]
            )
            shown = rows and rows[0]["mail_message_id"]
            self.assertEqual(shown and shown[1] or False, told, user.name)

    def test_todo_of_a_watchlist_entry_is_the_managers(self):
        values = {"partner_id": self.customer.id, "kind": "frequent", "reason": "Often"}
        entry = own_hand(self.env["complaint.watchlist.entry"]).create(
            {
                **values,
                "state": "active",
                "user_id": self.manager.id,
                **dict.fromkeys(("review_date", "date_end"), "2099-01-01"),
            }
        )
        entry._ask_manager("Review due")
        for user in (self.handler, self.agent_all, self.sales):
            args = (user, entry._name, "read", entry.ids)
            self.assertTrue(self._call(*args, ["kind"]))
            for name in ("activity_ids", "activity_summary", "activity_state"):
                with self.subTest(user.name, name=name):
                    with self.assertRaises(AccessError):
                        self._call(*args, [name])

    def test_who_is_in_charge_of_an_action_settles_neither_cause_nor_words(self):
        action = self.env["complaint.corrective.action"].create(
            {"name": "Weigh", "cause_id": self.cause.id, "user_id": self.employee.id}
        )
        mine = action.with_user(self.employee)
        mine.write({"name": "Weigh it", "description": "x", "date_due": "2099-01-01"})
        for name in ("cause_id", "user_id", "company_id", "told", "ticket_id"):
            with self.subTest(name), self.assertRaises(AccessError):
                mine.write({name: False})
        rows = self._call(self.employee, action._name, "search_read", [])
        self.assertFalse({"ticket_id", "to_thank_count"} & rows[0].keys())

    def test_sales_read_neither_instructions_nor_standard_answers(self):
        for model, name in (
            ("complaint.cause", "standard_answer"),
            ("complaint.cause", "keywords"),
            ("complaint.stage", "description"),
            ("complaint.remedy.type", "description"),
        ):
            for method, args in (
                ("search_read", ([], [name])),
                ("search", ([(name, "ilike", "a")],)),
                ("formatted_read_group", ([], [name], ["__count"])),
            ):
                with self.subTest(model, name=name, method=method):
                    with self.assertRaises(AccessError):
                        self._call(self.sales, model, method, *args)

    def test_nobody_asks_who_is_a_key_customer_over_tickets(self):
        domain = [("complaint_key_customer", "=", True)]
        for user in (self.sales, self.sales_all, self.employee):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._call(user, "helpdesk.ticket", "search", domain)
        self._call(self.handler, "helpdesk.ticket", "search", domain)


class TestGroupLinks(GroupCase):
    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_whom_a_complaint_is_about_reads_no_step_of_its_group(self):
        batch = self.env["complaint.group.batch"].create(
            {"group_id": self.group.id, "kind": "apology"}
        )
        batch._refresh_texts()
        records = (self.group, batch, batch.text_ids[:1])
        for record in records:
            self.assertTrue(record.with_user(self.agent_all).has_access("read"))
        self.tickets[0].sudo().complaint_about_user_id = self.agent_all
        for record in records:
            self.assertFalse(record.with_user(self.agent_all).has_access("read"))
