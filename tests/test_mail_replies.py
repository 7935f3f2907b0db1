"""What becomes of answers as mail clients write them, in one table by state."""

from collections import Counter
from datetime import timedelta
from email.message import EmailMessage
from email.utils import make_msgid

from freezegun import freeze_time
from markupsafe import Markup

from odoo import fields

from .common.mail import ALIAS, take_in
from .common.replies import OURS, WORDS, html_replies, plain_replies
from .common.reply_case import JANE, ReplyCase

#: State of the complaint → how many answers, new complaints, acknowledged, on record,
#: the customer's words exact.
TABLE = {
    "open": (26, 0, 0, 26, 26),
    "closed": (26, 0, 0, 26, 26),
    "closed long ago": (26, 26, 26, 26, 26),
}
#: Days after the end; it is reopened within 30.
DAYS = {"open": 0, "closed": 3, "closed long ago": 60}


def answers():
    """Yield (name, text, is it a page, new words): two clients a language, in turn."""
    for index, language in enumerate(WORDS):
        plain, pages = plain_replies(language), html_replies(language)
        del plain["nothing but quote"]
        clients = [*plain, *pages]
        for step in (2 * index, 2 * index + 1):
            client = clients[step % len(clients)]
            page = step % len(clients) >= len(plain)
            text, words = (pages if page else plain)[client]
            yield f"{language} {client}", text, page, words


class TestReplies(ReplyCase):
    def setUp(self):
        super().setUp()
        self.opened = self._create_complaint()
        body = Markup("<p>%s</p>") % Markup("<br>").join(OURS)
        self.said = {
            "open": self.opened._complaint_mail_customer(body, "Your kettle"),
            "closed": self.ticket._complaint_mail_customer(body, "Your kettle"),
        }
        self.said["closed long ago"] = self.said["closed"]
        self.env.flush_all()

    def _answer(self, state, text, page):
        mail = EmailMessage()
        told = self.said[state].message_id
        mail["From"], mail["To"], mail["Subject"] = JANE, ALIAS, "Re: Your kettle"
        mail["Message-Id"] = make_msgid(domain="client.example")
        mail["In-Reply-To"] = mail["References"] = told
        mail.set_content(text, subtype="html" if page else "plain")
        with freeze_time(fields.Datetime.now() + timedelta(days=DAYS[state])):
            take_in(self.env, mail.as_bytes())

    def _row(self, state, text, page, words):
        """Return a row of the table for one answer, which is undone then."""
        ticket = self.opened if state == "open" else self.ticket
        tickets = self.env["helpdesk.ticket"]
        with self.env.cr.savepoint() as savepoint:
            before = tickets.search([])
            known = ticket.complaint_interaction_ids
            self._answer(state, text, page)
            new = tickets.search([]) - before
            told = self._newest(new) if new else new
            exchange = ticket.complaint_interaction_ids - known
            exact = (exchange.summary or "").split() == words.split()
            row = (1, len(new), bool(told), len(exchange), exact)
            self.env.flush_all()
            savepoint.rollback()
        self.env.invalidate_all()
        self.env.cr.precommit.clear()
        return row

    def test_state_by_outcome(self):
        found, wrong = {}, []
        for state in TABLE:
            counts = Counter()
            for name, text, page, words in answers():
                row = self._row(state, text, page, words)
                counts.update(dict(enumerate(row)))
                if any(
                    (all_of > 0) != (one > 0)
                    for all_of, one in zip(TABLE[state], row, strict=True)
                ):
                    wrong.append((state, name, row))
            found[state] = tuple(counts[column] for column in range(5))
        self.assertEqual(found, TABLE, wrong)
