from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user
from odoo.tools import mute_logger

from .common import ComplaintCommon

HELPDESK = ("handler", "leader", "agent_all", "manager", "director")
CHILDREN = ("interaction", "apology", "remedy", "deadline", "override")


class SecrecyCommon(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = new_test_user(
            cls.env, "owner_user", groups="helpdesk_mgmt.group_helpdesk_manager"
        )
        cls.other = cls.env["helpdesk.ticket.team"].create(
            {"name": "Neutral", "user_ids": [(6, 0, cls.owner.ids)]}
        )

    def _complaint_about(self, user, **vals):
        """Create a complaint about ``user`` with one child of each kind."""
        ticket = self._create_complaint(
            self.owner,
            name=f"{user.name} was rude",
            complaint_about_user_id=user.id,
            user_id=self.owner.id,
            team_id=self.other.id,
            is_complaint=True,
            **vals,
        )
        self._create_interaction(ticket, self.owner, purpose="first_contact")
        self._create_apology(ticket, self.owner)
        self._create_remedy(ticket, self.owner)
        ticket.with_user(self.owner).action_override(self.stage_closed.id, "Agreed")
        return ticket.sudo()


class TestAboutColleague(SecrecyCommon):
    """Whatever the role: one does not read a complaint about oneself (D35)."""

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_colleague_reads_neither_complaint_nor_what_belongs_to_it(self):
        for role in HELPDESK:
            user = getattr(self, role)
            ticket = self._complaint_about(user)
            records = [ticket, *(ticket[f"complaint_{n}_ids"] for n in CHILDREN)]
            for record in records:
                for operation in ("read", "write", "unlink"):
                    with self.subTest(role, model=record._name, right=operation):
                        self.assertTrue(record)
                        own = record.with_user(user)
                        self.assertFalse(own._filtered_access(operation))
                        with self.assertRaises(AccessError):
                            own.read(["display_name"])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_others_of_the_same_role_do_read_it(self):
        ticket = self._complaint_about(self.handler)
        for user in (self.agent_all, self.manager):
            for name in CHILDREN:
                self.assertTrue(ticket[f"complaint_{name}_ids"].with_user(user).read())

    def test_colleague_finds_it_by_no_way_of_searching(self):
        for role in HELPDESK:
            user = getattr(self, role)
            ticket = self._complaint_about(user)
            tickets = self.env["helpdesk.ticket"].with_user(user)
            domain = [("id", "=", ticket.id)]
            for name, found in self._searches(tickets, ticket, domain).items():
                with self.subTest(role, way=name):
                    self.assertFalse(found)

    def _searches(self, tickets, ticket, domain):
        customers = tickets.env["res.partner"].sudo(False)
        children = tickets.env["complaint.interaction"]
        return {
            "search": tickets.search(domain),
            "search_count": tickets.search_count(domain),
            "search_read": tickets.search_read(domain, ["name"]),
            "web_search_read": tickets.web_search_read(domain, {"name": {}})["length"],
            "group": tickets.formatted_read_group(domain, ["user_id"], ["__count"]),
            "name_search": tickets.name_search(ticket.name),
            "about": tickets.search(
                [("complaint_about_user_id", "=", tickets.env.uid)]
            ),
            "child": children.search([("ticket_id", "=", ticket.id)]),
            "path": children.search([("ticket_id.name", "=", ticket.name)]),
            "customer": customers.search(
                [("helpdesk_ticket_ids.name", "=", ticket.name)]
            ),
            "team": tickets.env["helpdesk.ticket.team"].search(
                [("ticket_ids.name", "=", ticket.name)]
            ),
            "messages": tickets.env["mail.message"].search(
                [("model", "=", "helpdesk.ticket"), ("res_id", "=", ticket.id)]
            ),
            "activities": tickets.env["mail.activity"].search(
                [("res_model", "=", "helpdesk.ticket"), ("res_id", "=", ticket.id)]
            ),
        }

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_colleague_cannot_export_it(self):
        self.manager.group_ids |= self.env.ref("base.group_allow_export")
        ticket = self._complaint_about(self.manager)
        with self.assertRaises(AccessError):
            ticket.with_user(self.manager).export_data(["name"])

    def test_colleague_reads_a_number_and_no_title_through_a_link(self):
        ticket = self._complaint_about(self.handler)
        own = self._create_complaint()
        # Led there by our code, it is kept from them as well: as it was in former data.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET complaint_origin_id = %s WHERE id = %s",
            (ticket.id, own.id),
        )
        self.env.invalidate_all()
        spec = {"complaint_origin_id": {"fields": {"display_name": {}}}}
        shown = own.web_read(spec)[0]["complaint_origin_id"]
        self.assertEqual(shown["display_name"], ticket.number)
        seen = own.with_user(self.manager).web_read(spec)[0]["complaint_origin_id"]
        self.assertIn("rude", seen["display_name"])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_dialogs_tell_nothing_of_it(self):
        ticket = self._complaint_about(self.handler)
        deadline = ticket.complaint_deadline_ids[0]
        link = {
            "default_ticket_id": ticket.id,
            "default_deadline_id": deadline.id,
            "default_stage_id": self.stage_closed.id,
        }
        for model, told in (
            ("complaint.handover", "about_user_id"),
            ("complaint.reschedule", "old_due_at"),
            ("complaint.missing", "missing"),
            ("complaint.on.spot", "apology_needed"),
        ):
            dialogs = self.env[model].with_user(self.handler).with_context(**link)
            names = {key.removeprefix("default_") for key in link} | {told}
            spec = {name: {} for name in names if name in dialogs._fields}
            self.env.invalidate_all()  # What is in memory is not checked again.
            with self.subTest(model), self.assertRaises(AccessError):
                dialogs.onchange({}, [], spec)

    def test_nobody_sets_the_colleague_a_deadline_on_it(self):
        ticket = self._complaint_about(self.employee)
        with self.assertRaises(Exception) as refused:
            self.env["complaint.deadline"].with_user(self.owner).create(
                {
                    "ticket_id": ticket.id,
                    "kind": "task",
                    "name": "Have a look",
                    "due_at": "2099-01-01 10:00:00",
                    "user_id": self.employee.id,
                }
            )
        self.assertIn("Employee", str(refused.exception))

    def test_work_of_the_colleague_passes_on_when_it_turns_out_to_be_about_them(self):
        ticket = self._create_complaint(self.agent_all)
        task = self.env["complaint.deadline"].create(
            {
                "ticket_id": ticket.id,
                "kind": "task",
                "name": "Have a look",
                "due_at": "2099-01-01 10:00:00",
                "user_id": self.employee.id,
            }
        )
        ticket.with_user(self.handler).complaint_about_user_id = self.employee
        self.assertEqual(task.user_id, self.handler)
        self.assertFalse(
            self.env["mail.activity"].with_user(self.employee).search_count([])
        )


class TestConfidential(SecrecyCommon):
    """On the portal a confidential ticket is its complainant's alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complainant = new_test_user(
            cls.env, "complainant_user", groups="base.group_portal"
        )
        cls.complainant.partner_id.parent_id = cls.customer_company

    def _ticket(self, confidential):
        return self._create_complaint(
            partner_id=self.complainant.partner_id.id,
            complaint_confidential=confidential,
        ).sudo()

    def test_complainant_reads_it_and_colleagues_do_not(self):
        ticket = self._ticket(confidential=True)
        self.assertTrue(ticket.with_user(self.complainant).read(["name"]))
        self.assertFalse(ticket.with_user(self.portal).has_access("read"))
        found = self.env["helpdesk.ticket"].with_user(self.portal).search([])
        self.assertNotIn(ticket, found)

    def test_without_the_mark_colleagues_read_it(self):
        ticket = self._ticket(confidential=False)
        self.assertTrue(ticket.with_user(self.portal).read(["name"]))

    def test_colleagues_at_the_customer_read_no_message_and_no_file_of_it(self):
        ticket = self._ticket(confidential=True)
        file = self.env["ir.attachment"].create(
            {
                "name": "Bill",
                "raw": b"1",
                "res_model": ticket._name,
                "res_id": ticket.id,
            }
        )
        message = ticket.message_post(body="Secret", subtype_xmlid="mail.mt_comment")
        self.assertTrue(message.with_user(self.complainant).has_access("read"))
        for record in (message, file):
            self.assertFalse(record.with_user(self.portal).has_access("read"))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_whoever_follows_at_the_customer_does_not_read_it_either(self):
        ticket = self._ticket(confidential=False)
        ticket.message_subscribe(self.portal.partner_id.ids)
        ticket.complaint_confidential = True
        self.assertNotIn(self.portal.partner_id, ticket.message_partner_ids)
        self.assertFalse(ticket.with_user(self.portal).has_access("read"))


class TestTasks(ComplaintCommon):
    """A colleague of another department does a task, and sees nothing else."""

    def _task(self, ticket, user, **vals):
        return (
            self.env["complaint.deadline"]
            .with_user(self.handler)
            .create(
                {
                    "ticket_id": ticket.id,
                    "kind": "task",
                    "name": "Look into the store",
                    "due_at": "2099-01-01 10:00:00",
                    "user_id": user.id,
                    **vals,
                }
            )
            .with_user(user)
        )

    def test_colleague_does_the_own_task_without_access_to_the_ticket(self):
        ticket = self._create_complaint()
        task = self._task(ticket, self.employee)
        self.assertEqual(task.read(["name"])[0]["name"], "Look into the store")
        task.action_done()
        self.assertEqual(task.state, "done")
        self.assertFalse(ticket.with_user(self.employee).has_access("read"))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_colleague_sees_no_other_deadline_of_the_complaint(self):
        ticket = self._create_complaint()
        task = self._task(ticket, self.employee)
        found = task.search([("ticket_id", "=", ticket.id)])
        self.assertEqual(found, task)
        self.assertFalse(
            self._task(ticket, self.sales)
            .with_user(self.employee)
            .search([("user_id", "=", self.sales.id)])
        )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_gives_a_task_to_oneself_on_a_complaint_one_does_not_read(self):
        ticket = self._create_complaint(
            self.agent_all, user_id=self.leader.id, team_id=self.team.id
        )
        with self.assertRaises(AccessError):
            self._task(ticket, self.handler)

    def test_only_who_reads_the_complaint_is_put_in_charge_of_a_promise(self):
        ticket = self._create_complaint()
        with self.assertRaises(Exception) as refused:
            self._task(ticket, self.employee, kind="promise")
        self.assertIn("Employee", str(refused.exception))

    def test_task_is_given_to_colleagues_and_not_to_customers(self):
        ticket = self._create_complaint()
        with self.assertRaises(Exception) as refused:
            self._task(ticket, self.portal)
        self.assertIn("Portal", str(refused.exception))

    def test_form_of_the_task_opens_for_the_colleague(self):
        task = self._task(self._create_complaint(), self.employee)
        form = Form(task)
        self.assertEqual(form.name, "Look into the store")
