"""What somebody with a login still got past: findings of the second attack, by kind."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from .common.portal import PortalCommon
from .common.secret import SECRET, SecretCommon


class TestLetters(SecretCommon):
    """A case file, a signature and a customer's files stay, whoever has a right."""

    def _refused(self, way):
        with self.assertRaises(UserError):
            way()

    def test_mark_of_a_letter_is_not_taken_off(self):
        letter = self.ticket.sudo().complaint_escalation_ids.attachment_id[:1]
        self.assertTrue(letter.complaint_letter)
        for user in (self.handler, self.manager, self.env.ref("base.user_admin")):
            own = letter.with_user(user)
            for vals in (
                {"complaint_letter": False},
                {"datas": base64.b64encode(b"forged")},
                {"complaint_letter": True},
            ):
                with self.subTest(user.name, vals=list(vals)):
                    self._refused(lambda own=own, vals=vals: own.write(vals))
                    self._refused(lambda own=own, vals=vals: own.sudo().write(vals))

    def test_signature_is_changed_by_its_exchange_alone(self):
        visit = self._create_interaction(
            self.ticket, channel="visit", signature=base64.b64encode(b"signed")
        )
        file = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", visit._name), ("res_field", "=", "signature")])
        )
        self.assertTrue(file)
        own = file.with_user(self.handler)
        self._refused(lambda: own.write({"datas": base64.b64encode(b"forged")}))
        self._refused(lambda: own.write({"res_id": 1}))
        self._refused(own.unlink)

    def test_files_a_customer_filed_are_kept(self):
        file = (
            self.env["ir.attachment"]
            .with_user(self.portal)
            .sudo()
            .create(
                {
                    "name": "proof.txt",
                    "raw": b"proof",
                    "res_model": "helpdesk.ticket",
                    "res_id": self.ticket.id,
                }
            )
        )
        for user in (self.handler, self.manager):
            own = file.with_user(user)
            self._refused(own.unlink)
            self._refused(lambda own=own: own.write({"raw": b"else"}))
            self._refused(lambda own=own: own.sudo().write({"res_id": 1}))

    def test_what_has_been_a_complaint_is_not_rewritten_in_between(self):
        ticket = self._create_complaint()
        message = ticket.sudo().message_post(
            body="It broke.",
            author_id=self.customer.id,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
        )
        ticket.action_unmark_complaint()
        self.assertFalse(ticket.is_complaint)
        own = message.with_user(self.handler)
        self._refused(lambda: own.write({"body": "All fine, thanks."}))
        self._refused(own.unlink)


class TestFiledWords(PortalCommon):
    """What a customer filed by the form stands somewhere, whoever writes it anew."""

    def test_former_words_are_noted(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.portal)
        filed = tickets._portal_file_complaint(
            {
                "description": "The kettle burnt me.",
                "desired_outcome": "A new one",
                "claim_amount": 900,
            }
        )
        filed.user_id = self.handler
        ticket = filed.with_user(self.handler)
        known = ticket.message_ids
        ticket.write({"description": "<p>A small scratch.</p>"})
        ticket.write({"name": "Scratch", "complaint_desired_outcome": "Nothing"})
        ticket.complaint_claim_amount = 5
        notes = str((ticket.message_ids - known).mapped("body"))
        for words in ("burnt me", "A new one", "900"):
            self.assertIn(words, notes)
        known = ticket.message_ids
        ticket.write({"name": "Scratch", "complaint_claim_amount": 5})
        self.assertFalse(ticket.message_ids - known)


class TestToDos(SecretCommon):
    """What a deadline or an escalation tells stays in the sight of whom it tells."""

    def _own(self):
        remedy = self._create_remedy(self.ticket, amount=240)
        remedy.action_request()
        return remedy.sudo().deadline_id.activity_id

    def test_nobody_changes_what_it_says_to_whom_and_when(self):
        activity = self._own()
        self.assertTrue(activity.user_id)
        kind = self.env["mail.activity.type"].search(
            [("id", "!=", activity.activity_type_id.id)], limit=1
        )
        for vals in (
            {"user_id": self.handler.id},
            {"date_deadline": "2099-01-01"},
            {"summary": "Nothing to do"},
            {"note": "<p>Ignore it</p>"},
            {"activity_type_id": kind.id},
        ):
            with self.subTest(list(vals)), self.assertRaises(UserError):
                activity.with_user(self.handler).write(vals)

    def test_whoever_it_is_for_plans_it_nearer(self):
        activity = self._own()
        own = activity.with_user(activity.user_id)
        own.write({"date_deadline": "2020-01-01", "summary": activity.summary})
        with self.assertRaises(UserError):
            own.write({"date_deadline": "2099-01-01"})


class TestLinks(SecretCommon):
    """A complaint is led to nothing that whoever leads it may not read."""

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_makes_a_complaint_continue_or_join_a_hidden_one(self):
        group = self.records["complaint.group"]
        for name, user in self.strangers.items():
            for field, record in (
                ("complaint_origin_id", self.ticket),
                ("duplicate_id", self.ticket),
                ("complaint_group_id", group),
            ):
                tickets = self.env["helpdesk.ticket"].with_user(user)
                if tickets.env[record._name].browse(record.id).has_access("read"):
                    continue
                vals = {"name": "Trap", "description": "x", field: record.id}
                with self.subTest(name, field=field), self.assertRaises(AccessError):
                    with self.env.cr.savepoint():
                        tickets.create(vals)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_leads_an_own_complaint_to_a_hidden_one(self):
        links = self.env["helpdesk.ticket"]._complaint_link_fields()
        hidden = {"complaint_group_id": self.records["complaint.group"]}
        for name, user in self.strangers.items():
            own = self._create_complaint(user_id=False).with_user(user)
            if not own.has_access("write"):
                continue
            for field in sorted(links):
                record = hidden.get(field, self.ticket)
                if record.with_user(user).has_access("read"):
                    continue
                with self.subTest(name, field=field), self.assertRaises(AccessError):
                    own.write({field: record.id})

    def test_nobody_gives_a_ticket_another_number_or_customer_by_the_way(self):
        fixed = {"number": self.ticket.number, "commercial_partner_id": 1}
        # A plain one may be marked afterwards.
        for ticket in (self._create_complaint(), self._create_ticket()):
            for user in (self.handler, self.manager):
                own = ticket.with_user(user)
                for name, value in fixed.items():
                    with self.subTest(user.name, name=name):
                        with self.assertRaises(AccessError):
                            own.write({name: value})
                own.write({"number": ticket.number})

    def test_late_words_go_to_no_complaint_of_another_customer(self):
        self.ticket.sudo().complaint_about_user_id = False
        trap = self._create_complaint(partner_id=self.stranger.id)
        trap.sudo().complaint_origin_id = self.ticket
        self.assertFalse(self.ticket.sudo()._complaint_continuation())

    def test_no_leader_comes_by_no_team_to_the_own_limit(self):
        ticket = self._create_complaint()
        self._contact(ticket)
        with self.assertRaises(AccessError):
            ticket.with_user(self.handler).write({"team_id": False})


class TestNamesInMemory(SecretCommon, HttpCase):
    """A name is judged, whatever our code has read as superuser before."""

    def test_no_name_is_told_in_any_order(self):
        records = [*self.records.values(), self.ticket]
        records += [*self.ticket.sudo().complaint_deadline_ids]
        cells = 0
        for user in self.strangers.values():
            readable = [r for r in records if r.with_user(user).has_access("read")]
            self.env.invalidate_all()
            for record in (*records, *reversed(records)):
                own = self.env[record._name].with_user(user).browse(record.id)
                if record in readable:
                    continue  # Told to whoever handles, or does a task of it.
                try:
                    name = own.display_name
                except AccessError:
                    name = ""
                with self.subTest(record._name, user=user.name):
                    self.assertNotIn(SECRET, name or "")
                cells += 1
        self.assertGreater(cells, 50)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.http")
    def test_no_route_of_odoo_tells_one(self):
        deadline = self.ticket.sudo().complaint_deadline_ids[0]
        for user in self.strangers.values():
            self.authenticate(user.login, user.login)
            told = self.make_jsonrpc_request(
                "/web/action/load_breadcrumbs",
                {
                    "actions": [
                        {"model": record._name, "resId": record.id}
                        for record in (deadline, self.ticket)
                    ]
                },
            )
            with self.subTest(user.name):
                self.assertNotIn(SECRET, str(told))


class TestDialogs(SecretCommon):
    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_no_dialog_is_made_about_what_one_may_not_read(self):
        cells = 0
        for name, model in sorted(self.registry.items()):
            if not (name.startswith("complaint.") and model._transient):
                continue
            linked = {
                field: self.ticket
                for field, kind in model._fields.items()
                if kind.type == "many2one" and kind.comodel_name == "helpdesk.ticket"
            }
            for field, record in linked.items():
                for user in self.strangers.values():
                    dialog = self.env[name].with_user(user)
                    if not dialog.has_access("create"):
                        continue
                    with self.subTest(name, user=user.name):
                        with self.assertRaises(AccessError):
                            dialog.create({field: record.id})
                    cells += 1
        self.assertGreater(cells, 20)
