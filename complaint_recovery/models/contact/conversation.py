import re

from odoo import fields, models
from odoo.tools import email_normalize_all

from ...tools.actions import open_dialog
from ...tools.groups import INTERNAL
from ...tools.in_use import in_use
from ...tools.marks import UNRECORDED
from ...tools.own_hand import own_hand

#: A link to a ticket as ``_get_html_link()`` makes it: for colleagues alone.
LINK_TO_TICKET = re.compile("""data-oe-model=["']helpdesk[.]ticket["']""")


class HelpdeskTicket(models.Model):
    """Exchanges with the customer, put on record by people and by mail."""

    _inherit = "helpdesk.ticket"

    complaint_interaction_ids = fields.One2many(
        "complaint.interaction",
        "ticket_id",
        string="Interactions",
        groups=INTERNAL,
    )

    def action_record_call(self):
        """Open the dialog for a call that was just made."""
        self.check_access("write")
        return self._action_record_interaction(channel="phone")

    def action_record_letter(self):
        """Open the dialog for a mail or letter that was just written."""
        self.check_access("write")
        return self._action_record_interaction(channel="email")

    def action_plan_visit(self):
        """Open the dialog that plans a visit: place, people, date."""
        self.check_access("write")
        action = self._action_record_interaction(channel="visit")
        action["name"] = self.env._("Plan a visit")
        action["context"]["default_state"] = "planned"
        return action

    def action_record_visit(self):
        """Record the visit that was planned, or plan one."""
        self.check_access("write")
        self.ensure_one()
        planned = self.complaint_interaction_ids.filtered(
            lambda i: i.channel == "visit" and i.state == "planned"
        )
        return planned[0].action_done() if planned else self.action_plan_visit()

    def _action_record_interaction(self, channel, purpose=None, direction="out"):
        self.check_access("write")
        self.ensure_one()
        self._complaint_ensure_is_complaint()
        return open_dialog(
            self.env._("Record an exchange"),
            "complaint.interaction.result",
            ticket_id=self.id,
            channel=channel,
            direction=direction,
            purpose=purpose or self._complaint_likely_purpose(),
        )

    def _complaint_likely_purpose(self):
        """Return what a word from us is most likely about now."""
        self.ensure_one()
        if not self.complaint_first_contact_at:
            return "first_contact"
        return "follow_up" if self.complaint_phase == "follow_up" else "progress"

    def _complaint_record_exchange(self, message=None, **vals):
        """Create a done exchange of now, by ``message`` where there is one."""
        self.ensure_one()
        exchanges = self.env["complaint.interaction"]
        # What customers do on the page is recorded by us, with who it was.
        exchanges = own_hand(exchanges) if self.env.su else exchanges
        exchange = exchanges.create(
            {
                "ticket_id": self.id,
                "direction": "out",
                "state": "done",
                "reached": True,
                **vals,
            }
        )
        if message:
            # Which mail it was follows from what was sent, nobody chooses it.
            own_hand(exchange).message_id = message
        return exchange

    def _complaint_note_exchanges(self, exchanges):
        """Let exchanges stop and restart deadlines, and note the customer's mood."""
        self.ensure_one()
        if not self.is_complaint:
            return
        if self.complaint_imported:
            # What took place before the complaint was taken over moves nothing here.
            exchanges = exchanges.filtered(lambda i: i.date >= self.create_date)
        vals = {}
        contacts = exchanges.filtered(lambda i: i._is_contact())
        if contacts:
            vals |= self._complaint_note_contacts(contacts)
        if moods := exchanges.filtered("sentiment"):
            vals["complaint_sentiment"] = moods[-1].sentiment
        if vals:
            # Stamps only methods write; they follow from what is on record.
            own_hand(self).write(vals)
        self._complaint_keep_answers(exchanges)
        for interaction in exchanges.filtered(lambda i: i.purpose == "follow_up"):
            self._complaint_note_follow_up(interaction)

    def _complaint_note_contacts(self, contacts):
        """Finish the first contact, and restart the time of silence.

        Returns the stamps to write.
        """
        vals = {}
        first, last = contacts[0], contacts[-1]
        received = self.complaint_received_at  # Nothing comes before the complaint.
        if not self.complaint_first_contact_at:
            vals["complaint_first_contact_at"] = max(first.date, received)
            self._complaint_finish("first_contact", first.date)
        before = self.complaint_last_outbound_at
        if not before or last.date > before:
            vals["complaint_last_outbound_at"] = max(last.date, received)
            self._complaint_restart_progress(max(last.date, received))
        return vals

    def _complaint_take_back(self, exchanges):
        """Undo what was stamped for ``exchanges`` that never reached the customer."""
        self.ensure_one()
        if not self.is_complaint or not exchanges:
            return
        ticket = self.sudo()  # Stamps only methods write; they follow from the record.
        ticket._complaint_take_back_words(exchanges)
        contacts = ticket.complaint_interaction_ids.filtered(lambda i: i._is_contact())
        dates = sorted(contacts.mapped("date"))
        said = contacts.filtered(lambda i: i.direction == "out").mapped("date")
        first = ticket.complaint_first_contact_at
        own_hand(ticket).complaint_last_outbound_at = max(said, default=False)
        if first in exchanges.mapped("date") and first not in dates:
            own_hand(ticket).complaint_first_contact_at = dates[0] if dates else False
            if not dates:
                ticket._complaint_run_again("first_contact")

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        unrecorded = self.env.context.get("complaint_unrecorded") is UNRECORDED
        if self.is_complaint and not unrecorded:
            self.sudo()._complaint_note_message(message)  # Put on record for everybody.
        return result

    def _complaint_note_message(self, message):
        """Record mails from the customer, and those of colleagues to the customer."""
        self.ensure_one()
        if self._complaint_note_passed_on(message):
            return
        internal = message.is_internal or message.subtype_id.internal
        if message.message_type not in ("email", "comment") or internal:
            return
        users = in_use(message.author_id).user_ids
        colleague = users.filtered(lambda user: not user.share)
        if not colleague or message.author_id == self.partner_id:
            vals = self._complaint_prepare_word_of_customer(message)
        elif self._complaint_reaches_customer(message):
            self._complaint_keep_customer(message)
            contacted = self.complaint_first_contact_at
            vals = {
                "direction": "out",
                "channel": "email",
                "user_id": colleague[0].id,
                "purpose": "progress" if contacted else "first_contact",
            }
        else:
            return
        if vals:
            self._complaint_record_word(message, vals)

    def _complaint_record_word(self, message, vals, words=""):
        self._complaint_record_exchange(
            date=self._complaint_arrived_at(message, vals["direction"]),
            summary=words or self._complaint_new_words(message),
            message=message,
            **vals,
        )
        if vals["direction"] == "in" and self.complaint_closed_at:
            self._complaint_hear_again(message)

    def _complaint_record_word_of_customer(self, message, words=""):
        """Record a mail as the customer's, whoever sent it. ``words`` are theirs."""
        vals = self._complaint_word_of_customer("email")
        self._complaint_record_word(message, vals, words)

    def _complaint_word_of_customer(self, channel):
        """Return the values of an exchange in which the customer speaks to us."""
        return {
            "direction": "in",
            "channel": channel,
            "user_id": (self.user_id or self.env.user).id,
        }

    def _complaint_note_passed_on(self, message):
        """Record the customer's words in a mail a colleague passed on; is it one?"""
        passed = self._complaint_passed()
        if message.message_type != "email" or not passed or not passed.meant:
            return False
        unknown = not passed.address and self._complaint_told()
        if unknown or self._complaint_knows_sender(passed.address):
            self._complaint_record_word_of_customer(message, passed.words)
        return True

    def _complaint_prepare_word_of_customer(self, message):
        """Return the values of their exchange; nothing where a stranger speaks."""
        author = message.author_id
        theirs = self._complaint_is_sender(message.email_from)
        if author and not theirs:
            theirs = self._complaint_allows_follower(author)
        if not theirs:
            return {}
        by_mail = message.message_type == "email"
        return self._complaint_word_of_customer("email" if by_mail else "portal")

    def _complaint_keep_customer(self, message):
        """Make whom a colleague answered the customer, where none is filled in."""
        told = (message.partner_ids | message.notified_partner_ids).filtered(
            lambda p: p.partner_share and self._complaint_is_sender(p.email)
        )
        if told and not self.partner_id:
            self.partner_id = told[0]

    def _complaint_is_by_machine(self, message):
        """Did other code post it in a colleague's name, about our tickets?

        A note on tickets that were merged, say: it has a link to one as code makes it,
        and is written to nobody. Customers who follow get it, and were told nothing.
        """
        links = LINK_TO_TICKET.search(message.body or "")
        return bool(links) and not (message.partner_ids or message.outgoing_email_to)

    def _complaint_reaches_customer(self, message):
        """Return whether a colleague's message goes to the complainant's people.

        That is as recipient, as follower, or by the colleague's own mail client.
        """
        if self._complaint_is_by_machine(message):
            return False
        told = message.partner_ids | message.notified_partner_ids
        told |= self.message_partner_ids
        if told.filtered(
            lambda p: p.partner_share and p.email and self._complaint_allows_follower(p)
        ):
            return True
        addresses = ", ".join(
            filter(
                None,
                (
                    message.outgoing_email_to,
                    message.incoming_email_to,
                    message.incoming_email_cc,
                ),
            )
        )
        customers = (self._complaint_own_email(), self.partner_id.email)
        known = email_normalize_all(", ".join(filter(None, customers)))
        return any(email in known for email in email_normalize_all(addresses))
