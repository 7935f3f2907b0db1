from . import report
from . import review
from . import figures
from . import res_company
from . import text
from . import helpdesk_ticket_team
from . import res_users
from . import ir_filters
