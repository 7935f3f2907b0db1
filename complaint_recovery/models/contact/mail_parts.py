from markupsafe import Markup

from odoo import models
from odoo.tools import format_amount

from ...tools.selections import MONEY_KINDS, SATISFACTIONS

PARAGRAPH = Markup("<p>%s</p>")


class HelpdeskTicket(models.Model):
    """Parts that mails share: a template calls them, no translator repeats them."""

    _inherit = "helpdesk.ticket"

    def _complaint_mail_part(self, name, **values):
        """Return a part of a mail as HTML, in the language of the context."""
        self.ensure_one()
        values = {"ticket": self.sudo(), **values}  # Chosen words for the customer.
        return self.env["ir.qweb"]._render(f"complaint_recovery.mail_{name}", values)

    def _complaint_mail_signature(self, person=None):
        """Return the end of a mail: who writes, for which company, at which address."""
        signer = (person or self.user_id).sudo().name  # Who signs is told.
        return self._complaint_mail_part("signature", signer=signer or "")

    def _complaint_mail_reach(self):
        """Return how else than by the page the customer reaches us."""
        if phone := self._complaint_phone():
            words = self.env._(
                "You can also simply reply to this e-mail, or call us on %s.", phone
            )
        else:
            words = self.env._("You can also simply reply to this e-mail.")
        return PARAGRAPH % words

    def _complaint_mail_options(self):
        """Return what the customer may choose from, each with its button."""
        return self._complaint_mail_part(
            "options", options=self._complaint_offered_options()
        )

    def _complaint_offered_options(self):
        """Return what the customer may choose from: words, date, page to choose on."""
        self.ensure_one()
        return [
            {
                "title": self._complaint_option_title(option),
                "when": self._complaint_option_when(option),
                "until": self._complaint_option_until(option),
                "url": self._complaint_option_link(option._origin),
            }
            for option in self._complaint_told_options()
        ]

    def _complaint_option_link(self, option):
        """Return where ``option`` is chosen; of one that is tried out, the page."""
        if not option:
            return self._complaint_mail_link()
        return self._complaint_mail_link(
            f"complaint_option_{option.id}", option=option.id
        )

    def _complaint_option_title(self, remedy):
        words = remedy.description or remedy.type_id.name
        if remedy.kind not in MONEY_KINDS or not remedy.amount:
            return words
        amount = format_amount(
            self.env, remedy.amount, remedy.currency_id, self._complaint_lang()
        )
        return self.env._("%(remedy)s (%(amount)s)", remedy=words, amount=amount)

    def _complaint_option_when(self, remedy):
        """Return by when the customer has it who chooses it now."""
        return ""  # What remedies know of it they say.

    def _complaint_option_until(self, remedy):
        """Return until when the customer can choose it."""
        return ""  # As above: remedies say it.

    def _complaint_mail_faces(self):
        """Return three faces. Each opens the form, which answers nothing by itself."""
        words = {
            "satisfied": ("☺", self.env._("All is well")),
            "neutral": ("😐", self.env._("So-so")),
            "dissatisfied": ("☹", self.env._("Not yet")),
        }
        faces = [
            (*words[value], self._complaint_mail_link("complaint_feedback", face=value))
            for value, _name in SATISFACTIONS
        ]
        return self._complaint_mail_part("faces", faces=faces)

    def _complaint_mail_list(self, kind):
        """Return what we did (``done``), or what changes, as a list under a heading."""
        told = {
            "done": self._complaint_told_remedies,
            "changes": self._complaint_told_changes,
        }
        return self._complaint_mail_part("list", kind=kind, lines=told[kind]())

    def _complaint_mail_way_back(self):
        """Return what can still be done after our answer, and where else to turn.

        Never more, and never less, than the page allows as well.
        """
        words = [self._complaint_way_back()]
        if self._complaint_is_final():
            words.append(self._complaint_redress())
        lines = "\n".join(filter(None, words)).splitlines()
        return Markup().join(PARAGRAPH % line for line in lines if line.strip())

    def _complaint_way_back(self):
        self.ensure_one()
        phone = self._complaint_phone()
        if self._complaint_is_final():
            if not phone:
                return self.env._(
                    "This is our final answer. If something new comes up, write to us."
                )
            return self.env._(
                "This is our final answer. If something new comes up, write to us or "
                "call us on %s.",
                phone,
            )
        if self.sudo().complaint_closed_at:  # They are told so.
            if not phone:
                return self.env._(
                    "Is it not right after all, or is there something new? Reply to "
                    "this e-mail, and we will take it up again."
                )
            return self.env._(
                "Is it not right after all, or is there something new? Reply to this "
                "e-mail or call us on %s, and we will take it up again.",
                phone,
            )
        if self._complaint_duty_to_inform():
            return self.env._(
                "Do you see it differently? Tell us, or ask to speak to a manager, on "
                "the page of the case."
            )
        return self.env._(
            "Do you see it differently? Tell us, or ask to speak to a manager, on the "
            "page of your complaint."
        )
