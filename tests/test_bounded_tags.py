import time
import unittest
from pathlib import Path

from lxml import html

from odoo.addons.complaint_recovery.tools.bounded_tags import (
    MOST_ATTRIBUTES,
    bound_tags,
)
from odoo.addons.complaint_recovery.tools.foreign_mail import tame_part
from odoo.addons.complaint_recovery.tools.inert_html import inert_html

DATA = Path(__file__).parent / "data"
#: How attributes are written: what stands between them, and what closes the tag.
ATTACKS = {
    "plain": ("<p ", '{a}="b" ', ">"),
    "an end in a value": ("<p ", '{a}=">" ', ">"),
    "a tag in a value": ("<p ", '{a}="<b>" ', ">"),
    "single quotes": ("<p ", "{a}='>' ", ">"),
    "a slash": ("<p ", "{a}/", ">"),
    "no blank": ("<p ", '{a}="b"', ">"),
    "a quote before": ('<p x" ', "{a} ", '">'),
    "a number before": ('<p 1="> <p ', '{a}="b" ', '> "'),
    "no end": ("<p ", "{a} ", ""),
    "form feeds": ("<p ", '{a}="b"\f', ">"),
    "line ends": ("<p\n", "{a}\n", "\n>"),
    "a number each": ("<p ", '1{a}=">" ', ">"),
    "values without quotes": ("<p ", "{a}=<b ", ">"),
    "tags in tags": ("", "<a {a}='", ""),
    "tags without end": ("", "<a {a} ", ""),
    "quotes in quotes": ("", "<a b=\"'<a {a}='\"", ""),
}
#: Faster than this keeps nobody waiting, in seconds.
QUICK = 0.2
#: What mail clients write, and what is left as it is.
USUAL = (
    '<a href="http://x/?a=b&amp;c=d" title="a > b">x</a>',
    "<p class=MsoNormal style='font-family:\"Calibri\",sans-serif'>x<o:p></o:p></p>",
    '<!--[if gte mso 9]><xml><v:rect fill="t" /></xml><![endif]--><td w="1"><br/></td>',
    "<scr<i>c</i> write to <nora@new.example>, x < 5 and y > 3",
    "<img alt='it <is>' src=cid:x/><hr noshade>",
)


class TestBoundedTags(unittest.TestCase):
    def _attack(self, kind, count):
        before, repeated, after = ATTACKS[kind]
        return (
            before + "".join(repeated.format(a=f"a{n}") for n in range(count)) + after
        )

    def _measure(self, function, text):
        start = time.process_time()
        function(text)
        return time.process_time() - start

    def test_no_tag_has_more(self):
        for kind in ATTACKS:
            text = bound_tags(f"<div>Help {self._attack(kind, 3000)} me</div>")
            root = html.document_fromstring(text)
            most = max(len(e.attrib) for e in root.iter() if isinstance(e.tag, str))
            with self.subTest(kind):
                self.assertLessEqual(most, MOST_ATTRIBUTES)
                self.assertIn("Help", root.text_content())

    def test_it_takes_time_in_proportion(self):
        for name, function in {
            "bound": bound_tags,
            "mail": lambda text: html.document_fromstring(tame_part(text, "text/html")),
            "page": inert_html,
        }.items():
            for kind in ATTACKS:
                with self.subTest(name, kind=kind):
                    short, long = (self._attack(kind, n) for n in (10_000, 20_000))
                    for _attempt in range(5):
                        took = self._measure(function, long)
                        if took < QUICK or took < 2.5 * self._measure(function, short):
                            break
                    else:
                        self.fail(f"{took} for twice as much")

    def test_what_people_write_is_left_as_it_is(self):
        for text in USUAL:
            self.assertEqual(bound_tags(text), text)

    def test_a_tag_written_oddly_says_the_same(self):
        for odd, same in {
            '<td width="1"" height=2>x</td>': '<td width="1" height="2">x</td>',
            '<scr<i x"y>c</scr>': "<scr x>c</scr>",
            "a <b and c": "a &lt;b and c",
            '<p a/title="x>y">z</p>': '<p a title="x&gt;y">z</p>',
        }.items():
            self.assertEqual(bound_tags(odd), same)

    def test_no_mail_of_the_corpus_changes(self):
        for path in DATA.rglob("*.eml"):
            text = path.read_text(errors="replace")
            if "quoted-printable" not in text.lower():
                with self.subTest(path.name):
                    self.assertEqual(
                        html.document_fromstring(bound_tags(text)).text_content(),
                        html.document_fromstring(text).text_content(),
                    )
