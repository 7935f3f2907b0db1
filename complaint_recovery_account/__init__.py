from . import models
from . import wizards


def uninstall_hook(env):
    """Keep with the remedies what is known of their credit notes."""
    env["complaint.remedy"]._forget_documents(["account.move"])
