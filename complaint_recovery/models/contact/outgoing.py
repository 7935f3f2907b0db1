from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain

from ...tools.actions import open_dialog


class ComplaintOutgoing(models.AbstractModel):
    """Words that go out to a customer, which are looked at for names before.

    It is a question to whoever sends, not a barrier: ``confirmed`` may come from
    anybody, and is put on record.
    """

    _name = "complaint.outgoing"
    _description = "Words to the Customer"

    def _get_words_to_check(self):
        """Return what the customer will read, as plain text, to look for names in it.

        It is asked about before it goes out, and goes out as it is. Extend in dialogs
        that send words.
        """
        return ""

    def _get_outgoing_ticket(self):
        return self.ticket_id

    def _get_outgoing_tickets(self):
        """Return the complaints whose customers read the words, each by itself."""
        return self._get_outgoing_ticket()

    def _prepare_words_action(self):
        """Return the action that opens the words again, unless they are on the page.

        A question replaces the dialog it was asked from.
        """
        return {"type": "ir.actions.act_window_close"}

    def _prepare_words_dialog(self, model, res_id=False, view=None, **defaults):
        view_id = self.env.ref(view).id if view else False
        name = self.env._("Change the words")
        return open_dialog(name, model, res_id, view_id, **defaults)

    def _ask_before_sending(self, confirmed=False):
        """Return the question "Send anyway?" where the words name somebody, else False.

        Once ``confirmed`` it is noted on the complaint instead.
        """
        if self.env.su:
            return False  # Nobody is there to answer.
        named = self._find_named()
        if not confirmed:
            return bool(named) and self._prepare_question(named)
        for ticket, names in named.items():
            ticket._complaint_note_named(names)
        return False

    def _find_named(self):
        """Return complaint → name → the words around it, of names not to be told.

        Those of colleagues but the ones who sign or answer for the complaint, and of
        ``_complaint_unwanted_partners()`` (D12, D24).
        """
        texts = {record: record._get_words_to_check() for record in self}
        named, colleagues = {}, {}
        for record, text in texts.items():
            if not text.strip():
                continue
            for ticket in record._get_outgoing_tickets():
                company = ticket.sudo().company_id  # Of the complaint, for the rule.
                if company not in colleagues:
                    colleagues[company] = self._get_colleague_names(company)
                if found := ticket._complaint_find_names(text, colleagues[company]):
                    named[ticket] = {**found, **named.get(ticket, {})}
        return named

    @api.model
    def _get_colleague_names(self, company):
        """Return the names of all who work there or did, in one query."""
        # Names are compared with the words, whoever may see their owners; records of
        # ten thousand users would take seconds to make.
        users = self.env["res.users"].sudo().with_context(active_test=False)
        query = users._search(
            Domain("share", "=", False) & Domain("company_ids", "in", company.ids)
        )
        name = users._field_to_sql(query.table, "name", query)
        return [name for (name,) in self.env.execute_query(query.select(name))]

    def _prepare_question(self, named):
        item = Markup("<li><b>%s</b>: %s</li>")
        names = {
            name: words for found in named.values() for name, words in found.items()
        }
        dialog = self.env["complaint.send.anyway"].create(
            {
                "res_model": self._name,
                "res_ids": self.ids,
                "named": Markup("<ul>%s</ul>")
                % Markup().join(item % entry for entry in names.items()),
            }
        )
        return open_dialog(self.env._("Send anyway?"), dialog._name, dialog.id)
