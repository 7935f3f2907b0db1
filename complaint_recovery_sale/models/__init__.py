from . import complaint_history
from . import helpdesk_ticket
from . import sale_order
