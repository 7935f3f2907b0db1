from freezegun import freeze_time

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.documents import MONDAY
from .common.inspection import InspectionCommon


@freeze_time(MONDAY)
class TestDocumentOfAnonymised(InspectionCommon):
    """A document names its customer: an anonymised complaint does not lead there."""

    def _anonymise(self):
        own_hand(self.ticket.sudo()).write(
            {"complaint_closed_at": MONDAY, "complaint_outcome": "satisfied"}
        )
        self.ticket.with_user(self.manager)._complaint_anonymise()

    def test_neither_leads_to_the_other(self):
        remedy = self._make()
        report = self._report(remedy).sudo()
        self.assertEqual(report.partner_id, self.ticket.partner_id)
        report.state = "done"
        self.assertEqual(report.complaint_number, self.ticket.number)
        self._anonymise()
        self.assertFalse(remedy.sudo().result_ref)
        self.assertFalse(report.complaint_remedy_id or report.complaint_number)
        self.assertEqual(report.partner_id, self.customer, "it is not ours to empty")

    def test_figures_of_the_remedy_stay(self):
        remedy = self._make().sudo()
        self._report(remedy).sudo().state = "done"
        names = ("state", "amount", "document_state", "document_cost", "delivered_at")
        before = [remedy[name] for name in names]
        self._anonymise()
        self.assertEqual([remedy[name] for name in names], before)

    def test_what_becomes_of_the_document_later_is_not_followed(self):
        remedy = self._make().sudo()
        report = self._report(remedy).sudo()
        report.state = "done"
        self._anonymise()
        report.state = "cancel"
        self.assertEqual((remedy.state, remedy.document_state), ("delivered", "done"))

    def test_models_of_documents_are_known_by_what_they_inherit(self):
        traces = self.env["helpdesk.ticket"]._complaint_traces()
        self.assertIn("inspection.report", traces)
        self.assertFalse(traces & {"helpdesk.ticket", "res.users", "res.company"})
