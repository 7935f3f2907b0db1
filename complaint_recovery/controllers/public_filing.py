import re
import time
import uuid

from odoo import http
from odoo.http import request
from odoo.tools import consteq, email_normalize, hmac

from ..tools.typed import comparable, keepable
from .kept_keys import CONFIRM_SESSION, kept_confirm_key, lead_on
from .portal_filing import ComplaintFiling
from .verbs import keep_private, only

#: Of all that is sent at once, files and words, in bytes.
LARGEST_POST = 30 * 1024 * 1024
#: Nobody fills the form in within this time, in seconds, or leaves it open for so long.
FASTEST, SLOWEST = 3, 24 * 3600
#: What a person writes in one line.
LINES = {"name": 100, "phone": 40, "call_when": 100}
#: A field nobody sees. Machines fill in what they find.
TRAP = "company_fax"
SCOPE = "complaint_door_form"


class ComplaintPublicFiling(ComplaintFiling):
    """The form for everybody, without an account."""

    @http.route(
        "/complaint",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=True,
    )
    @only("GET", "HEAD")
    def public_complaint(self, **kw):
        begun = self._complaint_begun(kw)
        if not request.env.user._is_public():
            return keep_private(request.redirect_query("/my/complaint/new", begun))
        return self._complaint_render_door(begun, {})

    # The forgery token is judged below: where a session has ended nothing is lost.
    @http.route(
        "/complaint",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        csrf=False,
        sitemap=False,
        max_content_length=LARGEST_POST,
    )
    @only("POST")
    def public_file_complaint(self, csrf_token=None, **post):
        if not request.env.user._is_public():
            return self._complaint_render_form(post, {}, self._complaint_once_more())
        tickets = request.env["helpdesk.ticket"]
        if stopped := self._complaint_door_stops(csrf_token, post):
            return stopped
        values, errors = self._complaint_read_form(post)
        sender, wrong = self._complaint_read_sender(post)
        values, errors = values | sender, wrong | errors
        ticket = tickets._portal_filed(values["form_token"])
        if ticket._door_is_spent():
            return self._complaint_render_door(post, {}, self._complaint_by_mail())
        if not ticket:
            files, wrong = self._complaint_read_files(known=False)
            errors |= {"files": wrong} if wrong else {}
            if errors:
                return self._complaint_render_door(post, errors)
            if again := self._complaint_filed_before(values, post):
                return self._complaint_render_door(post, {}, again=again)
            if enough := self._complaint_door_enough(values, files):
                return self._complaint_render_door(post, {}, enough, status=429)
            ticket = self._complaint_file_once(
                values, lambda: tickets._door_file_complaint(values, files)
            )
        return self._complaint_door_thanks(ticket)

    @http.route(
        ["/complaint/confirm", "/complaint/confirm/<string:key>"],
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    @only("GET", "HEAD")
    def public_confirm_page(self, key=None, **kw):
        """Ask whether it is theirs. A mail scanner that comes here changes nothing."""

        def keep():
            request.session.pop(CONFIRM_SESSION, None)
            if request.env["helpdesk.ticket"]._door_read_key(key or ""):
                request.session[CONFIRM_SESSION] = [request.session.uid, key]

        if led_on := lead_on("/complaint/confirm", keep):
            return led_on
        return self._complaint_render_confirm(key or kept_confirm_key())

    @http.route(
        ["/complaint/confirm", "/complaint/confirm/<string:key>"],
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        csrf=False,
        sitemap=False,
    )
    @only("POST")
    def public_confirm(self, key="", csrf_token=None, ticket=None, mine=None, **post):
        waiting = request.env["helpdesk.ticket"]._door_waiting(key)
        found = waiting.filtered(lambda t: str(t.id) == ticket)
        if not self._complaint_is_ours(csrf_token) or not found:
            return self._complaint_render_confirm(key)
        found = self._complaint_for_reader(found)
        if mine == "no":
            found._door_disown()
            return self._complaint_render_confirm(key, disowned=found.number)
        if mine != "yes":  # No button was pressed.
            return self._complaint_render_confirm(key)
        answer = found._door_confirm()
        token = found._portal_ensure_token()
        return self._complaint_answer(found, answer.done, answer.text, token)

    def _complaint_render_confirm(self, key, **more):
        waiting = request.env["helpdesk.ticket"]._door_waiting(key)
        waiting = self._complaint_for_reader(waiting)
        values = {
            "page_name": "complaint",
            "no_breadcrumbs": True,
            "disowned": False,
            "confirm_key": key,
            "waiting": [
                {
                    "id": ticket.id,
                    "number": ticket.number,
                    "title": ticket.name,
                    "received": ticket._complaint_portal_time(
                        ticket.complaint_received_at
                    ),
                }
                for ticket in waiting
            ],
            **more,
        }
        return self._complaint_render("portal_complaint_confirm", values)

    def _complaint_door_thanks(self, ticket):
        """Remember in this browser what it filed, and lead to number and page."""
        key = ticket._portal_ensure_token()
        filed = {**self._complaint_filed_here(), str(ticket.id): key}
        request.session["complaint_filed"] = dict(list(filed.items())[-10:])
        path = ticket._complaint_portal_path(f"/thanks?access_token={key}")
        return keep_private(request.redirect(path, code=303))

    def _complaint_by_mail(self):
        return request.env._(
            "We already have this complaint. Please open it with the link in our "
            "latest e-mail."
        )

    def _complaint_door_stops(self, csrf_token, post):
        """Return the form once more where it was hardly a person who sent it.

        A person presses the button again, with all that was typed.
        """
        age = self._complaint_form_age(post.get("form_token"))
        trapped = post.pop(TRAP, None)
        if age is None or age > SLOWEST:
            post.pop("form_token", None)  # It gets another one.
        elif age >= FASTEST and not trapped and self._complaint_is_ours(csrf_token):
            return None
        text = request.env._(
            "It has not been sent yet. What you wrote is still here: please press "
            "Send once more."
        )
        return self._complaint_render_door(post, {}, text)

    def _complaint_form_age(self, token):
        """Return how many seconds ago we made the form; None where we did not."""
        if not comparable(token) or token.count(".") != 2:
            return None
        made, moment, proof = token.split(".")
        if not consteq(self._complaint_form_proof(made, moment), proof):
            return None
        return time.time() - int(moment, 16)

    def _complaint_form_proof(self, made, moment):
        # The secret of the database is nobody's to read.
        return hmac(request.env(su=True), SCOPE, f"{made}.{moment}")[:16]

    def _complaint_form_token(self):
        made, moment = uuid.uuid4().hex, f"{int(time.time()):x}"
        return f"{made}.{moment}.{self._complaint_form_proof(made, moment)}"

    def _complaint_render_door(self, post, errors, notice="", **more):
        status = more.pop("status", None)
        page = self._complaint_render_form(
            post
            | {"form_token": post.get("form_token") or self._complaint_form_token()},
            errors,
            notice,
            action="/complaint",
            door=True,
            trap=TRAP,
            contact=self._complaint_door_contact(),
            **self._complaint_file_limits(known=False),
            **more,
        )
        page.status_code = status or page.status_code
        return page

    def _complaint_door_contact(self):
        """Return phone and address of the company, for who cannot use the form."""
        company = request.env.company.sudo()  # They stand on every letter.
        return {"phone": company.phone or "", "email": company.email or ""}

    def _complaint_read_sender(self, post):
        """Return who files it and how they are reached, and what is wrong."""
        values, errors = {}, {}
        for name, longest in LINES.items():
            values[name] = " ".join(keepable(post.get(name)).split())
            if len(values[name]) > longest:
                errors[name] = request.env._(
                    "Please shorten this to %s characters.", longest
                )
        if not values["name"]:
            errors["name"] = request.env._("Please tell us your name.")
        typed = keepable(post.get("email")).strip()
        values["email"] = email_normalize(typed) if len(typed) <= 254 else ""
        if typed and not values["email"]:
            errors["email"] = request.env._(
                "Please write one e-mail address, like name@example.com."
            )
        if values["phone"] and not 5 <= len(re.findall(r"\d", values["phone"])) <= 20:
            errors["phone"] = request.env._(
                "Please write the number with its area code, like +1 555 0100."
            )
        if not typed and not values["phone"]:
            errors["email"] = request.env._(
                "Please give us an e-mail address or a phone number, so that we can "
                "answer."
            )
        return values, errors

    def _complaint_door_enough(self, values, files):
        """Return in kind words that more has to wait, or nothing.

        The same is said of a connection and of an address: whose complaints we have is
        nobody's to ask.
        """
        counts = request.env["complaint.door.count"]
        connection = counts._get_connection(request.httprequest.remote_addr)
        size = sum(len(raw) for _name, raw in files)
        wanted = [("connection", connection, 1)]
        wanted += [("bytes", connection, size)] if size else []
        wanted += [("email", values["email"], 1)] if values["email"] else []
        if all(counts._has_room(*one) for one in wanted) and all(
            counts._take(*one) for one in wanted
        ):
            return ""
        return request.env._(
            "A great deal has come in within the last hour, so this has not been sent "
            "yet. Please press Send again a little later, or call us."
        )
