"""Whose words and whose complaints: findings of the second attack, by kind."""

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.secret import SecretCommon


class TestIds(SecretCommon):
    """Whoever asks by the id of what they may not read is told of nothing."""

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_no_list_is_searched_by_ids_one_may_not_read(self):
        cells = 0
        hidden = {**self.records, "helpdesk.ticket": self.ticket}
        for model in self.env.values():
            if model._abstract or model._transient or not model._auto:
                continue
            for name in model._complaint_led_fields():
                field = model._fields[name]
                record = hidden.get(field.comodel_name)
                if not record or not (field.store or field.search):
                    continue
                for user in self.strangers.values():
                    cells += self._search_by(model, name, record, user)
        self.assertGreater(cells, 60)

    def _search_by(self, model, name, record, user):
        own, cells = model.with_user(user), 0
        if record.with_user(user).has_access("read"):
            return 0
        for domain in (
            [(name, "in", record.ids)],
            [(name, "=", record.id)],
            ["!", (name, "not in", record.ids)],
            ["!", (name, "!=", record.id)],
        ):
            try:
                found = own.search(domain)
            except AccessError:
                continue
            with self.subTest(model._name, field=name, user=user.name):
                self.assertFalse(found)
            cells += 1
        return cells

    def test_own_ones_are_found_as_before(self):
        partners = self.env["res.partner"].with_user(self.manager)
        ticket = self._create_complaint()
        for domain in (
            [("helpdesk_ticket_ids", "in", ticket.ids)],
            [("helpdesk_ticket_ids", "=", ticket.id)],
            [("helpdesk_ticket_ids", "!=", False)],
        ):
            self.assertIn(ticket.partner_id, partners.search(domain))
        never = self.env["res.partner"].create({"name": "Never complained"})
        none = partners.search([("helpdesk_ticket_ids", "=", False)])
        self.assertIn(never, none)
        self.assertNotIn(ticket.partner_id, none)


class TestOtherWords(SecretCommon):
    def test_nobody_speaks_as_the_customer(self):
        ticket = self._create_complaint()
        for vals in (
            {"author_id": self.customer.id},
            {"author_id": self.customer.id, "message_type": "email"},
            {"email_from": self.customer.email, "message_type": "email"},
            {"date": "2020-01-01 00:00:00"},
        ):
            vals = {"message_type": "comment", **vals}
            message = ticket.with_user(self.handler).message_post(
                body="I accept", subtype_xmlid="mail.mt_comment", **vals
            )
            with self.subTest(list(vals)):
                self.assertEqual(message.author_id, self.handler.partner_id)
                self.assertEqual(message.message_type, "comment")
                self.assertGreater(message.date.year, 2020)

    def test_no_to_do_is_moved_onto_what_one_may_not_write(self):
        raised = self.ticket.sudo().complaint_escalation_ids[:1]
        for user in self.strangers.values():
            activity = self.env["mail.activity"].create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                    "res_id": user.partner_id.id,
                    "user_id": user.id,
                }
            )
            for vals in (
                {"res_model": "helpdesk.ticket", "res_id": self.ticket.id},
                {"automated": True},
                {"complaint_escalation_id": raised.id},
            ):
                with self.subTest(user.name, vals=list(vals)):
                    with self.assertRaises(AccessError):
                        activity.with_user(user).write(vals)

    def test_confidence_of_a_customer_is_opened_by_managers(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.portal)
        filed = tickets._portal_file_complaint(
            {"description": "My boss steals.", "confidential": True}
        )
        filed.user_id = self.handler
        with self.assertRaises(AccessError):
            filed.with_user(self.handler).complaint_confidential = False
        filed.with_user(self.manager).complaint_confidential = False
        self.assertIn("confidential", filed.message_ids[0].body)

    def test_who_wants_it_confidential_is_exchanged_by_managers(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.portal)
        filed = tickets._portal_file_complaint(
            {"description": "My boss steals.", "confidential": True}
        )
        filed.user_id = self.handler
        with self.assertRaises(AccessError):
            filed.with_user(self.handler).partner_id = self.customer_company
        filed.with_user(self.manager).partner_id = self.customer_company
        self.assertEqual(filed.partner_id, self.customer_company)

    def test_consent_falls_where_its_giver_becomes_the_owner(self):
        ticket = self._create_complaint()
        own_hand(ticket).complaint_consent_user_id = self.leader
        ticket.sudo().user_id = self.leader
        self.assertFalse(ticket.sudo().complaint_consent_user_id)
