"""What is shown as the customer's words is what is new in their mail."""

from lxml import html

from odoo.tests import TransactionCase, tagged
from odoo.tools import html_sanitize
from odoo.tools.mail import append_content_to_html

from odoo.addons.complaint_recovery.tools.folded_quotes import fold_quotes
from odoo.addons.complaint_recovery.tools.new_words import find_new_words
from odoo.addons.complaint_recovery.tools.tight_paragraphs import tighten_paragraphs

from .common.replies import (
    OURS,
    WORDS,
    WRITTEN_BELOW,
    html_replies,
    plain_replies,
)

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
        self.assertGreaterEqual(right + len(wrong), 240)
        share = 100 * right / (right + len(wrong))
        self.assertGreaterEqual(share, EXACT, wrong)

    def test_a_signature_below_a_greeting_is_cut_in_each_language(self):
        wrong = [
            (name, found)
            for name, body, words in self._replies()
            if "signed" in name
            and (found := find_new_words(html_sanitize(body))).split() != words.split()
        ]
        self.assertFalse(wrong)

    def test_what_a_company_adds_to_each_mail_goes_with_it(self):
        text = (
            "It leaks.\n\nBest regards,\nJane Doe\nAzure Ltd\n+44 20 7946 0018\n\n"
            "This message is confidential. If you are not who it is for, delete it.\n"
            "Azure Ltd is registered in England."
        )
        body = append_content_to_html("", text, preserve=True)
        found = find_new_words(body).split()
        self.assertEqual(found, "It leaks. Best regards, Jane Doe".split())

    def test_what_people_write_below_a_greeting_stays(self):
        for text in WRITTEN_BELOW:
            body = append_content_to_html("", f"It leaks.\n\n{text}", preserve=True)
            found = find_new_words(body)
            self.assertEqual(found.split(), f"It leaks. {text}".split())

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

    def test_words_in_no_element_are_folded_with_the_quote(self):
        page = (
            "<p>We come.</p><div><p>From: Jane<br>Sent: Friday<br>To: us<br>"
            "Subject: Kettle</p></div>It leaks.<br>Call me."
        )
        kept = html.fragment_fromstring(fold_quotes(page), create_parent="div")
        for part in kept.xpath("//*[@data-o-mail-quote]"):
            part.drop_tree()
        self.assertEqual(kept.text_content(), "We come.")

    def test_lines_of_outlook_stand_together(self):
        page = "<p>It leaks.</p><p>&nbsp;</p><p>Jane</p><p>Azure Ltd</p>"
        tight = html_sanitize(tighten_paragraphs(page))
        self.assertEqual(tight.count("margin:0"), 4)
        self.assertEqual(find_new_words(tight), "It leaks.\n\nJane\nAzure Ltd")
        for other in ("<p>It leaks.</p><p>Jane</p>", "It leaks.", "", None):
            self.assertEqual(tighten_paragraphs(other), other)

    def test_what_has_no_head_is_as_it_was(self):
        for body in ("It leaks.", "<p>From: us</p><p>To be told.</p>", "", None):
            self.assertEqual(fold_quotes(body), body)
