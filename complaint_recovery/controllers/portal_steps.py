from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from ..models.portal.steps import LONGEST, Answer
from ..tools.typed import keepable
from .portal_files import ComplaintPortalFiles
from .verbs import keep_private, only

#: Steps that are confirmed by a mail. What somebody writes stands in the conversation.
CONFIRMED = ("accept", "decline", "superior", "feedback", "reopen")


class ComplaintPortalSteps(ComplaintPortalFiles):
    """The steps a customer takes on the page of a complaint."""

    @http.route(
        "/my/complaint/<int:ticket_id>/<string:step>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    @only("GET", "HEAD")
    def portal_complaint_step_page(self, ticket_id, step, access_token=None, **kw):
        """Redirect a GET of a step to the page. It changes nothing."""
        self._complaint_get_step(step)
        _ticket, key = self._complaint_get_ticket(ticket_id, access_token)
        return self._complaint_redirect(ticket_id, key)

    # The forgery token is judged below: where a session has ended nothing is lost.
    @http.route(
        "/my/complaint/<int:ticket_id>/<string:step>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        csrf=False,
        sitemap=False,
    )
    @only("POST")
    def portal_complaint_step(
        self, ticket_id, step, access_token=None, csrf_token=None, **post
    ):
        """Do ``step``, and redirect to the page, which shows the answer."""
        run = self._complaint_get_step(step)
        ticket, key = self._complaint_get_ticket(ticket_id, access_token)
        if not ticket:
            return self._complaint_signed_out(ticket_id, step, post)
        if not self._complaint_is_ours(csrf_token):
            self._complaint_keep_typed(ticket_id, step, post)
            return self._complaint_answer(ticket, False, self._complaint_late(), key)
        speaks, author = self._complaint_author(ticket, key)
        if not speaks:
            text = request.env._(
                "You are signed in as one of us. Record on the complaint what the "
                "customer said."
            )
            return self._complaint_answer(ticket, False, text, key)
        was_open = not ticket.complaint_closed_at
        answer = run(ticket, post, author)
        if not answer.done:
            self._complaint_keep_typed(ticket_id, step, post)
        elif step in CONFIRMED and not (was_open and ticket.complaint_closed_at):
            # What it closes has a mail of its own.
            words = post.get("reason") or post.get("comment")
            answer.ticket._portal_confirm_step(answer.text, words)
        if answer.ticket != ticket and key:
            key = ticket._portal_key_onward(answer.ticket)
        return self._complaint_answer(answer.ticket, answer.done, answer.text, key)

    def _complaint_late(self):
        return request.env._(
            "This page was open for a long time, so nothing has been done yet. What "
            "you wrote is still here: please send it once more."
        )

    def _complaint_signed_out(self, ticket_id, step, post):
        """Keep the words of somebody who may not see the page (any more).

        Whether there is such a complaint is not told: they sign in, and then see.
        """
        if not request.env.user._is_public():
            return request.redirect("/my")
        self._complaint_keep_typed(ticket_id, step, post)
        page = f"/my/complaint/{ticket_id}"
        return keep_private(request.redirect_query("/web/login", {"redirect": page}))

    def _complaint_get_step(self, step):
        """Return the method that does ``step``, ``_complaint_step_<step>()``."""
        run = getattr(self, f"_complaint_step_{step}", None)
        if not run:
            raise NotFound()
        return run

    def _complaint_author(self, ticket, key):
        """Return whether the visitor speaks for the customer, and as whom.

        Who has the link alone is the customer. Who is logged in speaks as themselves,
        where the complaint is theirs to follow, else with the ``key``; our own people
        never for the customer.
        """
        user = request.env.user
        if user._is_public():
            return True, ticket.partner_id
        if not user.share:
            return False, None
        if ticket._complaint_allows_follower(user.partner_id):
            return True, user.partner_id
        return bool(key), ticket.partner_id

    def _complaint_answer(self, ticket, done, text, key):
        """Keep the answer in the session for the next page, and redirect there."""
        answers = request.session.get("complaint_answers") or {}
        request.session["complaint_answers"] = {
            **answers,
            str(ticket.id): {"done": done, "text": text},
        }
        return self._complaint_redirect(ticket.id, key, "#complaint_answer")

    def _complaint_redirect(self, ticket_id, key, anchor=""):
        query = self._complaint_query(ticket_id, key)
        return keep_private(
            request.redirect(f"/my/complaint/{ticket_id}{query}{anchor}", code=303)
        )

    def _complaint_page_values(self, ticket, key=None, **kw):
        values = super()._complaint_page_values(ticket, key, **kw)
        answer = self._complaint_take("complaint_answers", ticket)
        typed = self._complaint_take("complaint_typed", ticket)
        speaks, _author = self._complaint_author(ticket, key)
        return {
            **values,
            **self._complaint_file_limits(),
            "steps": ticket._complaint_portal_steps(),
            "steps_answer": answer,
            # What a link in a mail asks for is shown; only a form of ours does it.
            "steps_asked": {
                "option": kw.get("option"),
                "satisfaction": kw.get("face"),
            },
            "steps_allowed": speaks,
            "steps_token": key or "",
            "steps_typed": typed or {},
        }

    def _complaint_take(self, name, ticket):
        """Return what the session keeps for the page of ``ticket``, once.

        A script that sends a form looks at the page before the reader does.
        """
        kept = dict(request.session.get(name) or {})
        found = kept.pop(str(ticket.id), None)
        script = request.httprequest.headers.get("X-Requested-With")
        if found and script != "XMLHttpRequest":
            request.session[name] = kept
        return found

    def _complaint_keep_typed(self, ticket_id, step, post):
        """Keep the words of a step for the next look at the page, where it fails."""
        words = post.get("body") or post.get("reason") or post.get("comment")
        kept = {step: keepable(words).strip()[:LONGEST]}
        number = self._complaint_number(post.get("offer_number"))
        if step == "decline" and number:
            kept["offer_number"] = number
        typed = request.session.get("complaint_typed") or {}
        # Of the last few pages, no more: anybody has a session.
        typed = dict(list(typed.items())[-4:])
        request.session["complaint_typed"] = {**typed, str(ticket_id): kept}

    def _complaint_step_accept(self, ticket, post, author):
        remedy_id = self._complaint_number(post.get("remedy_id"))
        return ticket._portal_accept_offer(remedy_id, author)

    def _complaint_step_decline(self, ticket, post, author):
        number = self._complaint_number(post.get("offer_number"))
        return ticket._portal_decline_offer(number, post.get("reason"), author)

    def _complaint_step_superior(self, ticket, post, author):
        return ticket._portal_ask_superior(post.get("reason"), author)

    def _complaint_step_feedback(self, ticket, post, author):
        names = ("helped", "quick", "kind", "satisfaction", "comment")
        answers = {name: post.get(name) for name in names}
        return ticket._portal_feedback(**answers, author=author)

    def _complaint_step_reopen(self, ticket, post, author):
        by_login = author == request.env.user.partner_id
        return ticket._portal_reopen(post.get("reason"), author, by_login)

    def _complaint_step_write(self, ticket, post, author):
        files, wrong = self._complaint_read_files()
        size = sum(len(raw) for _name, raw in files)
        if not wrong and ticket._portal_wrote_enough(author, size):
            wrong = ticket.with_env(request.env)._portal_enough_text()
        if not wrong:
            return ticket._portal_write(post.get("body"), files, author)
        return Answer(False, wrong, ticket)

    def _complaint_number(self, text):
        """Return a number as the form sends it; 0 for anything else."""
        return int(text) if keepable(text).isdecimal() and len(text) < 10 else 0
