"""Take the pictures of the manual from the running demo, so that they never lie.

    make run, and beside it: .dev/venv/bin/python scripts/pictures.py [NAME ...]

Which they are is in ``pictures_table.py``; without a NAME all are taken. They are
written to ``docs/_static``, eight of them to the core's page in Apps as well. Nothing
is saved in the demo. PORT and DB as for ``make run``.
"""

import io
import json
import os
import sys
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from pictures_browser import Chrome, Trouble
from pictures_table import FIND, PICTURES, SCREENSHOTS
from PIL import Image

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "docs" / "_static"
DESCRIPTION = ROOT / "complaint_recovery" / "static" / "description"
#: What was in sight when a picture could not be taken.
TROUBLE = ROOT / ".dev" / "trouble.png"
BASE = f"http://127.0.0.1:{os.environ.get('PORT', 8069)}"
#: The screens are ours: English, whoever is logged in.
LANGUAGE = "en_US"
#: A screen has few colours; with so many it looks the same and is a third as large.
COLOURS = 96


class Demo:
    """The running demo, asked as one of its people."""

    def __init__(self):
        self.people = {}

    def log_in(self, login):
        """Return the session of ``login``, whose password is the login."""
        if not login:
            return ""
        if login not in self.people:
            cookies = CookieJar()
            opener = urllib.request.build_opener(
                urllib.request.ProxyHandler({}),
                urllib.request.HTTPCookieProcessor(cookies),
            )
            self.people[login] = opener, cookies
            database = os.environ.get("DB", "complaint")
            vals = {"db": database, "login": login, "password": login}
            found = self.call(login, "/web/session/authenticate", vals)
            language = found["user_context"]["lang"]
            if language != LANGUAGE:
                raise Trouble(f"{login} reads {language}: make the demo anew.")
        _opener, cookies = self.people[login]
        return next(c.value for c in cookies if c.name == "session_id")

    def call(self, login, path, params):
        opener, _cookies = self.people[login]
        body = json.dumps({"jsonrpc": "2.0", "params": params}).encode()
        head = {"Content-Type": "application/json"}
        request = urllib.request.Request(BASE + path, body, head)
        with opener.open(request, timeout=60) as answer:
            said = json.load(answer)
        if "error" in said:
            raise Trouble(said["error"]["data"]["message"])
        return said["result"]

    def find(self, name):
        """Return the record the table calls ``name``, as an admin finds it."""
        model, domain = FIND[name]
        self.log_in("manager")
        vals = {"model": model, "method": "search", "args": [domain]}
        vals["kwargs"] = {"limit": 1}
        found = self.call("manager", "/web/dataset/call_kw", vals)
        if not found:
            raise Trouble(f"the demo has no {name}")
        return found[0]

    def address(self, where):
        """Return the address of ``where``, in which ``<name>`` stands for a record."""
        before, _open, rest = where.partition("<")
        name, _close, after = rest.partition(">")
        found = self.find(name) if name else ""
        return f"{BASE}{before}{found}{after}"


def compress(data):
    """Return the PNG with a palette: a manual is read, and fetched, by many."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    few = image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=0)
    packed = io.BytesIO()
    few.save(packed, "PNG", optimize=True)
    return packed.getvalue()


def take(chrome, demo, picture):
    chrome.resize(*picture.size)
    chrome.become(demo.log_in(picture.login), BASE)
    chrome.open(demo.address(picture.where))
    for step in picture.steps:
        chrome.run(step)
    if chrome.evaluate("location.pathname").startswith("/web/login"):
        raise Trouble("nobody is logged in there")
    data = compress(chrome.picture(picture.crop))
    chrome.discard()
    return data


def main(names):
    wanted = [p for p in PICTURES if not names or p.name in names]
    STATIC.mkdir(exist_ok=True)
    demo, chrome, failed = Demo(), Chrome(), []
    try:
        for picture in wanted:
            try:
                data = take(chrome, demo, picture)
            except Trouble as trouble:
                failed.append(picture.name)
                TROUBLE.write_bytes(chrome.picture())
                print(f"{picture.name}: {trouble}: see {TROUBLE}", flush=True)
                continue
            (STATIC / f"{picture.name}.png").write_bytes(data)
            if screenshot := SCREENSHOTS.get(picture.name):
                (DESCRIPTION / f"{screenshot}.png").write_bytes(data)
            print(f"{picture.name}: {len(data) // 1024} KB", flush=True)
    finally:
        chrome.stop()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
