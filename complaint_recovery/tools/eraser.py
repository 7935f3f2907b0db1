"""Take out of records what tells who somebody was, past the guards of their models."""

from odoo.fields import Domain
from odoo.tools import SQL

from .marks import OWN_HAND

#: Types whose text may name somebody.
TEXTS = ("char", "text", "html", "properties")
#: What is kept in columns and may hold anything: a scan, an answer of another system.
OTHERS = ("binary", "json")
#: Models that lead to the person.
PEOPLE = frozenset({"res.partner", "ir.attachment"})
#: What these keep of a record is erased with it, or is Odoo's own.
TOLD_ELSEWHERE = ("complaint.", "helpdesk.", "ir.", "mail.message", "mail.activity")
TOLD_ELSEWHERE += ("mail.followers", "mail.alias", "mail.tracking.value", "bus.")
#: Words that would still be said.
PLANNED = frozenset({"mail.scheduled.message"})
#: Model → its technical texts and links: figures, keys and threads depend on them.
KEPT = {
    "helpdesk.ticket": ("number", "complaint_third_party_id"),
    "complaint.escalation": ("occurrence",),
    "mail.message": ("model", "message_id", "author_id"),
}


def _fields_of(records):
    """Yield the name and field of each stored one that is not kept."""
    kept = KEPT.get(records._name, ())
    for name, field in records._fields.items():
        if field.store and name not in kept:
            yield name, field


def erase_texts(records, gone, kept=()):
    """Overwrite all texts of ``records``, with ``gone`` where one is required.

    All but the fields ``kept``.
    """
    for name, field in _fields_of(records):
        if name not in kept and field.column_type and field.type in TEXTS + OTHERS:
            keep = field.required and field.type not in OTHERS
            # In each language, where it is translated.
            told = keep and field.convert_to_column_insert(gone, records[:1])
            _set(records, name, told or None)


def erase_links(records, traces=PEOPLE):
    """Empty what leads to the customer: contacts, letters, participants, documents.

    ``traces``: the models that do. Whatever a reference leads to is one.
    """
    for name, field in _fields_of(records):
        leads = field.comodel_name in traces or field.type == "reference"
        if not leads or field.required:
            continue
        if field.type in ("many2one", "reference"):
            _set(records, name, None)
        elif field.type == "many2many":
            _delete(records, field.relation, field.column1, records.ids)


def erase_files(records):
    """Delete what is attached to ``records``, in fields and letters as well."""
    # Who may anonymise was asked; letters are guarded against everybody.
    files = records.env["ir.attachment"].sudo().with_context(active_test=False)
    files.search(
        Domain("res_model", "=", records._name)
        & Domain("res_id", "in", records.ids)
        # Naming the field finds those that stand for one, too.
        & (Domain("res_field", "=", False) | Domain("res_field", "!=", False))
    ).with_context(complaint_kept=OWN_HAND).unlink()


def erase_conversation(records, gone, traces=PEOPLE):
    """Empty the messages of ``records``, and remove followers from outside."""
    if "message_ids" not in records._fields:
        return
    # All of it goes, whoever may read it.
    messages = records.env["mail.message"].sudo()
    messages = messages.search(
        Domain("model", "=", records._name) & Domain("res_id", "in", records.ids)
    )
    _erase_tracking(messages, traces)
    erase_messages(messages, gone)
    # Followers go whoever may read their contacts.
    followers = records.env["mail.followers"].sudo()
    followers.search(
        Domain("res_model", "=", records._name)
        & Domain("res_id", "in", records.ids)
        & Domain("partner_id.partner_share", "=", True)
    ).unlink()
    if "activity_ids" in records._fields:
        records.activity_ids.unlink()


def erase_what_points(records, gone, traces=PEOPLE):
    """Empty what other addons keep of ``records`` by model and id: meetings, ratings.

    What is planned to be said is not said any more.
    """
    for model in records.env.values():
        elsewhere = model._name.startswith(TOLD_ELSEWHERE)
        if elsewhere or model._transient or not model._auto:
            continue
        for name, record_id in model._complaint_pairs():
            if not (model._fields[name].store and model._fields[record_id].store):
                continue
            # All of it goes, whoever may read it.
            found = (
                model.sudo()
                .with_context(active_test=False)
                .search(
                    Domain(name, "=", records._name)
                    & Domain(record_id, "in", records.ids)
                )
            )
            if not found:
                continue
            if model._name in PLANNED:
                found.with_context(complaint_kept=OWN_HAND).unlink()
                continue
            erase_lines(found, gone, traces)
            erase_links(found, traces)
            erase_files(found)
            erase_conversation(found, gone, traces)
            erase_texts(found, gone, {name, record_id})


def erase_lines(records, gone, traces=PEOPLE):
    """Empty the lines of ``records``: who takes part in a meeting."""
    for name, field in records._fields.items():
        of_ours = (field.comodel_name or "").startswith(TOLD_ELSEWHERE)
        if field.type == "one2many" and not of_ours:
            lines = records[name]
            if lines and lines._auto and field.inverse_name in lines._fields:
                lines -= _delete_theirs(lines)
                erase_links(lines, traces)
                erase_texts(lines, gone, {field.inverse_name})


def _delete_theirs(lines):
    """Delete those of ``lines`` that are of somebody outside, and of nobody else."""
    bound = [
        name
        for name, field in lines._fields.items()
        if field.type == "many2one" and field.comodel_name == "res.partner"
        if field.store and field.required
    ]
    theirs = lines.filtered(
        lambda line: any(line[name].partner_share for name in bound)
    )
    theirs.with_context(complaint_kept=OWN_HAND).unlink()
    return theirs


def erase_messages(messages, gone):
    """Empty messages, and delete the mails that went out of them."""
    _delete(messages, "mail_mail", "mail_message_id", messages.ids)
    erase_links(messages)
    erase_texts(messages, gone)
    strangers = messages.author_id.filtered("partner_share")
    theirs = messages.filtered(lambda message: message.author_id in strangers)
    _set(theirs, "author_id", None)
    # Notifications are each recipient's own; those to people outside of us all go.
    messages.env["mail.notification"].sudo().search(
        Domain("mail_message_id", "in", messages.ids)
        & Domain("res_partner_id.partner_share", "=", True)
    ).unlink()


def _erase_tracking(messages, traces):
    """Delete former values of texts, and of what leads to the customer.

    Those of stages are kept.
    """
    # Nobody has rights on former values; they are erased with their messages.
    changes = messages.env["mail.tracking.value"].sudo()
    changes = changes.search(Domain("mail_message_id", "in", messages.ids))
    changes.filtered(
        lambda change: (
            not change.field_id
            or change.field_id.ttype in TEXTS
            or change.field_id.relation in traces
        )
    ).with_context(complaint_kept=OWN_HAND).unlink()


def _set(records, name, value):
    if records:
        records.env.cr.execute(
            SQL(
                "UPDATE %s SET %s = %s WHERE id = ANY(%s)",
                SQL.identifier(records._table),
                SQL.identifier(name),
                value,
                records.ids,
            )
        )


def _delete(records, table, column, ids):
    records.env.cr.execute(
        SQL(
            "DELETE FROM %s WHERE %s = ANY(%s)",
            SQL.identifier(table),
            SQL.identifier(column),
            ids,
        )
    )
