"""A headless Chromium that takes pictures, over the protocol of its own tools.

As Odoo's test tools do it: ``websocket-client`` is all that is needed beside Chromium.
"""

import base64
import itertools
import json
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import websocket

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
NAMES += ("chromium-headless-shell",)
SWITCHES = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--no-first-run", "--hide-scrollbars", "--lang=en-US", "--mute-audio"),
    *(
        "--remote-debugging-port=0",
        "--disable-extensions",
        "--force-color-profile=srgb",
    ),
)
#: Where the company of the demo is.
ZONE = "Europe/Brussels"
#: So long is waited for what a step needs, and until nothing moves any more.
PATIENCE = 20
STILL = 10
#: What blinks and glides would make each picture another one; and a page that waits for
#: the server stands still as well.
CALM = """
window.waitingFor = 0;
const send = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.send = function (...args) {
  window.waitingFor++;
  this.addEventListener("loadend", () => window.waitingFor--);
  return send.apply(this, args);
};
const get = window.fetch;
window.fetch = (...args) => {
  window.waitingFor++;
  return get(...args).finally(() => window.waitingFor--);
};
document.addEventListener("DOMContentLoaded", () => {
  const style = document.createElement("style");
  style.textContent = "*, *::before, *::after {caret-color: transparent !important;"
    + " animation: none !important; transition: none !important;"
    + " scroll-behavior: auto !important;}"
    + " ::selection {background: transparent; color: inherit;}"
    + " .o_notification_manager {display: none !important;}";
  document.head.append(style);
});
"""
#: The client has not drawn its first page yet, or waits for something.
BUSY = """Boolean(
  window.waitingFor || document.querySelector(".o_blockUI")
  || (document.querySelector(".o_web_client")
    && !document.querySelector(".o_action_manager .o_action"))
)"""
#: Find what is visible: by a selector, or by what stands on it.
FIND = """
((how, what) => {
  const seen = (el) => {
    const box = el.getBoundingClientRect();
    return box.width && box.height && getComputedStyle(el).visibility !== "hidden";
  };
  const inside = [...document.querySelectorAll(".modal.o_technical_modal, .modal.show")]
    .filter(seen).pop();
  const all = (selector) => [...(inside || document).querySelectorAll(selector)]
    .concat(inside ? [...document.querySelectorAll(selector)] : []);
  if (how === "css") {
    return all(what).find(seen);
  }
  const said = (el) => [el.innerText, el.title, el.getAttribute("aria-label"), el.value]
    .map((text) => (text || "").trim().replace(/\\s+/g, " "));
  const kinds = "button, a, [role=tab], .o-dropdown-item, label, summary, td";
  const found = all(kinds).filter(seen);
  return found.find((el) => said(el).includes(what))
    || found.find((el) => said(el).some((text) => text.startsWith(what)));
})
"""


class Trouble(Exception):
    """A page did not show what the table says."""


class Chrome:
    def __init__(self):
        names = map(shutil.which, NAMES)
        program = next((path for path in names if path), None)
        if not program:
            raise Trouble("There is no Chromium: make test installs it.")
        self.profile = tempfile.mkdtemp(prefix="pictures-")
        self.process = subprocess.Popen(
            [program, *SWITCHES, f"--user-data-dir={self.profile}", "about:blank"],
            stderr=subprocess.DEVNULL,
        )
        self.numbers = itertools.count(1)
        self.socket = websocket.create_connection(
            self._find_page(), suppress_origin=True, timeout=60
        )
        self.ask("Page.enable")
        self.ask("Page.addScriptToEvaluateOnNewDocument", source=CALM)
        self.ask("Emulation.setLocaleOverride", locale="en_US")
        self.ask("Emulation.setTimezoneOverride", timezoneId=ZONE)

    def _find_page(self):
        port_file = Path(self.profile, "DevToolsActivePort")
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        for _attempt in range(100):
            time.sleep(0.1)
            if port_file.is_file() and port_file.read_text().strip():
                port = port_file.read_text().split()[0]
                with direct.open(f"http://127.0.0.1:{port}/json") as answer:
                    for page in json.load(answer):
                        if page["type"] == "page":
                            return page["webSocketDebuggerUrl"]
        raise Trouble("Chromium did not start.")

    def stop(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def ask(self, method, **params):
        number = next(self.numbers)
        call = {"id": number, "method": method, "params": params}
        self.socket.send(json.dumps(call))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("method") == "Page.javascriptDialogOpening":
                # What was typed for a picture may be lost.
                leave = {"method": "Page.handleJavaScriptDialog", "id": 0}
                self.socket.send(json.dumps({**leave, "params": {"accept": True}}))
            if answer.get("id") == number:
                if "error" in answer:
                    raise Trouble(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def evaluate(self, script):
        answer = self.ask(
            "Runtime.evaluate",
            expression=script,
            returnByValue=True,
            awaitPromise=True,
        )
        if "exceptionDetails" in answer:
            raise Trouble(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    # What a person does

    def become(self, session, base):
        """Forget who was here; ``session`` is whose cookie is sent from now on."""
        self.ask("Network.clearBrowserCookies")
        kept = {"origin": base, "storageTypes": "local_storage,indexeddb"}
        self.ask("Storage.clearDataForOrigin", **kept)
        for name, value in {"session_id": session, "frontend_lang": "en_US"}.items():
            if value:
                self.ask("Network.setCookie", name=name, value=value, url=base)

    def resize(self, width, height):
        size = {"width": width, "height": height, "deviceScaleFactor": 1}
        self.ask("Emulation.setDeviceMetricsOverride", mobile=width < 600, **size)

    def open(self, address):
        # A page behind another one is not drawn.
        self.ask("Page.bringToFront")
        for url in ("about:blank", address):
            self.ask("Page.navigate", url=url)
            here = f"location.protocol === {json.dumps(url.split(':')[0] + ':')}"
            self.wait(f"{here} && document.readyState === 'complete'", url)

    def wait(self, script, what):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.evaluate(f"Boolean({script})"):
                return
            time.sleep(0.2)
        raise Trouble(f"not there: {what}")

    def find(self, how, what):
        """Return the expression of what is found; wait until it is there."""
        script = f"{FIND}({json.dumps(how)}, {json.dumps(what)})"
        self.wait(script, what)
        return script

    def click(self, how, what):
        self.settle()
        script = self.find(how, what)
        self.evaluate(f"{script}.scrollIntoView({{block: 'center'}})")
        x, y = self.evaluate(
            f"(() => {{const b = {script}.getBoundingClientRect();"
            " return [b.x + b.width / 2, b.y + b.height / 2]})()"
        )
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            button = {"button": "left", "clickCount": 1}
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, **button)
        self.settle()

    def fill(self, selector, text):
        script = self.find("css", selector)
        self.evaluate(f"(() => {{const e = {script}; e.focus(); e.select?.()}})()")
        self.ask("Input.insertText", text=text)
        self.settle()

    def press(self, key):
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key)
        self.settle()

    def discard(self):
        """Take back what was typed into a form: Odoo saves it as one leaves."""
        back = "document.querySelector('.o_form_button_cancel')?.click()"
        self.evaluate(back)
        self.settle()

    def run(self, step):
        """Do one step of the table: ``click: …``, ``css: …``, ``fill: … => …`` …"""
        kind, _colon, rest = step.partition(": ")
        if kind == "click":
            self.click("text", rest)
        elif kind == "css":
            self.click("css", rest)
        elif kind == "fill":
            self.fill(*rest.split(" => "))
        elif kind == "press":
            self.press(rest)
        elif kind == "wait":
            self.find("css", rest)
        elif kind == "top":
            script = self.find("css", rest)
            self.evaluate(f"{script}.scrollIntoView({{block: 'start'}})")
        elif kind == "away":
            away = {"type": "mouseMoved", "x": 1, "y": 1}
            self.ask("Input.dispatchMouseEvent", **away)
        else:
            raise Trouble(f"unknown step {step}")

    # What is seen

    def _shoot(self, **more):
        data = self.ask("Page.captureScreenshot", format="png", **more)["data"]
        return base64.b64decode(data)

    def settle(self):
        """Wait until nothing moves any more."""
        end, last = time.monotonic() + STILL, None
        while time.monotonic() < end:
            time.sleep(0.35)
            if self.evaluate(BUSY):
                last = None
                continue
            now = self._shoot()
            if now == last:
                return
            last = now

    def picture(self, crop=""):
        """Return the PNG of what is in sight, or of the part that ``crop`` selects."""
        self.settle()
        if not crop:
            return self._shoot()
        script = self.find("css", crop)
        x, y, width, height = self.evaluate(
            f"(() => {{const b = {script}.getBoundingClientRect();"
            " const left = Math.max(b.x, 0), top = Math.max(b.y, 0);"
            " return [left, top, Math.min(b.right, innerWidth) - left,"
            " Math.min(b.bottom, innerHeight) - top]})()"
        )
        clip = {"x": x, "y": y, "width": width, "height": height, "scale": 1}
        return self._shoot(clip=clip)
