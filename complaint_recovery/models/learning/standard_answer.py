import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext, is_html_empty

from ...tools.groups import INTERNAL

#: Keywords are separated by these, in Latin and in Chinese writing.
SEPARATORS = re.compile(r"[,;，；、\n]")
#: So many characters of a complaint say what it is about.
TEXT_LENGTH = 2000
#: Written without spaces: CJK signs, kana and full-width forms.
UNSPACED = re.compile(r"[\u2e80-\u9fff\uf900-\uffef]")


def _stands_in(word, text):
    """Return whether ``text`` has ``word``, as a word where the writing has spaces."""
    if UNSPACED.search(word):
        return word in text
    return bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text))


class ComplaintCause(models.Model):
    """The standard answer of a cause: everybody is told the same (D27)."""

    _name = "complaint.cause"
    _inherit = ["complaint.cause", "complaint.placeholders"]
    _words_field = "standard_answer"

    standard_answer = fields.Html(
        translate=True,
        groups=INTERNAL,
        sanitize="email_outgoing",
        render_engine="qweb",
        render_options={"post_process": True},
        help="What we tell every customer who asks this. It may name the customer, the "
        "number and the dates of the complaint by placeholders.",
    )
    keywords = fields.Char(
        translate=True,
        groups=INTERNAL,
        help="Words customers use for it, separated by commas.",
    )

    @api.model
    def _get_answers_for(self, ticket, limit=5):
        """Return the causes with an answer that fits ``ticket``, the best one first.

        First that of its cause or of the nearest above, then by the complaint's own
        words: PostgreSQL's full-text search; for Chinese, which has no spaces to
        search by, the keywords as they stand in the text.
        """
        answered = self.with_context(lang=ticket._complaint_lang()).search(
            Domain("standard_answer", "!=", False)
            & Domain("company_id", "in", [False, ticket.company_id.id])
        )
        answered = answered.filtered(lambda c: not is_html_empty(c.standard_answer))
        by_cause, cause = self.browse(), ticket.complaint_cause_id
        while cause:
            by_cause |= cause & answered
            cause = cause.parent_id
        text = f"{ticket.name}\n{html2plaintext(ticket.description or '')}"
        found = (answered - by_cause)._rank_by_words(text[:TEXT_LENGTH])
        return (by_cause | found)[:limit].with_env(self.env)

    def _rank_by_words(self, text):
        """Return those whose words stand in ``text``, the likeliest first."""
        named = {cause.id: len(cause._get_keywords_in(text)) for cause in self}
        ranks = self._rank_by_search(text)
        found = self.filtered(lambda cause: named[cause.id] or cause.id in ranks)
        return found.sorted(lambda cause: (-named[cause.id], -ranks.get(cause.id, 0)))

    def _get_keywords_in(self, text):
        self.ensure_one()
        words = SEPARATORS.split(self.keywords or "")
        words = [word.strip().casefold() for word in words]
        return [word for word in words if word and _stands_in(word, text.casefold())]

    def _rank_by_search(self, text):
        """Return cause id → rank of its words among those of ``text``. One query."""
        if not self:  # An empty list has no type in SQL.
            return {}
        config = self._get_search_config()
        texts = [
            " ".join(
                (
                    cause.name,
                    cause.keywords or "",
                    html2plaintext(cause.standard_answer),
                )
            )
            for cause in self
        ]
        # Any of the words counts; written by a customer, they are never a query.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT cause.id, ts_rank(to_tsvector(%(config)s, cause.words), wanted)
                  FROM unnest(%(ids)s, %(texts)s) AS cause (id, words),
                       CAST(replace(
                            CAST(plainto_tsquery(%(config)s, %(text)s) AS text),
                            '&', '|'
                       ) AS tsquery) AS wanted
                 WHERE to_tsvector(%(config)s, cause.words) @@ wanted
                """,
                config=SQL("CAST(%s AS regconfig)", config),
                ids=self.ids,
                texts=texts,
                text=text,
            )
        )
        return dict(rows)

    @api.model
    def _get_search_config(self):
        """Return PostgreSQL's name of the language's words; “simple” where it has none.

        Its stop words do not count: “the” says nothing of what happened.
        """
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        name = (lang.name or "").split(" ")[0].casefold()
        known = self.env.execute_query(
            SQL("SELECT cfgname FROM pg_ts_config WHERE cfgname = %s", name)
        )
        return known[0][0] if known else "simple"


class ComplaintAnswerable(models.AbstractModel):
    """Words to a customer, for which standard answers are proposed."""

    _inherit = "complaint.answerable"

    @api.model
    def _get_fitting_answers(self, ticket):
        return self.env["complaint.cause"]._get_answers_for(ticket)
