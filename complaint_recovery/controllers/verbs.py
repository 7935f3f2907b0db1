from functools import wraps

from werkzeug.exceptions import MethodNotAllowed

from odoo.http import request


def only(*methods):
    """Let a route answer these methods alone.

    Odoo adds OPTIONS to those of any route, runs it, and asks for no CSRF token.
    """

    def decorate(endpoint):
        @wraps(endpoint)
        def guarded(self, *args, **kwargs):
            if request.httprequest.method not in methods:
                raise MethodNotAllowed(valid_methods=list(methods))
            return endpoint(self, *args, **kwargs)

        return guarded

    return decorate


def keep_private(response):
    """Tell browsers and what lies between to pass on nothing of a page with a key."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Content-Type-Options"] = "nosniff"
    policy = response.headers.get("Content-Security-Policy")
    ancestors = "frame-ancestors 'self'"
    response.headers["Content-Security-Policy"] = (
        f"{policy}; {ancestors}" if policy else ancestors
    )
    return response
