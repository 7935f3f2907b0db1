from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.groups import INTERNAL
from ...tools.own_hand import own_hand
from ...tools.rendering import rendering


class Previewed:
    """Options of a mail that is looked at: nobody sends such a thing in a context."""

    def __init__(self, options):
        self.options = options


class HelpdeskTicket(models.Model):
    """The mail that tells the customer what is offered, and how it will read."""

    _inherit = "helpdesk.ticket"

    complaint_offer_waiting = fields.Boolean(
        compute="_compute_complaint_offer_waiting", groups=INTERNAL
    )

    @api.depends(
        "complaint_remedy_ids.state",
        "complaint_remedy_ids.mailed_at",
        "partner_id.email",
        "partner_email",
    )
    def _compute_complaint_offer_waiting(self):
        for ticket in self:
            offered = ticket._complaint_offered()
            waiting = not all(offered.mapped("mailed_at"))
            # Who has no address is told on the phone, and chooses there.
            # Whether there is an address is told, of whichever company the contact is.
            reached = ticket.sudo().partner_id.email or ticket.partner_email
            ticket.complaint_offer_waiting = bool(waiting and reached)

    def _complaint_offered(self):
        # What is offered is known to whoever may read the complaint.
        remedies = self.sudo().complaint_remedy_ids
        return remedies.filtered(lambda remedy: remedy.state == "offered")

    def action_send_offer_again(self):
        """Mail what was mailed already once more, as after a change of address."""
        self.check_access("write")
        return self.action_send_offer(again=True)

    def action_send_offer(self, again=False):
        """Mail the customer what is offered, with the page to choose on.

        Raises a UserError where they have that mail already, unless ``again``.
        """
        self.check_access("write")
        for ticket in self:
            ticket._complaint_ensure_open()
            ticket._complaint_ensure_mail_address()
            offered = ticket._complaint_offered()
            if not offered:
                raise UserError(
                    self.env._("%s: nothing is offered at the moment.", ticket.number)
                )
            if not again and all(offered.mapped("mailed_at")):
                raise UserError(
                    self.env._("%s: the offer was mailed already.", ticket.number)
                )
            # The caller may write the complaint; when it was mailed is a stamp.
            own_hand(offered).mailed_at = fields.Datetime.now()
            message = ticket._complaint_write_by("mail_template_offer")
            ticket._complaint_record_exchange(
                channel="email",
                purpose="offer",
                summary=self.env._("We wrote what we offer."),
                message=message,
            )
        return True

    def _complaint_preview_offer(self, options):
        """Return the mail of an offer of ``options`` as it will read, as HTML.

        They are records with what a remedy tells: kind, description, amount.
        """
        self.ensure_one()
        # The company writes: the template reads what the handler may not.
        template = self._complaint_get_template("mail_template_offer").sudo()
        template = rendering(template, self)
        values = template.with_context(
            complaint_options=Previewed(options)
        )._generate_template(self.ids, ("subject", "body_html"))[self.id]
        return Markup("<p><b>%s</b></p>%s") % (
            values["subject"],
            Markup(values["body_html"]),
        )

    def _complaint_told_options(self):
        """Return the remedies offered, or those of a mail that is only looked at."""
        previewed = self.env.context.get("complaint_options")
        if isinstance(previewed, Previewed):
            return previewed.options
        return self._complaint_offered()
