from itertools import groupby

from odoo import SUPERUSER_ID, api, models

from ...tools.as_system import as_system
from ...tools.asker import hidden_from_asker
from .belonging import OURS

#: In what is done before this is stored: who wrote what with rights of their own.
WRITTEN = "complaint.written_by"


class MailThread(models.AbstractModel):
    """Who makes a message of ours may read it, or the system makes it.

    Odoo shows a message to its author and to who made it. What follows from the work of
    somebody who may not read the complaint would tell them of it: a note, a word to a
    colleague, what Odoo writes down of a change.
    """

    _inherit = "mail.thread"

    def write(self, vals):
        if not self.env.su and self._name.startswith(OURS):
            self._complaint_written_by_oneself()
        return super().write(vals)

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
        return hidden_from_asker(records).with_env(self.env) if records else records

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
        made = [v for v in values_list if not self._complaint_is_own_word(v)]
        kept = self._complaint_kept_places(made)
        if not kept:
            return super()._message_create(values_list)
        messages = self.env["mail.message"]
        for hidden, group in groupby(
            values_list,
            lambda v: (
                (v.get("model"), v.get("res_id")) in kept
                and not self._complaint_is_own_word(v)
            ),
        ):
            thread, group = self, list(group)
            if hidden:
                thread = as_system(self)
                group = [self._complaint_by_system(values) for values in group]
            created = super(MailThread, thread)._message_create(group)
            messages += created.with_env(messages.env)
        return messages

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
        if own and self._complaint_kept_from_asker():
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
        kept = self.env["mail.thread"]._complaint_kept_places(
            [self._complaint_place(vals) for vals in vals_list]
        )
        activities = self.browse()
        for hidden, group in groupby(
            vals_list,
            lambda vals: tuple(self._complaint_place(vals).values()) in kept,
        ):
            made_by = as_system(self) if hidden else self
            made = super(MailActivity, made_by).create(list(group))
            activities += made.with_env(self.env)
        return activities

    @api.model
    def _complaint_place(self, vals):
        """Return what the to-do of ``vals`` belongs to."""
        model = vals.get("res_model")
        if not model and vals.get("res_model_id"):
            model = self.env["ir.model"].browse(vals["res_model_id"]).model
        return {"model": model or False, "res_id": vals.get("res_id")}
