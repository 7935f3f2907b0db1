"""Conditions, lists, contacts, to-dos and filters: ways of the second attack."""

from odoo.exceptions import AccessError

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .test_second_attack_odoo import OURS, OdooTablesCommon


class TestAsked(OdooTablesCommon):
    """What a field or a condition leads to is what one may read."""

    def test_no_condition_on_ids_tells_whose_a_hidden_record_is(self):
        self.env.flush_all()
        hidden = {r._name: r for r in self.records.values()}
        hidden["helpdesk.ticket"] = self.ticket
        cells = 0
        for name, model in self._stored():
            for link in sorted(model._complaint_led_fields()):
                record = hidden.get(model._fields[link].comodel_name)
                if model._transient or record is None or not record._auto:
                    continue
                ids = record.ids
                all_ids = record.sudo().search([]).ids
                holders = self.env[name].sudo().search([(link, "in", ids)])
                for user in self.inside.values():
                    own = self.env[name].with_user(user)
                    field = own._fields[link]
                    if not holders or not own.has_access("read"):
                        continue
                    if record.with_user(user).has_access("read"):
                        continue
                    if not own._has_field_access(field, "read"):
                        continue
                    everything = own.search([])
                    for domain in (
                        [(link, "in", ids)],
                        [(link, "=", record.id)],
                        ["!", (link, "not in", ids)],
                        ["!", (link, "!=", record.id)],
                        [(link, "any", [("id", "in", ids)])],
                        [(f"{link}.id", "in", ids)],
                    ):
                        cells += 1
                        with self.subTest(name, link=link, user=user.name, d=domain):
                            found = self._found(own, domain)
                            self.assertFalse(found and found & holders)
                    found = self._found(own, [(link, "!=", False)])
                    if found is not None:
                        hold = self._holding(own, link, all_ids)
                        with self.subTest(name, link=link, user=user.name):
                            self.assertEqual(found, hold)
                            none = own.search([(link, "=", False)])
                            self.assertEqual(none, everything - hold)
                    cells += 2
        self.assertGreater(cells, 40)

    def _found(self, own, domain):
        """Return what is found, None where the user reads no such records at all."""
        try:
            return own.search(domain)
        except AccessError:
            return None

    def _holding(self, own, link, ids):
        """Return the records that hold one that ``own``'s user may read."""
        comodel = self.env[own._fields[link].comodel_name].with_user(own.env.user)
        seen = comodel.browse(ids)._filtered_access("read").ids
        return own.search([(link, "any", [("id", "in", seen)])])

    def test_no_computed_list_holds_what_one_may_not_read(self):
        cause = self.env["complaint.cause"].search([], limit=1)
        mine = self._create_complaint(complaint_cause_id=cause.id)
        own_hand(self.ticket).write(
            {"complaint_cause_id": cause.id, "complaint_received_at": "2026-01-01"}
        )
        own_hand(mine).write({"complaint_received_at": "2026-01-02"})
        self.suspect.group_ids |= self.env.ref("base.group_allow_export")
        cells = 0
        for name, field in mine._fields.items():
            if field.type not in ("one2many", "many2many") or not field.compute:
                continue
            if not field.comodel_name.startswith(OURS):
                continue
            self.env.invalidate_all()
            asked = mine.with_user(self.suspect)
            if not asked._has_field_access(field, "read"):
                continue
            cells += 1
            with self.subTest(name):
                self.assertFalse(asked[name] - asked[name]._filtered_access("read"))
                for column in (f"{name}/.id", f"{name}/id", name):
                    self._assert_silent(asked.export_data([column]))
        self.assertTrue(mine.sudo().complaint_alike_ids)
        self.assertGreater(cells, 1)


class TestSharedTables(OdooTablesCommon):
    """Contacts, to-dos, filters and buttons of all employees."""

    def test_contacts_with_complaints_are_merged_by_managers(self):
        partners = self.env["res.partner"]
        victim = partners.create({"name": "Victim", "email": "v@azure.example"})
        twin = partners.create({"name": "Twin", "email": "v@azure.example"})
        ticket = self._create_complaint(partner_id=victim.id)
        key = ticket.sudo().access_token
        maker = self.env.ref("base.group_partner_manager")
        wizard = self.env["base.partner.merge.automatic.wizard"]
        for user in (*self.inside.values(), self.handler):
            user.sudo().group_ids |= maker
            if ticket.with_user(user).has_access("write") and user != self.handler:
                continue
            with self.subTest(user.name):
                into = twin.with_user(user)
                mine = wizard.with_user(user)
                pair = (victim | twin).ids
                self._refused(lambda m=mine, i=into, p=pair: m._merge(p, i))
        self.manager.sudo().group_ids |= maker
        mine = wizard.with_user(self.manager)
        colleague = self.handler.partner_id
        colleague.sudo().email = victim.email
        into = colleague.with_user(self.manager)
        self._refused(lambda: mine._merge((victim | colleague).ids, into))
        known = ticket.message_ids
        mine._merge((victim | twin).ids, twin.with_user(self.manager))
        self.env.invalidate_all()
        self.assertEqual(ticket.partner_id, twin)
        self.assertIn("Victim", str((ticket.message_ids - known).mapped("body")))
        if key:
            self.assertNotEqual(ticket.sudo().access_token, key)

    def test_contacts_without_complaints_are_merged_as_ever(self):
        partners = self.env["res.partner"].create([{"name": "A"}, {"name": "A"}])
        self.employee.sudo().group_ids |= self.env.ref("base.group_partner_manager")
        wizard = self.env["base.partner.merge.automatic.wizard"]
        into = partners[0].with_user(self.employee)
        wizard.with_user(self.employee)._merge(partners.ids, into)
        self.assertEqual(partners.exists(), partners[0])

    def test_no_to_do_is_moved_onto_a_record_one_may_not_write(self):
        escalation = self.ticket.sudo().complaint_escalation_ids[:1]
        cells = 0
        for user in self.inside.values():
            for name, record in (*self.records.items(), ("", self.ticket)):
                if record._transient or not record._auto:
                    continue
                if record.with_user(user).has_access("write"):
                    continue
                mine = self._own_to_do(user)
                with self.subTest(name, user=user.name):
                    self._refused(
                        lambda m=mine, r=record: m.write(
                            {"res_model": r._name, "res_id": r.id}
                        )
                    )
                cells += 1
            mine = self._own_to_do(user)
            self._refused(
                lambda m=mine: m.write({"complaint_escalation_id": escalation.id})
            )
        self.assertGreater(cells, 50)

    def _own_to_do(self, user):
        partner = user.partner_id.with_user(user).sudo()
        to_do = partner.activity_schedule(summary="Mine", user_id=user.id)
        return to_do.sudo(False)

    def test_filters_and_buttons_for_others_are_a_managers(self):
        action = self.env.ref("complaint_recovery.complaint_action_all")
        # Managers of another company are managers; nobody else is.
        users = {n: self.inside[n] for n in ("outsider", "employee", "sales")}
        for model in ("helpdesk.ticket", "complaint.deadline", "complaint.report"):
            vals = {"name": "Mine", "model_id": model, "domain": "[('id', '=', 0)]"}
            shared = self.env["ir.filters"].with_user(self.manager).create(vals)
            for user in users.values():
                own = self.env["ir.filters"].with_user(user)
                with self.subTest(model, user=user.name):
                    self._refused(lambda o=own, v=vals: o.create({**v, "name": "All"}))
                    to_boss = {**vals, "user_ids": [(6, 0, self.manager.ids)]}
                    self._refused(lambda o=own, v=to_boss: o.create(v))
                    mine = own.create({**vals, "user_ids": [(6, 0, user.ids)]})
                    self._refused(lambda m=mine: m.write({"user_ids": [(5, 0, 0)]}))
                    mine.write({"domain": "[]"})
                    theirs = shared.with_user(user)
                    self._refused(lambda t=theirs: t.write({"domain": "[]"}))
                    self._refused(theirs.unlink)
            context = {"context": "{'tracking_disable': True}"}
            self._refused(lambda s=shared, c=context: s.write(c))
            shared.write({"context": "{'group_by': ['user_id']}"})
        button = {
            "parent_action_id": action.id,
            "parent_res_model": "res.partner",
            "name": "Open",
            "python_method": "action_archive",
        }
        for user in users.values():
            own = self.env["ir.embedded.actions"].with_user(user)
            for whose in (False, self.manager.id):
                vals = {**button, "user_id": whose}
                self._refused(lambda o=own, v=vals: o.create(v))
            mine = own.create({**button, "user_id": user.id})
            self._refused(lambda m=mine: m.write({"user_id": False}))
