from odoo import api, models
from odoo.tools import email_normalize, email_normalize_all, formataddr
from odoo.tools.mail import email_split_tuples

from ...tools.alias import alias_tells
from ...tools.folded_quotes import fold_quotes
from ...tools.inert_html import inert_html
from ...tools.marks import BY_MAIL, UNRECORDED
from ...tools.tight_paragraphs import tighten_paragraphs

#: So many of those in copy are named to the handler.
MOST_NAMED = 50
#: What customers say with a message over RPC or the chatter; the rest is ours to say.
SAID_OUTSIDE = frozenset({"body", "subject", "attachment_ids", "partner_ids"})
SAID_OUTSIDE |= {"parent_id", "body_is_html"}
#: Longer than anybody writes, in characters.
LONGEST_BODY = 200_000


class HelpdeskTicket(models.Model):
    """Complaints that come by mail, and answers and bounces that come back."""

    _inherit = "helpdesk.ticket"

    def message_new(self, msg_dict, custom_values=None):
        custom_values = self._complaint_custom_values(custom_values)
        if not self._complaint_opens((self._name, False, custom_values)):
            return super().message_new(msg_dict, custom_values)
        custom_values |= self._complaint_values_by_mail(custom_values)
        alone = {**msg_dict, "to": "", "cc": "", **self._complaint_sent_by(msg_dict)}
        body = inert_html(self._complaint_without_token(alone.get("body")))
        alone["body"] = tighten_paragraphs(body)
        # The owner is told once it is stored, with all else that follows.
        untold = self.with_context(mail_auto_subscribe_no_notify=True)
        ticket = super(HelpdeskTicket, untold).message_new(alone, custom_values)
        ticket = ticket.with_env(self.env)
        ticket._complaint_admit_copies(msg_dict)
        ticket._complaint_tell_passed_on()
        return ticket

    @api.model
    def _complaint_custom_values(self, custom_values):
        """Return what an alias may tell of a new ticket, and nothing else.

        A manager writes the defaults of a team's alias, and the gateway creates as
        superuser, past all guards: a command among them would write on any complaint.
        """
        return {
            name: value
            for name, value in (custom_values or {}).items()
            if alias_tells(name, value)
        }

    @api.model
    def _complaint_values_by_mail(self, values):
        """Return what else is known of a complaint that a mail opens. Extend to add.

        ``values`` are those of the address it came to.
        """
        return {}

    def message_update(self, msg_dict, update_vals=None):
        if not self.is_complaint:
            return super().message_update(msg_dict, update_vals)
        alone = {**msg_dict, "to": "", "cc": ""}
        result = super().message_update(alone, update_vals)
        self._complaint_admit_copies(msg_dict)
        return result

    def _complaint_admit_copies(self, msg_dict):
        """Let those in copy follow who may, and name the others to the handler.

        Their mail client had them in copy already: nobody misses the mail.
        """
        self.ensure_one()
        copies = {
            email_normalize(email): formataddr((name, email))
            for name, email in email_split_tuples(
                f"{msg_dict.get('to_filtered') or ''}, "
                f"{msg_dict.get('cc_filtered') or ''}"
            )
            if email_normalize(email)
        }
        if not copies:
            return
        names = self._complaint_allowed_emails([*copies])
        allowed = {email: copies[email] for email in names}
        partners = self._partner_find_from_emails_single([*allowed], no_create=True)
        self._message_subscribe(partners.ids)
        kept = {
            email_normalize(email): formataddr((name, email))
            for name, email in email_split_tuples(self.email_cc or "")
        }
        in_copy = email_normalize_all(msg_dict.get("cc_filtered") or "")
        kept |= {email: allowed[email] for email in in_copy if email in allowed}
        self.email_cc = ", ".join(kept.values()) or False
        known = email_normalize_all(
            ", ".join(filter(None, self.message_ids.mapped("incoming_email_cc")))
        )
        strangers = [e for e in copies if e not in allowed and e not in known]
        if strangers:
            named = strangers[:MOST_NAMED] + ["…"] * (len(strangers) > MOST_NAMED)
            self._complaint_turn_away(emails=named, person=False)

    def message_post(self, *, message_type="notification", **kwargs):
        if self._complaint_posted_outside():
            message_type = "comment"
            kwargs = self._complaint_said_outside(kwargs)
        if message_type == "email" and self.is_complaint:
            kwargs |= self._complaint_screen_incoming(kwargs)
            kwargs["body"] = fold_quotes(tighten_paragraphs(kwargs.get("body")))
        # Judged, not shown.
        if kwargs.get("body") and self.sudo().is_complaint:
            kwargs["body"] = self._complaint_without_token(kwargs["body"])
        return super().message_post(message_type=message_type, **kwargs)

    def _complaint_said_outside(self, kwargs):
        """Return of the arguments of a post what a customer may say with it.

        Raise a UserError where they said more than anybody has to tell.
        """
        self._complaint_ensure_room(kwargs)
        said = {name: kwargs[name] for name in SAID_OUTSIDE & kwargs.keys()}
        if self.env.su:  # The chatter's route, which knows who holds the key.
            said |= {n: kwargs[n] for n in ("author_id",) if n in kwargs}
        parent = self.env["mail.message"].sudo()  # Judged, not shown.
        parent = parent.browse(said.pop("parent_id", None) or []).exists()
        here = (parent.model, parent.res_id) == (self._name, self.id)
        if here and not parent._is_among_us():
            said["parent_id"] = parent.id
        if isinstance(said.get("body"), str):
            said["body"] = said["body"][:LONGEST_BODY]
        return said | {"subtype_xmlid": "mail.mt_comment"}

    def _complaint_ensure_room(self, kwargs):
        """Raise a UserError where a customer sends more than we take. Extend to add."""

    def _complaint_posted_outside(self):
        """Is it a customer who posts, over RPC or the chatter of the page?

        Those say what kind of message it is: a note, or a mail we received.
        """
        chatter = "message_post_store" in self.env.context
        if not self.env.user.share or (self.env.su and not chatter):
            return False
        if self.env.context.get("complaint_by_mail") is BY_MAIL:
            return False
        return self.sudo().is_complaint  # Judged, not shown.

    def _complaint_screen_incoming(self, kwargs):
        """Return the values that make a note of what strangers and machines send.

        It reaches the owner, and never the customer or another auto-responder.
        """
        self.ensure_one()
        machine = self.env.context.get("complaint_unrecorded") is UNRECORDED
        author = self.env["res.partner"].browse(kwargs.get("author_id"))
        sender = kwargs.get("email_from")
        if author:
            known = self._complaint_hears(author)
            stranger = not known and not self._complaint_is_sender(sender)
        else:
            stranger = not self._complaint_allows_email(sender)
        passed = self._complaint_passed()
        passed_on = bool(passed) and passed.meant and not self._complaint_told()
        if not machine and not stranger and not passed_on:
            return {}
        if stranger and not machine and not passed_on:
            self._complaint_note_stranger(sender)
        return {
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note"),
            "partner_ids": self.sudo().user_id.partner_id.ids,  # Whoever may see it.
        }
