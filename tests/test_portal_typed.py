"""What customers type or name with characters that cannot be kept."""

from odoo import http

from odoo.addons.complaint_recovery.tools.typed import keepable, keepable_name

from .common.portal import PNG
from .common.portal_steps import CSRF, PageCommon

#: NUL, a bell, an escape, next line, and half a character.
NOISE = "\0\x07\x1b\x85\ud800"
SENT = "\0\x07\x1b\x85"  # No browser sends half a character.


class TestTyped(PageCommon):
    """The words arrive, whatever is between them."""

    def setUp(self):
        super().setUp()
        self.authenticate("jane_user", "jane_user")

    def test_words_are_kept_and_lines_stay(self):
        self.assertEqual(keepable(f"It{NOISE} leaks\r\n\tagain"), "It leaks\r\n\tagain")
        self.assertEqual(keepable(None), "")

    def test_name_of_a_file_is_one_line_and_never_empty(self):
        self.assertEqual(keepable_name(f"a{NOISE}\r\nb.jpg"), "a b.jpg")
        self.assertEqual(keepable_name(NOISE), "file")

    def test_filed_complaint(self):
        page = self.url_open("/my/complaint/new").text
        form = {"csrf_token": CSRF.search(page).group(1)}
        form["description"] = f"It{SENT}leaks. Twice."
        form["desired_outcome"] = f"A{SENT}kettle"
        files = {"files": (f"p{SENT}.png", PNG, "image/png")}
        page = self.url_open("/my/complaint/new", data=form, files=files)
        ticket = self.env["helpdesk.ticket"].sudo().search([], limit=1, order="id desc")
        self.assertIn(ticket.number, page.text)
        self.assertEqual(ticket.name, "Itleaks")
        self.assertEqual(ticket.complaint_desired_outcome, "Akettle")
        self.assertTrue(ticket.attachment_ids.name.isprintable())

    def test_every_step_with_words(self):
        self._offer(10)
        number = self.ticket.complaint_remedy_ids.offer_number
        words = f"No{SENT}body calls"
        for step, vals in (
            ("decline", {"offer_number": number, "reason": words}),
            ("superior", {"reason": words}),
            ("write", {"body": words}),
        ):
            with self.subTest(step):
                page = self._post(step, **vals)
                self.assertIn('class="alert alert-success"', page.text)
                self.assertIn("Nobody calls", self._said()[:1].summary)

    def test_comment_on_how_it_went(self):
        self._play_to_follow_up(self.complaint)
        page = self._post("feedback", satisfaction="neutral", comment=f"So{SENT} so")
        self.assertEqual(page.status_code, 200)
        self.assertIn("So so", self._said()[:1].summary)

    def test_file_sent_in_the_conversation(self):
        """Werkzeug and Odoo hand the name on as it came."""
        url = "/mail/attachment/upload"
        data = {
            "thread_id": self.ticket.id,
            "thread_model": "helpdesk.ticket",
            "is_pending": "true",
            "csrf_token": http.Request.csrf_token(self),
        }
        files = {"ufile": (f"n{SENT}m.txt", b"x", "text/plain")}
        answer = self.url_open(url, data=data, files=files)
        self.assertEqual(answer.status_code, 200)
        attachment = self.env["ir.attachment"].browse(
            answer.json()["data"]["attachment_id"]
        )
        # The page sends the key to the file along.
        self.ticket.with_user(self.jane).sudo().message_post(
            body="Look", message_type="comment", attachment_ids=attachment.ids
        )
        self.assertEqual(attachment.sudo().res_model, "helpdesk.ticket")
        self.assertEqual(keepable_name(attachment.sudo().name), attachment.sudo().name)

    def test_plain_ticket_of_the_parents_form(self):
        category = self.env["helpdesk.ticket.category"].search([], limit=1)
        self.url_open(
            "/submitted/ticket",
            data={
                "subject": f"How{SENT} so?",
                "description": f"x{SENT}y",
                "category": category.id,
                "csrf_token": http.Request.csrf_token(self),
            },
        )
        ticket = self.env["helpdesk.ticket"].sudo().search([], limit=1, order="id desc")
        self.assertEqual(ticket.name, "How so?")
