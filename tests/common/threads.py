"""Calls of Odoo's thread that name a complaint, as anybody may send them over RPC."""

# pylint: disable=translation-required
# pylint-odoo spares tests right in tests/ only.

import logging
from contextlib import contextmanager
from inspect import Parameter, signature

from odoo.service.model import call_kw, get_public_method
from odoo.tests import new_test_user
from odoo.tools import SQL

from ..test_evidence import EvidenceCommon

#: What tells of messages, files and mails; rows of a table that name a complaint.
STUCK = {
    "mail_message": "model",
    "ir_attachment": "res_model",
    "mail_followers": "res_model",
    "mail_activity": "res_model",
}
#: What Odoo takes of no caller in one method or another.
REFUSED = (
    {"message_id", "parent_id", "message_type", "outgoing_email_to"}
    | {"incoming_email_to", "incoming_email_cc"},
    {"model", "res_id", "body", "message_id", "parent_id", "outgoing_email_to"}
    | {"incoming_email_to", "incoming_email_cc", "attachments"},
    {"model", "res_id"},
)


class ThreadsCommon(EvidenceCommon):
    """Who may not read the complaint, and one of each kind who may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.spoken = cls._find_spoken()
        cls.outsider = new_test_user(
            cls.env, "outsider_user", groups="base.group_portal", email="o@x.example"
        )
        cls.outsider.partner_id.parent_id = cls.stranger
        cls.view = cls.env["ir.ui.view"].create(
            {
                "type": "qweb",
                "name": "x",
                "arch": "<p>I accept</p>",
                "key": "test.words",
            }
        )
        cls.env["ir.model.data"].create(
            {
                "module": "test",
                "name": "words",
                "model": "ir.ui.view",
                "res_id": cls.view.id,
            }
        )
        cls.known = cls._rows()

    @classmethod
    def _threads(cls):
        """Return the models that have a thread, all there are."""
        thread = cls.env.registry["mail.thread"]
        return {
            name: model
            for name, model in sorted(cls.env.registry.items())
            if name == "mail.thread" or (issubclass(model, thread) and model._auto)
        }

    @classmethod
    def _methods(cls, model):
        """Return the public methods of Odoo's thread, as ``model`` has them."""
        base = cls.env.registry["base"]
        names = {
            name
            for owner in cls.env.registry["mail.thread"].mro()
            for name in vars(owner)
            if not name.startswith("_") and not hasattr(base, name)
        }
        records = cls.env[model]
        found = {}
        for name in sorted(names):
            if not callable(getattr(records, name, None)):
                continue
            try:
                found[name] = get_public_method(records, name)
            except Exception as error:  # Hidden by api.private.
                logging.getLogger(__name__).debug("%s: %s", name, error)
        return found

    def _words(self, record, user):
        """Return whatever a caller may say of a message on ``record``."""
        told = (self.stranger | self.portal.partner_id | user.partner_id).ids
        return {
            "model": record._name,
            "res_id": record.id,
            "thread_id": record.id,
            "partner_ids": told,
            "author_id": self.director.partner_id.id,
            "email_from": self.director.email_formatted,
            "date": "2020-01-01 10:00:00",
            "body": "I accept",
            "subject": "Approved",
            "reply_to": "elsewhere@x.example",
            "record_alias_domain_id": False,
            "record_company_id": False,
            "is_internal": False,
            "subtype_xmlid": "mail.mt_comment",
            "attachments": [["planted.txt", "PLANTED"]],
            "email_layout_xmlid": "mail.mail_notification_layout",
            "source_ref": "test.words",
            "composition_mode": "mass_mail",
            "force_send": True,
            "message_type": "comment",
            "subtype_ids": [],
            "message": f"From: o@x.example\nTo: x@y.example\nMessage-Id: <n@x>\n"
            f"References: {self.sent.message_id}\nSubject: x\n\nI accept\n",
            "msg_dict": {"subject": "x", "from": "o@x.example", "body": "I accept"},
            "message_dict": {"subject": "x", "from": "o@x.example", "body": "I accept"},
            "custom_values": {"model": record._name, "res_id": record.id},
            "update_vals": {},
            "notification_type": "email",
            "new_thread": record.id,
            "help_message": "x",
            "views": [[False, "form"]],
            "vals": {},
            "vals_list": [],
        }

    def _calls(self, method, words):
        """Yield the arguments of ``method`` by name, as far as Odoo takes them."""
        parameters = list(signature(method).parameters.values())[1:]
        named = {p.name: words[p.name] for p in parameters if p.name in words}
        if any(p.kind is Parameter.VAR_KEYWORD for p in parameters):
            for refused in REFUSED:
                rest = {n: words[n] for n in words if n in self._said() - refused}
                yield {**rest, **{n: named[n] for n in named if n not in refused}}
        yield named

    def _said(self):
        """Return the names a message has fields of, or a notification takes."""
        thread = self.env["mail.thread"]
        fields = thread._get_message_create_valid_field_names()
        return fields | thread._get_notify_valid_parameters() | {"attachments"}

    def _attack(self, records, name, kwargs, user, **context):
        """Call it over RPC; return whether it went through, and what stuck.

        Of what is refused nothing does: the request is undone. So is all of it here.
        """
        method = getattr(type(records), name)
        ids = [] if getattr(method, "_api_model", False) else [records.ids]
        own = self.env[records._name].with_user(user)
        with self._undone():
            try:
                call_kw(own, name, ids, {**kwargs, "context": context})
                self.env.flush_all()
            except Exception as error:  # However Odoo says no.
                logging.getLogger(__name__).debug("%s: %s", name, error)
                return False, set()
            stuck = {key for key, n in self._rows().items() if n != self.known[key]}
        return True, stuck

    @contextmanager
    def _undone(self):
        with self.env.cr.savepoint() as savepoint:
            yield
            savepoint.rollback()
        self.env.cr.precommit.clear()
        self.env.cr.postcommit.clear()

    @classmethod
    def _rows(cls):
        """Return table → how many of its rows belong to ours; of mails how many are."""
        counts = [
            SQL(
                "(SELECT count(*) FROM %s WHERE %s LIKE 'complaint.%%%%' "
                "OR %s = 'helpdesk.ticket')",
                SQL.identifier(table),
                SQL.identifier(column),
                SQL.identifier(column),
            )
            for table, column in STUCK.items()
        ]
        counts.append(SQL("(SELECT count(*) FROM mail_mail)"))
        [row] = cls.env.execute_query(SQL("SELECT %s", SQL(", ").join(counts)))
        return dict(zip([*STUCK, "mail_mail"], row, strict=True))
