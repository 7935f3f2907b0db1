"""What plain_ticket_queries.py and plain_document_queries.py share.

Plain records are played in a database without the addon and in one with it, and each
step's queries are counted as a new request sees it. Nothing that is made for it is
kept. ``ODOO_SHELL`` names another command that runs a script in a database
("… {db} …").
"""

import json
import os
import subprocess

SHELL = "make --silent shell DB={db}"


class Plain:
    """Some plain records, and what people do with them all day."""

    def __init__(self, env, **context):
        # Mails wait for the queue: a test and a shell send them at other moments.
        context = {"lang": "en_US", "mail_notify_force_send": False, **context}
        self.env = env(user=1, context=context, su=True)
        self.figures = {}

    def make_users(self, groups):
        """Return a user for each name, with its ``groups``."""
        users = self.env["res.users"].with_context(no_reset_password=True)
        return users.create(
            [
                {
                    "name": name,
                    "login": f"plain_{name}",
                    "email": f"{name}@plain.example",
                    "group_ids": [(6, 0, [self.env.ref(g).id for g in xmlids])],
                }
                for name, xmlids in groups.items()
            ]
        )

    def make_customer(self, name):
        vals = {"name": name, "email": f"{name}@plain.example"}
        return self.env["res.partner"].create(vals)

    def form_spec(self, model, xmlid, leave_out=()):
        """Return the fields of the form ``xmlid``, as the web client asks for them.

        Without fields whose type is among ``leave_out``.
        """
        from lxml import etree

        arch = etree.fromstring(self.env.ref(xmlid).arch_db)
        names = {node.get("name") for node in arch.iter("field")}
        readable = model.fields_get(attributes=["relation", "type"])
        return {
            name: {"fields": {"display_name": {}}} if "relation" in field else {}
            for name, field in sorted(readable.items())
            if name in names
            and field["type"] not in leave_out
            and model.env[field.get("relation", model._name)].has_access("read")
        }

    def post(self, record, subtype):
        return record.message_post(
            body="Hello", message_type="comment", subtype_xmlid=subtype
        )

    def count(self, user, step, function):
        """Count ``step`` as a new request sees it: caches warm, no record read yet."""
        cr = self.env.cr
        for _warm_up in range(2):
            with cr.savepoint() as savepoint:
                cr.flush()
                self.env.invalidate_all()
                before = cr.sql_log_count
                function()
                cr.flush()  # What is tracked and notified at the end of the request.
                cost = cr.sql_log_count - before
                savepoint.rollback()
            self.env.invalidate_all()
        self.figures[f"{step}, {user}"] = cost


def measure_in_shell(env, played):
    """Print the figures of ``played``, a class made of ``Plain``, as JSON."""
    figures = played(env).measure()
    env.cr.rollback()
    print(json.dumps(figures))


def figures_of(database, path):
    """Return the figures of the script at ``path`` in ``database``."""
    command = os.environ.get("ODOO_SHELL", SHELL).format(db=database)
    with open(path) as script:
        output = subprocess.run(
            command, shell=True, stdin=script, stdout=subprocess.PIPE, check=True
        )
    return json.loads(output.stdout.decode().strip().splitlines()[-1])


def compare(without, with_addon, path):
    """Print both columns of the script at ``path``; return how many figures differ."""
    before, after = figures_of(without, path), figures_of(with_addon, path)
    for step in before | after:
        same = before.get(step) == after.get(step)
        mark = "" if same else "   <- differs"
        print(f"{step:40} {before.get(step)!s:>6} {after.get(step)!s:>6}{mark}")
    return sum(before.get(step) != after.get(step) for step in before | after)
