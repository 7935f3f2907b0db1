from lxml import etree

from odoo import models

from ...tools.marks import Mark


class MailBatch(Mark):
    """What the mails of one batch share, so that it is found once.

    ``compiled`` maps the source of a template to what was compiled of it, ``reply_to``
    the id of a ticket to the address for answers.
    """

    def __init__(self, reply_to):
        self.compiled = {}
        self.reply_to = reply_to


class IrQweb(models.AbstractModel):
    """Renders a mail template for many complaints; Odoo compiles it anew for each."""

    _inherit = "ir.qweb"

    def _compile(self, template):
        batch = self.env.context.get("complaint_mail_batch")
        # Only what is not stored: views have Odoo's own cache.
        if not (isinstance(batch, MailBatch) and isinstance(template, etree._Element)):
            return super()._compile(template)
        source = etree.tostring(template)
        if source not in batch.compiled:
            batch.compiled[source] = super()._compile(template)
        return batch.compiled[source]
