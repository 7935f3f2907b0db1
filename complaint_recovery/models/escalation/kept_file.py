import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.as_system import as_system
from ...tools.own_hand import own_hand
from ...tools.races import RACES

_logger = logging.getLogger(__name__)

JOB = "complaint_recovery.ir_cron_case_file"
CASE_FILE = "complaint_recovery.report_case_file"


class ComplaintEscalation(models.Model):
    """The case file as it was when it went up, or when a superior took it over.

    It is kept as a page with the answer itself, and printed by a job afterwards: nobody
    waits for the PDF. Whatever happens to the job, the page is on record.
    """

    _inherit = "complaint.escalation"

    case_file_pending = fields.Boolean(
        string="Case file to be printed", readonly=True, groups="base.group_system"
    )

    _case_file_pending_idx = models.Index("(id) WHERE case_file_pending IS TRUE")

    def _freeze_case_file(self):
        """Keep the case file as it is now. It is never sent to the customer.

        It hangs on the escalation, not on the ticket, whose files customers may list.
        """
        job = self.ticket_id[:1]._complaint_find_job(JOB)
        for escalation in self:
            ticket = escalation.ticket_id
            page = ticket._complaint_render_case_file()
            name = escalation.env._("Case file %s", ticket.number)
            # What a superior saw when deciding is ours to keep.
            own_hand(escalation).write(
                {
                    "attachment_id": escalation._keep_letter(
                        f"{name}.html", page, "html", escalation
                    ).id,
                    "case_file_pending": bool(job),
                }
            )
        if job:
            job._trigger()

    @api.model
    def _cron_print_case_files(self):
        """Print what was kept as a page, one and one transaction at a time."""
        cron = self.env["ir.cron"]
        waiting = self.search(Domain("case_file_pending", "=", True), order="id")
        cron._commit_progress(remaining=len(waiting))
        for escalation in waiting:
            try:
                # A superior answers it at the moment: the next run prints it.
                if escalation.exists().try_lock_for_update():
                    escalation._print_once()
            except RACES:
                self.env.cr.rollback()
            if not cron._commit_progress(1):
                break

    def _print_once(self):
        """Print it, and do not come back to it: what fails fails again."""
        try:
            with self.env.cr.savepoint():
                self._print_case_file()
        except RACES:
            raise
        except Exception:
            _logger.warning("The page of %s is kept", self, exc_info=True)
        own_hand(self).case_file_pending = False

    def _print_case_file(self):
        """Put the PDF of the page in its place; where none can be made it stays."""
        self.ensure_one()
        file = as_system(self.attachment_id)
        if file.mimetype != "text/html":
            return
        pdf = self._print_page(CASE_FILE, file.raw)
        if pdf:
            name = file.name.removesuffix(".html")
            file.write(
                {"raw": pdf, "name": f"{name}.pdf", "mimetype": "application/pdf"}
            )

    @api.model
    def _print_page(self, report_xmlid, page):
        """Return the PDF of ``page``, which a report has rendered, or nothing."""
        # Letters are printed as the system does; who may read it was asked before.
        report = self.env["ir.actions.report"].sudo()._complaint_for_us()
        if not report._complaint_can_print():
            return None
        report = report._get_report(report_xmlid).with_context(debug=False)
        bodies, _ids, header, footer, paper = report._prepare_html(
            page, report_model=report.model
        )
        try:
            return report._run_wkhtmltopdf(
                bodies,
                report_ref=report_xmlid,
                header=header,
                footer=footer,
                specific_paperformat_args=paper,
            )
        except UserError:
            _logger.info("No PDF of %s, the page is kept", self, exc_info=True)
            return None
