from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ..tools.asker import hidden_from_asker, not_about_asker
from ..tools.days import say_moment
from ..tools.in_use import IN_USE, in_use

EARLIER_SHOWN = 5
#: A shorter name finds half the town.
NAME_LENGTH = 3


class ComplaintQuickEntry(models.TransientModel):
    """Whoever is on the phone: a customer, or a name with a number, and their past."""

    _inherit = "complaint.quick.entry"

    partner_id = fields.Many2one("res.partner", string="Customer")
    partner_name = fields.Char(string="Caller")
    partner_phone = fields.Char(string="Phone")
    partner_email = fields.Char(string="E-mail")
    watch_note = fields.Html(
        related="partner_id.complaint_watch_note",
        related_sudo=False,
        string="What to do when they call",
    )
    earlier_ids = fields.Many2many(
        "helpdesk.ticket",
        compute="_compute_earlier",
        string="Earlier complaints",
        context=IN_USE,
    )
    earlier_note = fields.Html(compute="_compute_earlier", string="What to know")
    earlier_open_ids = fields.Many2many(
        "helpdesk.ticket", compute="_compute_earlier", context=IN_USE
    )
    continued_id = fields.Many2one(
        "helpdesk.ticket",
        string="It is about",
        compute="_compute_continued_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('id', 'in', earlier_open_ids)]",
    )

    @api.depends("partner_id", "partner_name", "partner_phone", "partner_email")
    def _compute_earlier(self):
        for caller in self:
            earlier = caller._find_earlier()
            caller.earlier_ids = earlier
            caller.earlier_open_ids = earlier.filtered(
                lambda ticket: not ticket.complaint_closed_at
            )
            caller.earlier_note = caller._render_earlier()

    @api.depends("earlier_open_ids")
    def _compute_continued_id(self):
        for caller in self:
            if caller.continued_id not in caller.earlier_open_ids:
                caller.continued_id = caller.earlier_open_ids[:1]

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.partner_id:
            self.partner_name = self.partner_id.name
            self.partner_phone = self.partner_id.phone
            self.partner_email = self.partner_id.email

    @api.onchange("partner_phone", "partner_email")
    def _onchange_caller(self):
        """Propose the customer who is known by the number or address."""
        if not self.partner_id and (known := self._find_known()):
            self.partner_id = known
            self._onchange_partner_id()

    def _ensure_caller(self):
        """Raise a UserError unless we know whom to call back.

        That is a customer, or a name with a number or an address.
        """
        if self.partner_id:
            return
        if not self.partner_name:
            raise UserError(self.env._("Who is it? Choose a customer or write a name."))
        if not (self.partner_phone or self.partner_email):
            raise UserError(
                self.env._(
                    "Ask %s for a phone number or an e-mail address, so that "
                    "we can call back.",
                    self.partner_name,
                )
            )
        # Whoever takes the call must be able to call back, with the right to make
        # contacts or without.
        partners = self.env["res.partner"].sudo()
        self.partner_id = self._find_latest_by_email() or partners.create(
            self._prepare_partner_vals()
        )

    def _prepare_partner_vals(self):
        """Return the values of a contact made for a caller we did not know."""
        self.ensure_one()
        return {
            "name": self.partner_name,
            "phone": self.partner_phone,
            "email": email_normalize(self.partner_email or "") or self.partner_email,
        }

    def _get_other_phone(self, partner):
        """Return the number given in the call where ``partner`` has another one."""
        self.ensure_one()
        return self.partner_phone if self.partner_phone != partner.phone else False

    def _find_by_email(self):
        partners = self.env["res.partner"]
        email = email_normalize(self.partner_email or "")
        return email and partners.search([("email_normalized", "=", email)]) or partners

    def _find_latest_by_email(self):
        """Return the customer with this address who complained last."""
        found = self._find_by_email()
        latest = self.env["helpdesk.ticket"].search(
            Domain("is_complaint", "=", True) & Domain("partner_id", "in", found.ids),
            order="complaint_received_at desc, id desc",
            limit=1,
        )
        return latest.partner_id or found[:1]

    def _find_known(self):
        """Return the one customer with this address or number, if there is just one."""
        partners = self.env["res.partner"]
        found = self._find_by_email()
        if not found and self.partner_phone:
            found = partners._complaint_find_by_phone(self.partner_phone, limit=2)
        return found if len(found) == 1 else partners

    def _find_earlier(self):
        """Return earlier complaints of this customer or caller, as I may see them."""
        caller = self.sudo(False)  # Whatever code asks, it is shown to a person.
        domain = caller._get_caller_domain()
        if domain.is_false():
            return caller.env["helpdesk.ticket"]
        return caller.env["helpdesk.ticket"].search(
            Domain("is_complaint", "=", True) & domain,
            order="complaint_received_at desc, id desc",
            limit=EARLIER_SHOWN,
        )

    def _find_elsewhere(self):
        """Return open complaints of the customer that I may know of and not open.

        As superuser. None that is confidential, or about me.
        """
        caller = self.sudo(False)  # Whatever code asks, it is told to a person.
        if not caller.partner_id:
            return caller.env["helpdesk.ticket"]
        # That there is one and who has it keeps a colleague from opening a second; what
        # it is about is not told.
        tickets = in_use(caller.env["helpdesk.ticket"].sudo())
        entity = caller.partner_id.commercial_partner_id
        found = tickets.search(
            Domain("is_complaint", "=", True)
            & Domain("complaint_closed_at", "=", False)
            & Domain("complaint_confidential", "=", False)
            & Domain("commercial_partner_id", "=", entity.id)
            & Domain("company_id", "in", caller.env.companies.ids)
            & not_about_asker(caller.env),
            order="complaint_received_at desc, id desc",
            limit=EARLIER_SHOWN,
        )
        return hidden_from_asker(found)

    def _get_caller_domain(self):
        if self.partner_id:
            entity = self.partner_id.commercial_partner_id
            return Domain("commercial_partner_id", "=", entity.id)
        domain = Domain.FALSE
        if email := email_normalize(self.partner_email or ""):
            domain |= Domain("partner_email", "=ilike", email)
        if self.partner_phone:
            known = self.env["res.partner"]._complaint_find_by_phone(self.partner_phone)
            domain |= Domain("partner_id", "in", known.ids)
        if self.partner_name and len(self.partner_name) >= NAME_LENGTH:
            domain |= Domain("partner_name", "=ilike", self.partner_name)
        return domain

    def _render_earlier(self):
        line = Markup("<li>%s</li>")
        lines = [line % self._describe(ticket) for ticket in self.earlier_ids]
        elsewhere = self._find_elsewhere()
        lines += [line % self._describe_elsewhere(ticket) for ticket in elsewhere]
        if not lines:
            return False
        return Markup("<ul class='mb-0 ps-3'>%s</ul>") % Markup().join(lines)

    def _describe(self, ticket):
        outcomes = dict(
            ticket._fields["complaint_outcome"]._description_selection(self.env)
        )
        if ticket.complaint_closed_at:
            state = outcomes.get(ticket.complaint_outcome, self.env._("closed"))
            return f"{ticket.number} {ticket.name} ({state})"
        state = self.env._("open!")
        owner = ticket.user_id.name or "–"
        due = ticket._complaint_due_first()
        if not due:
            return f"{ticket.number} {ticket.name} ({state}) {owner}"
        when = say_moment(self.env, due.due_at, "E d MMM")
        return self.env._(
            "%(number)s %(title)s (%(state)s) %(owner)s, next: %(what)s %(when)s",
            number=ticket.number,
            title=ticket.name,
            state=state,
            owner=owner,
            what=due.display_name,
            when=when,
        )

    def _describe_elsewhere(self, ticket):
        """Return who has a complaint I may not open, and what is due next."""
        state = self.env._("open!")
        number = f"{ticket.number} ({state})"
        return " · ".join([number, *ticket._complaint_tell_course()])
