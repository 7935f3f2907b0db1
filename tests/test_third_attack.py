"""What somebody with a login still got past: findings of the third attack, by kind."""

from odoo.exceptions import AccessError
from odoo.service.model import call_kw, get_public_method
from odoo.tests import HttpCase, JsonRpcException, new_test_user
from odoo.tools import SQL, mute_logger

from .common.secret import SECRET, SecretCommon

QUIET = ("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
#: How a dialog says what it is about.
NAMED = ("res_model", "model", "active_model")


class ThirdAttackCommon(SecretCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.message = cls.ticket.sudo().message_post(
            body=SECRET,
            subject=SECRET,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=cls.customer.ids,
        )
        cls.admin = new_test_user(
            cls.env,
            "far_admin",
            groups="base.group_system",
            company_id=cls.other_company.id,
            company_ids=[(6, 0, cls.other_company.ids)],
        )
        cls.env.flush_all()

    def _rpc(self, user, model, method, *args, **kwargs):
        """Return the answer, an error where there is one; each asks from nothing."""
        self.env.invalidate_all()
        records = self.env[model].with_user(user)
        try:
            with self.env.cr.savepoint():
                answer = call_kw(records.browse(), method, list(args), kwargs)
                # What is computed later is computed for the user, as in a request.
                records.env.flush_all()
                return answer
        except Exception as error:  # noqa: BLE001 - whatever stops it says nothing
            return error


class TestMessagesTaken(ThirdAttackCommon):
    """No way but reading leads to the words of a message."""

    def _links(self):
        """Yield (model, field) of all that is stored and leads to a message."""
        for name, model in sorted(self.env.items()):
            if model._abstract or not model._auto or model._transient:
                continue
            for field in model._fields.values():
                if field.type == "many2one" and field.comodel_name == "mail.message":
                    if field.store:
                        yield name, field.name

    @mute_logger(*QUIET)
    def test_no_export_tells_of_a_message_by_any_link(self):
        asked = set()
        columns = ("body", "subject", "res_id", "record_name", "author_id", "model")
        for user in (*self.strangers.values(), self.admin):
            user.sudo().group_ids += self.env.ref("base.group_allow_export")
            for model, link in self._links():
                records = self.env[model].sudo().search([], limit=1)
                if not records or not records.with_user(user).has_access("read"):
                    continue
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET %s = %s WHERE id = %s",
                        SQL.identifier(records._table),
                        SQL.identifier(link),
                        self.message.id,
                        records.id,
                    )
                )
                paths = [f"{link}/{name}" for name in columns]
                answer = self._rpc(user, model, "export_data", records.ids, paths)
                with self.subTest(user.name, model=model, link=link):
                    self._assert_silent(answer)
                asked.add((model, link))
            answer = self._rpc(
                user, "mail.message", "export_data", self.message.ids, ["body"]
            )
            self._assert_silent(answer)
        self.assertIn(("discuss.channel.member", "seen_message_id"), asked)

    @mute_logger(*QUIET)
    def test_no_public_method_of_a_message_tells_of_it(self):
        message, asked = self.message, 0
        for name in sorted({n for c in type(message).mro() for n in vars(c)}):
            try:
                get_public_method(message, name)
            except (AccessError, AttributeError):
                continue
            for user in (*self.strangers.values(), self.admin):
                answer = self._rpc(user, "mail.message", name, message.ids)
                with self.subTest(name, user=user.name):
                    self._assert_silent(answer)
                    if not isinstance(answer, Exception):
                        self.assertNotIn("helpdesk.ticket", str(answer))
                asked += 1
        self.assertGreater(asked, 200)

    @mute_logger(*QUIET)
    def test_who_may_read_it_exports_it(self):
        manager = self.agent_all
        manager.sudo().group_ids += self.env.ref("base.group_allow_export")
        told = self.message.sudo().notification_ids[:1]
        paths = ["mail_message_id/body"]
        answer = self._rpc(manager, told._name, "export_data", told.ids, paths)
        self.assertIn(SECRET, str(answer))

    @mute_logger(*QUIET)
    def test_nobody_is_told_who_follows_or_was_told(self):
        told = self.message.sudo().notification_ids
        followers = self.ticket.sudo().message_follower_ids
        self.assertTrue(told and followers)
        for who, user in self.strangers.items():
            for records, link in ((told, "mail_message_id"), (followers, "res_id")):
                for method, args in (
                    ("search_read", [[("id", "in", records.ids)]]),
                    ("search_count", [[(link, "!=", False)]]),
                    ("read", [records.ids]),
                ):
                    answer = self._rpc(user, records._name, method, *args)
                    with self.subTest(who, model=records._name, method=method):
                        self._assert_silent(answer)
                        if method == "search_read" and isinstance(answer, list):
                            self.assertFalse(answer)
        own = self.agent_all
        seen = self.env["mail.notification"].with_user(own)
        self.assertEqual(seen.search([("id", "in", told.ids)]), told.with_user(own))

    @mute_logger(*QUIET)
    def test_nobody_moves_a_message_made_elsewhere_onto_a_complaint(self):
        theirs = {
            "body": "I accept",
            "message_type": "email",
            "author_id": self.customer.id,
            "date": "2020-01-01 10:00:00",
            "subtype_id": self.env.ref("mail.mt_comment").id,
        }
        for user in (self.admin, self.env.ref("base.user_admin")):
            place = {"model": "res.partner", "res_id": user.partner_id.id}
            [made] = self._rpc(user, "mail.message", "create", [{**theirs, **place}])
            for model in ("helpdesk.ticket", "complaint.remedy", "complaint.apology"):
                moved = {"model": model, "res_id": self.records[model].id}
                answer = self._rpc(user, "mail.message", "write", [made], moved)
                with self.subTest(user.name, model=model):
                    self.assertIsInstance(answer, AccessError)


class TestDialogsOfOthers(ThirdAttackCommon):
    """Odoo's dialogs about something of ours belong to whoever opened them."""

    def _dialogs(self):
        """Yield a dialog of each kind that names the complaint, made by the owner."""
        for name, model in sorted(self.env.items()):
            about = model._transient and not model._abstract
            if not about or model._complaint_dialogs_about_us().is_false():
                continue
            if not self.env.registry[name]._auto or name.startswith("complaint."):
                continue
            vals = {n: "helpdesk.ticket" for n in NAMED if n in model._fields}
            vals |= {"res_id": self.ticket.id, "res_ids": str(self.ticket.ids)}
            for field in model._fields.values():
                if field.comodel_name == "helpdesk.ticket":
                    vals[field.name] = self.ticket.id
                elif field.type == "reference":
                    vals[field.name] = f"helpdesk.ticket,{self.ticket.id}"
                elif field.name in ("body", "note", "message", "summary"):
                    vals[field.name] = SECRET
                elif field.required and not field.default and field.name not in vals:
                    vals[field.name] = self._plausible(field)
            vals = {n: vals[n] for n in vals if n in model._fields}
            if False in vals.values():
                continue  # It needs a template, of which there is none.
            yield model.with_user(self.agent_all).sudo().create(vals)

    @mute_logger(*QUIET)
    def test_no_dialog_of_somebody_else_is_read(self):
        seen = set()
        for dialog in self._dialogs():
            stored = [n for n, f in dialog._fields.items() if f.store]
            dialog.env.flush_all()
            for who, user in self.strangers.items():
                for method, args in (
                    ("read", [dialog.ids, stored]),
                    ("search_count", [[("id", "=", dialog.id)]]),
                    ("write", [dialog.ids, {}]),
                ):
                    answer = self._rpc(user, dialog._name, method, *args)
                    with self.subTest(who, model=dialog._name, method=method):
                        expected = isinstance(answer, AccessError) or answer == 0
                        self.assertTrue(expected, answer)
            seen.add(dialog._name)
        for name in (
            "base_import.import",
            "mail.followers.edit",
            "mail.activity.schedule",
            "mail.compose.message",
            "portal.share",
        ):
            self.assertIn(name, seen)

    @mute_logger(*QUIET)
    def test_ones_own_and_those_about_others_are_as_in_odoo(self):
        dialogs = self.env["base_import.import"]
        vals = {"res_model": "helpdesk.ticket", "file": "YQ=="}
        own = dialogs.with_user(self.agent_all).create(vals)
        self.assertEqual(own.read(["file"])[0]["file"], b"YQ==")
        other = dialogs.with_user(self.agent_all).create({"res_model": "res.partner"})
        self.assertTrue(other.with_user(self.employee).read(["res_model"]))


class TestOutsideTheTables(ThirdAttackCommon):
    """Files, holidays and mails to many."""

    @mute_logger(*QUIET)
    def test_no_file_of_ours_is_made_public(self):
        for model in ("helpdesk.ticket", "complaint.apology"):
            place = {"res_model": model, "res_id": self.records[model].id}
            file = self.env["ir.attachment"].create({"name": "x", "raw": b"x", **place})
            public = {"public": True}
            for user in (self.agent_all, self.manager, self.handler):
                for method, args in (
                    ("write", [file.ids, public]),
                    ("create", [[{"name": "y", **place, **public}]]),
                ):
                    answer = self._rpc(user, "ir.attachment", method, *args)
                    with self.subTest(user.name, model=model, method=method):
                        self.assertIsInstance(answer, AccessError)
            self.assertFalse(file.public)

    @mute_logger(*QUIET)
    def test_nobody_finds_out_that_a_complaint_has_the_same_file(self):
        place = {"res_model": "helpdesk.ticket", "res_id": self.ticket.id}
        files = self.env["ir.attachment"]
        file = files.create({"name": "x.txt", "raw": b"Known", **place})
        vals = {"name": "y", "datas": "S25vd24=", "mimetype": file.mimetype}
        self.assertIn(file.id, files.create_unique([vals]))
        for user in (self.employee, self.sales, self.suspect):
            answer = self._rpc(user, "ir.attachment", "create_unique", [vals])
            with self.subTest(user.name):
                self.assertNotIn(file.id, answer)
                self.assertEqual(files.browse(answer)[:1].raw, b"Known")

    @mute_logger(*QUIET)
    def test_no_own_leave_becomes_a_holiday_of_all(self):
        resource = self.env["resource.resource"].create(
            {"name": "Employee", "user_id": self.employee.id}
        )
        long = {"date_from": "2026-01-01 00:00:00", "date_to": "2036-01-01 00:00:00"}
        leaves = "resource.calendar.leaves"
        vals = {"name": "Away", "resource_id": resource.id, **long}
        [leave] = self._rpc(self.employee, leaves, "create", [vals])
        answer = self._rpc(
            self.employee, leaves, "write", [leave], {"resource_id": False}
        )
        self.assertIsInstance(answer, AccessError)
        self.assertTrue(self._rpc(self.employee, leaves, "write", [leave], long))
        self.assertEqual(self.env[leaves].browse(leave).resource_id, resource)

    def test_mails_to_many_are_of_who_writes_them(self):
        self.ticket.sudo().complaint_about_user_id = False
        composer = self.env["mail.compose.message"].with_user(self.agent_all)
        composer = composer.create(
            {
                "model": "helpdesk.ticket",
                "res_ids": str(self.ticket.ids),
                "composition_mode": "mass_mail",
                "subject": "x",
                "body": "I accept",
                "author_id": self.customer.id,
                "email_from": self.customer.email,
            }
        )
        mails, _messages = composer._action_send_mail()
        self.assertTrue(mails)
        self.assertEqual(mails.author_id, self.agent_all.partner_id)
        self.assertEqual(mails.email_from, self.agent_all.email_formatted)


class TestOverHttp(HttpCase, ThirdAttackCommon):
    """The same through the door the web client uses."""

    def _ask(self, model, method, *args):
        url = f"/web/dataset/call_kw/{model}/{method}"
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        return self.make_jsonrpc_request(url, params)

    @mute_logger("odoo.http", *QUIET)
    def test_nobody_gets_what_makes_them_the_customer(self):
        param = self.env["ir.config_parameter"].sudo()
        param.set_param("auth_signup.invitation_scope", "b2c")
        for user in (self.employee, self.sales, self.manager, self.portal):
            self.authenticate(user.login, user.login)
            with self.subTest(user.name), self.assertRaises(JsonRpcException):
                self._ask("res.partner", "signup_get_auth_param", self.customer.ids)
        told = self.customer.signup_get_auth_param()  # Mails are made with it.
        self.assertIn("auth_signup_token", told[self.customer.id])

    @mute_logger("odoo.http", *QUIET)
    def test_no_message_is_exported_over_http(self):
        told = self.message.sudo().notification_ids[:1]
        self.employee.sudo().group_ids += self.env.ref("base.group_allow_export")
        self.authenticate(self.employee.login, self.employee.login)
        for model, method, args in (
            (told._name, "export_data", (told.ids, ["mail_message_id/body"])),
            ("mail.message", "action_open_document", (self.message.ids,)),
        ):
            with self.subTest(method), self.assertRaises(JsonRpcException):
                self._ask(model, method, *args)
