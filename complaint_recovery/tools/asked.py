"""What a request from outside asks for."""

from odoo.http import request


def asked_model(env):
    """Return the name of the model somebody acts on over RPC, None beyond requests.

    For a server action it is the one whose records were chosen.
    """
    model = request.params.get("model") if request else None
    if model == "ir.actions.server":
        return env.context.get("active_model")
    return model
