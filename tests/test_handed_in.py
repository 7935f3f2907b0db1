"""Who hands in a mail over RPC without being the mail server does it as oneself."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.models.contact.mail_thread import GRANTING

from .common.mail import MailCase

ROLES = ("portal", "employee", "sales", "handler", "leader", "agent_all", "manager")
REFUSED = (AccessError, UserError)


class HandedInCommon(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        system = cls.env.ref("base.group_system")
        cls.evil = {"login": "evil", "name": "x", "group_ids": [(4, system.id)]}

    def _message(self, **kwargs):
        return self._write_mail("x@evil.example", to="x@nowhere.example", **kwargs)

    def _is_there(self):
        return bool(self.env["res.users"].sudo().search([("login", "=", "evil")]))


class TestHandedIn(HandedInCommon):
    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.addons.base.models.ir_model"))

    def _refused(self, *args, **kwargs):
        try:
            self._hand_in(*args, **kwargs)
        except REFUSED:
            return
        self.fail("It was taken in.")

    def _hand_in(self, user, model, raw=None, **kwargs):
        threads = self.env["mail.thread"].with_user(user)
        with self.env.cr.savepoint():
            return threads.message_process(model, raw or self._message(), **kwargs)

    def test_nobody_becomes_an_administrator_by_a_mail(self):
        values = {"user_ids": [(0, 0, self.evil)]}
        nested = {"child_ids": [(0, 0, {"name": "x", **values})]}
        for role in ROLES:
            for given in (values, nested):
                with self.subTest(role, given=given):
                    user = getattr(self, role)
                    self._refused(user, "res.partner", custom_values=given)
        self.assertFalse(self._is_there())

    def test_nobody_makes_what_they_could_not_make_by_hand(self):
        """Of each model that takes in mails."""
        models = sorted(
            name
            for name, model in self.registry.items()
            if not model._abstract and hasattr(model, "message_new")
        )
        # One of them is code, which runs as superuser.
        self.assertLess({"helpdesk.ticket.team", "ir.actions.server"}, {*models})
        for role in ROLES:
            user = getattr(self, role)
            for model in models:
                records = self.env[model].with_user(user)
                if records.has_access("create"):
                    continue
                for values in ({records._rec_name or "id": "Mine"}, {}, None):
                    with self.subTest(role, model=model, values=values):
                        self._refused(user, model, custom_values=values)

    def test_what_somebody_hands_in_is_made_by_them(self):
        """Whatever the mail says: what customers filed is what customers made."""
        raw = self._write_mail(self.portal.email, to="x@nowhere.example")
        id_ = self._hand_in(self.handler, "helpdesk.ticket", raw)
        ticket = self.env["helpdesk.ticket"].browse(id_)
        self.assertEqual(ticket.create_uid, self.handler)

    def test_nobody_sends_defaults_along(self):
        self.employee.group_ids += self.env.ref("base.group_partner_manager")
        threads = self.env["mail.thread"].with_user(self.employee)
        threads = threads.with_context(default_ref="Mine")
        id_ = threads.message_process("res.partner", self._message())
        self.assertFalse(self.env["res.partner"].browse(id_).ref)

    def test_nobody_takes_the_id_of_a_message_of_a_complaint(self):
        """Answers to it would be filed where the caller reads them."""
        ticket = self._create_complaint().sudo()
        said = ticket.message_post(body="x", subtype_xmlid="mail.mt_comment")
        mine = self.env["res.partner"].create({"name": "Mine"})
        for name in ("Message-Id", "X-Odoo-Message-Id"):
            raw = self._message(**{"X_Odoo_Message_Id": "<x@x>"})
            head = f"{name}: {said.message_id}\r\n".encode()
            raw = head + b"\n".join(
                line
                for line in raw.splitlines()
                if not line.lower().startswith(name.lower().encode() + b":")
            )
            for role in ROLES:
                with self.subTest(role, name=name):
                    try:
                        self._hand_in(
                            getattr(self, role), "res.partner", raw, thread_id=mine.id
                        )
                    except REFUSED:
                        continue  # Or it is known to whoever may read it.
        told = self.env["mail.message"].search([("message_id", "=", said.message_id)])
        self.assertEqual(told, said)

    def test_the_mail_server_says_what_it_likes(self):
        values = {"user_id": self.leader.id, "name": "Late"}
        for user in (self.env.user, self.env.ref("base.user_admin")):
            id_ = self._hand_in(user, "helpdesk.ticket.team", custom_values=values)
            team = self.env["helpdesk.ticket.team"].browse(id_)
            self.assertEqual(team.user_id, self.leader)


class TestGranting(HandedInCommon):
    def test_no_alias_makes_or_changes_who_may_do_what(self):
        """An alias of any model: by its defaults a mail would make an administrator."""
        values = {"user_ids": [(0, 0, self.evil)]}
        for given in (values, {"child_ids": [(0, 0, {"name": "x", **values})]}):
            self.env["mail.alias"].create(
                {
                    "alias_name": "partners",
                    "alias_domain_id": self.domain.id,
                    "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
                    "alias_defaults": repr(given),
                }
            )
            raw = self._write_mail("x@evil.example", to="partners@example.com")
            self.env["mail.thread"].message_process(None, raw)
            self.env["mail.alias"].search([("alias_name", "=", "partners")]).unlink()
        self.assertFalse(self._is_there())

    def test_nobody_takes_over_the_address_of_something_else(self):
        """Whoever has it would write its defaults, which Odoo does as superuser."""
        alias = self.env["mail.alias"].create(
            {
                "alias_name": "partners",
                "alias_domain_id": self.domain.id,
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        other = self.plain_team.alias_id
        for role in ("leader", "manager"):
            teams = self.env["helpdesk.ticket.team"].with_user(getattr(self, role))
            for taken in (alias, other):
                with self.subTest(role, taken=taken):
                    with self.assertRaises(AccessError):
                        teams.browse(self.team.id).write({"alias_id": taken.id})
                    with self.assertRaises(AccessError):
                        teams.create({"name": "Mine", "alias_id": taken.id})
        team = self.team.with_user(self.manager)
        team.write({"alias_id": team.alias_id.id, "alias_name": "heard"})
        self.assertEqual(team.alias_name, "heard")
        made = teams.create({"name": "New", "alias_name": "new"})
        self.assertEqual(made.alias_name, "new")

    def test_each_list_of_each_model(self):
        threads = self.env["mail.thread"]
        found = 0
        for name, model in sorted(self.registry.items()):
            if model._abstract or not hasattr(model, "message_new"):
                continue
            for field in model._fields.values():
                if field.type not in ("one2many", "many2many"):
                    continue
                if not field.comodel_name.startswith(GRANTING):
                    continue
                found += 1
                with self.subTest(name, field=field.name):
                    for made in ((0, 0, {}), (1, 1, {"name": "x"})):
                        reaches = threads._complaint_reaches
                        self.assertTrue(reaches(self.env[name], field.name, [made]))
        self.assertTrue(found)


class TestByRpc(HandedInCommon, HttpCase):
    @mute_logger("odoo.http")
    def test_over_the_wire(self):
        self.authenticate("employee_user", "employee_user")
        with self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request(
                "/web/dataset/call_kw/mail.thread/message_process",
                {
                    "model": "mail.thread",
                    "method": "message_process",
                    "args": ["res.partner", self._message().decode()],
                    "kwargs": {"custom_values": {"user_ids": [[0, 0, self.evil]]}},
                },
            )
        self.assertFalse(self._is_there())
