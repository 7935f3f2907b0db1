"""Opening complaints in a batch, with all that follows, against plain tickets."""

import mass
from frame import clone, compare, environment, in_turns, say, size

RUNS = size("RUNS", 5)
BATCH = size("BATCH", 100)


def measure():
    with clone("opening") as database:
        with environment(database) as env:
            handlers, teams, customers = mass.make_people(env)
            ids = handlers[0].id, teams.ids, customers[:BATCH].ids
        say(f"== {BATCH} complaints and {BATCH} plain tickets")
        seconds = in_turns(
            RUNS,
            plain=lambda: prepare(database, ids, is_complaint=False),
            complaints=lambda: prepare(database, ids, is_complaint=True),
        )
    return [
        compare(
            f"opening {BATCH} complaints, times that of plain tickets",
            seconds,
            "complaints",
            "plain",
            2,
        )
    ]


def prepare(database, ids, is_complaint):
    handler_id, (complaints_id, questions_id), customer_ids = ids
    team_id = complaints_id if is_complaint else questions_id

    def run():
        with environment(database) as env:
            env = env(user=handler_id)
            team = env["helpdesk.ticket.team"].browse(team_id)
            customers = env["res.partner"].browse(customer_ids)
            env["helpdesk.ticket"].create(
                mass.prepare_tickets(team, env.user, customers)
            )

    def check():
        with environment(database) as env:
            last = env["helpdesk.ticket"].search([], order="id desc", limit=BATCH)
            assert set(last.mapped("is_complaint")) == {is_complaint}

    return run, check
