"""What customers complained of themselves is not taken out of their sight."""

from odoo.exceptions import UserError

from .common.mail import MailCase


class TestFoundByUs(MailCase):
    def _by_mail(self):
        return self._receive(self._write_mail(self.portal.email)).sudo()

    def _on_the_page(self):
        vals = {"name": "Kettle", "description": "It leaks", "team_id": self.team.id}
        tickets = self.env["helpdesk.ticket"].with_user(self.portal).sudo()
        return tickets.create({**vals, "partner_id": self.portal.partner_id.id})

    def _by_a_call(self):
        ticket = self._create_complaint(partner_id=self.portal.partner_id.id)
        self._create_interaction(ticket, direction="in")
        return ticket.sudo()

    def _plain(self):
        team = self.plain_team
        team.write({"alias_name": "plain", "alias_domain_id": self.domain.id})
        mail = self._write_mail(self.portal.email, to="plain@example.com")
        ticket = self._receive(mail).sudo()
        self.assertFalse(ticket.is_complaint)
        return ticket

    def test_however_they_complained_it_is_not_found_by_us(self):
        for way in (self._by_mail, self._on_the_page, self._by_a_call, self._plain):
            with self.subTest(way.__name__):
                ticket = way()
                for user in (self.manager, ticket.user_id or self.manager):
                    mine = ticket.with_user(user).sudo(False)
                    with self.assertRaisesRegex(UserError, "has complained of it"):
                        mine.write({"complaint_source": "internal"})
                self.assertTrue(ticket.with_user(self.portal).sudo(False).exists())

    def test_what_nobody_has_complained_of_may_still_be(self):
        ticket = self._create_complaint()
        ticket.with_user(self.handler).write({"complaint_source": "internal"})
        self.assertEqual(ticket.sudo().complaint_source, "internal")


class TestDeletedByASuperior(MailCase):
    def test_somebody_else_hears_of_it(self):
        """Where the nearest superior deletes it, the next one; then the owner."""
        for user in (self.manager, self.leader):
            ticket = self._create_complaint(self.leader, user_id=self.leader.id)
            with self.subTest(user.login):
                number = ticket.number
                ticket.with_user(self.manager).sudo(user != self.manager).unlink()
                told = self.env["mail.message"].search(
                    [("subject", "=", f"{number} was deleted")]
                )
                self.assertTrue(told)
                self.assertNotIn(self.manager.partner_id, told.partner_ids)
