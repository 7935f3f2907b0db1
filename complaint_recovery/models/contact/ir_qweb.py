from lxml import etree

from odoo import models, tools

from ...tools.marks import Mark


class MailBatch(Mark):
    """What the mails of one batch share, so that it is found once.

    ``reply_to`` maps the id of a ticket to the address for answers.
    """

    def __init__(self, reply_to):
        self.reply_to = reply_to


class IrQweb(models.AbstractModel):
    """Compiles a mail template of ours once; Odoo compiles it anew for each mail."""

    _inherit = "ir.qweb"

    def _compile(self, template):
        # Views have Odoo's own cache; templates of others are left to Odoo.
        if not isinstance(template, etree._Element) or not self.env.context.get(
            "complaint_template"
        ):
            return super()._compile(template)
        return self._complaint_compile(etree.tostring(template), template)

    @tools.ormcache(
        "source",
        "tuple(map(self.env.context.get, self._get_template_cache_keys()))",
        cache="templates",
    )
    def _complaint_compile(self, source, template):
        return super()._compile(template)
