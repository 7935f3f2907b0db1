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
LONGEST = {"description": 20_000, "desired_outcome": 5_000, "reference": 200}


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
        return self._complaint_render_form(self._complaint_begun(kw), {})

    # The forgery token is judged below: where a session has ended nothing is lost.
    @http.route(
        "/my/complaint/new",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        csrf=False,
        sitemap=False,
    )
    @only("POST")
    def portal_file_complaint(self, csrf_token=None, **post):
        if request.env.user._is_public():
            return self._complaint_sign_in_again(post)
        if not self._complaint_is_ours(csrf_token):
            return self._complaint_render_form(post, {}, self._complaint_once_more())
        tickets = request.env["helpdesk.ticket"]
        values, errors = self._complaint_read_form(post)
        ticket = tickets._portal_filed(values["form_token"])
        if not ticket:
            files, wrong = self._complaint_read_files()
            errors |= {"files": wrong} if wrong else {}
            size = sum(len(raw) for _name, raw in files)
            if tickets._portal_filed_enough(request.env.user.partner_id, size):
                errors["description"] = self._complaint_enough_text()
            if errors:
                return self._complaint_render_form(post, errors)
            if again := self._complaint_filed_before(values, post):
                return self._complaint_render_form(post, {}, again=again)
            ticket = self._complaint_file_once(
                values, lambda: tickets._portal_file_complaint(values, files)
            )
        return request.redirect(ticket._complaint_portal_path("/thanks"), code=303)

    @http.route(
        "/my/complaint/<int:ticket_id>/thanks",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    @only("GET", "HEAD")
    def portal_complaint_thanks(self, ticket_id, access_token=None, **kw):
        ticket, key = self._complaint_get_ticket(ticket_id, access_token)
        if not ticket:
            return self._complaint_not_found()
        if led_on := self._complaint_lead_on(ticket, key, kw, "/thanks"):
            return led_on
        values = {
            "complaint": ticket._complaint_portal_values(),
            "claim": ticket._portal_claim(),
            "query": self._complaint_query(ticket_id, key),
            # Nobody is told that a mail went out where none can.
            "can_mail": request.env["ir.mail_server"]._complaint_can_send(),
            "page_name": "complaint",
        }
        return self._complaint_render("portal_complaint_thanks", values)

    def _complaint_begun(self, kw):
        """Return what of the form a link fills in: which order it is about."""
        reference = keepable(kw.get("reference")).strip()
        return {"reference": reference[: LONGEST["reference"]]} if reference else {}

    def _complaint_enough_text(self):
        return request.env._(
            "You have told us about many things within an hour, and we have them all. "
            "Please send this one a little later, or call us."
        )

    def _complaint_once_more(self):
        return request.env._(
            "This page was open for a long time, so it has not been sent yet. What "
            "you wrote is still here: please press Send once more."
        )

    def _complaint_sign_in_again(self, post):
        """Show the form with what was typed to somebody whose login has ended."""
        text = request.env._(
            "You are no longer signed in, so it has not been sent yet. Sign in again "
            "in another window, then come back to this page and press Send once more."
        )
        return self._complaint_render_form(post, {}, text, sign_in=True)

    def _complaint_filed_before(self, values, post):
        """Return what the visitor filed with the same words just now, or nothing.

        Who goes back and sends again gets a form with another token.
        """
        if post.get("again") == "yes":
            return None
        found = request.env["helpdesk.ticket"]._portal_same_words(
            values["description"], self._complaint_filed_here()
        )
        if not found:
            return None
        key = self._complaint_filed_here().get(str(found.id))
        query = self._complaint_query(found.id, key)
        url = f"{found._complaint_portal_path()}{query}"
        return {"number": found.number, "url": url}

    def _complaint_filed_here(self):
        """Return ticket id → key, of what this browser filed without an account."""
        return request.session.get("complaint_filed") or {}

    def _complaint_file_once(self, values, file):
        """File the complaint. Of two sent at once the second finds the first."""
        try:
            with mute_logger("odoo.sql_db"), request.env.cr.savepoint():
                return file()
        except UniqueViolation:
            # The other one is there by now, but not in what we saw when we began.
            request.env.cr.rollback()
            return request.env["helpdesk.ticket"]._portal_filed(values["form_token"])

    def _complaint_render_form(self, post, errors, notice="", **more):
        """Show the form with what was typed, and what is wrong with it.

        ``notice`` says why it was not sent where nothing is wrong with it.
        """
        company = request.env.company
        values = {
            "page_name": "complaint_new",
            "action": "/my/complaint/new",
            "door": False,
            "again": False,
            "sign_in": False,
            "post": post,
            "errors": errors,
            "notice": notice,
            "form_token": post.get("form_token") or str(uuid.uuid4()),
            "symbol": company.sudo().currency_id.symbol,  # Prices have it, too.
            **self._complaint_file_limits(),
            **more,
        }
        stopped = errors or notice or values["again"]
        # A browser does not send the same files twice by itself.
        values["files_lost"] = bool(stopped) and any(self._complaint_sent_files())
        status = 422 if stopped else 200
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
