"""What the desk's views show of dates, ends, approvals and addresses."""

from lxml import etree

from .common import ComplaintCommon


class TestShown(ComplaintCommon):
    def test_no_view_shows_a_moment_with_the_widget_of_days(self):
        """Odoo's widget of days cuts a moment, and warns in the console."""
        views = self.env["ir.ui.view"].search([("model", "!=", False)])
        ours = views.filtered(lambda v: (v.xml_id or "").startswith("complaint_"))
        cells = 0
        for view in ours:
            arch = etree.fromstring(view.arch)
            for node in arch.iter("field"):
                model = self._model_of(node, view.model)
                field = model is not None and model._fields.get(node.get("name"))
                if field and field.type == "datetime":
                    cells += 1
                    with self.subTest(view.xml_id, field=field.name):
                        wrong = ("date", "remaining_days")
                        self.assertNotIn(node.get("widget"), wrong)
        self.assertGreater(cells, 40)

    def test_no_view_shows_a_day_as_next_month(self):
        """Odoo's widget says that of the day after tomorrow, and nothing nearer."""
        views = self.env["ir.ui.view"].search([("arch_db", "like", "remaining_days")])
        ours = views.filtered(lambda v: (v.xml_id or "").startswith("complaint_"))
        self.assertFalse(ours.mapped("xml_id"))

    def _model_of(self, node, model):
        """Return the model of the view in which the node stands."""
        above = [x.get("name") for x in node.iterancestors("field") if x.get("name")]
        for name in reversed(above):
            field = self.env[model]._fields.get(name) if model in self.env else None
            if not field or not field.relational:
                return None
            model = field.comodel_name
        return self.env.get(model)

    def test_the_end_of_complaints_stands_in_line_with_their_stages(self):
        """What is folded stands behind "…": what was taken back alone."""
        stages = self.env["complaint.stage"].search([])
        self.assertEqual(set(stages.filtered("aside").mapped("phase")), {"withdrawn"})
        form = self.env["helpdesk.ticket"].get_view(
            self.env.ref("complaint_recovery.complaint_view_form").id
        )
        bar = etree.fromstring(form["arch"]).find(
            ".//field[@name='complaint_stage_id']"
        )
        self.assertIn("'fold_field': 'aside'", bar.get("options"))

    def test_times_of_severities_are_listed_with_their_units(self):
        view = self.env.ref("complaint_recovery.complaint_severity_view_list")
        fields = etree.fromstring(view.arch).iterfind("field")
        labels = {field.get("name"): field.get("string") for field in fields}
        for name, unit in {
            "first_contact_hours": "hours",
            "progress_days": "days",
            "resolution_days": "days",
            "followup_days": "days",
        }.items():
            self.assertIn(unit, labels[name])

    def test_approvals_are_read_in_whole(self):
        """Few columns, none cut: what else one decides by stands below the story."""
        view = self.env.ref("complaint_recovery.complaint_remedy_view_list_approvals")
        fields = etree.fromstring(view.arch).findall("field")
        columns = [
            field
            for field in fields
            if not field.get("column_invisible") and field.get("optional") != "hide"
        ]
        self.assertLessEqual(len(columns), 6)
        below = " ".join(field.get("options") or "" for field in columns)
        for name in (
            "desired_outcome",
            "finding",
            "request_note",
            "other_options",
            "similar_range",
            "claim_amount",
        ):
            self.assertIn(f"'{name}'", below)
            self.assertIn(name, [field.get("name") for field in fields])

    def test_every_action_a_menu_opens_has_a_path_of_its_own(self):
        """Without one a reload or a copied link opens something else."""
        root = self.env.ref("complaint_recovery.complaint_menu_root")
        menus = self.env["ir.ui.menu"].search([("id", "child_of", root.id)])
        actions = {
            menu.action
            for menu in menus
            if menu.action and menu.action._name == "ir.actions.act_window"
        }
        shown = [action for action in actions if action.target != "new"]
        self.assertGreater(len(shown), 15)
        paths = [action.path for action in shown]
        self.assertFalse([a.name for a in shown if not a.path])
        self.assertEqual(len(paths), len(set(paths)))

    def test_a_complaint_opens_at_an_address_that_leads_back_to_it(self):
        ticket = self._create_complaint()
        action = ticket.action_open_complaint()
        self.assertTrue(action["path"])
        self.assertEqual(action["res_id"], ticket.id)
        again = self.env["ir.actions.act_window"].search(
            [("path", "=", action["path"])]
        )
        form = self.env.ref("complaint_recovery.complaint_view_form")
        self.assertIn((form.id, "form"), again.views)
