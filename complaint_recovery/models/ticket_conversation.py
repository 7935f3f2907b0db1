from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from .ticket_intake import INTERNAL


class ComplaintTicketConversation(models.AbstractModel):
    """What is said to and fro, and who may listen."""

    _name = "complaint.ticket.conversation"
    _description = "Complaint Conversation"

    complaint_interaction_ids = fields.One2many(
        "complaint.interaction",
        "ticket_id",
        string="Interactions",
        groups=INTERNAL,
    )

    def action_record_call(self):
        """Open the dialog for a call that was just made."""
        return self._action_record_interaction(channel="phone")

    def action_record_letter(self):
        """Open the dialog for a mail or letter that was just written."""
        return self._action_record_interaction(channel="email")

    def action_plan_visit(self):
        """Open the dialog that plans a visit: place, people, date."""
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
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record an exchange"),
            "res_model": "complaint.interaction.result",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_ticket_id": self.id,
                "default_channel": channel,
                "default_direction": direction,
                "default_purpose": purpose or self._complaint_likely_purpose(),
            },
        }

    def _complaint_ensure_is_complaint(self):
        for ticket in self.filtered(lambda t: not t.is_complaint):
            raise UserError(self.env._("%s is no complaint.", ticket.number))

    def _complaint_likely_purpose(self):
        """Return what a word from us is most likely about now."""
        self.ensure_one()
        if not self.complaint_first_contact_at:
            return "first_contact"
        return "follow_up" if self.complaint_phase == "follow_up" else "progress"

    def _complaint_record_exchange(self, **vals):
        """Write down one exchange that took place now."""
        self.ensure_one()
        return self.env["complaint.interaction"].create(
            {
                "ticket_id": self.id,
                "direction": "out",
                "state": "done",
                "reached": True,
                **vals,
            }
        )

    def _complaint_note_exchanges(self, exchanges):
        """Let what was exchanged stop and restart the clock, and tell the mood."""
        self.ensure_one()
        if not self.is_complaint:
            return
        vals = {}
        contacts = exchanges.filtered(lambda i: i._is_contact())
        if contacts:
            vals |= self._complaint_note_contacts(contacts)
        if moods := exchanges.filtered("sentiment"):
            vals["complaint_sentiment"] = moods[-1].sentiment
        if vals:
            # Stamps only methods write; they follow from what is on record.
            self.sudo().write(vals)
        for interaction in exchanges.filtered(lambda i: i.purpose == "follow_up"):
            self._complaint_note_follow_up(interaction)

    def _complaint_note_contacts(self, contacts):
        """Stop the clock of the first contact, restart the one of progress."""
        vals = {}
        first, last = contacts[0], contacts[-1]
        if not self.complaint_first_contact_at:
            vals["complaint_first_contact_at"] = first.date
            self._complaint_running("first_contact")._finish(first.date)
        before = self.complaint_last_outbound_at
        if not before or last.date > before:
            vals["complaint_last_outbound_at"] = last.date
            self._complaint_restart_progress(last.date)
        return vals

    def _complaint_lang(self):
        """Return the language the customer is written to in."""
        self.ensure_one()
        ticket = self.sudo()  # The customer's language is no secret.
        return ticket.partner_id.lang or ticket.company_id.partner_id.lang or "en_US"

    def _complaint_ensure_mail_address(self):
        self.ensure_one()
        if not (self.partner_id.email or self.partner_email):
            raise UserError(
                self.env._(
                    "%s: the customer has no e-mail address. Fill it in, or tell them "
                    "another way.",
                    self.number,
                )
            )

    def _complaint_mail_customer(self, body, subject, attachments=None):
        """Write to the customer in the conversation; the mail is queued."""
        self.ensure_one()
        partner = self.partner_id or self._complaint_find_sender()
        return self.with_context(
            complaint_unrecorded=True, lang=self._complaint_lang()
        ).message_post(
            body=body,
            subject=subject,
            partner_ids=partner.ids,
            attachment_ids=(attachments or self.env["ir.attachment"]).ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            force_send=False,
        )

    def _complaint_find_sender(self):
        """Return the partner of a sender we did not know, made where there is none."""
        self.ensure_one()
        if not self.partner_email:
            return self.env["res.partner"]
        # A customer we write to must be kept, whether the handler may create contacts.
        return self.sudo()._partner_find_from_emails_single([self.partner_email])

    def _complaint_send_stage_mail(self, stage):
        """Send the stage's mail to all that entered it, in one go."""
        template = stage.mail_template_id
        reachable = self.filtered(
            lambda t: (
                (t.partner_id.email or t.partner_email)
                and not t._complaint_is_history()
            )
        )
        if stage.phase == "intake":
            # Nothing to acknowledge where the customer does not know of it yet.
            reachable = reachable.filtered(lambda t: t.complaint_source != "internal")
        if template and reachable:
            # The company writes: the template reads what the handler may not.
            template.sudo().send_mail_batch(
                reachable.ids, email_layout_xmlid="mail.mail_notification_light"
            )

    def _track_template(self, changes):
        """Our own mails go out; the parent's beside them would say it twice."""
        templates = super()._track_template(changes)
        if self[:1].is_complaint:
            templates.pop("stage_id", None)
        return templates

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        if self.is_complaint and not self.env.context.get("complaint_unrecorded"):
            self.sudo()._complaint_note_message(message)  # Put on record for everybody.
        return result

    def _complaint_note_message(self, message):
        """Put mails of the customer and of colleagues to the customer on record."""
        self.ensure_one()
        internal = message.is_internal or message.subtype_id.internal
        if message.message_type not in ("email", "comment") or internal:
            return
        colleague = message.author_id.user_ids.filtered(lambda user: not user.share)
        if not colleague and self._complaint_is_from_customer(message):
            vals = {
                "direction": "in",
                "channel": "email" if message.message_type == "email" else "portal",
                "user_id": self.user_id.id,
            }
        elif colleague and self._complaint_reaches_customer(message):
            contacted = self.complaint_first_contact_at
            vals = {
                "channel": "email",
                "user_id": colleague[0].id,
                "purpose": "progress" if contacted else "first_contact",
            }
        else:
            return
        summary = message.preview or message.subject
        self._complaint_record_exchange(date=message.date, summary=summary, **vals)

    def _complaint_is_from_customer(self, message):
        author = message.author_id
        if author:
            return self._complaint_allows_follower(author)
        sender = email_normalize(self.partner_email or "")
        return bool(sender) and email_normalize(message.email_from or "") == sender

    def _complaint_reaches_customer(self, message):
        """Does the message go to the complainant, as recipient or follower?"""
        told = message.partner_ids | message.notified_partner_ids
        told |= self.message_partner_ids
        customer = self.partner_id.commercial_partner_id
        return bool(
            told.filtered(
                lambda p: (
                    p.commercial_partner_id == customer
                    if customer
                    else not any(p.user_ids.mapped("active"))
                )
            )
        )
