"""The filing form sent twice at the same moment makes one complaint.

    make run &
    python scripts/portal_form_race.py http://127.0.0.1:8069 customer customer

Each round one form is opened, and sent on two connections at once. Both answers must
lead to the same complaint, and the customer's list must be longer by one. Ends with
status 1 if a round shows otherwise. ROUNDS sets how many (20).
"""

import os
import re
import sys
import threading

import requests

ROUNDS = int(os.environ.get("ROUNDS", 20))
HIDDEN = re.compile(r'name="(csrf_token|form_token)"\s+value="([^"]+)"')
LISTED = re.compile(r"/my/complaint/\d+")


def log_in(base, login, password):
    session = requests.Session()
    form = dict(HIDDEN.findall(session.get(f"{base}/web/login").text))
    form |= {"login": login, "password": password}
    session.post(f"{base}/web/login", data=form).raise_for_status()
    return session


def send_twice(base, session, number):
    """Send one form on two connections at once. Returns where both led to."""
    form = dict(HIDDEN.findall(session.get(f"{base}/my/complaint/new").text))
    form["description"] = f"Race {number}: the kettle leaks."
    barrier, led = threading.Barrier(2), []

    def send():
        with requests.Session() as mine:
            mine.cookies.update(session.cookies)
            barrier.wait(timeout=20)
            answer = mine.post(
                f"{base}/my/complaint/new",
                data=form,
                files={"files": ("photo.txt", b"x" * 100_000)},
                allow_redirects=False,
            )
            led.append((answer.status_code, LISTED.findall(answer.headers["Location"])))

    threads = [threading.Thread(target=send) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return led


def main(base, login, password):
    session = log_in(base, login, password)
    wrong = 0
    for number in range(ROUNDS):
        led = send_twice(base, session, f"{os.getpid()}-{number}")
        query = {"search": f"Race {os.getpid()}-{number}:"}
        listed = session.get(f"{base}/my/complaints", params=query).text
        if len(led) != 2 or led[0] != led[1] or len(set(LISTED.findall(listed))) != 1:
            wrong += 1
            print("WRONG:", led, set(LISTED.findall(listed)))
    print(f"{ROUNDS - wrong} of {ROUNDS} rounds: one complaint.")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]) if len(sys.argv) == 4 else __doc__)
