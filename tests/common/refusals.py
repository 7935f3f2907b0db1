"""How Odoo says no: anything else that stops a request is a crash, and fails a test."""

from odoo.exceptions import UserError

#: It may not be done or seen (AccessError, MissingError, ValidationError are errors of
#: users as well), or what was sent is of no use.
REFUSALS = (UserError, ValueError)
