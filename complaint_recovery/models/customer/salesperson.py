from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL, format_datetime

from ...tools.as_system import as_system
from ...tools.groups import INTERNAL
from ...tools.marks import OPENING, Mark
from .given import GIVEN

#: Outcomes after which something else is said than thanks.
ADVISED = ("unsettled", "withdrawn", "duplicate")
#: What was there before the complaint, and was given by somebody else than who gains;
#: what they made and agreed on with the customer themselves.
NEWEST = """
    SELECT DISTINCT ON (ticket.id) ticket.id, %(date)s, document.user_id
      FROM helpdesk_ticket ticket
      JOIN res_partner customer
        ON customer.commercial_partner_id = ticket.commercial_partner_id
      JOIN %(documents)s document ON document.partner_id = customer.id
     WHERE ticket.id = ANY(%(tickets)s)
       AND (document.company_id IS NULL OR document.company_id = ticket.company_id)
       AND document.create_date <= ticket.create_date
       AND document.user_id IS NOT NULL
       AND (COALESCE(document.complaint_given_by_id, document.create_uid)
            IS DISTINCT FROM document.user_id
            OR (document.create_uid = document.user_id AND %(agreed)s))
     ORDER BY ticket.id, %(date)s DESC, document.id DESC
"""


class Reporter(Mark):
    """Who passes a complaint on, known before it is there."""

    def __init__(self, user):
        self.user = user


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

    def _prepare_complaint_vals(self):
        vals = super()._prepare_complaint_vals()
        reporter = self.env.context.get("complaint_reporter")
        if isinstance(reporter, Reporter):
            vals = {**vals, "complaint_reporter_id": reporter.user.id}
        return vals

    def _complaint_salespeople(self):
        """Return complaint → the salesperson to tell, in few queries for all.

        It is that of the entity, else of the contact, else of their newest document.
        """
        tickets = self.sudo()  # Sales staff need not be readable to the handler.
        known = {
            ticket: ticket.commercial_partner_id.user_id or ticket.partner_id.user_id
            for ticket in tickets
        }
        unknown = tickets.filtered(lambda t: t.partner_id and not known[t])
        newest = unknown._complaint_newest_documents() if unknown else {}
        for ticket in unknown:
            _date, user_id = max(newest.get(ticket.id, [(0, 0)]))
            # As above: whom to tell is the system's to know.
            known[ticket] = self.env["res.users"].sudo().browse(user_id or ())
        return {
            ticket.id: user if ticket._complaint_may_hear(user) else user.browse()
            for ticket, user in known.items()
        }

    @api.model
    def _complaint_sales_documents(self):
        """Return model → field of its date: what a salesperson makes for a customer.

        Each is a ``complaint.given`` with ``partner_id`` and ``company_id``. Glue
        addons know some.
        """
        return {}

    def _complaint_newest_documents(self):
        """Return id of the complaint → (date, id of the salesperson) of documents.

        Of each kind the newest with one, in its company, whoever may read it; one query
        a kind. A document that its own salesperson took, or made and agreed on with
        nobody, makes nobody hear: anybody in sales could have it so.
        """
        found = defaultdict(list)
        self.flush_recordset(["commercial_partner_id", "company_id"])
        for model, date in self._complaint_sales_documents().items():
            documents = self.env[model]
            documents.flush_model(["partner_id", "company_id", "user_id", GIVEN, date])
            query = SQL(
                NEWEST,
                date=SQL.identifier("document", date),
                documents=SQL.identifier(documents._table),
                tickets=self.ids,
                agreed=documents._complaint_agreed(),
            )
            for ticket_id, moment, user_id in self.env.execute_query(query):
                found[ticket_id].append((moment, user_id))
        return found

    def _complaint_may_hear(self, user):
        """Return whether ``user`` gets news: not who owns it, nor whom it is about."""
        self.ensure_one()
        return bool(
            user.active
            and user._is_internal()
            and user not in (self.user_id, self.complaint_about_user_id)
        )

    def _complaint_salesperson(self):
        """Return the one salesperson to tell, if there is one."""
        self.ensure_one()
        return self._complaint_salespeople()[self.id]

    def _complaint_news_people(self):
        """Return reader → complaints they hear of: sales, and whoever reported it."""
        people = defaultdict(self.browse)
        for ticket_id, salesperson in self._complaint_salespeople().items():
            ticket = self.browse(ticket_id)
            reporter = ticket.complaint_reporter_id
            heard = reporter.filtered(ticket._complaint_may_hear)
            for reader in salesperson | heard:
                people[reader] |= ticket
        return people

    def _complaint_announce(self, event, detail=""):
        self._complaint_tell_salesperson(event, detail)
        return super()._complaint_announce(event, detail)

    def _complaint_news_readers(self):
        # Who hears of it is no secret to whoever writes on it.
        reporter = self.sudo().complaint_reporter_id
        readers = self._complaint_salesperson() | reporter
        return super()._complaint_news_readers() | readers

    def _complaint_tell_salesperson(self, event, detail=""):
        """Tell salesperson and reporter, who get no access to the ticket by it.

        An inbox note at opening, solution, escalation and closing; one activity on the
        customer, only at opening of what asks for a senior's visit.
        """
        if self.env.context.get("complaint_opening") is OPENING:
            return  # They have just read that it came in, and what to say.
        # By the system: whoever creates a message may read it, and that may be the
        # customer who files the complaint on the portal.
        tickets = as_system(self).filtered(
            lambda ticket: not ticket._complaint_is_history()
        )
        for reader, news in tickets._complaint_news_people().items():
            news._complaint_send_news(reader, event, detail)

    def _complaint_send_news(self, reader, event, detail):
        """Send one note about all of them, and plan what is to be done about it."""
        told = self._complaint_notify_news(reader, event, detail)
        if event == "opening":
            visited = told.filtered(
                lambda ticket: (
                    ticket.complaint_severity_id.propose_visit
                    and ticket.complaint_reporter_id != reader  # They know.
                    # Whoever may read the customer sees that there is something to do.
                    and not ticket._complaint_is_for_few()
                )
            )
            visited._complaint_salesperson_activity(reader)

    def _complaint_notify_news(self, reader, event, detail=""):
        """Send one note about all of them, by the customer where that is one.

        Returns the complaints in the reader's language.
        """
        told = self.with_context(
            lang=reader.lang, tz=reader.tz or self[0]._complaint_tz()
        )
        few = self.filtered(lambda ticket: ticket._complaint_is_for_few())
        # In whose hands what is for few is they do not read, and on the customer it
        # would be seen that there is a message.
        owner = self.user_id if not few else self.user_id.browse()
        customer = self.partner_id if not few else self.partner_id.browse()
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
            lambda ticket: (
                ticket._complaint_told_owner(),
                ticket.complaint_outcome in ADVISED and ticket.complaint_outcome,
            )
        )
        return list(alike.values())

    def _complaint_news_subject(self, event):
        one, many = self._complaint_news_subjects()[event]
        if len(self) > 1:
            return many % len(self)
        return one % (self._complaint_told_customer() or self.number)

    @api.model
    def _complaint_news_subjects(self):
        """Return event → (subject about one customer, subject about many complaints).

        Extend for an event of your own, with a branch in the template
        ``salesperson_news``.
        """
        return {
            "opening": (
                self.env._("%s complained"),
                self.env._("%s complaints came in"),
            ),
            "solution": (
                self.env._("%s chose a solution"),
                self.env._("%s complaints have a solution"),
            ),
            "escalation": (
                self.env._("%s: the complaint was escalated"),
                self.env._("%s complaints were escalated"),
            ),
            "closing": (
                self.env._("%s: the complaint is closed"),
                self.env._("%s complaints are closed"),
            ),
        }

    def _complaint_is_for_few(self):
        """Return whether its words are not for everybody who hears that there is it."""
        self.ensure_one()
        return bool(self.complaint_confidential or self.complaint_about_user_id)

    def _complaint_told_outside(self, detail=""):
        """Return line → words that this tells people without a right to it.

        All that notes to them say of a complaint beside its number and stage comes from
        here and the two below: of what is for few it is when something is due, in no
        words.
        """
        if self._complaint_is_for_few():
            promise = self._complaint_next_heard()
            return {"next": promise and self._complaint_when(promise.due_at)}
        remedies = self._complaint_told_remedies(("accepted", "delivered"))
        return {
            "title": self.name,
            "detail": detail,
            "wish": self.complaint_desired_outcome,
            "solution": ", ".join(remedies),
            "next": self._complaint_news_next(),
        }

    def _complaint_told_customer(self):
        """Return who complained, for people without a right to it.

        Of what is for few it is the entity.
        """
        self.ensure_one()
        if self._complaint_is_for_few():
            return self.commercial_partner_id.name
        return self.partner_id.display_name or self._complaint_customer_name()

    def _complaint_told_owner(self):
        """Return who answers for it, for people without a right to it."""
        self.ensure_one()
        if self._complaint_is_for_few():
            return self.env._("the colleague in charge")
        return self.user_id.name

    def _complaint_next_heard(self):
        """Return the first promise that others hear of, or none."""
        return self._complaint_running_that("heard").sorted("due_at")[:1]

    def _complaint_when(self, moment):
        return format_datetime(self.env, moment, dt_format="short")

    def _complaint_news_next(self):
        """Return what is due next, in words for a salesperson."""
        self.ensure_one()
        promise = self._complaint_next_heard()
        if not promise:
            return ""
        return self.env._(
            "%(what)s, by %(when)s",
            what=promise.display_name,  # In their language.
            when=self._complaint_when(promise.due_at),
        )

    def _complaint_salesperson_activity(self, salesperson):
        # On the customer, whom the salesperson may see; its summary tells no secret.
        # The news has just gone out: no second mail about the activity.
        customers = self.partner_id.with_context(
            mail_activity_quick_update=True, mail_activity_automation_skip=False
        )
        customers.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=fields.Date.context_today(self),
            summary=self.env._("Read the news about this customer before you call"),
            user_id=salesperson.id,
        )
