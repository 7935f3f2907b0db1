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
