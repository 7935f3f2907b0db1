"""Conditions of other addons that are stored, and evaluated with more rights."""

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common.names import QUIET
from .common.secret import HeadOfSalesCommon

#: From nearly everything a path leads to all complaints.
PATH = "create_uid.company_ids.user_ids.complaint_led_team_ids.ticket_ids.description"
REFUSED = (
    f"[('{PATH}', 'ilike', 'x')]",
    "[('partner_id.helpdesk_ticket_ids.message_ids.body', 'ilike', 'x')]",
    "['|', ('id', '=', 1), ('partner_id.helpdesk_ticket_ids', '!=', False)]",
    "[('partner_id', 'any', [('helpdesk_ticket_ids.name', 'ilike', 'x')])]",
    "[('partner_id.' 'helpdesk_ticket_ids.name', 'ilike', 'x')]",
    "[('partner_id.helpdesk\\x5fticket_ids.name', 'ilike', 'x')]",
    "[('partner_id.help' + 'desk_ticket_ids.name', 'ilike', 'x')]",
    "[('partner_id.%s.name' % 'x', 'ilike', 'x')]",
    "[tuple(['partner_id.' + chr(104) + 'x', 'ilike', 'x'])]",
    "[('partner_id', 'any', list(map(tuple, [])))]",
    "[(p, '=', 1) for p in ['x']]",
    "[('partner_id.meeting_ids.name', 'ilike', 'x')]",
)
#: Some read literals alone, and refuse the rest themselves.
REFUSAL = "evaluated for others|incorrectly formatted"
ALLOWED = (
    "[]",
    "[('id', '>', 0)]",
    "[('create_uid', '=', uid), ('partner_id.parent_id', '=', False)]",
    "['&', ('create_date', '<', context_today()), ('activity_ids', '=', False)]",
    "[('message_ids.body', 'ilike', 'x'), ('name', 'in', ['a', 'b'])]",
)


class TestConditions(HeadOfSalesCommon):
    """Each field that holds one × what it must not, and what it may ask."""

    def _written(self):
        """Return (record, field) of what the head of sales may write."""
        found = []
        for model in self.env.values():
            names = model._complaint_conditions()
            mine = model.with_user(self.head)
            if not names or not mine.has_access("write"):
                continue
            record = self._example(model._name)
            if record and record.with_user(self.head).has_access("write"):
                found += [(record.with_user(self.head), name) for name in sorted(names)]
        return found

    def _example(self, name):
        make = getattr(self, f"_make_{name.replace('.', '_')}", None)
        return make() if make else self.env[name].search([], limit=1)

    def _make_crm_team(self):
        return self.env["crm.team"].create({"name": "Team"})

    def _make_loyalty_rule(self):
        return self._make_program().rule_ids

    def _make_loyalty_reward(self):
        return self._make_program().reward_ids

    def _make_program(self):
        programs = self.env["loyalty.program"]
        return programs.create(
            {
                "name": "Ten off",
                "program_type": "promotion",
                "rule_ids": [(0, 0, {})],
                "reward_ids": [(0, 0, {})],
            }
        )

    @mute_logger(*QUIET)
    def test_none_asks_about_complaints(self):
        written = self._written()
        names = {f"{record._name}.{field}" for record, field in written}
        self.assertLessEqual(
            {
                "crm.team.assignment_domain",
                "loyalty.rule.product_domain",
                "loyalty.reward.discount_product_domain",
            },
            names,
        )
        for record, field in written:
            for domain in REFUSED:
                with self.subTest(f"{record._name}.{field}", domain=domain):
                    with self.assertRaisesRegex(UserError, REFUSAL):
                        with self.cr.savepoint():
                            record.write({field: domain})

    @mute_logger(*QUIET)
    def test_all_else_is_stored_as_ever(self):
        rule = self._make_loyalty_rule().with_user(self.head)
        for domain in ALLOWED:
            with self.subTest(domain):
                rule.write({"product_domain": domain})
                self.assertEqual(rule.product_domain, domain)

    @mute_logger(*QUIET)
    def test_nor_by_a_default(self):
        programs = self.env["loyalty.rule"].with_user(self.head)
        programs = programs.with_context(default_product_domain=REFUSED[0])
        program = self._make_program()
        with self.assertRaises(UserError):
            programs.create({"program_id": program.id})

    def test_who_sets_up_automations_may_ask_anything(self):
        admin = self.env.ref("base.user_admin")
        rule = self._make_loyalty_rule().with_user(admin)
        rule.write({"product_domain": REFUSED[0]})
        self.assertTrue(rule.product_domain)
