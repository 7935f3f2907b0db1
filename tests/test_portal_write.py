from odoo.tests import freeze_time

from .common.portal import PNG
from .common.portal_steps import CSRF, PageCommon, StepsCommon


@freeze_time("2026-03-02 09:00:00")
class TestPortalWrite(StepsCommon):
    """The customer writes to us from the page."""

    def _last(self):
        return self.ticket.message_ids[:1]

    def test_message_is_the_customer_s_and_on_record(self):
        self.assertTrue(self.ticket._portal_write("Any news?").done)
        self.assertEqual(self._last().author_id, self.customer)
        self.assertIn("Any news?", self._last().body)
        self.assertEqual(self._said().direction, "in")
        self.assertEqual(self._said().message_id, self._last())

    def test_colleague_of_the_customer_writes_as_herself(self):
        self.ticket._portal_write("Any news?", author=self.portal.partner_id)
        self.assertEqual(self._last().author_id, self.portal.partner_id)

    def test_sender_whom_we_do_not_know_writes_by_the_address(self):
        ticket = self._create_complaint(
            partner_id=False, partner_email="new@person.example"
        ).with_user(1)
        self.assertTrue(ticket._portal_write("Any news?").done)
        message = ticket.message_ids[:1]
        self.assertEqual(message.email_from, "new@person.example")
        self.assertEqual(self._said(ticket).direction, "in")

    def test_sent_twice_it_is_written_once(self):
        self.ticket._portal_write("Any news?")
        before = self._snapshot()
        self._assert_polite(self.ticket._portal_write("Any news?"), before)
        self._assert_polite(self.ticket._portal_write(" \n"), before)
        self.assertTrue(self.ticket._portal_write("Hello?").done)
        self.assertTrue(self.ticket._portal_write("Any news?").done, "asked anew")

    def test_typed_markup_is_text(self):
        self.ticket._portal_write("<img src=x onerror=alert(1)><b>Help</b>")
        self.assertIn("&lt;img", self._last().body)
        self.assertNotIn("<b>", self._last().body)

    def test_files_are_kept_and_run_nowhere(self):
        page = b"<html><script>alert(1)</script></html>"
        drawing = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
        files = [("a.html", page), ("b.svg", drawing)]
        self.ticket._portal_write("See", files)
        kept = self._last().attachment_ids
        self.assertEqual(len(kept), 2)
        self.assertEqual(set(kept.mapped("mimetype")), {"text/plain"})

    def test_on_a_closed_complaint_the_owner_is_asked_to_look(self):
        self.complaint.action_withdraw("She is fine")
        self.assertTrue(self.ticket._portal_write("Thanks all the same").done)
        self.assertTrue(self.ticket.complaint_closed_at)
        self.assertEqual(self.ticket._complaint_running("reply").user_id, self.handler)


class TestPortalWriteFiles(PageCommon):
    """The message form takes the files the filing form takes."""

    def _send(self, name, content, body="See the photo"):
        data = {"body": body, "csrf_token": self._csrf(), "access_token": self.token}
        return self.url_open(
            self._url("write"), data=data, files={"files": (name, content)}
        )

    def _csrf(self):
        return CSRF.search(self._open(self.token).text).group(1)

    def test_what_would_run_or_is_empty_is_not_taken_and_the_words_stay(self):
        before = self._snapshot()
        for name, content in (
            ("a.exe", b"MZ"),
            ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("a.html", b"<script>alert(1)</script>"),
            ("a.pdf", b""),
        ):
            with self.subTest(name):
                page = self._send(name, content, "My long story")
                self.assertEqual(self._snapshot(), before)
                self.assertIn("alert-warning", page.text)
                self.assertIn(">My long story</textarea>", page.text)
                self.assertRegex(page.text, r"<details[^>]*\sopen\b")
        later = self._open(self.token).text
        self.assertNotIn("My long story", later)
        self.assertNotRegex(later, r"<details[^>]*\sopen\b")

    def test_photo_is_taken_and_the_words_are_not_typed_again(self):
        page = self._send("a.png", PNG)
        self.assertIn("alert-success", page.text)
        self.assertNotIn(">See the photo</textarea>", page.text)
        self.assertEqual(self.ticket.message_ids[0].attachment_ids.name, "a.png")
