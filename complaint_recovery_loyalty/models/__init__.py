from . import complaint_remedy
from . import complaint_remedy_type
from . import coupon_use
from . import helpdesk_ticket
from . import loyalty_card
from . import loyalty_history
from . import order
from . import terms
