from . import complaint_history
from . import helpdesk_ticket
from . import reference
from . import sale_order
