from . import models


def uninstall_hook(env):
    """Keep with the remedies what is known of their vouchers."""
    env["complaint.remedy"]._forget_documents(["loyalty.card"])
