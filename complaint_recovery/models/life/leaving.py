from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

#: Modules whose names begin like this are ours, and go with the core addon.
OURS = "complaint_recovery"
#: Whom a complaint is secret from, by the rule of secrecy (decision 17): from the
#: colleague it is about; from other contacts of the customer; from all customers.
SECRET = {
    "colleague": SQL("complaint_about_user_id IS NOT NULL"),
    "others": SQL("complaint_confidential"),
    "customers": SQL(
        "complaint_source = 'internal' AND complaint_first_contact_at IS NULL"
    ),
}


class ComplaintLeaving(models.AbstractModel):
    """What uninstalling the addon does to the tickets that stay."""

    _name = "complaint.leaving"
    _description = "Uninstalling Complaint Recovery"

    @api.model
    def _leave(self):
        """Do what has to be done before the addon goes. As superuser only.

        No step of ours runs, nobody is told, and the parent's own columns stay as they
        are, but that what is secret is archived.
        """
        self.env.flush_all()
        # Whoever finds the rule and the notes reads the language of the company.
        lang = self.env.company.partner_id.lang
        self.with_context(lang=lang)._hide_secrets()
        self._remove_to_dos()
        self._remove_saved()
        self._loosen()
        self.env.invalidate_all()

    @api.model
    def _tell(self):
        """Return in sentences what ``_leave()`` would do now. Nothing is changed."""
        self.env.flush_all()
        [(complaints, closed)] = self.env.execute_query(
            SQL(
                "SELECT COUNT(*), COUNT(complaint_closed_at) FROM helpdesk_ticket"
                " WHERE is_complaint"
            )
        )
        rows = {whom: len(found) for whom, found in self._find_secrets().items()}
        saved = sum(map(len, self._find_saved().values()))
        return [
            self.env._(
                "%(count)s complaints (%(open)s of them open) become plain tickets. "
                "Customer, title, description, messages, notes and files stay, and are "
                "read by whoever may read the ticket. Findings, decisions, "
                "apologies, remedies, promises, escalations, limits, the watchlist, "
                "groups, reviews and all figures are deleted.",
                count=complaints,
                open=complaints - closed,
            ),
            self.env._(
                "%(colleague)s about a colleague, %(others)s confidential and "
                "%(customers)s that customers were not told of yet are archived. A "
                "record rule, which stays, hides them from whom they were secret from.",
                **rows,
            ),
            self.env._(
                "%(to_dos)s to-dos of ours and %(saved)s saved filters and exports "
                "that ask for our fields are deleted. Links to the page of a "
                "complaint, in mails to customers, lead nowhere.",
                to_dos=len(self._find_to_dos()),
                saved=saved,
            ),
            self.env._(
                "There is no way back: installed again, it begins with an empty list. "
                "Export first what you have to keep."
            ),
        ]

    @api.model
    def _find_secrets(self):
        """Return whom a complaint is secret from → rows (id, id of the colleague)."""
        return {
            whom: self.env.execute_query(
                SQL(
                    "SELECT id, complaint_about_user_id FROM helpdesk_ticket"
                    " WHERE is_complaint AND %s ORDER BY id",
                    condition,
                )
            )
            for whom, condition in SECRET.items()
        }

    @api.model
    def _hide_secrets(self):
        """Archive what is secret, with a rule that keeps it so when we are gone."""
        secrets = self._find_secrets()
        ids = sorted({row[0] for rows in secrets.values() for row in rows})
        if not ids:
            return
        self.env["ir.rule"].create(
            {
                "name": self.env._(
                    "Was secret in Complaint Recovery, which is uninstalled"
                ),
                "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "domain_force": self._make_rule(secrets),
            }
        )
        self.env.cr.execute(
            SQL("UPDATE helpdesk_ticket SET active = FALSE WHERE id IN %s", tuple(ids))
        )
        note = self.env._(
            "It was a secret complaint. Complaint Recovery is uninstalled: this ticket "
            "is archived, and a record rule hides it from whom it was secret from."
        )
        tickets = self.env["helpdesk.ticket"].browse(ids)
        tickets._message_log_batch(bodies=dict.fromkeys(ids, note))

    @api.model
    def _make_rule(self, secrets):
        """Return the text of a domain that needs nothing of ours."""
        about = defaultdict(list)
        for ticket_id, user_id in secrets["colleague"]:
            about[user_id].append(ticket_id)
        others = [row[0] for row in secrets["others"]]
        customers = [row[0] for row in secrets["customers"]]
        return (
            f"[('id', 'not in', {dict(about)}.get(user.id, []))] + "
            f"([('id', 'not in', {customers}), "
            f"'|', ('id', 'not in', {others}), ('partner_id', '=', user.partner_id.id)]"
            " if user.share else [])"
        )

    @api.model
    def _find_to_dos(self):
        """Return the activities that stand for something of ours."""
        data = self.env["ir.model.data"].search(
            [("module", "=like", f"{OURS}%"), ("model", "=", "mail.activity.type")]
        )
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM mail_activity
                    WHERE activity_type_id IN %s OR complaint_escalation_id IS NOT NULL
                       OR id IN (SELECT activity_id FROM complaint_deadline)""",
                tuple(data.mapped("res_id")) or (0,),
            )
        )
        return self.env["mail.activity"].browse(row[0] for row in rows)

    @api.model
    def _remove_to_dos(self):
        """Delete them: what they ask for cannot be done any more."""
        if ids := self._find_to_dos().ids:
            self.env.cr.execute(
                SQL("DELETE FROM mail_activity WHERE id IN %s", tuple(ids))
            )

    @api.model
    def _find_saved(self):
        """Return model → records of people that would ask for fields that are gone."""
        filters, lines = [], []
        for model in self.env.registry.values():
            if model._abstract:
                continue
            if model._original_module.startswith(OURS):
                named = SQL("TRUE")
            elif names := self._get_own_fields(model):
                words = rf"\m({'|'.join(names)})\M"
                named = SQL("(concat(domain, context, sort) ~ %(words)s)", words=words)
                lines += self.env.execute_query(
                    SQL(
                        """SELECT line.id FROM ir_exports_line line
                             JOIN ir_exports export ON export.id = line.export_id
                            WHERE resource = %s AND line.name ~ %s""",
                        model._name,
                        words,
                    )
                )
            else:
                continue
            filters += self.env.execute_query(
                SQL(
                    "SELECT id FROM ir_filters WHERE model_id = %s AND %s",
                    model._name,
                    named,
                )
            )
        return {
            "ir.filters": [row[0] for row in filters],
            "ir.exports.line": [row[0] for row in lines],
        }

    @api.model
    def _get_own_fields(self, model):
        """Return the names of our fields on a model that is not ours.

        A field is whose addon brought it: ``_module`` is who touched it last.
        """
        return sorted(
            field.name
            for field in model._fields.values()
            if field._modules and field._modules[0].startswith(OURS)
        )

    @api.model
    def _remove_saved(self):
        for model, ids in self._find_saved().items():
            self.env[model].browse(ids).unlink()

    @api.model
    def _loosen(self):
        """Drop the keys from and to our own tables, which go as a whole.

        Odoo deletes record by record, and each key that refuses would be an error in
        the log and another try.
        """
        tables = [
            model._table
            for model in self.env.registry.values()
            if not model._abstract and model._original_module.startswith(OURS)
        ]
        keys = self.env.execute_query(
            SQL(
                """SELECT key.conname, source.relname
                     FROM pg_constraint key
                     JOIN pg_class source ON source.oid = key.conrelid
                     JOIN pg_class target ON target.oid = key.confrelid
                    WHERE key.contype = 'f' AND key.confdeltype IN ('r', 'a')
                      AND (source.relname IN %(ours)s OR target.relname IN %(ours)s)""",
                ours=tuple(tables),
            )
        )
        for name, table in keys:
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE %s DROP CONSTRAINT %s",
                    SQL.identifier(table),
                    SQL.identifier(name),
                )
            )
