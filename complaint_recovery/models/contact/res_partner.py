from odoo import api, fields, models
from odoo.tools import email_normalize

from ...tools.groups import INTERNAL
from ...tools.in_use import in_use


class ResPartner(models.Model):
    """Contacts, whose addresses customers write on the portal, too.

    Odoo takes who has the sender's address for the sender. Whoever writes a foreign
    address into the own address book would be given that person's complaints.
    """

    _inherit = "res.partner"

    complaint_email_user_id = fields.Many2one(
        "res.users",
        string="E-mail written by",
        groups=INTERNAL,
        copy=False,
        prefetch=False,
        index="btree_not_null",
        help="The customer who wrote the e-mail address on the portal, as long as "
        "nobody of us has saved it since. Mails from it do not make this contact the "
        "complainant, and no mail to it opens the page without login.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        if self.env.user.share and any(vals.get("email") for vals in vals_list):
            written = partners.sudo().filtered("email")  # Who writes it reads no mark.
            written.complaint_email_user_id = self.env.user
        return partners

    def write(self, vals):
        if not {"email", "parent_id"} & vals.keys():
            return super().write(vals)
        moved = self._complaint_moved(vals)
        result = super().write(vals)
        if "email" in vals:
            self._complaint_note_writer(moved)
        if moved:
            moved._complaint_renew_keys(told="email" in vals and self.env.user.share)
        return result

    def _complaint_moved(self, vals):
        """Return those of which ``vals`` change the address or the company."""
        email = email_normalize(vals.get("email") or "")
        parent = vals.get("parent_id") or False
        return self.filtered(
            lambda partner: (
                ("email" in vals and email_normalize(partner.email or "") != email)
                or ("parent_id" in vals and partner.parent_id.id != parent)
            )
        )

    def _complaint_note_writer(self, changed):
        """Keep who wrote the address: a customer, or nobody where it was one of us."""
        partners = self.sudo()  # Whoever writes it need not see who did before.
        if self.env.user.share:
            # As above: they write it, and do not see the mark.
            partners = changed.sudo()
            partners.complaint_email_user_id = self.env.user
        elif written := partners.filtered("complaint_email_user_id"):
            written.complaint_email_user_id = False

    def _complaint_renew_keys(self, told):
        """Whoever got the key at the former address has it no longer."""
        # Whoever changes an address need not see the complaints.
        tickets = in_use(self.env["helpdesk.ticket"].sudo())
        theirs = [("partner_id", "in", self.ids), ("is_complaint", "=", True)]
        for ticket in tickets.search(theirs):
            ticket._complaint_renew_key()
            if told and not ticket.complaint_closed_at:
                ticket._complaint_tell_new_address()

    def _complaint_is_vouched(self):
        """Did one of us write the address of this contact, or may it be anybody's?"""
        self.ensure_one()
        return not self.sudo().complaint_email_user_id  # Judged, not shown.
