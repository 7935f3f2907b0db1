from odoo import api, models


class ReportComplaintCaseFile(models.AbstractModel):
    """The case file as a report. It checks who asks, whatever the way in."""

    _name = "report.complaint_recovery.report_case_file"
    _description = "Case File"

    @api.model
    def _get_report_values(self, docids, data=None):
        tickets = self.env["helpdesk.ticket"].browse(docids)
        tickets.check_access("read")
        tickets._check_field_access(tickets._fields["complaint_stage_id"], "read")
        tickets._complaint_ensure_is_complaint()
        user = self.env.user
        lang = user.lang or self.env.lang
        tickets = tickets.with_context(lang=lang, tz=user.tz or "UTC")
        return {
            "doc_ids": docids,
            "doc_model": tickets._name,
            "docs": tickets,
            "lang": lang,
            "files": {t.id: t._complaint_case_file_values() for t in tickets},
        }
