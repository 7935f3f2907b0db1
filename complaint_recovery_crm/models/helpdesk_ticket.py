from odoo import models
from odoo.tools import SQL


class HelpdeskTicket(models.Model):
    """A complaint, of a customer somebody works on in the pipeline."""

    _inherit = "helpdesk.ticket"

    def _complaint_newest_documents(self):
        """Add the newest lead of each customer, whoever may read it."""
        found = super()._complaint_newest_documents()
        self.env["crm.lead"].flush_model(
            ["partner_id", "company_id", "create_date", "user_id"]
        )
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (customer.commercial_partner_id)
                          customer.commercial_partner_id, document.create_date,
                          document.user_id
                     FROM crm_lead document
                     JOIN res_partner customer ON customer.id = document.partner_id
                    WHERE customer.commercial_partner_id = ANY(%s)
                      AND (document.company_id IS NULL OR document.company_id = ANY(%s))
                      AND document.user_id IS NOT NULL
                    ORDER BY customer.commercial_partner_id, document.create_date DESC,
                             document.id DESC""",
                self.commercial_partner_id.ids,
                self.company_id.ids,
            )
        )
        for entity_id, date, user_id in rows:
            found[entity_id].append((date, user_id))
        return found
