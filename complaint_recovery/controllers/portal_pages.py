from urllib.parse import urlencode

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import consteq

from odoo.addons.helpdesk_mgmt.controllers.myaccount import CustomerPortalHelpdesk
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..tools.typed import comparable, keepable
from .kept_keys import (
    KEY_WORDS,
    keep_key,
    keeps_cookies,
    kept_key,
    lead_on,
    shows_key,
)
from .verbs import keep_private, only

#: What Odoo's pages of documents read of a link, and ours of a button in a mail.
PAGE_WORDS = {"error", "warning", "success", "pid", "hash", "option", "face"}


class ComplaintPortal(CustomerPortalHelpdesk):
    """The pages of a customer's complaints: the list, and the page of each."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "complaint_count" in counters:
            tickets, domain = self._complaint_list_domain()
            values["complaint_count"] = tickets.search_count(domain)
        return values

    @http.route(
        ["/my/complaints", "/my/complaints/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    @only("GET", "HEAD")
    def portal_my_complaints(
        self, page=1, sortby=None, filterby=None, search=None, search_in=None, **kw
    ):
        search = keepable(search)
        sortings, filters = self._complaint_sortings(), self._complaint_filters()
        inputs = self._complaint_searches()
        sortby = sortby if sortby in sortings else "date"
        filterby = filterby if filterby in filters else "all"
        search_in = search_in if search_in in inputs else "all"
        tickets, domain = self._complaint_list_domain()
        domain &= filters[filterby]["domain"]
        if search:
            domain &= self._complaint_search_domain(search_in, search)
        pager = portal_pager(
            url="/my/complaints",
            url_args={
                "sortby": sortby,
                "filterby": filterby,
                "search": search,
                "search_in": search_in,
            },
            total=tickets.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        found = tickets.search(
            domain,
            order=sortings[sortby]["order"],
            limit=self._items_per_page,
            offset=pager["offset"],
        )
        request.session["my_complaints_history"] = found.ids[:100]
        values = self._prepare_portal_layout_values() | {
            "complaints": self._complaint_for_reader(found)._complaint_portal_rows(),
            "page_name": "complaint",
            "default_url": "/my/complaints",
            "pager": pager,
            "searchbar_sortings": sortings,
            "searchbar_filters": filters,
            "searchbar_inputs": inputs,
            "sortby": sortby,
            "filterby": filterby,
            "search": search,
            "search_in": search_in,
        }
        return self._complaint_render("portal_my_complaints", values)

    @http.route(
        "/my/complaint/<int:ticket_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    @only("GET", "HEAD")
    def portal_my_complaint(self, ticket_id, access_token=None, **kw):
        ticket, key = self._complaint_get_ticket(ticket_id, access_token)
        if not ticket:
            return self._complaint_not_found()
        if led_on := self._complaint_lead_on(ticket, key, kw):
            return led_on
        # What Odoo's pages know; a link may have anything in it.
        known = {**kept_key(ticket_id), **kw}
        known = {name: known[name] for name in PAGE_WORDS & known.keys()}
        values = self._complaint_page_values(ticket, key, **known)
        return self._complaint_render("portal_complaint_page", values)

    @http.route(
        [
            "/my/complaint/<int:ticket_id>/letter/<int:attachment_id>",
            "/my/complaint/<int:ticket_id>/file/<int:attachment_id>",
        ],
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    @only("GET", "HEAD")
    def portal_complaint_document(
        self, ticket_id, attachment_id, access_token=None, **kw
    ):
        """Hand out a letter to the customer or a file of theirs, and nothing else."""
        ticket, _key = self._complaint_get_ticket(ticket_id, access_token)
        kind = request.httprequest.path.split("/")[-2]
        documents = ticket and ticket._complaint_portal_documents(kind)
        found = documents and documents.filtered(lambda a: a.id == attachment_id)
        if not found:
            return self._complaint_not_found()
        stream = request.env["ir.binary"]._get_stream_from(found)
        # Never shown on our pages: a letter without PDF engine, or a file, is HTML.
        return stream.get_response(as_attachment=True)

    @http.route()
    def portal_my_ticket(self, ticket_id, access_token=None, **kw):
        """Redirect the parent's page of a complaint to its own page."""
        ticket, key = self._complaint_get_ticket(ticket_id, access_token)
        if not ticket:
            text = access_token if comparable(access_token) else None
            return super().portal_my_ticket(ticket_id, text, **kw)
        query = {"access_token": key, **kw} if key else kw
        path = ticket._complaint_portal_path()
        return keep_private(request.redirect_query(path, query))

    def _complaint_lead_on(self, ticket, key, asked, step=""):
        """Return the redirect to the page without the key in its address, or None."""
        told = {name: asked.get(name) for name in KEY_WORDS} | {"access_token": key}
        path = ticket._complaint_portal_path(step)
        return lead_on(path, lambda: keep_key(ticket.id, told))

    def _complaint_query(self, ticket_id, key):
        """Return what a link to the page needs: nothing where the session has it."""
        kept = kept_key(ticket_id).get("access_token") == key and keeps_cookies()
        return f"?{urlencode({'access_token': key})}" if key and not kept else ""

    def _complaint_not_found(self):
        """Answer alike where there is nothing and where it is somebody else's."""
        values = {"page_name": "complaint", "no_breadcrumbs": True}
        return self._complaint_render("portal_complaint_not_found", values, 404)

    def _complaint_is_ours(self, csrf_token):
        """Return whether our page sent it. Odoo compares signs of ASCII alone."""
        return comparable(csrf_token or "") and request.validate_csrf(csrf_token)

    def _complaint_render(self, template, values, status=200):
        """Render a page with its language, which screen readers need and Odoo omits."""
        values["complaint_shows_key"] = shows_key()
        values["html_data"] = {"lang": request.env.lang.replace("_", "-")}
        return keep_private(
            request.render(f"complaint_recovery.{template}", values, status=status)
        )

    def _complaint_get_ticket(self, ticket_id, access_token=None):
        """Return the complaint as superuser, and its key if the visitor holds it.

        Of a complaint that the visitor may not see, (None, None). Odoo asks the login
        first and then compares no key: whoever goes on with one goes on with this.
        """
        told = access_token or kept_key(ticket_id).get("access_token")
        text = told if comparable(told) else None
        try:
            ticket = self._document_check_access("helpdesk.ticket", ticket_id, text)
        except (AccessError, MissingError):
            return None, None
        if not ticket.is_complaint:
            return None, None
        key = ticket.access_token
        proven = bool(text and key) and consteq(key, text)
        return self._complaint_for_reader(ticket), key if proven else None

    def _complaint_for_reader(self, tickets):
        """Return ``tickets`` in the reader's time zone; without account the customer's.

        The language is the page's: links to customers carry theirs.
        """
        user = request.env.user
        tz = "" if user._is_public() else user.tz
        return tickets.with_context(
            lang=request.env.lang, tz=tz or tickets[:1]._complaint_reader_tz()
        )

    def _complaint_page_values(self, ticket, key=None, **kw):
        """Return what the page is rendered with. Addons extend it to show more.

        ``complaint`` holds all that is shown; ``object`` is for the conversation;
        ``key`` is that of the complaint, where the visitor holds it.
        """
        values = {
            "complaint": ticket._complaint_portal_values(),
            "query": self._complaint_query(ticket.id, key),
            "page_name": "complaint",
        }
        values = self._get_page_view_values(
            ticket, key, values, "my_complaints_history", False, **kw
        )
        for name in {"prev_record", "next_record"} & values.keys():
            # Of the own list: opened by login, and Odoo adds a key.
            values[name] = values[name] and values[name].partition("?")[0]
        return values

    def _complaint_list_domain(self):
        """Return the model and which complaints the user may see in the list.

        The rules alone would read every ticket: the customer is named beside them, for
        the index. What is sorted and filtered by is internal, what is shown is chosen.
        """
        customer = request.env.user.partner_id.commercial_partner_id
        rules = request.env["ir.rule"]._compute_domain("helpdesk.ticket", "read")
        told = Domain("complaint_source", "!=", "internal") | Domain(
            "complaint_first_contact_at", "!=", False
        )
        domain = (
            Domain("is_complaint", "=", True)
            & Domain("commercial_partner_id", "=", customer.id)
            & told  # What we found ourselves they hear from a person first.
            & rules
        )
        # The domain holds the rules of the user, who may read no internal field.
        return request.env["helpdesk.ticket"].sudo(), domain

    def _complaint_sortings(self):
        return {
            "date": {
                "label": request.env._("Newest"),
                "order": "complaint_received_at DESC, id DESC",
            },
            "oldest": {
                "label": request.env._("Oldest"),
                "order": "complaint_received_at, id",
            },
            "name": {"label": request.env._("Title"), "order": "name, id"},
        }

    def _complaint_filters(self):
        closed = Domain("complaint_closed_at", "!=", False)
        return {
            "all": {"label": request.env._("All"), "domain": Domain.TRUE},
            "open": {"label": request.env._("Open"), "domain": ~closed},
            "closed": {"label": request.env._("Closed"), "domain": closed},
        }

    def _complaint_searches(self):
        return {
            "all": {"input": "all", "label": request.env._("Search in All")},
            "number": {"input": "number", "label": request.env._("Search in Number")},
            "name": {"input": "name", "label": request.env._("Search in Title")},
        }

    def _complaint_search_domain(self, search_in, search):
        names = ("number", "name") if search_in == "all" else (search_in,)
        return Domain.OR(Domain(name, "ilike", search) for name in names)
