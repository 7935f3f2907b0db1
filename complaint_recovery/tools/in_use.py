"""What decides is what is in use, whatever a client asks to see."""

from odoo.exceptions import UserError

#: Context of a field whose records are judged by: it holds whatever a client sends.
IN_USE = {"active_test": True}


def in_use(records):
    """Return ``records`` so that what is searched with them leaves archived ones out.

    Any caller may send ``active_test=False`` along. It is meant for lists: what our
    code looks up with more rights than the caller's would judge by limits, rules and
    people that were put out of use.
    """
    return records.with_context(**IN_USE)


def ensure_in_use(records, vals):
    """Raise a UserError where ``vals`` lead to something of ours anew that is archived.

    Lists do not offer it, and who calls over RPC names it by its id. What a record has
    already it keeps.
    """
    if records.env.su:
        return
    for name, value in vals.items():
        field = records._fields.get(name)
        if not (value and field and field.type == "many2one"):
            continue
        chosen = records.env[field.comodel_name].sudo()  # Judged, not shown.
        if chosen._name.startswith("complaint.") and chosen._active_name:
            chosen = chosen.browse(value)
            had = {record[name] for record in records.sudo()}  # Compared, no more.
            if not chosen.active and had != {chosen}:
                raise UserError(
                    records.env._("“%s” is no longer in use.", chosen.display_name)
                )
