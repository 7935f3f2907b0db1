"""What a request from outside asks for."""

from odoo.http import request
from odoo.service.server import thread_local


def asked_model(env):
    """Return the name of the model somebody acts on over RPC, None beyond requests.

    For a server action it is the one whose records were chosen.
    """
    model = _called_model()
    if model == "ir.actions.server":
        return env.context.get("active_model")
    return model


def _called_model():
    """Return the model that is called, by whichever door: each says it elsewhere."""
    if request:  # The web client, and /json/2.
        params = request.params
        return params.get("__model__") or params.get("model")
    # XML-RPC and JSON-RPC hide the request, and write down what they call.
    called = getattr(thread_local, "rpc_model_method", "")
    return called.rpartition(".")[0] or None
