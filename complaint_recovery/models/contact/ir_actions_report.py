import re

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError

from ...tools.asker import hidden_from_asker
from ...tools.local_html import make_local
from ...tools.rendering import is_rendering, rendering_any
from ..guard.belonging import OURS

#: How Odoo's pages name the styles they are shown with.
STYLES = re.compile(
    r'<link[^>]{0,99} href="/web/assets/[^"/]{1,99}/'
    r"(?P<bundle>\w{1,60}\.\w{1,60})(?P<kinds>(?:\.rtl|\.autoprefixed){0,2})"
    r'(?:\.min)?\.css"[^>]{0,99}>'
)


class IrActionsReport(models.Model):
    """Letters, sheets and case files fetch nothing from outside.

    What customers wrote stands in them, and the engine runs in our network.
    """

    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        self._complaint_check_asker(report, docids)
        return super()._get_rendering_context(report, docids, data)

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        # One that was kept before is not rendered again.
        self._complaint_check_asker(self._get_report(report_ref), res_ids)
        return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)

    def _complaint_can_print(self):
        """Return whether there is an engine for PDF, and a server with the styles."""
        state = self.get_wkhtmltopdf_state()
        # While modules load, as with demo data, no server hands out the styles.
        return self.env.registry.ready and state not in ("install", "broken")

    def _complaint_for_us(self):
        """Return self for a letter of ours, which its complaint and we may render."""
        return rendering_any(self)

    def _complaint_check_asker(self, report, res_ids):
        """Turn away who has superuser code render what they may not read.

        Odoo's letters by post, for one, are made by the system, of any record somebody
        named. As oneself the records and the pages ask.
        """
        if not self.env.su or not report._complaint_is_ours(False):
            return
        records = self.env[report.model].browse(res_ids or ())
        if is_rendering(self.env, records):
            return
        groups = report.group_ids
        allowed = not groups or groups & self.env.user.all_group_ids
        if (
            self.env.uid == SUPERUSER_ID
            or not allowed
            or hidden_from_asker(records.exists())
        ):
            raise AccessError(
                self.env._(
                    "“%s” tells of a complaint. It is made for whoever may read that, "
                    "and by no other process.",
                    report.name,
                )
            )

    def _run_wkhtmltopdf(
        self, bodies, report_ref=False, header=None, footer=None, **kwargs
    ):
        if self._complaint_is_ours(report_ref):
            own = self._get_report_url() or self.get_base_url()
            bodies = [make_local(str(body), own) for body in bodies]
            header, footer = (make_local(part, own) for part in (header, footer))
            pages = self._complaint_with_styles([header, footer, *bodies])
            header, footer, *bodies = pages
        return super()._run_wkhtmltopdf(
            bodies, report_ref=report_ref, header=header, footer=footer, **kwargs
        )

    @api.model
    def _complaint_with_styles(self, pages):
        """Return ``pages`` with the styles in them that the engine would fetch.

        It need not reach our server: another port, a proxy, a server that starts. All
        pages of a letter have the same.
        """
        known = {}

        def inline(link):
            if link[0] in known:
                return known[link[0]]
            bundle = self.env["ir.qweb"]._get_asset_bundle(
                link["bundle"],
                js=False,
                rtl="rtl" in link["kinds"],
                autoprefix="autoprefixed" in link["kinds"],
            )
            styles = bundle.css()[:1].raw
            known[link[0]] = f"<style>{styles.decode()}</style>" if styles else link[0]
            return known[link[0]]

        return [STYLES.sub(inline, page) if page else page for page in pages]

    def _complaint_is_ours(self, report_ref):
        report = self._get_report(report_ref) if report_ref else self
        return (report[:1].model or "").startswith(OURS)
