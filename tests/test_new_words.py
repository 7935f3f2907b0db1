"""What is shown as the customer's words is what is new in their mail."""

from odoo.tests import TransactionCase, tagged
from odoo.tools import html_sanitize
from odoo.tools.mail import append_content_to_html

from odoo.addons.complaint_recovery.tools.folded_quotes import fold_quotes
from odoo.addons.complaint_recovery.tools.new_words import find_new_words

from .common.replies import OURS, WORDS, html_replies, plain_replies

#: So many of a hundred are to be exact; nothing may lose what the customer says.
EXACT = 85


@tagged("post_install", "-at_install")
class TestNewWords(TransactionCase):
    def _replies(self):
        for language in WORDS:
            for client, (text, words) in plain_replies(language).items():
                body = append_content_to_html("", text, preserve=True)
                yield f"{language} {client} plain", body, words
            for client, (page, words) in html_replies(language).items():
                stripped = html_sanitize(page, sanitize_tags=False, strip_classes=True)
                yield f"{language} {client} page", stripped, words

    def test_the_new_words_are_found(self):
        right, wrong = 0, []
        for name, body, words in self._replies():
            found = find_new_words(html_sanitize(body), ["\n".join(OURS)])
            if found.split() == words.split():
                right += 1
            else:
                wrong.append((name, found))
        share = 100 * right / (right + len(wrong))
        self.assertGreaterEqual(share, EXACT, wrong)

    def test_what_outlook_quotes_is_folded_and_its_lines_are_judged(self):
        page = (
            "<div><p>It leaks.</p><div><div><p><b>From:</b> Hanna &lt;h@x.example&gt;"
            "<br><b>Sent:</b> Friday<br><b>To:</b> Jane<br><b>Subject:</b> Kettle</p>"
            "</div></div><p>We come on Friday at ten.</p><p>No, not then!</p></div>"
        )
        body = html_sanitize(fold_quotes(page))
        kept, folded = body.split("data-o-mail-quote", 1)
        self.assertIn("It leaks", kept)
        self.assertIn("From:", folded)
        self.assertIn("on Friday", folded)
        found = find_new_words(body, ["We come on Friday at ten."])
        self.assertEqual(found.split(), "It leaks. No, not then!".split())

    def test_what_has_no_head_is_as_it_was(self):
        for body in ("It leaks.", "<p>From: us</p><p>To be told.</p>", "", None):
            self.assertEqual(fold_quotes(body), body)
