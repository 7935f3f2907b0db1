from . import account_move
from . import account_move_line
from . import complaint_history
from . import complaint_remedy
from . import credit_note
from . import helpdesk_ticket
from . import reference
from . import res_company
