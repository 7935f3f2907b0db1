from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.actions import RELOAD, notify
from ...tools.groups import MANAGERS, SETTINGS_READERS

#: So many are archived by the click itself, and in each step of what follows.
AT_ONCE = 500
#: So many are named in the note.
NAMED = 20
#: The next note comes this long after the last one.
AGAIN = relativedelta(months=1)


class HelpdeskTicket(models.Model):
    """A complaint that was closed long ago. Nothing is archived by itself."""

    _inherit = "helpdesk.ticket"

    complaint_archivable = fields.Boolean(
        string="Proposed to archive",
        compute="_compute_complaint_archivable",
        search="_search_complaint_archivable",
        groups=MANAGERS,
    )

    @api.depends("active", "complaint_closed_at", "complaint_next_due_at", "company_id")
    @api.depends_context("allowed_company_ids")
    def _compute_complaint_archivable(self):
        proposed = self.filtered_domain(self._complaint_archivable_domain())
        proposed.complaint_archivable = True
        (self - proposed).complaint_archivable = False

    def _search_complaint_archivable(self, operator, value):
        return (
            self._complaint_archivable_domain() if operator == "in" else NotImplemented
        )

    @api.model
    def _complaint_archivable_domain(self, companies=None, at=None):
        """Return which were closed longer ago than their company wants them at hand.

        Counted back from ``at`` (now), of ``companies`` (those that are switched to).
        What is still owed on one, a care call for example, keeps it.
        """
        at = at or fields.Datetime.now()
        # How long a company wants them at hand is no secret.
        companies = (companies or self.env.companies).sudo()
        return (
            Domain("is_complaint", "=", True)
            & Domain("active", "=", True)
            & Domain("complaint_next_due_at", "=", False)
            & Domain.OR(
                Domain("company_id", "=", company.id)
                & Domain("complaint_closed_at", "<", at - relativedelta(months=months))
                for company in companies
                if (months := company.complaint_archive_months)
            )
        )

    def action_complaint_archive(self):
        """Archive what is proposed of these; of none, what the list on screen shows.

        A click does the first, the scheduled action the rest of all there are.
        """
        self.check_access("write")
        self._complaint_ensure_manager()
        proposed = self._complaint_archivable_domain()
        shown = proposed & Domain(self.env.context.get("active_domain") or Domain.TRUE)
        if self:
            found, rest = self.filtered_domain(proposed), 0
        else:
            order = "complaint_closed_at, id"
            found = self.search(shown, order=order, limit=AT_ONCE)
            rest = self.search_count(shown) - len(found)
        all_shown = rest and self.search_count(proposed) == rest + len(found)
        found._complaint_archive()
        text = self.env._("%s are archived.", len(found))
        if all_shown:
            self._complaint_agree_to_archive()
            text = self.env._("%s are archived, the rest follows.", len(found))
        return notify(text, then=RELOAD)

    @api.model
    def _complaint_agree_to_archive(self):
        """Have the rest archived by the scheduled action, as of now."""
        # Companies are written by administrators; who agrees was checked.
        companies = self.env.companies.sudo()
        companies.complaint_archive_agreed_at = fields.Datetime.now()
        # Run as ever, only sooner.
        self.env.ref("complaint_recovery.ir_cron_daily").sudo()._trigger()

    def _complaint_archive(self):
        """Take these out of all lists, with a note on each."""
        if not self:
            return
        # By whom it is asked was checked; the note follows from it.
        tickets = self.sudo()
        note = self.env._("Archived: it was closed long ago.")
        tickets._message_log_batch(
            bodies=dict.fromkeys(tickets.ids, note),
            author_id=self._complaint_note_author().id,
            message_type="comment",
        )
        tickets.write({"active": False})

    @api.model
    def _complaint_daily_steps(self):
        companies = self.env["res.company"]
        return [
            *super()._complaint_daily_steps(),
            *companies._complaint_archiving_steps(),
            companies._complaint_propose_archiving,
        ]


class ResCompany(models.Model):
    """Proposes once a month to archive, and finishes what was agreed to."""

    _inherit = "res.company"

    complaint_archive_asked_on = fields.Date(
        string="Archiving was proposed on", groups=SETTINGS_READERS, copy=False
    )
    complaint_archive_agreed_at = fields.Datetime(
        string="Archiving was agreed to on", groups=SETTINGS_READERS, copy=False
    )

    @api.model
    def _complaint_archiving_steps(self):
        """Return what archives the rest of what managers agreed to, by and by."""
        agreed = self.search([("complaint_archive_agreed_at", "!=", False)])
        steps = []
        for company in agreed:
            tickets = self.env["helpdesk.ticket"]
            count = tickets.search_count(company._complaint_agreed_domain())
            steps += [company._complaint_archive_some] * (count // AT_ONCE + 1)
        return steps

    def _complaint_agreed_domain(self):
        self.ensure_one()
        return self.env["helpdesk.ticket"]._complaint_archivable_domain(
            self, self.complaint_archive_agreed_at
        )

    def _complaint_archive_some(self):
        tickets = self.env["helpdesk.ticket"].search(
            self._complaint_agreed_domain(), limit=AT_ONCE
        )
        tickets._complaint_archive()
        if len(tickets) < AT_ONCE:
            self.complaint_archive_agreed_at = False

    @api.model
    def _complaint_propose_archiving(self):
        """Tell the managers of each company once a month what may be archived."""
        today = fields.Date.context_today(self)
        for company in self.search([("complaint_archive_months", ">", 0)]):
            asked = company.complaint_archive_asked_on
            if asked and asked + AGAIN > today:
                continue
            for user in self.env["res.users"]._complaint_managers(company):
                if company._complaint_tell_archivable(user):
                    company.complaint_archive_asked_on = today

    def _complaint_tell_archivable(self, user):
        """Put what ``user`` may archive into the inbox. Returns whether there is any.

        As far as they may read it: one about themselves is not told.
        """
        self.ensure_one()
        tickets = self.env["helpdesk.ticket"].with_user(user)
        tickets = tickets.with_context(allowed_company_ids=self.ids, lang=user.lang)
        domain = tickets._complaint_archivable_domain(self)
        count = tickets.search_count(domain)
        if not count:
            return False
        named = tickets.search(domain, order="complaint_closed_at, id", limit=NAMED)
        local = tickets.env
        words = local._(
            "%(count)s complaints were closed more than %(months)s months ago. "
            "Archived ones leave lists, boards, the customers' history and pages; "
            "nothing is deleted, and the filter “Archived” finds them.",
            count=count,
            months=self.complaint_archive_months,
        )
        items = Markup().join(
            Markup("<li>%s %s</li>") % (ticket.number, ticket.name) for ticket in named
        )
        self.env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            subject=local._("%(company)s: complaints to archive", company=self.name),
            body=Markup("<p>%s</p><ul>%s</ul><p><a href='%s'>%s</a></p>")
            % (
                words,
                items,
                "/odoo/complaints-to-archive",
                local._("Look at them, and archive them with one click"),
            ),
        )
        return True
