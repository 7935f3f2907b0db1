from odoo import models


class HelpdeskTicket(models.Model):
    """What happened so far, as the customer knows it."""

    _inherit = "helpdesk.ticket"

    def _complaint_portal_timeline(self):
        """Return what happened so far, earliest first: when, and in which words."""
        self.ensure_one()
        received = self.complaint_received_at
        known = self._complaint_duty_to_inform()
        begun = (
            self.env._("We took up a case known to us.")
            if known
            else self.env._("We received your complaint.")
        )
        happened = [(received, begun, [])]
        letters = self._complaint_portal_letters()
        for exchange in self.complaint_interaction_ids.sorted("id"):
            if exchange.state == "done":
                text = " ".join(filter(None, self._complaint_portal_exchange(exchange)))
                sent = [a for a, given in letters.items() if given == exchange]
                happened.append((max(exchange.date, received), text, sent))
        for remedy in self.complaint_remedy_ids:
            name = self._complaint_portal_remedy(remedy)
            if remedy.state == "accepted":
                text = self.env._("You chose: %s", name)
                happened.append((remedy.step_at, text, []))
            elif remedy.state == "delivered":
                told = remedy._get_told_document()
                text = self.env._("Delivered: %s", f"{name}. {told}" if told else name)
                happened.append((remedy.delivered_at, text, []))
        if self.complaint_closed_at:
            text = (
                self.env._("We closed the case.")
                if known
                else self.env._("We closed your complaint.")
            )
            happened.append((self.complaint_closed_at, text, []))
        return [
            {
                "when": self._complaint_portal_time(date),
                "text": text,
                "letters": [self._complaint_portal_file("letter", a) for a in sent],
            }
            for date, text, sent in sorted(happened, key=lambda line: line[0])
        ]

    def _complaint_portal_exchange(self, exchange):
        """Return how it took place, and about what. Never its summary: that is ours."""
        reached = exchange.reached and exchange.direction
        channels = {
            "out": {
                "phone": self.env._("We called you."),
                "visit": self.env._("We visited you."),
                "email": self.env._("We wrote you an e-mail."),
                "letter": self.env._("We wrote you a letter."),
                "chat": self.env._("We chatted with you."),
                "portal": self.env._("We wrote to you here."),
            },
            "in": {
                "phone": self.env._("You called us."),
                "visit": self.env._("You came to see us."),
                "email": self.env._("You wrote us an e-mail."),
                "letter": self.env._("You wrote us a letter."),
                "chat": self.env._("You chatted with us."),
                "portal": self.env._("You wrote to us here."),
            },
            False: {
                "phone": self.env._("We called you without reaching you."),
                "visit": self.env._("We came to see you without meeting you."),
            },
        }[reached]
        purposes = {
            "out": {
                "apology": self.env._("We apologised to you."),
                "offer": self.env._("We made you an offer."),
                "decision": self.env._("We told you our decision."),
                "follow_up": self.env._("We asked whether you are satisfied."),
            },
            "in": {
                "offer": self.env._("You answered our offer."),
                "follow_up": self.env._("You told us how it went."),
            },
        }.get(reached, {})
        lost = self.env._("We wrote to you, but it did not reach you.")
        return channels.get(exchange.channel, lost), purposes.get(exchange.purpose)

    def _complaint_portal_remedy(self, remedy):
        """Return what it is as the customer is told: never what it costs us."""
        return remedy._get_told_name()

    def _complaint_portal_letters(self):
        """Return attachment → the exchange it was given in, of all they got."""
        letters = {}
        for apology in self.complaint_apology_ids:
            if apology.attachment_id and apology._is_given():
                letters[apology.attachment_id] = apology.interaction_id
        for exchange in self.complaint_interaction_ids:
            if exchange.reached and exchange.direction == "out":
                for attachment in exchange.message_id.attachment_ids:
                    if attachment.complaint_letter:
                        letters.setdefault(attachment, exchange)
        return letters

    def _complaint_portal_files(self):
        """Return what the customer's people sent us themselves, by whatever way."""
        attachments = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("complaint_letter", "=", False),
            ],
            order="id",
        )
        messages = self.env["mail.message"].search(
            [
                ("model", "=", self._name),
                ("res_id", "=", self.id),
                ("attachment_ids", "!=", False),
            ]
        )
        internal = messages.filtered(lambda m: m.is_internal or m.subtype_id.internal)
        theirs = (messages - internal).filtered(
            self._complaint_prepare_word_of_customer
        )
        return attachments.filtered(
            lambda a: (
                a not in internal.attachment_ids
                and (a.create_uid.share or a in theirs.attachment_ids)
            )
        )

    def _complaint_portal_documents(self, kind):
        """Return the attachments the customer may open: ``letter`` or ``file``."""
        self.ensure_one()
        ticket = self.sudo()  # Chosen ones of what hangs on the complaint.
        if kind == "file":
            return ticket._complaint_portal_files()
        return self.env["ir.attachment"].union(*ticket._complaint_portal_letters())

    def _complaint_portal_links(self, kind):
        return [
            self._complaint_portal_file(kind, attachment)
            for attachment in self._complaint_portal_documents(kind)
        ]

    def _complaint_portal_file(self, kind, attachment):
        path = self._complaint_portal_path(f"/{kind}/{attachment.id}")
        return {"name": attachment.name, "url": path}
