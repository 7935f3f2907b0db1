from odoo import fields, http
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController
from odoo.addons.helpdesk_mgmt.controllers.myaccount import CustomerPortalHelpdesk

from ..tools.typed import keepable
from .portal_filing import ComplaintFiling
from .verbs import only


class ParentTicketForm(HelpdeskTicketController):
    """The parent's forms, by POST alone and for tickets the visitor may close."""

    @http.route(methods=["POST"])
    @only("POST")
    def support_ticket_close(self, ticket_id=None, stage_id=None, **kw):
        """Close a ticket the visitor may close. The parent closes anybody's."""
        ticket = self._get_ticket_to_close(ticket_id)
        if not ticket:
            return request.redirect("/my")
        # Offered on the page, whoever may read the parent's stages.
        offered = ticket.sudo()._portal_closing_stages()
        if stage := offered.filtered(lambda s: str(s.id) == stage_id):
            ticket._portal_close(stage)
        return request.redirect(ticket.access_url, code=302)  # As the parent's.

    def _get_ticket_to_close(self, ticket_id):
        """Return the ticket the visitor may close, or none.

        Customers close what they may read. Colleagues close what they may write, and
        the own.
        """
        user = request.env.user
        tickets = request.env["helpdesk.ticket"]
        ticket = tickets.browse(int(ticket_id or 0) if _is_id(ticket_id) else 0)
        if not ticket.exists() or not ticket.has_access("read"):
            return tickets
        if user.share or ticket.partner_id == user.partner_id:
            return ticket
        return ticket._filtered_access("write")

    @http.route(methods=["POST"])
    @only("POST")
    def submit_ticket(self, **kw):
        """Create a ticket of what the form offers. The parent takes any category."""
        for name, offered in self._get_offered(**kw).items():
            if kw.get(name) not in {str(id_) for id_ in offered}:
                kw.pop(name, None)
        for name in ("subject", "description"):
            kw[name] = keepable(kw.get(name))
        if not kw["subject"].strip():
            return request.redirect("/new/ticket")
        if self._opens_complaint(kw) and self._sent_enough():
            # Our own form shows what was typed, with the reason.
            form = ComplaintFiling()
            typed = "\n\n".join(filter(None, (kw["subject"], kw["description"])))
            wrong = {"description": form._complaint_enough_text()}
            return form._complaint_render_form({"description": typed}, wrong)
        return super().submit_ticket(**kw)

    def _opens_complaint(self, kw):
        """Is what the form asks for a complaint from the start?"""
        told = {
            f"{name}_id": int(kw[name])
            for name in ("team", "category")
            if _is_id(kw.get(name))
        }
        tickets = request.env["helpdesk.ticket"]
        return tickets._complaint_opens((tickets._name, False, told))

    def _sent_enough(self):
        partner = request.env.user.partner_id
        size = request.httprequest.content_length or 0
        return request.env["helpdesk.ticket"]._portal_filed_enough(partner, size)

    def _get_offered(self, **kw):
        """Return field name → the records the form offers for it."""
        return {
            "team": (self._get_teams() or request.env["helpdesk.ticket.team"]).ids,
            "category": self._get_categories(**kw).ids,
        }


class ParentTicketPage(CustomerPortalHelpdesk):
    """The parent's pages, without what colleagues write among themselves."""

    @http.route()
    def portal_my_tickets(self, page=1, **kw):
        """Show the list, also where a value of the link is none."""
        stages = request.env["helpdesk.ticket.stage"].search([]).ids
        offered = {
            "sortby": self._ticket_get_searchbar_sortings(),
            "groupby": self._ticket_get_searchbar_groupby(),
            "search_in": self._ticket_get_searchbar_inputs(),
            "filterby": {"all", *map(str, stages)},
        }
        for name in offered.keys() & kw.keys():
            if kw[name] not in offered[name]:
                del kw[name]
        for name in {"date_begin", "date_end"} & kw.keys():
            if not _is_date(kw[name]):
                del kw[name]
        if kw.get("search"):
            kw["search"] = keepable(kw["search"])
        return super().portal_my_tickets(page=page, **kw)

    def _ticket_get_page_view_values(self, ticket, access_token, **kwargs):
        values = super()._ticket_get_page_view_values(ticket, access_token, **kwargs)
        values["portal_attachments"] = ticket._portal_attachments()
        return values


def _is_date(text):
    try:
        return bool(fields.Datetime.to_datetime(text))
    except ValueError:
        return False


def _is_id(value):
    return (value or "").isdecimal() and len(value) < 10
