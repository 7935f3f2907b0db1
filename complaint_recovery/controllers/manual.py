from markupsafe import Markup
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from ..tools import manual


class Manual(http.Controller):
    """The manual, for whoever works here."""

    @http.route(
        ["/complaint/manual", "/complaint/manual/<string:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def manual_page(self, page="index"):
        """Show a page of the manual, with the list of all of them."""
        self._ensure_works_here()
        body = manual.render(page)
        if body is None:
            raise NotFound()
        pages = manual.find_pages()
        values = {
            "name": page,
            "title": pages[page],
            "pages": pages,
            # Of our own texts alone: docutils takes over no markup.
            "body": Markup(body),
        }
        return request.render("complaint_recovery.manual_page", values)

    @http.route(
        "/complaint/manual/_static/<string:picture>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def manual_picture(self, picture):
        """Send a picture of the manual."""
        self._ensure_works_here()
        path = manual.get_picture(picture)
        if path is None:
            raise NotFound()
        return http.Stream(
            type="path",
            path=str(path),
            size=path.stat().st_size,
            last_modified=path.stat().st_mtime,
            mimetype="image/svg+xml" if path.suffix == ".svg" else "image/png",
        ).get_response()

    def _ensure_works_here(self):
        if not request.env.user._is_internal():
            raise NotFound()
