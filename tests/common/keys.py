"""Keys as a keyboard sends them: pressed in the browser, not acted by the page."""

import time
from unittest.mock import patch

from odoo.tests.common import ChromeBrowserException

from ..browser import BrowserCase, OneChrome

#: How long something may take to appear, in seconds.
PATIENCE = 20
#: No form has so many stops: then what is looked for cannot be reached.
MOST_STOPS = 80
MODIFIERS = {"Alt": 1, "Ctrl": 2, "Shift": 8}
#: Key → its code, its number, and what it types.
NAMED = {
    "Tab": ("Tab", 9, ""),
    "Enter": ("Enter", 13, "\r"),
    "Escape": ("Escape", 27, ""),
    "Space": ("Space", 32, " "),
    "ArrowLeft": ("ArrowLeft", 37, ""),
    "ArrowUp": ("ArrowUp", 38, ""),
    "ArrowRight": ("ArrowRight", 39, ""),
    "ArrowDown": ("ArrowDown", 40, ""),
}
#: Whether an element that `selector` finds is there, and shows `words`.
FIND = """
    [...document.querySelectorAll(%(selector)r)].some(
        (el) => `${el.value} ${el.textContent}`.includes(%(words)r)
    )
"""
#: Where the focus is. Editors and frames have one of their own.
FOCUS = "document.activeElement"


class Keyboard:
    """Somebody who has no mouse, at one page."""

    def __init__(self, chrome):
        self.chrome = chrome
        self._ask("Emulation.setFocusEmulationEnabled", enabled=True)

    def _ask(self, method, **params):
        return self.chrome._websocket_request(method, params=params)

    def see(self, expression):
        """Return what ``expression`` is on the page."""
        asked = {"expression": expression, "returnByValue": True}
        return self._ask("Runtime.evaluate", **asked)["result"].get("value")

    def wait(self, selector, words=""):
        """Wait until ``selector`` is there, with ``words`` in its text or value."""
        until = time.monotonic() + PATIENCE
        found = FIND % {"selector": selector, "words": words}
        while not self.see(found):
            if time.monotonic() > until:
                raise ChromeBrowserException(
                    f"Not there: {selector} {words}. {self._told()}"
                )
            time.sleep(0.1)

    def _told(self):
        at = self.see(f"{FOCUS}.outerHTML.slice(0, 300)")
        said = self.see(
            "[...document.querySelectorAll('.o_complaint_refusal, .o_notification,"
            " .modal-title')].map((el) => el.textContent).join(' | ')"
        )
        return f"The focus is at {at}; it says: {said}"

    def press(self, *keys):
        """Press keys like "Tab" and "Alt+Shift+c", one after the other."""
        for key in keys:
            *held, name = key.split("+")
            default = (f"Key{name.upper()}", ord(name[0].upper()), "")
            code, number, text = NAMED.get(name, default)
            event = {
                "key": " " if name == "Space" else name,
                "code": code,
                "windowsVirtualKeyCode": number,
                "modifiers": sum(MODIFIERS[modifier] for modifier in held),
            }
            typed = {"text": text} if text and not held else {}
            down = "keyDown" if typed else "rawKeyDown"
            self._ask("Input.dispatchKeyEvent", type=down, **event, **typed)
            self._ask("Input.dispatchKeyEvent", type="keyUp", **event)

    def type(self, words):
        """Type ``words`` where the focus is."""
        for letter in words:
            self._ask("Input.dispatchKeyEvent", type="keyDown", text=letter)
            self._ask("Input.dispatchKeyEvent", type="keyUp")

    def reach(self, selector):
        """Go on with the Tab key until the focus is within ``selector``."""
        self.wait(selector)
        for _stop in range(MOST_STOPS):
            if self.see(f"!!{FOCUS}.closest({selector!r})"):
                return
            self.press("Tab")
        raise ChromeBrowserException(
            f"The Tab key does not reach {selector}. {self._told()}"
        )

    def reload(self):
        """Load the page anew, as F5 does."""
        self.see("window.complaintOld = true")
        self._ask("Page.reload")
        until = time.monotonic() + PATIENCE
        while self._is_old() and time.monotonic() < until:
            time.sleep(0.1)
        self.wait("body")

    def _is_old(self):
        try:
            return self.see("window.complaintOld")
        except ChromeBrowserException:  # Asked while one page goes and one comes.
            return True

    def enter(self, selector, words):
        self.reach(selector)
        self.type(words)


class WalkedChrome(OneChrome):
    """A look in which a test presses keys, in place of code that runs in the page."""

    def _wait_code_ok(self, code, timeout, error_checker=None):
        self.test_case.walk(Keyboard(self))
        if self._result.done():  # Something was said in the console.
            self._result.result()


class KeyboardCase(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch("odoo.tests.common.ChromeBrowser", WalkedChrome))

    def _walk_by_keys(self, path, login, walk):
        """Open ``path``, and let ``walk`` press keys on it."""
        self.walk = walk
        self.browser_js(path, "", login=login, timeout=120)
        self.env.invalidate_all()
