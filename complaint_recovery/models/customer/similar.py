import re

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime, html2plaintext

from ...tools.asker import hidden_from_asker, not_about_asker
from ...tools.groups import INTERNAL
from ...tools.in_use import IN_USE, in_use

#: So many are named; the first is the most alike.
SHOWN = 3
#: Of so many open ones of one customer.
LOOKED_AT = 200
#: Words that long or longer tell what it is about.
WORD = re.compile(r"[^\W_]{3,}")
#: So many of them are looked for.
WORDS = 40
#: So many of them two have in common that are alike, and of long ones one in so many:
#: "night" and "three" may be in both by chance.
SHARED, ONE_IN = 2, 5
#: Those of ``%(words)s`` that tell something: "the", "und", "pour" are in every letter.
#: PostgreSQL knows them in some thirty languages; which one this is, nobody need know.
TELLING = """SELECT word FROM unnest(%(words)s) word
    WHERE NOT EXISTS (
        SELECT FROM pg_ts_dict
         WHERE dictnamespace = 'pg_catalog'::regnamespace
           AND dictname LIKE '%%\\_stem'
           AND ts_lexize(oid::regdictionary, word) = '{}')"""


class HelpdeskTicket(models.Model):
    """What this customer has told us already, so that it is not taken up twice."""

    _inherit = "helpdesk.ticket"

    complaint_similar_ids = fields.Many2many(
        "helpdesk.ticket",
        string="Perhaps told already",
        compute="_compute_complaint_similar_ids",
        groups=INTERNAL,
        help="Open complaints of the same customer in similar words, or named in this "
        "one, the most alike first.",
        context=IN_USE,
    )
    complaint_similar_note = fields.Html(
        string="Perhaps the same",
        compute="_compute_complaint_similar_note",
        groups=INTERNAL,
    )

    @api.depends("partner_id", "partner_email", "name", "description", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_similar_ids(self):
        for ticket in self:
            # The customer is one, whoever of us handled the other one.
            similar = ticket.sudo()._complaint_find_similar().with_env(ticket.env)
            # A list holds what one may open; the note tells of the others as well.
            ticket.complaint_similar_ids = similar._filtered_access("read")

    @api.depends("complaint_similar_ids")
    @api.depends_context("uid", "lang", "tz", "allowed_company_ids")
    def _compute_complaint_similar_note(self):
        for ticket in self:
            # Also of those one may not open; told is what one may know of each.
            similar = ticket.sudo().complaint_similar_ids
            ticket.complaint_similar_note = ticket._complaint_tell_similar(similar)

    def _complaint_tell_similar(self, others):
        """Tell of ``others`` what whoever talks to the customer needs, in HTML."""
        # Beside each other where there is room for it.
        line = Markup('<span class="me-3">%s</span>')
        lines = [line % self._complaint_describe_similar(other) for other in others]
        return Markup(" ").join(lines) or False

    def _complaint_find_similar(self, every=False):
        """Return open complaints of the same customer, the most alike first.

        A number that the customer names comes first. The words are compared by
        PostgreSQL, without the grammar of a language: customers write in many. What
        stands in every letter is no likeness. With ``every``, those that are not alike
        come last. None is about who asks, or confidential and not theirs to open.
        """
        self.ensure_one()
        mine = self._complaint_same_customer_domain()
        if not mine:
            return self.browse()
        opened = in_use(self).search(
            mine
            & Domain("is_complaint", "=", True)
            & Domain("complaint_closed_at", "=", False)
            & Domain("company_id", "=", (self.company_id or self.env.company).id)
            & Domain("id", "!=", self._origin.id)
            & not_about_asker(self.env),
            order="id desc",
            limit=LOOKED_AT,
        )
        if confidential := opened.filtered("complaint_confidential"):
            opened -= hidden_from_asker(confidential)
        if not opened:
            return opened
        text = f"{self.name or ''} {html2plaintext(self.description or '')}"
        named = opened.filtered(lambda t: t.number and t.number in text)
        words = list(dict.fromkeys(WORD.findall(text.lower())))[:WORDS]
        alike = named | opened._complaint_rank(words)
        return (alike | opened if every else alike)[:SHOWN]

    def _complaint_same_customer_domain(self):
        if self.partner_id:
            entity = self.partner_id.commercial_partner_id
            return Domain("commercial_partner_id", "=", entity.id)
        address = self._complaint_sender_address()
        return address and Domain("partner_email", "=ilike", address)

    def _complaint_rank(self, words):
        """Return those of these that share some of ``words``, the most alike first.

        One is enough where it stands in the title, or where nothing else is told. Signs
        and endless words are no words to PostgreSQL. Each text is read once: OFFSET
        keeps it from being worked out for each word.
        """
        if not words:
            return self.browse()
        self.env["helpdesk.ticket"].flush_model(["name", "description"])
        document = SQL(
            """to_tsvector('simple', COALESCE(name, '') || ' ' ||
                regexp_replace(COALESCE(description, ''), '<[^>]*>', ' ', 'g'))"""
        )
        rows = self.env.execute_query(
            SQL(
                """WITH telling AS (
                    SELECT to_tsquery('simple', quote_literal(word)) AS word
                      FROM (%(telling)s) telling
                     WHERE numnode(to_tsquery('simple', quote_literal(word))) > 0)
                SELECT id FROM (
                    SELECT id, %(document)s AS document, query, asked,
                           to_tsvector('simple', COALESCE(name, '')) @@ query AS titled
                      FROM helpdesk_ticket, (
                            SELECT to_tsquery('simple', string_agg(word::text, ' | '))
                                   AS query, COUNT(*) AS asked
                              FROM telling) query
                     WHERE id IN %(ids)s OFFSET 0) alike
                 WHERE document @@ query AND (titled
                    OR LEAST(asked, GREATEST(%(shared)s, asked / %(one_in)s)) <= (
                    SELECT COUNT(*) FROM telling WHERE document @@ telling.word))
                 ORDER BY ts_rank(document, query) DESC, id DESC""",
                document=document,
                telling=SQL(TELLING, words=list(words)),
                ids=tuple(self.ids),
                shared=SHARED,
                one_in=ONE_IN,
            )
        )
        return self.browse(row_id for (row_id,) in rows)

    def _complaint_describe_similar(self, other):
        """Return number, owner and next promise; a link for who may read it."""
        readable = other.with_env(self.env)._filtered_access("read")
        number = Markup("<b>%s</b>") % other.number
        if readable:
            number = Markup("<a href='%s' target='_blank'>%s %s</a>") % (
                f"/odoo/helpdesk.ticket/{other.id}",
                other.number,
                other.name,
            )
        return Markup("%s %s") % (number, " · ".join(other._complaint_tell_course()))

    def _complaint_tell_course(self):
        """Return who has it, and what is promised next, for whoever is asked for it."""
        self.ensure_one()
        parts = []
        if self.user_id:
            parts.append(self.env._("in charge: %s", self.user_id.name))
        if promised := self._complaint_running_that("heard").mapped("due_at"):
            when = format_datetime(self.env, min(promised), dt_format="short")
            parts.append(self.env._("next promise: %s", when))
        return parts
