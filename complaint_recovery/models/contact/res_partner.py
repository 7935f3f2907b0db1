from odoo import api, fields, models
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import email_normalize

from ...tools.groups import INTERNAL
from ...tools.in_use import in_use


class ResPartner(models.Model):
    """Contacts, whose addresses customers and colleagues write for themselves, too.

    Odoo takes who has the sender's address for the sender. Whoever writes a foreign
    address for themselves would be given that person's complaints.
    """

    _inherit = "res.partner"

    complaint_email_user_id = fields.Many2one(
        "res.users",
        string="E-mail written by",
        groups=INTERNAL,
        copy=False,
        prefetch=False,
        index="btree_not_null",
        help="Who wrote the e-mail address for themselves, on the portal, a form of "
        "the website or in their preferences, as long as nobody else of us has saved "
        "it since. Mails from it do not make this contact the complainant, and no mail "
        "to it opens the page without login.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        if any(vals.get("email") for vals in vals_list):
            writer = self._complaint_email_writer()
            # Who writes it reads no mark.
            written = partners.sudo().filtered("email")
            own = written._complaint_written_for_oneself(writer)
            if own:
                own.complaint_email_user_id = writer
        return partners

    def _complaint_written_for_oneself(self, writer):
        """Return those whose address ``writer`` writes for themselves.

        Of customers that is each one. Of colleagues it is their own contact, what
        belongs to it, and what a page makes for them beside it: by the portal and the
        shop every employee adds addresses, without a right to contacts.
        """
        if writer.share:
            return self
        own = writer.sudo().partner_id  # Whose it is, is judged.
        by_page = self.env.su and request and request.env and request.env.uid
        beside = own.commercial_partner_id if by_page else own.browse()
        return self.filtered(
            lambda partner: own in partner._complaint_line()
            or (beside and partner.commercial_partner_id == beside)
        )

    def _complaint_line(self):
        """Return this contact and those it belongs to, one above the other."""
        line, above = self, self.parent_id
        while above and above not in line:
            line, above = line | above, above.parent_id
        return line

    @api.model
    def _complaint_email_writer(self):
        """Return who writes an address: whoever asks, as whom code of others acts."""
        user = self.env.user
        if user.share or not request or not request.env or not request.env.uid:
            return user
        asker = request.env["res.users"].sudo().browse(request.env.uid)  # Its kind.
        return asker.with_env(self.env) if asker.share else user

    def write(self, vals):
        if not {"email", "parent_id"} & vals.keys():
            return super().write(vals)
        moved = self._complaint_moved(vals)
        result = super().write(vals)
        if "email" in vals:
            self._complaint_note_writer(moved)
        if moved:
            told = "email" in vals and self._complaint_email_writer().share
            moved._complaint_renew_keys(told=told)
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
        """Keep who wrote the address for themselves; nobody where another of us did."""
        writer = self._complaint_email_writer()
        # They write it, and do not see the mark.
        partners, changed = self.sudo(), changed.sudo()
        own = partners._complaint_written_for_oneself(writer)
        if not writer.share:
            others = partners - own
            if written := others.filtered("complaint_email_user_id"):
                written.complaint_email_user_id = False
        own &= changed
        if own:
            own.complaint_email_user_id = writer

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
        """Did another one of us write the address, or may it be anybody's?

        What colleagues write for themselves is theirs in a domain of ours, where no
        customer has it.
        """
        self.ensure_one()
        partner = self.sudo()  # Judged, not shown.
        if not (writer := partner.complaint_email_user_id):
            return True
        if writer.share or not (email := partner.email_normalized):
            return False
        # Which domains are ours is no secret.
        domains = self.env["mail.alias.domain"].sudo()
        if not domains.search_count(Domain("name", "=", email.rpartition("@")[2])):
            return False
        same = Domain("email_normalized", "=", email) & Domain("id", "!=", partner.id)
        # Nor one that somebody else wrote for themselves since.
        same &= Domain("complaint_email_user_id", "=", False)
        return not in_use(partner).search_count(same, limit=1)
