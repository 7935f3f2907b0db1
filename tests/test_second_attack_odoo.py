"""Ways of the second attack through tables of Odoo's that every employee writes."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.models.guard.named import HELD, JUDGED
from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.mail import MailCase
from .common.secret import SECRET, SecretCommon

OURS = ("complaint.", "helpdesk.ticket")
REFUSED = (AccessError, UserError)


class OdooTablesCommon(SecretCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inside = {n: u for n, u in cls.strangers.items() if not u.share}
        cls.file = own_hand(cls.env["ir.attachment"]).create(
            {
                "name": f"{SECRET}.pdf",
                "raw": SECRET.encode(),
                "res_model": "helpdesk.ticket",
                "res_id": cls.ticket.id,
                "complaint_letter": True,
            }
        )
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        base = "odoo.addons.base.models"
        self.enterContext(mute_logger(f"{base}.ir_rule", f"{base}.ir_model"))

    def _stored(self):
        for name in sorted(self.registry):
            if not self.registry[name]._abstract:
                yield name, self.env[name]

    def _refused(self, way):
        try:
            with self.env.cr.savepoint():
                way()
                self.env.flush_all()
        except REFUSED:
            return
        self.fail("It went through.")


class TestFiles(OdooTablesCommon):
    """C1, C2: no model of Odoo's hands out what belongs to a complaint."""

    def test_no_form_tells_of_a_file_or_message_it_names(self):
        """Each link to a file, message or record of ours, read with more rights."""
        message = self.ticket.sudo().message_post(body=SECRET)
        hidden = {"ir.attachment": self.file, "mail.message": message}
        hidden |= {r._name: r for r in self.records.values()}
        hidden["helpdesk.ticket"] = self.ticket
        cells = 0
        for name, model in self._stored():
            for link, field in model._fields.items():
                if name.startswith(OURS) or field.type not in ("many2one", "many2many"):
                    continue
                if (record := hidden.get(field.comodel_name)) is None:
                    continue
                told = [
                    told.name
                    for told in model._fields.values()
                    if any(
                        path.startswith(f"{link}.")
                        for path in self.registry.field_depends[told]
                    )
                ]
                many = field.type == "many2many"
                value = [(4, record.id)] if many else record.id
                for user in self.inside.values():
                    form = self.env[name].with_user(user)
                    if not told or not form.has_access("create"):
                        continue
                    if record.with_user(user).has_access("read"):
                        continue
                    self.env.invalidate_all()
                    cells += 1
                    try:
                        spec = {t: {} for t in told}
                        answer = form.onchange({link: value}, [link], spec)
                    except REFUSED:
                        continue
                    with self.subTest(name, link=link, user=user.name):
                        self._assert_silent(answer)
        self.assertGreaterEqual(cells, len(self.inside))

    def test_letter_by_post_asks_as_the_walk_found_it(self):
        letters = self.env["snailmail.letter"]
        self.assertEqual(letters._complaint_leads()[0], ("attachment_id", "message_id"))
        self.assertIn(("model", "res_id"), letters._complaint_leads()[1])
        self.assertIn("ir.attachment", HELD)

    def test_nobody_points_a_record_of_odoos_at_a_hidden_one(self):
        """All pairs of model and id that employees write, in all models."""
        cells = 0
        for name, model in self._stored():
            pairs = model._complaint_leads()[1]
            for user in self.inside.values():
                own = self.env[name].with_user(user)
                if not pairs or not own.has_access("write"):
                    continue
                for kind, id_ in pairs:
                    mine = self._pointing_at(own, kind, id_, user)
                    with self.subTest(name, user=user.name):
                        self._refused(
                            lambda mine=mine, kind=kind, id_=id_: mine.write(
                                {kind: "helpdesk.ticket", id_: self.ticket.id}
                            )
                        )
                    cells += 1
        self.assertGreaterEqual(cells, len(self.inside))
        self.assertTrue(JUDGED)

    def _pointing_at(self, own, kind, id_, user):
        partner = user.partner_id
        vals = {kind: "res.partner", id_: partner.id}
        if own._name == "snailmail.letter":
            vals |= {"partner_id": partner.id, "cover": False}
        elif own._name == "res.users.settings.embedded.action":
            settings = self.env["res.users.settings"]._find_or_create_for_user(user)
            action = self.env.ref("complaint_recovery.complaint_action_all")
            vals |= {"user_setting_id": settings.id, "action_id": action.id}
        return own.sudo().create(vals).sudo(False)

    def test_no_process_renders_what_tells_of_a_complaint(self):
        reports = self.env["ir.actions.report"].sudo().search([])
        ours = reports.filtered(lambda r: (r.model or "").startswith(OURS))
        self.assertGreater(len(ours), 2)
        root = self.env.ref("base.user_root")
        for report in ours:
            record = self.records.get(report.model, self.ticket)
            if report.model == "helpdesk.ticket":
                record = self.ticket
            for user in (root, *self.inside.values()):
                if user != root and record.with_user(user).has_access("read"):
                    continue
                engine = report.with_user(user).sudo()
                with self.subTest(report.name, user=user.name):
                    for way in (
                        lambda e=engine, r=report, i=record.ids: e._render(r, i),
                        lambda e=engine, r=report, i=record.ids: (
                            e._render_qweb_html(r, i)
                        ),
                        lambda e=engine, r=report, i=record.ids: (
                            e._render_qweb_pdf_prepare_streams(r, {}, i)
                        ),
                    ):
                        with self.assertRaises(AccessError):
                            way()
        case_file = self.env.ref("complaint_recovery.complaint_action_case_file")
        own = case_file.with_user(self.handler).sudo()
        html = own._render_qweb_html(case_file, self.ticket.ids)[0]
        self.assertIn(SECRET, str(html))


class TestAliases(MailCase):
    """What an address says of tickets is a short list, and writes nothing."""

    def _values(self, field, other):
        if field.type in ("one2many", "many2many"):
            ids = self.env[field.comodel_name].sudo().search([], limit=1).ids or [1]
            yield [(0, 0, {"name": "PLANTED"})]
            for id_ in ids:
                yield [(1, id_, {"name": "PLANTED"})]
                yield from ([(code, id_, 0)] for code in (2, 3, 4))
            yield [(5, 0, 0)]
            yield [(6, 0, ids)]
        elif field.type == "many2one":
            yield other.id
        else:
            yield "PLANTED"

    def test_gateway_takes_a_short_list_alone(self):
        tickets = self.env["helpdesk.ticket"]
        told, cells = set(), 0
        for name, field in tickets._fields.items():
            for value in self._values(field, self.team):
                cells += 1
                if tickets._complaint_custom_values({name: value}):
                    told.add((name, value[0][0] if isinstance(value, list) else None))
        allowed = {"team_id", "category_id", "channel_id", "priority"}
        expected = {(name, None) for name in allowed} | {("tag_ids", 4), ("tag_ids", 6)}
        self.assertEqual(told, expected)
        self.assertTrue(tickets._complaint_custom_values({"is_complaint": True}))
        self.assertGreater(cells, 200)

    def test_no_alias_says_more_when_it_is_written(self):
        own = self.team.with_user(self.manager)
        for name, value in (
            ("duplicate_ids", [(1, 1, {"complaint_about_user_id": False})]),
            ("message_ids", [(4, 1, 0)]),
            ("user_id", self.manager.id),
            ("company_id", 1),
            ("tag_ids", [(0, 0, {"name": "x"})]),
            ("team_id", [(0, 0, {})]),
        ):
            defaults = repr({name: value})
            with self.subTest(name), self.assertRaises(ValidationError):
                own.write({"alias_defaults": defaults})
            with self.subTest(name), self.assertRaises(ValidationError):
                own.alias_id.sudo().write({"alias_defaults": defaults})
        own.write({"alias_defaults": repr({"priority": "2", "is_complaint": True})})
        self.assertIn("priority", own.alias_defaults)

    def test_mail_by_a_stale_alias_writes_on_no_other_complaint(self):
        """Defaults stored before they were judged."""
        other = self._create_complaint()
        known = other.message_ids
        stale = {
            "duplicate_ids": [(1, other.id, {"complaint_satisfaction": "satisfied"})],
            "message_ids": [(1, known[:1].id, {"body": "FORGED"})],
        }
        self.env.cr.execute(
            "UPDATE mail_alias SET alias_defaults = %s WHERE id = %s",
            (repr({**stale, "team_id": self.team.id}), self.team.alias_id.id),
        )
        self.env.invalidate_all()
        ticket = self._receive(self._write_mail("jane@azure.example"))
        self.assertEqual(ticket.team_id, self.team)
        self.assertFalse(other.complaint_satisfaction)
        self.assertNotIn("FORGED", str(known.mapped("body")))

    def test_alias_of_another_model_reaches_nothing_of_ours(self):
        threads = self.env["mail.thread"]
        cells = 0
        for name, model in self.registry.items():
            thread = not model._abstract and hasattr(model, "message_new")
            if not thread or name == "helpdesk.ticket":
                continue
            records = self.env[name]
            for link, field in records._fields.items():
                if field.type not in ("one2many", "many2many"):
                    continue
                ours = field.comodel_name.startswith(OURS)
                if ours or field.comodel_name in ("mail.message", "ir.attachment"):
                    cells += 1
                    value = [(1, 1, {"name": "x"})]
                    self.assertTrue(threads._complaint_reaches(records, link, value))
        partners = self.env["res.partner"]
        deep = [(1, 1, {"child_ids": [(1, 2, {"message_ids": [(4, 1, 0)]})]})]
        self.assertTrue(threads._complaint_reaches(partners, "child_ids", deep))
        self.assertFalse(
            threads._complaint_reaches(partners, "child_ids", [(0, 0, {"name": "x"})])
        )
        self.assertGreater(cells, 10)


class TestMoved(OdooTablesCommon):
    """Rules judge a record before a write; where it goes is judged as well."""

    def test_nothing_is_moved_into_a_company_of_others(self):
        own = {}
        cells = 0
        for name, model in self._stored():
            field = model._fields.get("company_id")
            if not name.startswith("complaint.") or model._transient or not model._auto:
                continue
            if not field or not field.store or field.related:
                continue
            record = self.records.get(name) or self.env[name].sudo().search([], limit=1)
            if not record:
                continue
            own[name] = record
            with self.env.cr.savepoint(flush=False) as point:
                self.env.cr.execute(
                    f'UPDATE "{model._table}" SET company_id = %s WHERE id = %s',
                    (self.other_company.id, record.id),
                )
                self.env.invalidate_all()
                mine = record.with_user(self.foreigner)
                with self.subTest(name):
                    self._refused(
                        lambda mine=mine: mine.write(
                            {"company_id": self.env.company.id}
                        )
                    )
                cells += 1
                self.env.invalidate_all()
                point.rollback()
            self.env.invalidate_all()
        self.assertGreater(cells, 8)

    def test_limit_of_another_company_comes_by_no_way(self):
        row = self.env["complaint.authority"].with_user(self.foreigner)
        row = row.create(
            {
                "name": "Mine",
                "user_ids": [(6, 0, self.foreigner.ids)],
                "unlimited": True,
                "company_id": self.other_company.id,
            }
        )
        self._refused(lambda: row.write({"company_id": self.env.company.id}))
        row.write({"name": "Still mine", "company_id": self.other_company.id})
