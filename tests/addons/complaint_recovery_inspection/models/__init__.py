from . import complaint_deadline
from . import complaint_escalation_rule
from . import complaint_remedy
from . import complaint_stage
from . import helpdesk_ticket
from . import helpdesk_ticket_team
from . import inspection_report
