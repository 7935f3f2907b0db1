"""What pass_crash.py and group_crash.py share: a scheduled action that is killed."""

import os
import signal

from pass_common import Worker

from odoo.sql_db import Cursor

from odoo.addons.base.models.ir_cron import IrCron


def scheduled(env, insert, kill_at=0):
    """Run the scheduled actions as the server does. Returns the tables inserted into.

    ``insert`` is the pattern of the inserts that count; its first group is the table.
    """
    inserted, execute = [], Cursor.execute

    def counting(cr, query, params=None, log_exceptions=True):
        result = execute(cr, query, params, log_exceptions)
        if found := insert.match(getattr(query, "code", query)):
            inserted.append(found[1])
            if len(inserted) == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
        return result

    Cursor.execute = counting
    for _time in range(20):  # As often as it says that there is more.
        IrCron._process_jobs(env.cr.dbname)
    return inserted


def run(env, insert, kill_at=0):
    """Let the scheduled actions be due, and a process run them."""
    env.cr.execute("UPDATE ir_cron SET nextcall = now() - interval '1 minute'")
    env.cr.commit()
    return Worker(env.cr.dbname, scheduled, insert, kill_at).wait()
