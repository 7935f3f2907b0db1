from .browser import BrowserCase

KEPT = "document.cookie.includes('left=') || localStorage.getItem('left')"
LEAVE = "document.cookie = 'left=1; path=/'; localStorage.setItem('left', '1');"


class TestBrowser(BrowserCase):
    """The looks of a class share one Chrome, and nothing else (tests/browser.py)."""

    def _look(self, code):
        code += "; console.log('test successful')"
        self.browser_js("/web/login", code)

    def test_a_look_leaves_nothing_to_the_next(self):
        self._look(f"{LEAVE} if (!({KEPT})) console.error('cannot tell')")
        self._look(f"if ({KEPT}) console.error('kept')")

    def test_an_error_fails_the_look_and_not_the_next(self):
        with self.assertLogs(level="ERROR"), self.assertRaises(AssertionError):
            self._look("console.error('broken')")
        self._look("")
