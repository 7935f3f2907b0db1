import json

from .common import ComplaintCommon


class TestDashboard(ComplaintCommon):
    """Complaints among Odoo's dashboards: for the helpdesk, of what each may read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref(
            "complaint_recovery_dashboard.spreadsheet_dashboard"
        )
        cls.data = json.loads(cls.dashboard.spreadsheet_data)
        cls.figures = [
            figure["data"]
            for sheet in cls.data["sheets"]
            for figure in sheet["figures"]
            if "metaData" in figure["data"]
        ]
        cls._create_complaint(complaint_cause_id=cls.cause.id)
        cls._create_complaint(cls.manager, user_id=cls.leader.id)

    def _read(self, user, model, domain, groups, measures):
        records = self.env[model].with_user(user)
        aggregates = [
            name
            if ":" in name or name == "__count"
            else f"{name}:{records._fields[name].aggregator}"
            for name in measures
        ]
        return records.formatted_read_group(domain, groups, aggregates)

    def test_helpdesk_opens_it_and_nobody_else(self):
        for user, seen in (
            (self.handler, True),
            (self.manager, True),
            (self.employee, False),
            (self.sales, False),
        ):
            with self.subTest(user.name):
                mine = self.dashboard.with_user(user)
                self.assertEqual(mine.has_access("read"), seen)

    def test_each_picture_is_read_as_the_handler(self):
        self.assertGreaterEqual(len(self.figures), 7)
        for figure in self.figures:
            meta = figure["metaData"]
            with self.subTest(figure["title"]["text"]):
                self._read(
                    self.handler,
                    meta["resModel"],
                    figure["searchParams"]["domain"],
                    meta["groupBy"],
                    [meta["measure"]],
                )

    def test_each_counts_what_its_user_may_read(self):
        [pivot, *_others] = self.data["pivots"].values()
        measures = [measure["id"] for measure in pivot["measures"]]
        counted = [
            self._read(user, pivot["model"], pivot["domain"], [], measures)[0][
                "__count"
            ]
            for user in (self.handler, self.manager)
        ]
        self.assertEqual(counted[1], counted[0] + 1)

    def test_target_stands_beside_the_hours(self):
        [cells] = [s["cells"] for s in self.data["sheets"] if s["name"] == "Data"]
        [pivot, *_others] = self.data["pivots"].values()
        measures = {measure["id"] for measure in pivot["measures"]}
        charts = {
            figure["id"]: figure["data"] for figure in self.data["sheets"][0]["figures"]
        }
        for column, name, figure in (
            ("E", "first_contact", "complaint-target-contact"),
            ("F", "resolution", "complaint-target-solution"),
        ):
            target = f"{name}_target_hours:avg"
            self.assertIn(f'"{target}"', cells[f"{column}2"])
            self.assertIn(target, measures)
            [bars] = charts[figure]["dataSets"]
            self.assertEqual(bars["dataRange"], f"Data!{column}2:{column}4")

    def test_filters_are_fields_of_what_they_filter(self):
        matched = [
            (f["metaData"]["resModel"], f["fieldMatching"]) for f in self.figures
        ]
        matched += [
            (pivot["model"], pivot["fieldMatching"])
            for pivot in self.data["pivots"].values()
        ]
        filters = {each["id"] for each in self.data["globalFilters"]}
        for model, matching in matched:
            self.assertEqual(set(matching), filters)
            for match in matching.values():
                records = self.env[model]
                *path, last = match["chain"].split(".")
                for name in path:
                    records = records[name]
                self.assertEqual(records._fields[last].type, match["type"])
