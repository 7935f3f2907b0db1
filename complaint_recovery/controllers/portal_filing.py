import uuid

from psycopg2.errors import UniqueViolation

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import mute_logger

from ..tools.typed import keepable
from .portal_files import ComplaintPortalFiles
from .verbs import only

#: Longer than anybody writes by hand.
LONGEST = {"description": 20_000, "desired_outcome": 5_000}


class ComplaintFiling(ComplaintPortalFiles):
    """The form with which a customer files a complaint."""

    @http.route(
        "/my/complaint/new",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    @only("GET", "HEAD")
    def portal_new_complaint(self, **kw):
        return self._complaint_render_form({}, {})

    @http.route(
        "/my/complaint/new",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    @only("POST")
    def portal_file_complaint(self, **post):
        tickets = request.env["helpdesk.ticket"]
        values, errors = self._complaint_read_form(post)
        ticket = tickets._portal_filed(values["form_token"])
        files = []
        if not ticket:
            files, wrong = self._complaint_read_files()
            errors |= {"files": wrong} if wrong else {}
            size = sum(len(raw) for _name, raw in files)
            if tickets._portal_filed_enough(request.env.user.partner_id, size):
                errors["description"] = self._complaint_enough_text()
            if errors:
                return self._complaint_render_form(post, errors)
            ticket = self._complaint_file_once(values, files)
        return request.redirect(ticket._complaint_portal_path("/thanks"))

    @http.route(
        "/my/complaint/<int:ticket_id>/thanks",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    @only("GET", "HEAD")
    def portal_complaint_thanks(self, ticket_id, **kw):
        ticket, _key = self._complaint_get_ticket(ticket_id)
        if not ticket:
            return self._complaint_not_found()
        values = {
            "complaint": ticket._complaint_portal_values(),
            "claim": ticket._portal_claim(),
            "page_name": "complaint",
        }
        return self._complaint_render("portal_complaint_thanks", values)

    def _complaint_enough_text(self):
        return request.env._(
            "You told us of many things within an hour, and we have them all. "
            "Please send this one a little later, or call us."
        )

    def _complaint_file_once(self, values, files):
        """File the complaint. Of two sent at once the second finds the first."""
        tickets = request.env["helpdesk.ticket"]
        try:
            with mute_logger("odoo.sql_db"), request.env.cr.savepoint():
                return tickets._portal_file_complaint(values, files)
        except UniqueViolation:
            # The other one is there by now, but not in what we saw when we began.
            request.env.cr.rollback()
            return tickets._portal_filed(values["form_token"])

    def _complaint_render_form(self, post, errors):
        """Show the form with what was typed, and what is wrong with it."""
        company = request.env.company
        values = {
            "page_name": "complaint_new",
            "post": post,
            "errors": errors,
            "form_token": post.get("form_token") or str(uuid.uuid4()),
            "symbol": company.sudo().currency_id.symbol,  # Prices have it, too.
            # A browser does not send the same files twice by itself.
            "files_lost": bool(errors) and any(self._complaint_sent_files()),
            **self._complaint_file_limits(),
        }
        status = 422 if errors else 200
        return self._complaint_render("portal_complaint_form", values, status)

    def _complaint_read_form(self, post):
        """Return the values of the known fields, and field → what is wrong."""
        values, errors = {}, {}
        for name, longest in LONGEST.items():
            values[name] = keepable(post.get(name)).strip()
            if len(values[name]) > longest:
                errors[name] = request.env._(
                    "Please shorten this to %s characters, and send us the rest as a "
                    "file.",
                    longest,
                )
        if not values["description"]:
            errors["description"] = request.env._("Please tell us what happened.")
        for name in ("loss_ongoing", "confidential"):
            values[name] = post.get(name) == "yes"
        try:
            values["claim_amount"] = request.env[
                "helpdesk.ticket"
            ]._complaint_read_amount(keepable(post.get("claim_amount")))
        except UserError as error:
            errors["claim_amount"] = str(error)
        values["form_token"] = keepable(post.get("form_token"))[:64] or str(
            uuid.uuid4()
        )
        return values, errors
