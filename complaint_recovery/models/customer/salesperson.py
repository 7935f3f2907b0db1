from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_datetime

from ...tools.as_system import as_system
from ...tools.groups import INTERNAL


class HelpdeskTicket(models.Model):
    """What the customer's salesperson hears of a complaint, first-hand (D11)."""

    _inherit = "helpdesk.ticket"

    complaint_sales_note = fields.Char(
        string="Not to bring up",
        groups=INTERNAL,
        copy=False,
        help="What sales should not raise with the customer now. They read it on the "
        "customer, in a few words.",
    )
    complaint_reporter_id = fields.Many2one(
        "res.users",
        string="Reported by",
        groups=INTERNAL,
        readonly=True,
        copy=False,
        help="The colleague who passed the complaint on, and hears of it.",
    )

    @api.model
    def _complaint_guarded_fields(self):
        return super()._complaint_guarded_fields() | {"complaint_reporter_id"}

    def _complaint_salesperson(self):
        """Return the salesperson to tell: of the entity, else of the contact."""
        self.ensure_one()
        ticket = self.sudo()  # Sales staff need not be readable to the handler.
        entity, contact = ticket.commercial_partner_id, ticket.partner_id
        user = entity.user_id or contact.user_id
        if (
            not user.active
            or not user._is_internal()
            or user in (ticket.user_id, ticket.complaint_about_user_id)
        ):
            return user.browse()
        return user

    def _complaint_announce(self, event, detail=""):
        self._complaint_tell_salesperson(event, detail)
        return super()._complaint_announce(event, detail)

    def _complaint_news_readers(self):
        return super()._complaint_news_readers() | self._complaint_salesperson()

    def _complaint_tell_salesperson(self, event, detail=""):
        """Tell the customer's salesperson, who gets no access to the ticket.

        An inbox note at opening, solution, escalation and closing; one activity on the
        customer, only at opening of what asks for a senior's visit.
        """
        # By the system: whoever creates a message may read it, and that may be the
        # customer who files the complaint on the portal.
        tickets = as_system(self).filtered(
            lambda ticket: not ticket._complaint_is_history()
        )
        by_user = tickets.grouped(lambda ticket: ticket._complaint_salesperson())
        for salesperson, news in by_user.items():
            if salesperson:
                news._complaint_send_news(salesperson, event, detail)

    def _complaint_send_news(self, salesperson, event, detail):
        """Send one note about all of them, and plan what is to be done about it."""
        told = self._complaint_notify_news(salesperson, event, detail)
        if event == "opening":
            visited = told.filtered("complaint_severity_id.propose_visit")
            visited._complaint_salesperson_activity(salesperson)

    def _complaint_notify_news(self, reader, event, detail=""):
        """Send one note about all of them, by the customer where that is one.

        Returns the complaints in the reader's language.
        """
        told = self.with_context(
            lang=reader.lang, tz=reader.tz or self[0]._complaint_tz()
        )
        owner, customer = self.user_id, self.partner_id
        place = customer if len(customer) == 1 else self.env["mail.thread"]
        place.message_notify(
            author_id=owner.partner_id.id if len(owner) == 1 else None,
            partner_ids=reader.partner_id.ids,
            subject=told._complaint_news_subject(event),
            body=told._complaint_news_body(event, detail),
            force_send=False,
        )
        return told

    def _complaint_news_body(self, event, detail=""):
        return Markup(
            self.env["ir.qweb"]._render(
                "complaint_recovery.salesperson_news",
                {"tickets": self, "event": event, "detail": detail},
            )
        )

    def _complaint_news_advised(self):
        """Return the complaints grouped by what to say: it names the owner."""
        alike = self.grouped(
            lambda ticket: (ticket.user_id, ticket.complaint_outcome == "unsettled")
        )
        return list(alike.values())

    def _complaint_news_subject(self, event):
        if len(self) > 1:
            subjects = {
                "opening": self.env._("%s complaints came in"),
                "solution": self.env._("%s complaints have a solution"),
                "escalation": self.env._("%s complaints were escalated"),
                "closing": self.env._("%s complaints are closed"),
            }
            return subjects[event] % len(self)
        subjects = {
            "opening": self.env._("%s complained"),
            "solution": self.env._("%s chose a solution"),
            "escalation": self.env._("%s: the complaint was escalated"),
            "closing": self.env._("%s: the complaint is closed"),
        }
        return subjects[event] % self.partner_id.display_name

    def _complaint_news_title(self):
        """Return what it is about; nothing where that is not for everybody."""
        self.ensure_one()
        if self.complaint_confidential or self.complaint_about_user_id:
            return ""
        return self.name

    def _complaint_news_next(self):
        """Return what is due next, in words for a salesperson."""
        self.ensure_one()
        promises = self._complaint_running_that("heard")
        if not promises:
            return ""
        first = promises.sorted("due_at")[0]
        return self.env._(
            "%(what)s, by %(when)s",
            what=first.display_name,  # In their language.
            when=format_datetime(self.env, first.due_at, dt_format="short"),
        )

    def _complaint_salesperson_activity(self, salesperson):
        # On the customer, whom the salesperson may see; its summary tells no secret.
        # The news has just gone out: no second mail about the activity.
        customers = self.partner_id.with_context(mail_activity_quick_update=True)
        customers.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=fields.Date.context_today(self),
            summary=self.env._("Read the news about this customer before you call"),
            user_id=salesperson.id,
        )
