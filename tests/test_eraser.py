from odoo.tools import SQL

from odoo.addons.complaint_recovery.tools.eraser import erase_links, erase_texts
from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .test_data_protection import DataProtectionCommon

GONE = "Gone"


class TestEraser(DataProtectionCommon):
    """What fields of other addons hold goes by its type, whatever they are called."""

    def _row(self, record):
        """Return what the database holds, past memory."""
        record.flush_recordset()
        query = SQL(
            "SELECT to_jsonb(t) FROM %s t WHERE id = %s",
            SQL.identifier(record._table),
            record.id,
        )
        return self.env.execute_query(query)[0][0]

    def test_required_text_that_is_translated_is_overwritten_in_each_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        cause = self.env["complaint.cause"].create({"name": "Zaffre in English"})
        cause.with_context(lang="fr_FR").name = "Zaffre en français"
        field = cause._fields["name"]
        self.assertTrue(field.required and field.translate)
        self._row(cause)
        erase_texts(cause, GONE)
        self.assertEqual(set(self._row(cause)["name"].values()), {GONE})
        self.env.invalidate_all()
        self.assertEqual(cause.with_context(lang="fr_FR").name, GONE)

    def test_name_of_a_field_we_keep_means_nothing_on_other_models(self):
        view = self.env["ir.ui.view"].create(
            {"name": "Foreign", "model": "res.partner", "arch": "<form />"}
        )
        self._row(view)
        erase_texts(view, GONE)
        row = self._row(view)
        self.assertEqual((row["name"], row["model"]), (GONE, None))

    def test_what_figures_depend_on_stays(self):
        number = self.ticket.number
        ticket = self.ticket
        self._row(ticket)
        erase_texts(ticket, GONE)
        self.assertEqual(self._row(ticket)["number"], number)

    def test_who_spoke_for_the_customer_is_no_longer_named(self):
        said = self.ticket.complaint_interaction_ids[:1]
        own_hand(said).author_id = self.customer
        self._close()
        self._anonymise()
        self.assertFalse(said.author_id)

    def test_scan_and_answer_in_a_column_go(self):
        review = self.env["complaint.review"].create(
            {
                "date_from": "2030-01-01",
                "date_to": "2030-01-31",
                "company_id": self.env.company.id,
            }
        )
        review.figures = {"said": "Zaffre"}
        file = self.env["ir.attachment"].create({"name": "scan"})
        file.db_datas = b"Zaffre"
        for record, name in ((review, "figures"), (file, "db_datas")):
            with self.subTest(name):
                self.assertTrue(self._row(record)[name])
                erase_texts(record, GONE)
                self.assertIsNone(self._row(record)[name])

    def test_reference_goes_whatever_it_leads_to(self):
        menu = self.env["ir.ui.menu"].create(
            {"name": "Foreign", "action": "ir.actions.report,1"}
        )
        self.assertTrue(self._row(menu)["action"])
        erase_links(menu)
        self.assertIsNone(self._row(menu)["action"])


class TestWhatPoints(DataProtectionCommon):
    """What other addons keep of a complaint, by model and id, goes with its words."""

    #: Made by the system alone, or said in the module's own words.
    OTHERS = ("complaint.", "helpdesk.", "ir.", "bus.", "mail.followers", "mail.alias")

    def test_no_row_of_any_model_keeps_a_word(self):
        rows = list(self._plant())
        self._close()
        self._anonymise()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertIn("mail.scheduled.message", {row._name for row in rows})
        for row in rows:
            with self.subTest(row._name):
                if row.exists():
                    self.assertNotIn("Zaffre", str(self._kept(row)))

    def _kept(self, row):
        query = SQL(
            "SELECT to_jsonb(t) FROM %s t WHERE id = %s",
            SQL.identifier(row._table),
            row.id,
        )
        return self.env.execute_query(query)

    def _plant(self):
        """Write a word in each text of a row of each model that may name the ticket."""
        for name, model in sorted(self.env.items()):
            if model._abstract or model._transient or name.startswith(self.OTHERS):
                continue
            for of_model, of_id in model._complaint_pairs():
                field = model._fields[of_model]
                if not (field.store and model._fields[of_id].store) or not model._auto:
                    continue
                vals = {of_id: self.ticket.id}
                link = {"res_model_id": "res_model"}
                vals |= {
                    key: self.env["ir.model"]._get_id("helpdesk.ticket")
                    for key, text in link.items()
                    if key in model._fields and text == of_model
                } or {of_model: "helpdesk.ticket"}
                if row := self._make(model, vals):
                    yield row

    def _make(self, model, vals):
        needed = MADE.get(model._name, {})
        texts = {
            name: "Zaffre"
            for name, field in model._fields.items()
            if field.type in ("char", "text", "html") and field.store
            if not (field.compute or field.readonly or name in vals or name in needed)
            if not name.endswith(("_id", "token", "model", "tz"))
        }
        try:
            with self.env.cr.savepoint():
                row = model.sudo().create({**texts, **vals, **needed})
                row.flush_recordset()
                return row
        except Exception:
            # Of a kind that is made in another way: it has no row here.
            return None


#: Model → what a row of it needs beside texts.
MADE = {
    "calendar.event": {
        "start": "2030-01-01 10:00:00",
        "stop": "2030-01-01 11:00:00",
        "videocall_location": False,
    },
    "mail.scheduled.message": {
        "scheduled_date": "2031-01-01 10:00:00",
        "author_id": 1,
    },
}
