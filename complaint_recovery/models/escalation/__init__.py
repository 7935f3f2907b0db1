from . import rule
from . import recipients
from . import preview
from . import escalation
from . import answer
from . import helpdesk_ticket
from . import triggers
from . import case_file
