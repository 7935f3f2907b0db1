import io
import json
import socketserver
import threading
from base64 import b64decode
from html import escape
from http.server import BaseHTTPRequestHandler
from zlib import compress, crc32

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.controllers.exports import inert, inert_table
from odoo.addons.complaint_recovery.models.portal.limits import COMPLAINTS, MESSAGES
from odoo.addons.complaint_recovery.tools.local_html import FETCHED, make_local

from .common import ComplaintCommon

OWN = "http://ours.example"
FOREIGN = (
    "http://evil.example/x",
    "https://evil.example/x",
    "//evil.example/x",
    "HTTP://evil.example/x",
    "ht\ntp://evil.example/x",
    " http://evil.example/x",
    "\\\\evil.example\\x",
    "/\\evil.example/x",
    "file:///etc/passwd",
    "ftp://evil.example/x",
    "http://ours.example.evil.example/x",
    "http://ours.example@evil.example/x",
    "/web/session/logout",
    "../web/session/logout",
    "javascript:alert(1)",
    "/web/image/../session/logout",
    "/web/image/%2e%2e/session/logout",
    "/web/content/..%2fsession/logout",
    "/web/session/logout?/static/",
    "/web/session/logout#/web/image/1",
    "/web/static/../session/logout",
)


def bomb(width=16320, height=12240):
    """Return a small PNG of very many pixels."""

    def chunk(kind, data):
        whole = kind + data
        size, check = len(data).to_bytes(4, "big"), crc32(whole).to_bytes(4, "big")
        return size + whole + check

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\1\0\0\0\0"
    rows = compress((b"\0" + b"\0" * (width // 8)) * height, 9)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return png + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class TestLocalPages(ComplaintCommon):
    """What becomes a PDF names nothing outside that the engine would fetch."""

    def test_nothing_foreign_is_left_in_any_place_of_a_page(self):
        tags = ("img", "video", "source", "link", "image", "input", "table", "td")
        tags += ("iframe", "object", "embed", "script", "body", "use", "svg")
        names = [name for name in FETCHED if not name.startswith("{")]
        cells = 0
        for address in FOREIGN:
            for tag in tags:
                for name in (*names, "href"):
                    page = (
                        f'<html><body><{tag} {name}="{address}"></{tag}></body></html>'
                    )
                    with self.subTest(tag, name=name, address=address):
                        self._assert_local(make_local(page, OWN), address)
                    cells += 1
            for style in (
                f"background:url({address})",
                f"background:url('{address}')",
                f'background: URL( "{address}" )',
                f"@import '{address}'",
                f"background:image-set('{address}' 1x)",
                f"background:-webkit-image-set('{address}' 1x)",
            ):
                for page in (
                    f'<p style="{escape(style, quote=True)}">x</p>',
                    f"<style>p {{ {style} }}</style><p>x</p>",
                ):
                    with self.subTest(style=style):
                        self._assert_local(make_local(page, OWN), address)
                    cells += 1
        self.assertGreater(cells, 4000)

    def _assert_local(self, page, address):
        self.assertNotIn("evil.example", page)
        self.assertNotIn("/web/session", page)
        self.assertNotIn("/etc/passwd", page)

    def test_each_address_of_a_set_is_looked_at(self):
        sets = ("/web/image/1 1x, /web/session/logout 2x", "x,//evil.example/x 2x")
        for value in sets:
            page = f'<html><body><img srcset="{value}"></body></html>'
            self._assert_local(make_local(page, OWN), value)

    def test_what_our_own_pages_are_made_of_stays(self):
        page = (
            f'<html><head><base href="{OWN}"><link href="/web/assets/1/x.css"></head>'
            f'<body><img src="/web/image/7"><img src="{OWN}/web/image/8">'
            '<img src="data:image/png;base64,AA"><img src="/web/static/img/x.png">'
            '<a href="https://shop.example">Shop</a></body></html>'
        )
        local = make_local(page, OWN)
        for kept in (
            OWN,
            "/web/assets/1/x.css",
            "/web/image/7",
            "/web/image/8",
            "data:image/png",
            "/web/static/img/x.png",
            "https://shop.example",
        ):
            self.assertIn(kept, local)

    def test_engine_calls_no_foreign_host(self):
        reports = self.env["ir.actions.report"]
        if reports.get_wkhtmltopdf_state() in ("install", "broken"):
            self.skipTest("no PDF engine")
        hits = []

        class Sink(BaseHTTPRequestHandler):
            def do_GET(self):
                hits.append(self.path)
                self.send_response(404)
                self.end_headers()

            def log_message(self, *args):
                pass

        with socketserver.TCPServer(("127.0.0.1", 0), Sink) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            host = f"http://127.0.0.1:{server.server_address[1]}"
            page = f"<html><body><img src='{host}/a.png'><p>Hi</p></body></html>"
            for report in reports.search([("model", "=like", "complaint.%")]):
                reports._run_wkhtmltopdf([page], report_ref=report.report_name)
            server.shutdown()
        self.assertFalse(hits)

    def test_ticket_marked_later_is_made_inert_then(self):
        image = '<p>See <img src="http://127.0.0.1:8199/x.png"></p>'
        ticket = self._create_ticket(description=image)
        ticket.sudo().message_post(
            body=image,
            body_is_html=True,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
        )
        ticket.action_mark_complaint()
        self.assertNotIn("<img", ticket.description)
        self.assertFalse([m for m in ticket.message_ids if "<img" in (m.body or "")])


class TestFormulas(ComplaintCommon):
    ALIVE = ('=HYPERLINK("x")', "+1", "-1", "@x", " =1", "\t=1", "{=1", "file:x", " |x")

    def test_nothing_in_a_pivot_is_a_formula(self):
        for text in self.ALIVE:
            table = {
                "col_group_headers": [[{"title": text, "width": 1}]],
                "rows": [{"title": text, "values": [{"value": text}, {"value": 1.5}]}],
            }
            with self.subTest(text):
                found = json.dumps(inert_table(table))
                self.assertEqual(found.count(json.dumps(f"'{text}")), 3)
                self.assertIn("1.5", found)
                self.assertEqual(inert(text), f"'{text}")
        for text in ("Kettle", "a=b", "5 - 3", "x|y", "", "中"):
            self.assertEqual(inert(text), text)


@tagged("post_install", "-at_install")
class TestOverHttp(HttpCase, ComplaintCommon):
    """Whatever is sent, the answer is a page, and what was typed stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint(partner_id=cls.portal.partner_id.id)
        cls.key = cls.ticket.sudo()._portal_ensure_token()

    def _page(self):
        return f"/my/complaint/{self.ticket.id}?access_token={self.key}"

    def test_pages_opened_by_key_are_kept_private(self):
        for url in (
            self._page(),
            f"/my/complaint/{self.ticket.id}/accept?access_token={self.key}",
        ):
            response = self.url_open(url, allow_redirects=False)
            with self.subTest(url):
                self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
                self.assertIn("no-store", response.headers["Cache-Control"])
                self.assertIn(
                    "frame-ancestors 'self'",
                    response.headers["Content-Security-Policy"],
                )

    @mute_logger("odoo.http")
    def test_odd_verbs_do_nothing_on_any_route(self):
        before = self.ticket.sudo().message_ids
        cells = 0
        for path in self._paths():
            for verb in ("OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"):
                response = self.opener.request(
                    verb,
                    f"{self.base_url()}{path}?access_token={self.key}&body=Hi&reason=x",
                    allow_redirects=False,
                )
                with self.subTest(path, verb=verb):
                    if response.status_code == 303:
                        self.assertIn("/web/login", response.headers["Location"])
                    else:
                        self.assertIn(response.status_code, (400, 403, 404, 405, 501))
                cells += 1
        self.env.invalidate_all()
        self.assertEqual(self.ticket.sudo().message_ids, before)
        self.assertGreater(cells, 50)

    def _paths(self):
        names = ("accept", "decline", "superior", "feedback", "reopen", "write")
        own = f"/my/complaint/{self.ticket.id}"
        return [f"{own}/{name}" for name in names] + [
            *(own, "/my/complaints", "/my/complaint/new", f"{own}/thanks"),
            *("/ticket/close", "/submitted/ticket"),
        ]

    def test_odd_words_in_addresses_are_answered(self):
        self.authenticate("portal_user", "portal_user")
        for query in (
            "/my/complaints?search=%00",
            "/my/complaints?search=%00&search_in=content",
            "/my/complaints?search=%F0%9F%99%82%ED%A0%80",
            "/my/complaints?search=%25%25%25&sortby=%00",
            "/my/tickets?date_begin=x&date_end=y",
            "/my/tickets?date_begin=2026-13-99&date_end=0000",
            "/my/tickets?search=%00&search_in=all",
            "/my/tickets?date_begin=%00&date_end=%00",
        ):
            with self.subTest(query):
                self.assertEqual(self.url_open(query).status_code, 200)

    def _file_complaint(self, words, files=()):
        page = self.url_open("/my/complaint/new").text
        token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        return self.url_open(
            "/my/complaint/new",
            data={"csrf_token": token, "description": words},
            files=list(files) or None,
        )

    def test_picture_of_too_many_pixels_loses_no_words(self):
        self.authenticate("portal_user", "portal_user")
        picture = ("files", ("bomb.png", io.BytesIO(bomb()), "image/png"))
        response = self._file_complaint("The kettle leaks, see the picture.", [picture])
        self.assertEqual(response.status_code, 200)
        found = self.env["helpdesk.ticket"].search(
            [("description", "ilike", "see the picture")]
        )
        self.assertEqual(len(found), 1)

    def test_more_than_anybody_has_to_tell_is_answered_kindly(self):
        for _number in range(COMPLAINTS):
            self._create_complaint(partner_id=self.portal.partner_id.id)
        self.authenticate("portal_user", "portal_user")
        response = self._file_complaint("One thing more than I may tell.")
        self.assertEqual(response.status_code, 422)
        self.assertIn("One thing more than I may tell.", response.text)

    def test_more_messages_than_anybody_writes_are_answered_kindly(self):
        for number in range(MESSAGES):
            self.ticket.sudo().message_post(
                body=f"Hello {number}",
                author_id=self.portal.partner_id.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        self.assertTrue(self.ticket.sudo()._portal_wrote_enough())
        page = self.url_open(self._page()).text
        token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        response = self.url_open(
            f"/my/complaint/{self.ticket.id}/write",
            data={"csrf_token": token, "access_token": self.key, "body": "And more"},
        )
        self.assertIn("And more", response.text)
        self.assertFalse(
            self.ticket.sudo().message_ids.filtered(lambda m: "And more" in m.body)
        )

    def test_name_of_signs_stops_nobody(self):
        self.employee.name = "🙂"
        self.portal.partner_id.name = "🙂"
        for name in ("complaint_finding", "complaint_explanation"):
            self.ticket.sudo()[name] = "<p>You are right.</p>"
        apology = self._create_apology(
            self.ticket, channel="email", body="<p>We are sorry.</p>"
        )
        apology.action_send()
        self.assertEqual(apology.state, "sent")
        self.assertTrue(b64decode("8J+Zgg==").decode() == "🙂")
