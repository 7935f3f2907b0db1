"""The world of ComplaintCommon, once in a database instead of once a class.

``make test`` makes a database with it, whose copies the tests get (dev/suite.py).
Any other database has none: there each class makes its own, and rolls it back.
"""

import json
from unittest.mock import patch

from passlib.context import CryptContext

from odoo.addons.base.tests.common import BaseCommon

from ..browser import leave_out_missing_lib, make_bundles

PARAMETER = "complaint_recovery_tests.world"


def find(env):
    """Return the records that stand in the database by their names, if any do."""
    text = env["ir.config_parameter"].get_param(PARAMETER)
    named = json.loads(text or "{}")
    return {name: env[model].browse(ids) for name, (model, ids) in named.items()}


def make(env):
    """Make it in a database of tests, for all that will be copied from it."""
    from .complaint import ComplaintCommon

    context = BaseCommon.default_env_context()
    case = type("World", (ComplaintCommon,), {"env": env(context=context)})
    with _quick_passwords():
        named = {
            name: (record._name, record.ids)
            for name, record in case._make_world().items()
        }
    env["ir.config_parameter"].set_param(PARAMETER, json.dumps(named))
    leave_out_missing_lib(env)
    make_bundles(env)
    env.cr.commit()


def _quick_passwords():
    """Hash passwords as Odoo's test cases do, and check them."""
    users = "odoo.addons.base.models.res_users.ResUsersPatchedInTest"
    schemes = ["pbkdf2_sha512", "plaintext"]
    quick = CryptContext(schemes, pbkdf2_sha512__rounds=1)
    return patch(f"{users}._crypt_context", lambda self: quick)
