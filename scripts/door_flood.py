"""The public form under a flood: the genuine ones get through, the others their limit.

    make run &
    python scripts/door_flood.py http://127.0.0.1:8069

POSTS (1,000) are sent by ADDRESSES (50) connections at once, each from an address of
its own of 127.0.0.0/8: ten people who file one complaint each, and others who send all
the rest, each time by a new form with other words. Ends with status 1 unless each of
the ten has a number of their own and its page, and nobody has filed more than an hour's
limit. It must be a fresh hour for these addresses: counts are kept until the next one.
"""

import os
import re
import sys
import threading
import time
from collections import Counter

import requests
from requests.adapters import HTTPAdapter

POSTS = int(os.environ.get("POSTS", 1000))
ADDRESSES = int(os.environ.get("ADDRESSES", 50))
GENUINE, LIMIT, PATIENCE = 10, 10, 3.2
HIDDEN = re.compile(r'name="(csrf_token|form_token)"\s+value="([^"]+)"')
FILED = re.compile(r"/my/complaint/(\d+)/thanks\?access_token=([\w-]+)")


class From(HTTPAdapter):
    """Connections from one address."""

    def __init__(self, address):
        self.address = address
        super().__init__(max_retries=3)

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, source_address=(self.address, 0), **kwargs)


class Visitor(threading.Thread):
    """Somebody at one address, who sends ``posts`` complaints."""

    def __init__(self, base, number, posts):
        super().__init__()
        self.base, self.number, self.posts = base, number, posts
        self.filed, self.answers = {}, Counter()

    def run(self):
        with requests.Session() as session:
            session.mount("http://", From(f"127.0.1.{self.number + 1}"))
            for post in range(self.posts):
                self.send(session, post)

    def send(self, session, post):
        page = session.get(f"{self.base}/complaint", timeout=120)
        form = dict(HIDDEN.findall(page.text))
        time.sleep(PATIENCE)  # As a person does, or a machine that knows.
        words = f"Visitor {self.number}, number {post}: the kettle leaks."
        form |= {"name": f"Visitor {self.number}", "description": words}
        form["email"] = f"visitor{self.number}.{post}@flood.example"
        answer = session.post(
            f"{self.base}/complaint", data=form, allow_redirects=False, timeout=120
        )
        self.answers[answer.status_code] += 1
        if found := FILED.search(answer.headers.get("Location", "")):
            self.filed[found[1]] = (found[2], words)


def main(base):
    each, more = divmod(POSTS - GENUINE, ADDRESSES - GENUINE)
    visitors = [
        Visitor(
            base, number, 1 if number < GENUINE else each + (number < GENUINE + more)
        )
        for number in range(ADDRESSES)
    ]
    begun = time.time()
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    told = sum((visitor.answers for visitor in visitors), Counter())
    print(f"{sum(told.values())} posts in {time.time() - begun:.0f} s: {dict(told)}")
    wrong = [v for v in visitors if len(v.filed) > LIMIT]
    for visitor in visitors[:GENUINE]:
        for number, (key, words) in visitor.filed.items():
            page = requests.get(
                f"{base}/my/complaint/{number}", {"access_token": key}, timeout=120
            )
            if words not in page.text:
                wrong.append(visitor)
        if len(visitor.filed) != 1:
            wrong.append(visitor)
    most = max(len(visitor.filed) for visitor in visitors)
    print(f"{sum(len(v.filed) for v in visitors)} filed, at most {most} by one address")
    for visitor in wrong:
        print(
            f"Wrong: visitor {visitor.number} {dict(visitor.answers)} {visitor.filed}"
        )
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/")))
