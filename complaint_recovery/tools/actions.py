"""What a button answers with: a dialog, or a notice."""

CLOSE = {"type": "ir.actions.act_window_close"}
RELOAD = {"type": "ir.actions.client", "tag": "soft_reload"}


def open_dialog(name, model, res_id=False, view_id=False, **defaults):
    """Return the action that opens a form of ``model`` in a dialog called ``name``.

    A new record starts with ``defaults``; ``res_id`` opens one that is there.
    """
    return {
        "type": "ir.actions.act_window",
        "name": name,
        "res_model": model,
        "res_id": res_id,
        "views": [(view_id, "form")],
        "view_mode": "form",
        "target": "new",
        "context": {f"default_{key}": value for key, value in defaults.items()},
    }


def notify(message, kind="success", then=None, sticky=False):
    """Return the action that says ``message`` in a corner, and then does ``then``.

    ``kind``: success or warning. Without ``then`` a dialog closes. A ``sticky`` one
    stays until it is read.
    """
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": {
            "type": kind,
            "message": message,
            "sticky": sticky,
            "next": dict(then or CLOSE),
        },
    }
