"""What Odoo calls when the addon comes and goes."""


def uninstall_hook(env):
    """Leave nothing behind that is ours, and nothing open that was secret."""
    env["complaint.leaving"]._leave()
