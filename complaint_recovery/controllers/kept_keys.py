"""Keys to customers' pages, kept in the session: they stand in no address shown.

Scripts of other addons run on our pages, and tell others where a visitor is: the
history of a chat, a counter of visits. What a link in a mail opens is taken out of the
address before a page is shown there, and goes on in the session, as forms and the
conversation go on with it in the page itself.
"""

import re

from odoo.http import request
from odoo.tools import consteq

from ..tools.typed import comparable
from .verbs import keep_private

#: What in an address opens a page, or says who writes there.
KEY_WORDS = ("access_token", "pid", "hash")
#: Who writes there, and that a mail of ours has said so.
SIGNED = frozenset({"pid", "hash"})
#: Stands in an address while we look whether the browser keeps cookies.
ASKED = "kept"
SESSION, CONFIRM_SESSION = "complaint_keys", "complaint_confirm"
#: Of so many complaints, the last ones opened: anybody has a session.
MOST = 20
_CONFIRM = re.compile(r"/complaint/confirm/.")


def kept_key(ticket_id):
    """Return what the session keeps for the page of the ticket, by name.

    Whoever has signed in or out since is somebody else, and opens the link anew.
    """
    kept = (request.session.get(SESSION) or {}).get(str(ticket_id)) or {}
    return kept if kept.get("user") == request.session.uid else {}


def keep_key(ticket_id, told):
    """Keep what was ``told`` with a link, for the pages opened after it."""
    told = {name: text for name, text in told.items() if text and _is_sound(text)}
    if not _is_signed(ticket_id, told):
        told = {name: told[name] for name in told.keys() - SIGNED}
    if told:
        kept = dict(request.session.get(SESSION) or {})
        before = kept_key(ticket_id)
        kept.pop(str(ticket_id), None)
        kept[str(ticket_id)] = {**before, **told, "user": request.session.uid}
        request.session[SESSION] = dict(list(kept.items())[-MOST:])


def kept_confirm_key():
    """Return the key that confirms an address, of who opened its link; or ""."""
    user, key = request.session.get(CONFIRM_SESSION) or (None, "")
    return key if user == request.session.uid else ""


def keeps_cookies():
    """Has the browser sent the session back that it was given?"""
    return request.cookies.get("session_id") == request.session.sid


def shows_key():
    """Does a key stand in the address of this request?"""
    asked = request.httprequest
    words = {*KEY_WORDS, ASKED} & asked.args.keys()
    return bool(words or _CONFIRM.search(asked.path))


def lead_on(path, keep):
    """Return the redirect to ``path``, without the key that was asked with; or None.

    ``keep()`` keeps it in the session. A browser that sends no cookie back is shown the
    page where it is: the first script of that takes the key out of the address
    (``layout_without_key``). A look ahead, by a mail scanner, does nothing else.
    """
    args = request.httprequest.args
    if not shows_key():
        return None
    keep()
    if keeps_cookies():
        rest = {k: v for k, v in args.items() if k not in (*KEY_WORDS, ASKED)}
    elif ASKED not in args:
        path, rest = request.httprequest.path, {**args, ASKED: "1"}
    else:
        return None
    return keep_private(request.redirect_query(path, rest))


def _is_sound(text):
    return comparable(text) and len(text) < 500


def _is_signed(ticket_id, told):
    """Did we say in a mail who writes there? It is kept, and what is made up is not."""
    if not (told.keys() >= SIGNED and told["pid"].isdecimal()):
        return False
    # Compared, not shown: who opens a page may not read it without a key.
    ticket = request.env["helpdesk.ticket"].sudo().browse(ticket_id)
    try:
        return consteq(told["hash"], ticket._sign_token(int(told["pid"])))
    except (ValueError, TypeError):  # Digits no number is made of.
        return False
