from . import template
from . import apology
from . import text
from . import signer
from . import helpdesk_ticket
