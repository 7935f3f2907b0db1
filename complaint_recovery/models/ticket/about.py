from odoo import models
from odoo.tools import email_normalize

from ..guard.helpdesk_ticket import LINKS

#: From whom it is kept. What it leads to, and what leads to it, is kept alike.
KEPT_FROM = ("complaint_about_user_id", "complaint_confidential")
#: Who holds the key to the customer's page depends on these.
HOLDERS = ("partner_id", "partner_email", "complaint_confidential")


class HelpdeskTicket(models.Model):
    """Who may know of a complaint changes: what comes with it."""

    _inherit = "helpdesk.ticket"

    def _complaint_secrets(self, vals):
        """Return who may know of these, where ``vals`` may change that."""
        about = {}
        if "complaint_about_user_id" in vals:
            # Compared before and after, not shown.
            about = {t: t.complaint_about_user_id for t in self.sudo()}
        return self._complaint_ever()._complaint_key_holders(vals), about

    def _complaint_after_secrets(self, vals, before):
        """Do what a change of who may know of these brings, on plain tickets, too."""
        holders, about = before
        self._complaint_renew_changed_keys(holders)
        self._complaint_tell_about(about)
        for ticket in about:
            if not ticket.is_complaint:  # Of a complaint its owner's change does it.
                ticket._complaint_relieve(ticket.complaint_about_user_id)
        if any(vals.get(name) for name in LINKS):
            self._complaint_join()
        elif names := vals.keys() & set(KEPT_FROM):
            for ticket in self.sudo():  # Follows from what was written, by whoever.
                wanted = {name: ticket[name] for name in names}
                ticket._complaint_linked()._complaint_keep_from(wanted)

    def _complaint_join(self):
        """Keep these and what they were led to from all from whom one of them is.

        A duplicate tells of its original, and what follows on from a complaint of that.
        Raises a UserError where they are about more than one colleague.
        """
        for ticket in self.sudo():  # Follows from what was written, whoever did it.
            near = ticket | ticket.duplicate_id | ticket.complaint_origin_id
            # Kept alike, the nearest say it for all that hang together.
            if not any(t[name] for t in near for name in KEPT_FROM):
                continue
            linked = ticket._complaint_linked()
            about = linked.complaint_about_user_id
            if len(about) > 1:
                kept = linked.filtered("complaint_about_user_id")
                one, other, *_more = kept.grouped("complaint_about_user_id").values()
                one[0]._complaint_refuse_unlike(other[0])
            linked._complaint_keep_from(
                {
                    "complaint_about_user_id": about,
                    "complaint_confidential": any(
                        linked.mapped("complaint_confidential")
                    ),
                }
            )

    def _complaint_keep_from(self, wanted):
        """Write on each of these what is ``wanted`` of KEPT_FROM and not so yet."""
        for ticket in self:
            vals = {
                name: self._fields[name].convert_to_write(value, ticket)
                for name, value in wanted.items()
                if ticket[name] != value
            }
            if vals:
                ticket.write(vals)

    def _complaint_key_holders(self, vals):
        """Return ticket → whom its key was for, where ``vals`` may change that."""
        if not vals.keys() & set(HOLDERS):
            return {}
        # Compared before and after, not shown.
        return {t: [t[name] for name in HOLDERS] for t in self.sudo()}

    def _complaint_renew_changed_keys(self, holders):
        """A key outlives neither the customer nor the address it was sent to.

        Whoever complained by mail and has become a contact since is the same one.
        """
        for ticket, before in holders.items():
            customer, address, secret = before
            known = email_normalize(ticket.partner_id.email or "")
            same = (
                not customer
                and not ticket.complaint_unconfirmed  # Who wrote it is not known.
                and known
                and known == email_normalize(address or "")
                and ticket.complaint_confidential == secret
            )
            if not same and [ticket[name] for name in HOLDERS] != before:
                ticket._complaint_renew_key()

    def _complaint_tell_about(self, before):
        """Whom a complaint is about hides it from them: that is not done in silence.

        It is put on record, and superiors who are not meant hear of it.
        """
        for ticket, former in before.items():
            meant = ticket.complaint_about_user_id
            if meant == former:
                continue
            body = ticket.env._(
                "%(who)s changed whom it is about: from %(former)s to %(meant)s.",
                who=self.env.user.name,
                former=former.name or "–",
                meant=meant.name or "–",
            )
            ticket._complaint_log(body)
            if ticket._complaint_is_history():
                continue  # Of what was taken over nobody is told.
            hearing = ticket._complaint_superiors() | ticket._complaint_managers()
            hearing -= former | meant | self.env.user
            if hearing:
                ticket.message_notify(
                    partner_ids=hearing.partner_id.ids,
                    subject=ticket.env._("%s: whom it is about", ticket.number),
                    body=body,
                )

    def _complaint_tell_gone(self):
        """Tell the nearest superior of a complaint that somebody deletes."""
        self.ensure_one()
        doer, ticket = self.env.user, self.sudo()  # Who hears depends on no right.
        # Where the nearest superior does it, the next one hears, or whoever is left.
        hearing = self._complaint_superiors() - doer or ticket.user_id - doer
        hearing = hearing or ticket.company_id.complaint_director_id - doer
        for user in hearing[:1]:
            env = self.with_context(lang=user.lang).env
            # The ticket's own conversation goes with it.
            self.env["mail.thread"].sudo().message_notify(
                author_id=self._complaint_note_author().id,
                partner_ids=user.partner_id.ids,
                subject=env._("%s was deleted", self.number),
                body=env._(
                    "%(user)s deleted the complaint %(number)s. The customer may wait "
                    "for an answer all the same.",
                    user=self.env.user.name,
                    number=self.number,
                ),
            )
