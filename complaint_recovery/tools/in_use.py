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
        chosen = _find_archived(records, name, value)
        # What it had is compared, no more.
        if chosen and {record[name] for record in records.sudo()} != {chosen}:
            raise UserError(
                records.env._("“%s” is no longer in use.", chosen.display_name)
            )


def leave_out_of_use(model, defaults):
    """Return ``defaults`` without those sent along that lead to what is archived.

    A client sends them, or a user has set them. What the model itself begins with is in
    use.
    """
    sent = {
        key.removeprefix("default_")
        for key in model.env.context
        if key.startswith("default_")
    }
    sent |= model.env["ir.default"]._get_model_defaults(model._name).keys()
    gone = {
        name
        for name in sent & defaults.keys()
        if _find_archived(model, name, defaults[name])
    }
    return {name: value for name, value in defaults.items() if name not in gone}


def _find_archived(records, name, value):
    """Return what ``value`` of a link leads to, if it is ours and archived."""
    field = records._fields.get(name)
    if not (value and field and field.type == "many2one"):
        return None
    chosen = records.env[field.comodel_name].sudo()  # Judged, not shown.
    if not (chosen._name.startswith("complaint.") and chosen._active_name):
        return None
    chosen = chosen.browse(value)
    return None if chosen.active else chosen
