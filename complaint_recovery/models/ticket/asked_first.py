from odoo import fields, models


class HelpdeskTicket(models.Model):
    """What does not happen to the stage of a ticket, no other addon hears of.

    Addons that are loaded later extend ``write()`` outside of ours, and act on the
    stage they were told. So this class is asked before theirs, wherever it is loaded:
    it holds that one method, and nothing to extend, since extensions would come later
    as well. What they change on the way meets our ``write()`` all the same.
    """

    _inherit = "helpdesk.ticket"

    def _post_model_setup__(self):
        result = super()._post_model_setup__()
        model = self.env.registry[self._name]
        others = [base for base in model._base_classes__ if base is not HelpdeskTicket]
        model._base_classes__ = model.__bases__ = (HelpdeskTicket, *others)
        # The addon that came last is the one Odoo gives an external id of the model.
        model._module = others[0]._module
        return result

    def write(self, vals):
        vals = self._complaint_agreeing(vals)
        staying = self._complaint_staying(vals)
        if not staying:
            return super().write(vals)
        staying.check_access("write")  # Or the note would tell that it is one.
        staying._complaint_note_staying(vals["stage_id"])
        # Whoever looks for tickets that nobody touches has found it now.
        rest = {**vals, "last_stage_update": fields.Datetime.now()}
        del rest["stage_id"]
        super(HelpdeskTicket, staying).write(rest)
        moving = self - staying
        return super(HelpdeskTicket, moving).write(vals) if moving else True
