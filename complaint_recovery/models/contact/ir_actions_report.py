from odoo import models

from ...tools.local_html import make_local

OURS = ("complaint.", "helpdesk.ticket")


class IrActionsReport(models.Model):
    """Letters, sheets and case files fetch nothing from outside.

    What customers wrote stands in them, and the engine runs in our network.
    """

    _inherit = "ir.actions.report"

    def _run_wkhtmltopdf(
        self, bodies, report_ref=False, header=None, footer=None, **kwargs
    ):
        if self._complaint_is_ours(report_ref):
            own = self._get_report_url() or self.get_base_url()
            bodies = [make_local(str(body), own) for body in bodies]
            header, footer = (make_local(part, own) for part in (header, footer))
        return super()._run_wkhtmltopdf(
            bodies, report_ref=report_ref, header=header, footer=footer, **kwargs
        )

    def _complaint_is_ours(self, report_ref):
        report = self._get_report(report_ref) if report_ref else self
        return (report[:1].model or "").startswith(OURS)
