"""Every route of ours and of the parent, found in the routing map, and attacked."""

# pylint: disable=translation-required
# pylint-odoo spares tests right in tests/ only.

import inspect
import json
import threading
from functools import cache
from unittest.mock import patch

from odoo import http
from odoo.tools import SQL, mute_logger

from .doors import DoorsCase

#: In all that is said on the complaint, and on the plain ticket.
CANARY, SPARROW = "CANARY", "SPARROW"
#: In what the customer is not told, either.
RAVEN = "RAVEN"
#: Routes of these modules are tried; a new one is found by itself.
OURS = ("helpdesk_mgmt", "complaint_recovery")
#: Where the parent or we add to a page of Odoo's.
SHARED = ("/my", "/my/home", "/my/counters")
#: A pivot with nothing in it, as the client sends it to be exported.
PIVOT = json.dumps(
    {
        **{"model": "complaint.report", "title": "Mine"},
        **dict.fromkeys(("measure_count", "origin_count"), 1),
        **dict.fromkeys(
            ("col_group_headers", "measure_headers", "origin_headers", "rows"), []
        ),
    }
)
#: Steps of the page that are no route of their own.
STEP = "_complaint_step_"


class RoutesCase(DoorsCase):
    """A confidential complaint and a plain ticket, full of words nobody else reads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._create_secret(
            cls._create_complaint, CANARY, complaint_confidential=True
        )
        cls.plain = cls._create_secret(cls._create_ticket, SPARROW)
        cls.foreign = cls._create_complaint(partner_id=cls.other.partner_id.id).sudo()
        for ticket in (cls.complaint, cls.plain, cls.foreign):
            ticket._portal_ensure_token()
        cls._fill(cls.complaint)
        cls.env.flush_all()

    @classmethod
    def _create_secret(cls, create, word, **vals):
        return create(
            name=f"{word} title",
            description=f"<p>{word} description</p>",
            partner_id=cls.jane.partner_id.id,
            partner_name=f"{word} Jane",
            **vals,
        ).sudo()

    @classmethod
    def _fill(cls, ticket):
        """Give the complaint one of all that hangs on it, with a word in each."""
        ticket.write(
            {
                "complaint_finding": f"<p>{CANARY} {RAVEN} finding</p>",
                "complaint_desired_outcome": f"{CANARY} wish",
                "complaint_suggestion": f"{CANARY} suggestion",
            }
        )
        cls._create_interaction(ticket, summary=f"{CANARY} {RAVEN} words")
        cls._create_apology(
            ticket, channel="letter", body=f"<p>{CANARY} sorry</p>"
        ).action_send()
        cls.remedy = cls._create_remedy(ticket, description=f"{CANARY} offer")
        cls.remedy.action_offer()
        cls.letter = ticket.attachment_ids[:1]
        for subtype, word in (("comment", ""), ("note", RAVEN)):
            told = {"body": f"{CANARY} {word} message", "message_type": "comment"}
            message = ticket.with_user(cls.handler).message_post(
                **told,
                subtype_xmlid=f"mail.mt_{subtype}",
                attachments=[(f"{CANARY}{word}.txt", f"{CANARY} {word}".encode())],
            )
            setattr(cls, subtype, message.sudo())

    # What an attacker sends, by the name of the argument. A new route with an argument
    # that is not here fails: say what would be sent there.
    def _arguments(self, ticket):
        return {
            "ticket_id": ticket.id,
            "page": 1,
            "picture": "handler-day.png",
            "letter_id": self.letter.id,
            "attachment_id": self.letter.id,
            "remedy_id": self.remedy.id,
            "offer_number": self.remedy.offer_number,
            "stage_id": self.done.id,
            "team": self.team.id,
            "category": "1",
            "subject": "Mine",
            "title": "Mine",
            "description": "Mine",
            "reason": "I want it",
            "body": "I was here",
            "satisfaction": "dissatisfied",
            "helped": "no",
            "quick": "no",
            "kind": "no",
            "comment": "I was here",
            "date_begin": "2000-01-01",
            "date_end": "2100-01-01",
            "sortby": "date",
            "filterby": "all",
            "groupby": "none",
            "search": "",
            "search_in": "all",
            "data": PIVOT,
            "counters": ["ticket_count", "complaint_count"],
            "thread_model": ticket._name,
            "thread_id": ticket.id,
            "is_pending": "",
            "ufile": "no file",
            "access_token": None,  # Each attacker has their own.
            "csrf_token": "wrong",
            "key": "no-key",
            "ticket": ticket.id,
            "mine": "yes",
        }

    def _rules(self):
        """Yield the rules of the routing map that are tried."""
        # Made for the database of the thread, which outside a request has none.
        thread = threading.current_thread()
        with patch.object(thread, "dbname", self.cr.dbname, create=True):
            rules = list(self.env["ir.http"].routing_map().iter_rules())
        for rule in rules:
            module = rule.endpoint.func.__func__.__module__.split(".")
            if rule.rule in SHARED or any(m.startswith(OURS) for m in module[2:3]):
                yield rule

    def _steps(self, rule):
        """Return the names of the steps that share the rule."""
        controller = rule.endpoint.func.__self__
        return [n.removeprefix(STEP) for n in dir(controller) if n.startswith(STEP)]

    def _calls(self, ticket):
        """Yield (rule, method, url, arguments) for each way to call a route."""
        for rule in self._rules():
            known = self._arguments(ticket)
            names = self._argument_names(rule)
            if unknown := names - known.keys() - {"step"}:
                self.fail(f"{rule.rule}: what would an attacker send as {unknown}?")
            steps = self._steps(rule) if "step" in names else [None]
            self.assertTrue(steps, rule.rule)
            methods = rule.methods or {"GET", "POST"}
            for method in sorted(methods & {"GET", "POST"}):
                for step in steps:
                    _host, url = rule.build({**known, "step": step}, append_unknown=0)
                    yield rule, method, url, known

    def _argument_names(self, rule):
        """Return the names in the address and in the signature of the endpoint."""
        names = set(rule.arguments)
        for cls in type(rule.endpoint.func.__self__).mro():
            method = cls.__dict__.get(rule.endpoint.func.__name__)
            method = getattr(method, "original_endpoint", method)
            if method:
                parameters = inspect.signature(method).parameters.values()
                names |= {p.name for p in parameters if p.kind != p.VAR_KEYWORD}
        return names - {"self"}

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def _send(self, rule, method, url, arguments, token=None, csrf=True):
        """Send the request, whatever the route takes; return status and all told."""
        arguments = {k: v for k, v in arguments.items() if k != "access_token"}
        if token:
            arguments["access_token"] = token
        if rule.endpoint.routing["type"] == "jsonrpc":
            params = {k: arguments[k] for k in ("counters",) if k in arguments}
            body = {"jsonrpc": "2.0", "method": "call", "params": params}
            answer = self.url_open(url, json=body, timeout=30)
        elif method == "GET":
            answer = self.url_open(url, params=arguments, timeout=30)
        else:
            if csrf:
                arguments["csrf_token"] = http.Request.csrf_token(self)
            # The files, too: a form may take them.
            files = {"files": ("x.txt", b"x"), "attachment": ("x.txt", b"x")}
            answer = self.url_open(url, data=arguments, files=files, timeout=30)
        told = [answer, *answer.history]
        words = " ".join(a.text + json.dumps(dict(a.headers)) for a in told)
        return answer.status_code, words

    def _fingerprint(self, ticket):
        """Return all rows of the database that belong to the ticket."""
        self.env.flush_all()
        return {
            (model, column): self._rows(model, column, ticket)
            for model, column in self._columns()
        }

    @classmethod
    @cache
    def _columns(cls):
        """Return (model, column) of all that hangs on a ticket."""
        return list(cls._find_columns())

    @classmethod
    def _find_columns(cls):
        yield "helpdesk.ticket", "id"
        for name, model in cls.registry.items():
            if model._abstract or not model._auto or model._transient:
                continue
            if {"model", "res_id"} <= model._fields.keys() and name == "mail.message":
                yield name, "res_id"
            elif {"res_model", "res_id"} <= model._fields.keys():
                yield name, "res_id"
            for field in model._fields.values():
                if field.comodel_name == "helpdesk.ticket" and field.type == "many2one":
                    if field.store:
                        yield name, field.name

    def _rows(self, model, column, ticket):
        model = self.env[model]
        query = SQL(
            "SELECT row_to_json(t)::text FROM %s t WHERE %s = %s",
            SQL.identifier(model._table),
            SQL.identifier(column),
            ticket.id,
        )
        if column == "res_id":
            kind = "model" if model._name == "mail.message" else "res_model"
            query = SQL("%s AND %s = 'helpdesk.ticket'", query, SQL.identifier(kind))
        return sorted(row for [row] in self.env.execute_query(query))
