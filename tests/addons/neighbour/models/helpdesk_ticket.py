from markupsafe import Markup

from odoo import fields, models


class HelpdeskTicket(models.Model):
    """A ticket of addons that know nothing of complaints."""

    _inherit = "helpdesk.ticket"

    neighbour_stages = fields.Char(help="Each stage it was told of, in this order.")
    neighbour_cron_ids = fields.Many2many(
        "ir.cron", help="As sales orders are: not everybody's to read, and copied."
    )

    def write(self, vals):
        """Act on the stage that was written, as nonconformity and survey do."""
        result = super().write(vals)
        if vals.get("stage_id"):
            stage = self.env["helpdesk.ticket.stage"].browse(vals["stage_id"])
            for ticket in self:
                told = [*(ticket.neighbour_stages or "").split(), stage.name]
                ticket.neighbour_stages = " ".join(told)
                if survey := ticket.stage_id.neighbour_survey_id:
                    ticket.message_post_with_source(
                        survey, subtype_xmlid="mail.mt_note"
                    )
        return result

    def _neighbour_merge(self, into):
        """Merge these tickets into another one, as helpdesk_mgmt_merge does."""
        into.write({"description": Markup("<br/>").join(self.mapped("description"))})
        into.message_subscribe(self.message_partner_ids.ids)
        links = Markup(", ").join(t._get_html_link(t.number) for t in self)
        into.message_post(
            body=Markup("This ticket has been merged from %s") % links,
            subject=self.env._("Merge helpdesk ticket"),
            message_type="comment",
            subtype_id=self.env.ref("mail.mt_comment").id,
        )
        self.message_ids.filtered(lambda m: m.message_type != "notification").write(
            {"res_id": into.id}
        )
        self.write({"active": False})
