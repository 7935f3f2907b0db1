from base64 import b64decode

from PIL.Image import DecompressionBombError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.groups import INTERNAL
from ...tools.marks import OWN_HAND
from ...tools.own_hand import is_own_hand
from ...tools.pictures import is_too_large
from ...tools.typed import keepable_name, storable
from .belonging import OURS

#: What a file is, and what it belongs to.
CONTENT = frozenset(
    {"raw", "datas", "db_datas", "store_fname", "name", "mimetype", "type", "url"}
    | {"res_model", "res_id", "res_field"}
)
#: Messages of the ticket that hold the file, and whether the customer sees them.
SHARED_IN = """
    SELECT COALESCE(bool_or(
               message.is_internal IS NOT TRUE AND subtype.id IS NOT NULL
               AND subtype.internal IS NOT TRUE
               AND message.message_type <> 'user_notification'
           ), %(alone)s)
      FROM message_attachment_rel holds
      JOIN mail_message message ON message.id = holds.message_id
                               AND message.model = file.res_model
                               AND message.res_id = file.res_id
 LEFT JOIN mail_message_subtype subtype ON subtype.id = message.subtype_id
     WHERE holds.attachment_id = file.id
"""


class IrAttachment(models.Model):
    """Files. Of a ticket, customers get those that were sent to or by them.

    Letters to customers are kept as they went out.
    """

    _inherit = "ir.attachment"

    complaint_letter = fields.Boolean(
        string="Letter as sent", groups=INTERNAL, copy=False
    )

    @api.depends_context("uid")
    def _compute_display_name(self):
        """The name of a file is for whoever may read it (``belonging.py``)."""
        return super()._compute_display_name()

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._complaint_named(vals) for vals in vals_list]
        self._complaint_check_marks(vals_list)
        if "default_complaint_letter" in self.env.context:
            self = self.with_context(default_complaint_letter=False)
        files = super().create(vals_list)
        files._complaint_ensure_not_public()
        return files

    @api.model
    def create_unique(self, values_list):
        """Tell of the files that are the same those that whoever asks may read."""
        ids = []
        for values in values_list:
            found = self.browse(super().create_unique([values]))
            hidden = found._complaint_filter_ours()
            hidden -= hidden._filtered_access("read")
            ids += (found - hidden or self.create([values])).ids
        return ids

    def _complaint_ensure_not_public(self):
        """Raise an AccessError where a file of ours would be anybody's to read."""
        public = self.filtered("public") if not self.env.su else self.browse()
        if public._complaint_filter_ours():
            raise AccessError(
                self.env._("A file of a ticket or complaint is not made public.")
            )

    @api.model
    def _complaint_named(self, vals):
        """Return ``vals`` with a name that can be kept.

        A phone, a mail or a page names it as it likes, and the database raises for NUL.
        What belongs to us is named in one line: notes, letters and mails show it.
        """
        default = self.env.context.get("default_res_model")
        ours = (vals.get("res_model", default) or "").startswith(OURS)
        named = dict(vals)
        if name := vals.get("name"):
            named["name"] = keepable_name(name) if ours else storable(name) or "file"
        if description := vals.get("description"):
            named["description"] = storable(description)
        return named

    def _complaint_tidy_names(self):
        """Name these, which come to belong to us, as if they had been made for us."""
        for file in self.sudo():  # Whoever may attach them here may not read each.
            if (tidy := keepable_name(file.name)) != file.name:
                file.name = tidy

    @api.model
    def _complaint_check_marks(self, vals_list):
        """What is a letter as sent, only our own code says."""
        if is_own_hand(self):
            return
        if any(vals.get("complaint_letter") for vals in vals_list):
            raise AccessError(
                self.env._("Only a letter that was sent is marked as one.")
            )

    def _postprocess_contents(self, values):
        """A picture too large to be opened is kept as it came, with the words."""
        if is_too_large(values.get("raw") or b64decode(values.get("datas") or b"")):
            values["mimetype"] = self._compute_mimetype(values)
            return values
        try:
            return super()._postprocess_contents(values)
        except DecompressionBombError:
            return values

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Search what files lead to with the user's own rights.

        Odoo looks as superuser and drops what one may not read: a condition on what
        they lead to would find out about anything in there.
        """
        if not (self.env.su or bypass_access):
            domain = Domain(domain).map_conditions(self._complaint_as_user)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _complaint_as_user(self, condition):
        """Return ``condition`` with what it leads to found by the user's own rights."""
        name, _dot, rest = condition.field_expr.partition(".")
        field, operator, value = (
            self._fields.get(name),
            condition.operator,
            condition.value,
        )
        if not field or not field.relational:
            return condition
        if rest:
            operator, value = "any", [(rest, operator, value)]
        if operator not in ("any", "not any"):
            return condition
        found = self.env[field.comodel_name]._search(Domain(value))
        return Domain(name, "in" if operator == "any" else "not in", found)

    def write(self, vals):
        if "complaint_letter" in vals:
            self._complaint_check_marks([{"complaint_letter": True}])
        if changed := vals.keys() - self._complaint_free_values(vals):
            self._complaint_ensure_no_letter(changed & (CONTENT | {"thumbnail"}))
        if (vals.get("res_model") or "").startswith(OURS):
            self._complaint_tidy_names()
        result = super().write(vals)
        if {"public", "res_model"} & vals.keys():
            self._complaint_ensure_not_public()
        return result

    def _complaint_free_values(self, vals):
        """Return the names of what may be written on a letter as well.

        The first small picture of it is made by the browser of who opens it first.
        """
        # Whether there is one is judged, not shown.
        made = "thumbnail" in vals and any(self.sudo().mapped("thumbnail"))
        return {"access_token"} if made else {"access_token", "thumbnail"}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_complaint_letter(self):
        self._complaint_ensure_no_letter(changed=True)

    def _complaint_ensure_no_letter(self, changed):
        """Letters stay as they went out, and so does what messages hold.

        It is who asks that counts: the chatter deletes files as superuser.
        """
        if self.env.uid == SUPERUSER_ID:
            return
        if self.env.context.get("complaint_kept") is OWN_HAND:
            return
        # A letter is a letter, also for those who may not know what the mark means.
        kept = self.sudo().filtered("complaint_letter")
        if not kept and changed:
            kept = self._complaint_in_messages() | self._complaint_in_records()
        if kept:
            # Its name, and that it is kept, are for whoever may read it.
            kept.sudo(False).check_access("read")
            name = kept.sudo()[0].name  # They may read it, as was asked just now.
            raise UserError(
                self.env._("%s is kept as it was and cannot be changed.", name)
            )

    def _complaint_in_messages(self):
        """Return those of these files that messages on a complaint hold."""
        files = self.sudo().filtered(  # Judged, not shown.
            lambda f: (f.res_model or "").startswith(OURS)
        )
        if not files:
            return files
        messages = self.env["mail.message"].sudo()  # As above: judged.
        messages = messages.search([("attachment_ids", "in", files.ids)])
        held = messages.filtered(lambda message: message._complaint_is_evidence())
        return files & held.attachment_ids

    def _complaint_in_records(self):
        """Return those that a field of ours holds, or that customers sent alone.

        The first are changed by their record, which has its own guards (``filed.py``);
        of the others there is no message.
        """
        files = self.sudo().filtered("res_model")  # Judged, not shown.
        held = files._complaint_of_fields()
        theirs = files.filtered(
            lambda f: (
                not f.res_field
                and f.res_model == "helpdesk.ticket"
                and f.create_uid.share
            )
        )
        if theirs:
            tickets = self.env["helpdesk.ticket"].sudo()  # As above: judged.
            tickets = tickets.browse(theirs.mapped("res_id")).exists()
            ids = tickets.filtered("complaint_received_at").ids
            theirs = theirs.filtered(lambda f: f.res_id in ids)
        return theirs if self._complaint_is_by_field() else held | theirs

    def _can_return_content(self, field_name=None, access_token=None):
        # Customers have no other way to a file than the keys the parent's page gave
        # out, also to those of notes.
        if access_token and self._complaint_hidden_outside():
            raise AccessError(self.env._("This file is not for customers."))
        return super()._can_return_content(field_name, access_token)

    def _get_raw_access_token(self):
        return self._complaint_gives_key() and super()._get_raw_access_token()

    def _get_thumbnail_token(self):
        return self._complaint_gives_key() and super()._get_thumbnail_token()

    def _get_ownership_token(self):
        return self._complaint_gives_key() and super()._get_ownership_token()

    def _complaint_gives_key(self):
        of_ticket = self.sudo().res_model == "helpdesk.ticket"  # Judged, not shown.
        return not of_ticket or not self._complaint_hidden_outside()

    def _complaint_hidden_outside(self):
        """Are there files among us, and somebody from outside who asks for them?"""
        if self.env.user._is_internal():
            return False
        return bool(self._complaint_among_us(alone=True))

    def _complaint_among_us(self, alone=False):
        """Return the files of tickets that no customer was sent, nor sent to us.

        One of no message is the customer's who uploaded it; with ``alone`` whoever did:
        a picture in the description is read by its key.
        """
        if not self.ids:
            return self.browse()
        self.flush_model(["res_model", "res_id"])
        self.env["mail.message"].flush_model()
        uploader = SQL("TRUE") if alone else SQL("uploader.share IS TRUE")
        query = SQL(
            """SELECT file.id
                 FROM ir_attachment file
            LEFT JOIN res_users uploader ON uploader.id = file.create_uid
                WHERE file.id IN %s AND file.res_model = 'helpdesk.ticket' AND NOT (%s)
            """,
            tuple(self.ids),
            SQL(SHARED_IN, alone=uploader),
        )
        return self.browse(id_ for [id_] in self.env.execute_query(query))
