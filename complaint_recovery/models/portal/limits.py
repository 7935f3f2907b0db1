from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

#: More than anybody has to tell within an hour: complaints of one customer, messages of
#: one customer or on one complaint. And of files within a day, in megabytes.
COMPLAINTS, MESSAGES, MEGABYTES = 10, 30, 200
#: On the complaint of somebody who has only said who they are.
UNKNOWN_MEGABYTES = 50
MEGABYTE = 1024 * 1024


class HelpdeskTicket(models.Model):
    """How much one login, key or address sends: a kind word is the answer to more.

    What comes by mail is counted and never refused: a limit loses no complaint.
    """

    _inherit = "helpdesk.ticket"

    @api.model
    def _portal_filed_enough(self, partner, size=0):
        """Did ``partner`` file so much that more, of ``size`` bytes, must wait?

        Two at once are asked one after the other: the second begins anew.
        """
        self._portal_take_turns(partner)
        # Counted for whoever files, who need not see them all.
        tickets = self.sudo().with_context(active_test=False)
        theirs = self._portal_sent_by(partner)
        lately = theirs & Domain("create_date", ">", _ago(hours=1))
        if tickets.search_count(lately, limit=COMPLAINTS) >= COMPLAINTS:
            return True
        return self._portal_sent_enough_files(partner, size)

    @api.model
    def _portal_take_turns(self, partner):
        """Let whoever sends at the same moment for ``partner`` begin anew after us."""
        # Under REPEATABLE READ a lock alone would leave the later one with the old
        # number.
        self.env.cr.execute(
            SQL("UPDATE res_partner SET id = id WHERE id = %s", partner.id or 0)
        )

    def _portal_wrote_enough(self, author=None, size=0):
        """Did ``author`` write so much that more, of ``size`` bytes, must wait?

        Two at once are asked one after the other, by the chatter as by the form. What
        stands on this complaint counts whoever wrote it: a key names nobody.
        """
        self.ensure_one()
        here = Domain("res_id", "=", self.id)
        partner = author or self.sudo().partner_id  # Who speaks is judged, not shown.
        self._portal_take_turns(partner)
        theirs = Domain("author_id", "=", partner.id) if partner else Domain.FALSE
        if address := email_normalize(partner.email or ""):
            theirs |= Domain("email_from", "=ilike", f"%{address}%")
        outside = Domain("author_id", "=", False) | Domain(
            "author_id.partner_share", "=", True
        )
        written = (
            Domain("model", "=", self._name)
            & Domain("date", ">", _ago(hours=1))
            & Domain("message_type", "in", ("comment", "email"))
            & Domain("subtype_id.internal", "=", False)
            & (here | theirs)
            & outside
        )
        messages = self.env["mail.message"].sudo()  # Counted, not shown.
        if messages.search_count(written, limit=MESSAGES) >= MESSAGES:
            return True
        return self._portal_sent_enough_files(partner, size)

    @api.model
    def _portal_sent_by(self, partner):
        """Return the domain of tickets of this customer, login or address."""
        # Of somebody without a contact the address alone tells what is theirs.
        theirs = Domain("partner_id", "=", partner.id) if partner else Domain.FALSE
        if not self.env.user._is_public():
            theirs |= Domain("create_uid", "=", self.env.uid)
        if address := email_normalize(partner.email or ""):
            theirs |= Domain("partner_email", "=ilike", f"%{address}%")
        return theirs

    def _portal_sent_enough_files(self, partner, size=0):
        """Would ``size`` bytes more be too much for this customer, login or key?"""
        since = Domain("create_date", ">", _ago(days=1))
        tickets = self.sudo().with_context(active_test=False)  # Judged, not shown.
        changed = self._portal_sent_by(partner) & Domain(
            "write_date", ">", _ago(days=1)
        )
        tickets = self | tickets.search(changed)
        theirs = Domain("res_model", "=", self._name) & Domain(
            "res_id", "in", tickets.ids
        )
        # What is sent ahead of its message says so (``_portal_note_upload``).
        ahead = Domain("res_model", "=", "mail.compose.message") & Domain(
            "description", "in", [_upload_note(ticket) for ticket in tickets]
        )
        # Ours do not count, nor the letters we send.
        outside = Domain("create_uid.share", "=", True) | Domain(
            "create_uid", "=", SUPERUSER_ID
        )
        files = self.env["ir.attachment"].sudo()  # Their sizes are added up.
        [(sent,)] = files._read_group(
            (theirs | ahead) & since & outside & Domain("complaint_letter", "=", False),
            aggregates=["file_size:sum"],
        )
        # Judged, not shown.
        unknown = any(self.sudo().mapped("complaint_unconfirmed"))
        most = UNKNOWN_MEGABYTES if unknown else MEGABYTES
        return (sent or 0) + size > most * MEGABYTE

    def _complaint_ensure_room(self, kwargs):
        """As much by the chatter or RPC as by the form, of the same kinds."""
        result = super()._complaint_ensure_room(kwargs)
        # Whether they may be sent is asked by whoever takes them.
        files = self.env["ir.attachment"].sudo().browse(kwargs.get("attachment_ids"))
        files = files.exists()
        files._complaint_ensure_taken()
        self._portal_ensure_not_enough(sum(files.mapped("file_size")))
        return result

    def _portal_ensure_not_enough(self, size=0):
        """Raise a UserError, in kind words, where a customer sends too much at once."""
        self.ensure_one()
        user = self.env.user
        author = self.env["res.partner"] if user._is_public() else user.partner_id
        if self._portal_wrote_enough(author, size):
            raise UserError(self._portal_enough_text())

    def _portal_enough_text(self):
        return self.env._(
            "You have written a lot within an hour, and we have it all. Please give "
            "us a moment to read it, or call us."
        )

    def _portal_note_upload(self, attachment):
        """Keep on a file that waits for its message to which complaint it was sent."""
        attachment.description = _upload_note(self)


def _ago(**span):
    return fields.Datetime.now() - timedelta(**span)


def _upload_note(ticket):
    return f"{ticket._name},{ticket.id}"
