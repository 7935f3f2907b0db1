from odoo import models


class IrBinary(models.AbstractModel):
    """Files by a key: those among us have none for customers."""

    _inherit = "ir.binary"

    def _find_record(
        self,
        xmlid=None,
        res_model="ir.attachment",
        res_id=None,
        access_token=None,
        field=None,
    ):
        # Odoo takes a key for a while before it asks the file whose it is.
        if access_token and res_id and res_model == "ir.attachment":
            if self.env[res_model].browse(res_id)._complaint_hidden_outside():
                access_token = None
        return super()._find_record(xmlid, res_model, res_id, access_token, field)
