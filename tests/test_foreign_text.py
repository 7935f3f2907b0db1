import ast
import re
import time
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from odoo.addons.complaint_recovery.controllers.exports import inert
from odoo.addons.complaint_recovery.models.apology.text import BLANK
from odoo.addons.complaint_recovery.models.learning.standard_answer import SEPARATORS
from odoo.addons.complaint_recovery.tools.inert_html import inert_html
from odoo.addons.complaint_recovery.tools.names import (
    find_names,
    without_legal_form,
)
from odoo.addons.complaint_recovery.tools.titles import make_title
from odoo.addons.complaint_recovery.tools.typed import (
    keepable,
    keepable_name,
    one_line,
)

from .common import ComplaintCommon

ROOT = Path(__file__).parents[1]
#: Lengths tried, the short first: what is cubic would not come back from the longest.
LENGTHS = (800, 6_400, 200_000)
#: Twice the length takes at most so many times as long.
GROWTH = 2.5
#: Faster than this, in seconds, keeps nobody waiting, and is too short to be compared.
QUICK = 0.2
#: What is repeated, between what and what.
ATTACKS = (
    ("", " ", "x"),
    (" ", " ", "auto" + " " * 400 + "x"),
    ("A", " ", "B"),
    ("A", " ,", "B"),
    ("", "\n", "."),
    ("Ab. ", "\t", "1"),
    ("", "ab. ", ""),
    ("", "[", ""),
    ("", "[...", ""),
    ("", "[ ", "…"),
    ("", "(", "auto"),
    ("", "<", ""),
    ("", "<!--", ""),
    ("", "<![if", ""),
    ("", "<p encoding=", ">"),
    ("", "<a href=", ">"),
    ("", "<img src='<'>", ""),
    ("", "<div>", ""),
    ("<style>", "<", ""),
    ("", "&", ""),
    ("", "1", "x"),
    ("", "/my/complaint/1", "?access_token="),
    ("/my/complaint/", "1", ""),
    ("/my/complaint/1?access_token=", "a", ""),
    ("", "Mr ", ""),
    ("", "a ", ""),
    ("", "Ltd, ", ""),
    ("", "中", ""),
    ("", "有限公司", "x"),
    ("", "陈先生", ""),
    ("", "，", ""),
    ("", "=", ""),
    ("", " =", ""),
    ("", "\0", ""),
    ("", "🙂", ""),
    ("", "a@b.", ""),
    ("", "http://", ""),
)


class TestForeignText(ComplaintCommon):
    """What strangers write costs time in proportion to its length, whatever it is.

    An expression holds the interpreter while it is matched: nobody else is served.
    """

    def _functions(self):
        """Return name → function of one text, of all that look into foreign text."""
        threads = self.env["mail.thread"]
        tickets = self.env["helpdesk.ticket"]
        cause = self.env["complaint.cause"].new({"keywords": "late, kettle, 漏水"})
        return {
            "blank": BLANK.search,
            "find_names as text": lambda text: find_names(text, ["Ann Lee"], ["Bo"]),
            "find_names as name": lambda text: find_names("Dear a a a", [text]),
            "find_names as harmless": lambda t: find_names("Dear a a", ["Bo"], [t]),
            "find_names in itself": lambda text: find_names(text, [text], ["Bo"]),
            "inert cell": inert,
            "inert_html": inert_html,
            "keepable": keepable,
            "keepable_name": keepable_name,
            "keywords": lambda text: cause._get_keywords_in(text),
            "legal form": without_legal_form,
            "make_title": make_title,
            "one_line": one_line,
            "phone": self.env["res.partner"]._complaint_find_by_phone,
            "separators": SEPARATORS.split,
            "subject": lambda text: threads._complaint_origin(self._mail(text)),
            "token": tickets._complaint_without_token,
        }

    def _mail(self, subject):
        mail = Message()
        mail["Subject"] = subject
        return mail

    def test_names_of_signs_alone_are_found_nowhere(self):
        for name in ("🙂", "🙂 🙂", "---", ".", "¿?", "\u200b", "…", "—", "😀A"):
            with self.subTest(name):
                self.assertEqual(find_names(f"Dear {name}, hi", [name, "", None]), {})
                self.assertEqual(
                    find_names("Dear Ann", ["Ann"], [name]).keys(), {"Ann"}
                )

    def test_no_function_takes_more_than_in_proportion(self):
        for name, function in self._functions().items():
            for before, repeated, after in ATTACKS:
                attack = (before, repeated, after)
                with self.subTest(name, attack=attack):
                    for length in LENGTHS:
                        short, long = (
                            before + repeated * (size // len(repeated)) + after
                            for size in (length // 2, length)
                        )
                        self._assert_grows_slowly(function, short, long)

    def _assert_grows_slowly(self, function, short, long):
        """Compare the best of some runs: a busy machine only ever adds time."""
        best_short = best_long = 60.0
        for _attempt in range(12):
            best_long = min(best_long, self._measure(function, long))
            if best_long < QUICK:
                return
            best_short = min(best_short, self._measure(function, short))
            if best_long <= GROWTH * best_short:
                return
        self.assertLessEqual(best_long, GROWTH * best_short)

    def _measure(self, function, text):
        start = time.process_time()
        function(text)
        return time.process_time() - start

    def test_header_of_a_raw_mail_with_many_blanks(self):
        """Blanks as encoded words survive the folding of headers."""
        text = "_" * 3200 + "auto" + "_" * 3200 + "x"
        words = [f"=?utf-8?q?{text[at : at + 60]}?=" for at in range(0, len(text), 60)]
        folded = "\r\n ".join(words)
        raw = f"From: a@b.example\r\nSubject: {folded}\r\n\r\nHi"
        message = message_from_bytes(raw.encode())
        start = time.process_time()
        self.assertFalse(self.env["mail.thread"]._complaint_origin(message)[0])
        self.assertLess(time.process_time() - start, 1)

    def test_no_expression_repeats_beside_a_repetition_of_the_same(self):
        """``\\s*x?\\s*`` divides n blanks in n ways, ``(a+)+`` in 2 to the n."""
        found = list(self._expressions())
        self.assertGreater(len(found), 15)
        for place, pattern in found:
            with self.subTest(place, pattern=pattern):
                self.assertFalse(ADJACENT.search(pattern))
                self.assertFalse(NESTED.search(pattern))

    def _expressions(self):
        """Yield place and text of every expression the addons compile."""
        for addon in ROOT.glob("complaint_recovery*"):
            for path in addon.rglob("*.py"):
                for node in ast.walk(ast.parse(path.read_text())):
                    if self._is_expression(node):
                        yield f"{path.name}:{node.lineno}", self._pattern(node)

    def _is_expression(self, node):
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr != "escape"
        )

    def _pattern(self, call):
        constants = (n for n in ast.walk(call.args[0]) if isinstance(n, ast.Constant))
        return "".join(str(constant.value) for constant in constants)


#: A set repeated without end, something that may be missing, and blanks without end.
ADJACENT = re.compile(r"\\s[*+](\[[^\]]*\]\?|\(\?:[^)]*\)\?|\([^)]*\)\?|.\?)?\\s[*+]")
#: A group repeated without end that ends in something repeated without end.
NESTED = re.compile(r"[*+]\)[*+{]")
