"""What pass_race.py and pass_crash.py share: due complaints, workers, and the proof.

Workers are processes of their own, forked from the shell, each with its connections.
"""

import json
import logging
import os
import sys
import time
import traceback

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry

#: Shipped rules that fire on each due deadline: warning, leader, managers.
RULES = ("warning", "leader", "managers")
ROLES = {
    "handler": "helpdesk_mgmt.group_helpdesk_user",
    "leader": "helpdesk_mgmt.group_helpdesk_user",
    "manager": "helpdesk_mgmt.group_helpdesk_manager",
    "second": "helpdesk_mgmt.group_helpdesk_manager",
}


def prepare(env):
    """Make the people and their team; only our scheduled action runs. Returns both."""
    people = {}
    for name, group in ROLES.items():
        people[name] = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": name.capitalize(),
                    "login": f"pass_{name}_{os.getpid()}",
                    "email": f"{name}@company.example",
                    "group_ids": [(4, env.ref(group).id)],
                }
            )
        )
    team = env["helpdesk.ticket.team"].create(
        {
            "name": "Pass",
            "complaint_default": True,
            "user_id": people["leader"].id,
            "user_ids": [(6, 0, [user.id for user in people.values()])],
        }
    )
    cron = env.ref("complaint_recovery.ir_cron_deadlines")
    env["ir.cron"].search([("id", "!=", cron.id)]).active = False
    # The rules hold for what was due before they were installed here.
    env.cr.execute("UPDATE complaint_escalation_rule SET since = NULL")
    env.registry.clear_cache()
    env.cr.commit()
    return people, team


def open_complaints(env, people, team, count):
    """Open ``count`` complaints on which nothing but the first contact is due."""
    tickets = env["helpdesk.ticket"].create(
        [
            {
                "name": f"Pass {index}",
                "description": "Pass",
                "team_id": team.id,
                "user_id": people["handler"].id,
            }
            for index in range(count)
        ]
    )
    deadlines = tickets.complaint_deadline_ids
    deadlines.filtered(lambda d: d.kind != "first_contact")._cancel()
    env.cr.commit()
    return tickets


def make_due(env, tickets):
    """Start a new round that is due since a week: three levels each. Returns a mark."""
    ids = tuple(tickets.ids)
    cr = env.cr
    env.invalidate_all()
    cr.execute("UPDATE complaint_escalation SET state = 'done', mail_pending = false")
    cr.execute("DELETE FROM mail_activity WHERE complaint_escalation_id IS NOT NULL")
    cr.execute("UPDATE helpdesk_ticket SET complaint_level = 0 WHERE id IN %s", (ids,))
    cr.execute(
        """UPDATE complaint_deadline
              SET round = round + 1, start_at = now() - interval '14 days',
                  due_at = now() - interval '7 days', checked_at = NULL,
                  next_check_at = now() - interval '1 minute', failure_count = 0
            WHERE ticket_id IN %s AND state = 'running'""",
        (ids,),
    )
    cr.execute("SELECT max(id) FROM mail_mail")
    (mark,) = cr.fetchone()
    cr.commit()
    return mark or 0


class Worker:
    """A process that runs ``function(env, *args)`` on connections of its own."""

    def __init__(self, dbname, function, *args, user=SUPERUSER_ID):
        reading, writing = os.pipe()
        sys.stdout.flush()
        self.start = time.monotonic()
        self.pid = os.fork()
        if not self.pid:
            os.close(reading)
            report = _work(dbname, function, args, user)
            os.write(writing, json.dumps(report).encode())
            os._exit(0)
        os.close(writing)
        self.pipe = os.fdopen(reading)

    def wait(self):
        """Return what it reports: result, problems (log lines, errors), seconds."""
        text = self.pipe.read()
        self.pipe.close()
        _pid, status = os.waitpid(self.pid, 0)
        report = json.loads(text) if text else {"result": None, "problems": []}
        report["killed"] = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        return report


class _Listener(logging.Handler):
    """Collects what is logged as a warning or worse, with the end of tracebacks."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        if record.name == "odoo.sql_db":
            return  # Each lost race; what comes of it is what counts.
        error = f": {record.exc_info[1]!r}" if record.exc_info else ""
        self.lines.append(f"{record.name}: {record.getMessage()}{error}"[:300])


def _work(dbname, function, args, user):
    global _parents_pool
    # The connections of the parent stay the parent's.
    _parents_pool, sql_db._Pool = sql_db._Pool, None
    registry = Registry(dbname)
    registry._db = sql_db.db_connect(dbname)
    listener = _Listener()
    root = logging.getLogger()
    root.handlers = [listener]
    start, result = time.monotonic(), None
    try:
        with registry.cursor() as cr:
            result = function(api.Environment(cr, user, {}), *args)
    except Exception:
        listener.lines.append(traceback.format_exc()[-900:])
    seconds = round(time.monotonic() - start, 2)
    # A pipe holds no more.
    return {"result": result, "problems": listener.lines[:20], "seconds": seconds}


def run_pass(env, batch=100):
    env["complaint.deadline"]._cron_process(batch)


def faults(env, tickets, mark):
    """Return what is wrong after the last pass, in words. Empty: all is as promised."""
    env.cr.rollback()
    found = []
    ids = tuple(tickets.ids)
    rules = [
        env.ref(f"complaint_recovery.complaint_escalation_rule_{name}").id
        for name in RULES
    ]
    for what, query in _QUERIES.items():
        env.cr.execute(query, {"tickets": ids, "rules": rules, "mark": mark})
        rows = env.cr.fetchall()
        if rows:
            found.append(f"{what}: {len(rows)}, as {rows[:3]}")
    return found


_DUE = """SELECT * FROM complaint_deadline
    WHERE ticket_id IN %(tickets)s AND state = 'running'"""
_FIRED = f"""SELECT e.* FROM complaint_escalation e JOIN ({_DUE}) d
    ON e.deadline_id = d.id AND e.occurrence = 'deadline:' || d.id || ':' || d.round"""
_TOLD = f"""SELECT e.id, e.ticket_id, u.res_users_id AS user_id, e.mail_pending,
    r.send_mail FROM ({_FIRED}) e JOIN complaint_escalation_rule r ON r.id = e.rule_id
    JOIN complaint_escalation_res_users_rel u ON u.complaint_escalation_id = e.id"""
#: Promise → a query for what breaks it.
_QUERIES = {
    "not fired": f"""SELECT d.id, rule FROM ({_DUE}) d, UNNEST(%(rules)s) rule
        WHERE NOT EXISTS (SELECT FROM ({_FIRED}) e
            WHERE e.deadline_id = d.id AND e.rule_id = rule)""",
    "fired twice": f"""SELECT rule_id, ticket_id, count(*) FROM ({_FIRED}) e
        GROUP BY 1, 2 HAVING count(*) > 1""",
    "told nobody": f"""SELECT id FROM ({_FIRED}) e
        WHERE id NOT IN (SELECT id FROM ({_TOLD}) t)""",
    "not one activity each": f"""SELECT t.id, t.user_id, count(a.id) FROM ({_TOLD}) t
        LEFT JOIN mail_activity a ON a.complaint_escalation_id = t.id
            AND a.user_id = t.user_id AND a.res_id = t.ticket_id
        GROUP BY 1, 2 HAVING count(a.id) != 1""",
    "activity for nobody told": f"""SELECT a.id FROM mail_activity a
        WHERE a.complaint_escalation_id IN (SELECT id FROM ({_FIRED}) e)
            AND (a.complaint_escalation_id, a.user_id)
                NOT IN (SELECT id, user_id FROM ({_TOLD}) t)""",
    "wrong level": f"""SELECT t.id, t.complaint_level FROM helpdesk_ticket t
        WHERE t.id IN %(tickets)s AND t.complaint_level IS DISTINCT FROM
            (SELECT max(e.level) FROM ({_FIRED}) e WHERE e.ticket_id = t.id)""",
    "not looked at, or failed": f"""SELECT id, failure_count, error FROM ({_DUE}) d
        WHERE failure_count > 0 OR error IS NOT NULL OR checked_at IS NULL
            OR next_check_at IS NOT NULL""",
    "mail still pending": f"SELECT id FROM ({_FIRED}) e WHERE mail_pending",
    "not mailed once": f"""SELECT t.ticket_id, t.user_id, t.lines, m.lines FROM (
            SELECT ticket_id, user_id, count(*) AS lines FROM ({_TOLD}) t
             WHERE send_mail GROUP BY 1, 2) t
        JOIN res_users u ON u.id = t.user_id
        JOIN res_partner p ON p.id = u.partner_id AND p.email LIKE '%%@%%'
        LEFT JOIN LATERAL (SELECT count(*) AS lines
            FROM mail_mail m JOIN mail_mail_res_partner_rel r ON r.mail_mail_id = m.id
                JOIN mail_message s
                    ON s.id = m.mail_message_id AND s.model = 'res.users',
                regexp_matches(body_html, 'res_id=' || t.ticket_id || '"', 'g')
            WHERE m.id > %(mark)s AND r.res_partner_id = p.id
        ) m ON TRUE WHERE m.lines IS DISTINCT FROM t.lines""",
    "scheduled action failed": "SELECT id FROM ir_cron WHERE failure_count > 0",
}


def mails(env, people, mark):
    """Return name → mails written to them since ``mark``."""
    env.cr.execute(
        """SELECT r.res_partner_id, count(*) FROM mail_mail m
             JOIN mail_message s ON s.id = m.mail_message_id
             JOIN mail_mail_res_partner_rel r ON r.mail_mail_id = m.id
            WHERE m.id > %s AND s.model = 'res.users' GROUP BY 1""",
        (mark,),
    )
    counted = dict(env.cr.fetchall())
    return {n: counted.get(u.partner_id.id, 0) for n, u in people.items()}
