from odoo import api, fields, models
from odoo.tools import email_normalize

from ...tools.groups import INTERNAL
from ...tools.own_hand import own_hand


class HelpdeskTicket(models.Model):
    """Which address of a complaint is the customer's: theirs, or one that we wrote.

    Mail from it is the customer's word, and mail to it opens their page. A colleague
    who writes one speaks for the customer by that: it counts where we know no address
    of theirs, and is changed on record.
    """

    _inherit = "helpdesk.ticket"

    complaint_email_by_hand = fields.Boolean(
        string="E-mail written by a colleague",
        groups=INTERNAL,
        copy=False,
        prefetch=False,
        help="The customer did not write from this address, nor gave it on a page of "
        "ours. It counts where their contact has none.",
    )

    @api.model
    def _complaint_guarded_fields(self):
        return super()._complaint_guarded_fields() | {"complaint_email_by_hand"}

    @api.model
    def _complaint_split_rows(self, split):
        rows = super()._complaint_split_rows(split)
        for values in (v for numbered in rows.values() for v in numbered.values()):
            values["complaint_email_by_hand"] = bool(
                values.get("partner_email") and not self.env.su
            )
        return rows

    def write(self, vals):
        if "partner_email" not in vals:
            return super().write(vals)
        tickets = self.sudo()  # Compared before and after, and kept with the ticket.
        before = {t: t.partner_email for t in tickets.filtered("is_complaint")}
        result = super().write(vals)
        by_hand = bool(vals["partner_email"]) and not self.env.su
        changed = tickets.filtered(lambda t: t.complaint_email_by_hand != by_hand)
        if changed:
            own_hand(changed).write({"complaint_email_by_hand": by_hand})
        if not self.env.su:
            for ticket, former in before.items():
                ticket.with_env(self.env)._complaint_note_address(former)
        return result

    def _complaint_own_email(self):
        """Return the address of the complaint, where it counts as the customer's."""
        self.ensure_one()
        ticket = self.sudo()  # The rule is the same whoever asks.
        customer, email = ticket.partner_id, ticket.partner_email
        if not (ticket.complaint_email_by_hand and customer.email):
            return email
        return email if customer._complaint_has_mailbox(email or "") else False

    def _complaint_note_address(self, former):
        """Put on record that a colleague changed it, where something depends on it."""
        ticket = self.sudo()  # Compared, and noted for who may read it.
        email, was = (email_normalize(e or "") for e in (ticket.partner_email, former))
        known = ticket.partner_id.email_normalized
        if email == was or known:
            return  # Nothing depends on it.
        body = self.env._(
            "%(field)s changed from %(old)s to %(new)s.",
            field=self._fields["partner_email"]._description_string(self.env),
            old=former or "–",
            new=ticket.partner_email or "–",
        )
        self._complaint_log(body=body)
        superior = (self._complaint_superiors() - self.env.user)[:1]
        if superior and ticket._complaint_is_on_record():
            self.message_notify(
                partner_ids=superior.partner_id.ids, subject=self.number, body=body
            )
