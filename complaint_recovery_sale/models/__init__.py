from . import complaint_history
from . import helpdesk_ticket
from . import portal_reference
from . import sale_order
