from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

GIVEN = "complaint_given_by_id"
#: Who hears of whom: whoever writes one of these gives the document.
DECIDING = ("user_id", "partner_id", "company_id")


class ComplaintGiven(models.AbstractModel):
    """A document whose salesperson hears of complaints, and who gave it to them.

    Salespeople write themselves on documents. By that alone nobody hears more: see
    ``_complaint_newest_documents()``.
    """

    _name = "complaint.given"
    _description = "Document Given to a Salesperson"

    complaint_given_by_id = fields.Many2one(
        "res.users",
        string="Given to the salesperson by",
        compute="_compute_complaint_given_by_id",
        store=True,
        prefetch=False,
        groups=fields.NO_ACCESS,  # Asked by the rule alone.
    )

    def _auto_init(self):
        # Not computed for what was there before: whoever made it gave it.
        cr, table = self.env.cr, self._table
        if not self._abstract and not column_exists(cr, table, GIVEN):
            create_column(cr, table, GIVEN, "int4")
        return super()._auto_init()

    # These are the document's own.
    @api.depends(lambda self: () if self._abstract else DECIDING)
    def _compute_complaint_given_by_id(self):
        for document in self:
            document.complaint_given_by_id = document.user_id and self.env.uid

    @api.model
    def default_get(self, fields):
        return super().default_get([name for name in fields if name != GIVEN])

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        # Empty says: whoever made it. That is no update more.
        self.env.remove_to_compute(self._fields[GIVEN], documents)
        return documents

    def write(self, vals):
        result = super().write(vals)
        # At once, by whoever writes: later it would be whoever asks first.
        self._recompute_recordset([GIVEN])
        return result

    @api.model
    def _complaint_agreed(self):
        """Return the condition, in SQL, of a ``document`` agreed with the customer.

        Then it is whose work it was, also where they gave it to themselves.
        """
        return SQL("FALSE")
