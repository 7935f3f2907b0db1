from odoo import Command
from odoo.exceptions import AccessError, UserError

from .common.mail import ConversationCase


class TestFollowers(ConversationCase):
    def test_a_person_who_adds_a_stranger_gets_the_error(self):
        with self.assertRaisesRegex(UserError, "Competitor"):
            self.ticket.with_user(self.handler).message_subscribe(self.stranger.ids)

    def test_colleagues_and_people_of_the_complainant_may_follow(self):
        partners = self.employee.partner_id | self.colleague | self.customer
        self._invite(self.ticket, partners)
        self.assertLessEqual(partners, self.ticket.message_partner_ids)

    def test_the_followers_dialog_knows_the_rule(self):
        wizard = self.env["mail.followers.edit"].with_user(self.handler)
        wizard = wizard.create(
            {
                "res_model": "helpdesk.ticket",
                "res_ids": str(self.ticket.ids),
                "partner_ids": [Command.link(self.stranger.id)],
                "notify": True,
            }
        )
        with self.assertRaises(UserError):
            wizard.edit_followers()

    def test_the_followers_dialog_tells_the_customer_and_their_colleague(self):
        people = self.customer | self.colleague
        wizard = self.env["mail.followers.edit"].with_user(self.handler)
        wizard.create(
            {
                "res_model": "helpdesk.ticket",
                "res_ids": str(self.ticket.ids),
                "partner_ids": [Command.set(people.ids)],
                "notify": True,
            }
        ).edit_followers()
        self.assertLessEqual(people, self.ticket.message_partner_ids)
        for person in people:
            self.assertTrue(self._mails_to(person.email))
        with self.assertRaisesRegex(UserError, "for colleagues"):
            self.ticket.with_user(self.handler).with_context(
                complaint_noticed="invited"
            ).message_notify(body="Psst", partner_ids=people.ids)

    def _notifying(self, people, message=False, user=None):
        wizard = self.env["mail.followers.edit"].with_user(user or self.handler)
        return wizard.create(
            {
                "res_model": "helpdesk.ticket",
                "res_ids": str(self.ticket.ids),
                "partner_ids": [Command.set(people.ids)],
                "notify": True,
                "message": message,
            }
        )

    def test_words_to_a_customer_who_is_added_are_an_exchange_that_waits(self):
        people = self.customer | self.colleague | self.leader.partner_id
        before = self.ticket.complaint_interaction_ids
        mails = self._mails_to(self.customer.email)
        self._notifying(people, "<p>Have a look.</p>").edit_followers()
        self.assertLessEqual(people, self.ticket.message_partner_ids)
        exchange = self.ticket.complaint_interaction_ids - before
        self.assertEqual(exchange.direction, "out")
        message = exchange.message_id.sudo()
        self.assertEqual(message.partner_ids, self.customer | self.colleague)
        self.assertIn("Have a look.", message.body)
        self.assertTrue(all(message.mail_ids.mapped("scheduled_date")))
        told = self.env["mail.message"].sudo()
        told = told.search([("body", "ilike", "Have a look"), ("id", "!=", message.id)])
        self.assertEqual(told.partner_ids, self.leader.partner_id)
        self.ticket.with_user(self.handler).complaint_undo_mail(message.id)
        self.assertEqual(self._mails_to(self.customer.email), mails)

    def test_words_to_a_customer_who_follows_already_are_no_mail_past_the_record(self):
        self.ticket.message_subscribe(self.customer.ids)
        for words in ("Psst", "<img src='/web/image/1'/>"):
            before = self.ticket.complaint_interaction_ids
            self._notifying(self.customer, words).edit_followers()
            self.assertEqual(len(self.ticket.complaint_interaction_ids - before), 1)

    def test_words_to_a_customer_who_is_added_are_asked_about_names(self):
        self.agent_all.name = "Marcel Proust"
        dialog = self._notifying(self.customer, "<p>Marcel Proust forgot it.</p>")
        question = dialog.edit_followers()
        self.assertEqual(question["res_model"], "complaint.send.anyway")
        self.assertNotIn(self.customer, self.ticket.message_partner_ids)
        asked = self.env["complaint.send.anyway"].with_user(self.handler)
        asked = asked.browse(question["res_id"])
        self.assertEqual(asked.action_change()["res_id"], dialog.id)
        asked.action_apply()
        self.assertIn(self.customer, self.ticket.message_partner_ids)
        notes = " ".join(self.ticket.message_ids.mapped("body"))
        self.assertEqual(notes.count("the words name Marcel Proust"), 1)

    def test_who_may_not_write_it_hears_of_no_names(self):
        self.agent_all.name = "Marcel Proust"
        words = "<p>Marcel Proust forgot it.</p>"
        dialog = self._notifying(self.customer, words, self.employee)
        with self.assertRaises(AccessError):
            dialog.edit_followers()

    def test_other_code_does_not_add_strangers(self):
        self.ticket.sudo().message_subscribe(self.stranger.ids)
        self.assertNotIn(self.stranger, self.ticket.message_partner_ids)
        self.assertIn("Competitor", self.ticket.message_ids[0].body)

    def test_writing_the_list_of_followers_knows_the_rule(self):
        with self.assertRaises(UserError):
            self.ticket.with_user(self.handler).message_partner_ids = self.stranger

    def test_a_complaint_created_with_strangers_has_none(self):
        ticket = self._create_complaint(
            message_partner_ids=[Command.link(self.stranger.id)]
        )
        self.assertNotIn(self.stranger, ticket.message_partner_ids)

    def test_followers_are_not_created_past_the_rule(self):
        with self.assertRaises(AccessError):
            self._create_complaint(
                message_follower_ids=[
                    Command.create(
                        {
                            "partner_id": self.stranger.id,
                            "res_model": "helpdesk.ticket",
                        }
                    )
                ]
            )

    def test_marking_drops_foreign_followers(self):
        ticket = self._create_ticket()
        ticket.message_subscribe((self.stranger | self.customer).ids)
        ticket.with_user(self.handler).action_mark_complaint()
        self.assertNotIn(self.stranger, ticket.message_partner_ids)
        self.assertIn(self.customer, ticket.message_partner_ids)

    def test_changing_the_customer_drops_the_former_ones(self):
        self.ticket.message_subscribe(self.customer.ids)
        self.ticket.with_user(self.manager).partner_id = self.stranger
        self.assertNotIn(self.customer, self.ticket.message_partner_ids)

    def test_without_a_customer_only_the_sender_may_follow(self):
        ticket = self._create_complaint(
            partner_id=False, partner_email="Some <Someone@deco.example>"
        )
        ticket.sudo().message_subscribe((self.customer | self.stranger).ids)
        followers = ticket.message_partner_ids
        self.assertEqual(followers & (self.customer | self.stranger), self.stranger)

    def test_followers_of_the_team_are_no_way_in(self):
        self.team.message_subscribe(self.stranger.ids)
        ticket = self._create_complaint()
        plain = self._create_ticket()
        plain.team_id = self.team
        for complaint in (ticket, plain):
            self.assertTrue(complaint.is_complaint)
            self.assertNotIn(self.stranger, complaint.message_partner_ids)

    def test_confidential_is_for_the_complainant_alone(self):
        self.ticket.message_subscribe((self.colleague | self.customer).ids)
        self.ticket.with_user(self.handler).complaint_confidential = True
        self.assertNotIn(self.colleague, self.ticket.message_partner_ids)
        self.assertIn(self.customer, self.ticket.message_partner_ids)

    def test_the_colleague_it_is_about_does_not_follow(self):
        ticket = self._create_complaint(complaint_about_user_id=self.agent_all.id)
        with self.assertRaises(UserError):
            ticket.with_user(self.handler).message_subscribe(
                self.agent_all.partner_id.ids
            )

    def test_an_activity_for_somebody_from_sales_gives_no_access(self):
        with self.assertRaises(UserError):
            self.ticket.with_user(self.handler).activity_schedule(
                "mail.mail_activity_data_todo", user_id=self.sales.id
            )


class TestRecipients(ConversationCase):
    def test_a_person_who_writes_to_a_stranger_gets_the_error(self):
        with self.assertRaisesRegex(UserError, "Competitor"):
            self._post(partners=self.stranger)
        with self.assertRaisesRegex(UserError, "new@deco.example"):
            self._post(outgoing_email_to="new@deco.example")

    def test_other_code_reaches_no_stranger(self):
        message = self.ticket.sudo().message_post(
            body="Automatic",
            subtype_xmlid="mail.mt_comment",
            partner_ids=(self.stranger | self.customer).ids,
            outgoing_email_to="new@deco.example",
        )
        self.assertEqual(message.partner_ids, self.customer)
        self.assertFalse(message.outgoing_email_to)
        self.assertFalse(self._mails_to(self.stranger.email))
        self.assertFalse(self._mails_to("new@deco.example"))

    def test_a_notice_reaches_no_stranger(self):
        with self.assertRaises(UserError):
            self.ticket.with_user(self.handler).message_notify(
                body="Psst", partner_ids=self.stranger.ids
            )

    def test_the_composer_knows_the_rule(self):
        for mode in ("comment", "mass_mail"):
            composer = self._compose(mode, self.stranger)
            with self.subTest(mode), self.assertRaisesRegex(UserError, "Competitor"):
                composer._action_send_mail()

    def test_the_composer_writes_to_the_customer(self):
        self._compose("comment", self.customer)._action_send_mail()
        self.assertIn(self.customer, self.ticket.message_ids.partner_ids)

    def test_a_colleague_may_be_mentioned(self):
        message = self._post(
            partners=self.employee.partner_id, subtype_xmlid="mail.mt_note"
        )
        self.assertEqual(message.notified_partner_ids, self.employee.partner_id)

    def test_an_edited_message_gets_no_strangers(self):
        message = self._post(partners=self.customer)
        with self.assertRaises(UserError):
            self.ticket.with_user(self.handler)._message_update_content(
                message, body="Hi", partner_ids=self.stranger.ids
            )

    def test_who_was_in_copy_is_not_suggested_nor_made_a_contact(self):
        raw = self._write_mail(self.customer.email, Cc="spy@deco.example")
        ticket = self._receive(raw)
        suggested = ticket.with_user(self.leader)._message_get_suggested_recipients(
            reply_discussion=True, no_create=False
        )
        self.assertEqual([r["partner_id"] for r in suggested], self.customer.ids)
        spies = self.env["res.partner"].search([("email", "=", "spy@deco.example")])
        self.assertFalse(spies)

    def test_an_unknown_sender_is_suggested(self):
        ticket = self._receive(self._write_mail("new@client.example"))
        suggested = ticket._message_get_suggested_recipients(no_create=False)
        self.assertIn("new@client.example", [r["email"] for r in suggested])
        self.assertTrue(all(r["partner_id"] for r in suggested))

    def test_former_followers_hear_nothing_of_a_confidential_one(self):
        self.ticket.message_subscribe((self.colleague | self.customer).ids)
        # As another addon might: past our filter.
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET complaint_confidential = TRUE WHERE id = %s",
            [self.ticket.id],
        )
        self.env.invalidate_all()
        message = self._post()
        self.assertEqual(message.notified_partner_ids, self.customer)

    def test_plain_tickets_write_to_whom_they_like(self):
        ticket = self._create_ticket()
        message = self._post(ticket, partners=self.stranger)
        self.assertEqual(message.notified_partner_ids, self.stranger)
