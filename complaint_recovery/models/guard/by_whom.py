from odoo import SUPERUSER_ID, api, models
from odoo.http import request

from ...tools.as_system import as_system
from ...tools.asker import hidden_from_asker
from ...tools.marks import UNTRACKED
from .belonging import OURS

#: What switches tracking off.
SILENT = ("tracking_disable", "mail_notrack")
#: In what is done before this is stored: who wrote what with rights of their own.
WRITTEN = "complaint.written_by"


def create_apart(records, vals_list, is_kept, create):
    """Return what ``create(kept, vals_list)`` makes of each, in the order given."""
    ids = {}
    for kept in (False, True):
        numbers = [n for n, vals in enumerate(vals_list) if is_kept(vals) is kept]
        if numbers:
            made = create(kept, [vals_list[n] for n in numbers])
            ids.update(zip(numbers, made.ids, strict=True))
    return records.browse(ids[n] for n in sorted(ids))


class MailThread(models.AbstractModel):
    """Who makes a message of ours may read it, or the system makes it.

    Odoo shows a message to its author and to who made it. What follows from the work of
    somebody who may not read the complaint would tell them of it: a note, a word to a
    colleague, what Odoo writes down of a change.
    """

    _inherit = "mail.thread"

    def write(self, vals):
        if not self._name.startswith(OURS):
            return super().write(vals)
        if not self.env.su:
            self._complaint_written_by_oneself()
        return super(MailThread, self._complaint_on_the_record()).write(vals)

    def _complaint_on_the_record(self):
        """Return these so that a change is tracked, whatever a caller says.

        Odoo lets who calls over RPC switch tracking off.
        """
        said = {key: self.env.context.get(key) for key in SILENT}
        if not request or not any(v and v is not UNTRACKED for v in said.values()):
            return self
        return self.with_context(**dict.fromkeys(SILENT, False))

    def _complaint_written_by_oneself(self):
        """Who asks may write these now: what follows is theirs, whatever they lose.

        Whoever gives a complaint away may not read it any more by then.
        """
        written = self.env.cr.precommit.data.setdefault(WRITTEN, set())
        written.update((self.env.uid, self._name, id_) for id_ in self.ids)

    def _complaint_kept_from_asker(self):
        """Return those of these, of ours, that who asks may not read.

        The customer's words are theirs, also where only a key opens the page. Nothing
        is asked for plain tickets.
        """
        if self.env.uid == SUPERUSER_ID or not self._name.startswith(OURS):
            return self.browse()
        written = self.env.cr.precommit.data.get(WRITTEN, ())
        records = self.filtered(
            lambda r: r.id and (r.env.uid, r._name, r.id) not in written
        )
        if self._name == "helpdesk.ticket":
            records = records.sudo().filtered(  # Judged, not shown.
                lambda t: t.is_complaint or t.complaint_about_user_id
            )
        if not records:
            return records
        # Read in any company of theirs: which one they look at is no matter.
        theirs = self.env.user._get_company_ids()
        asked = records.with_context(allowed_company_ids=list(theirs))
        return hidden_from_asker(asked).with_env(self.env)

    @api.model
    def _complaint_kept_places(self, values_list):
        """Return (model, id) of what these are on, as far as who asks not reads it."""
        places = {}
        for values in values_list:
            model, res_id = values.get("model"), values.get("res_id")
            if res_id and str(model).startswith(OURS) and model in self.env:
                places.setdefault(model, set()).add(res_id)
        return {
            (model, id_)
            for model, ids in places.items()
            for id_ in self.env[model].browse(ids)._complaint_kept_from_asker().ids
        }

    @api.model
    def _complaint_is_own_word(self, values):
        """Is it a mail, of whoever sent it, or a word of the customer's to us?"""
        kind = values.get("message_type")
        outside = self.env.user.share and not values.get("is_internal")
        return kind == "email" or (kind == "comment" and outside)

    def _message_create(self, values_list):
        if not self.env.su:  # What somebody sends themselves Odoo refuses them.
            return super()._message_create(values_list)
        made = [v for v in values_list if not self._complaint_is_own_word(v)]
        places = self._complaint_kept_places(made)
        if not places:
            return super()._message_create(values_list)

        def is_kept(values):
            place = (values.get("model"), values.get("res_id"))
            return place in places and not self._complaint_is_own_word(values)

        def create(kept, group):
            if not kept:
                return super(MailThread, self)._message_create(group)
            group = [self._complaint_by_system(values) for values in group]
            return super(MailThread, as_system(self))._message_create(group)

        return create_apart(self.env["mail.message"], values_list, is_kept, create)

    @api.model
    def _complaint_by_system(self, values):
        """Return the ``values`` of a message as the system makes it."""
        author = values.get("author_id")
        if author and author != self.env.user.partner_id.id:
            return values
        system = self.env.ref("base.partner_root").sudo()  # It speaks of itself.
        return {
            **values,
            "author_id": system.id,
            "email_from": system.email_formatted,
        }

    def message_notify(self, *, author_id=None, **kwargs):
        # Mails to colleagues have it from what is told here, not from the message.
        own = not author_id or author_id == self.env.user.partner_id.id
        if own and self.env.su and self._complaint_kept_from_asker():
            author_id = self.env.ref("base.partner_root").id
            kwargs.pop("email_from", None)
        return super().message_notify(author_id=author_id, **kwargs)


class MailActivity(models.Model):
    """Who makes a to-do may delete it: on what they may not read the system does."""

    _inherit = "mail.activity"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su or self.env.uid == SUPERUSER_ID:
            return super().create(vals_list)
        places = self.env["mail.thread"]._complaint_kept_places(
            [self._complaint_place(vals) for vals in vals_list]
        )
        if not places:
            return super().create(vals_list)

        def is_kept(vals):
            return tuple(self._complaint_place(vals).values()) in places

        def create(kept, group):
            made_by = as_system(self) if kept else self
            return super(MailActivity, made_by).create(group)

        return create_apart(self, vals_list, is_kept, create)

    @api.model
    def _complaint_place(self, vals):
        """Return what the to-do of ``vals`` belongs to."""
        model = vals.get("res_model")
        if not model and vals.get("res_model_id"):
            model = self.env["ir.model"].browse(vals["res_model_id"]).model
        return {"model": model or False, "res_id": vals.get("res_id")}
