from . import models
from . import wizards


def uninstall_hook(env):
    """Keep with the remedies what is known of their repair orders."""
    env["complaint.remedy"]._forget_documents(["repair.order"])
