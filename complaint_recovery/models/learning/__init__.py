from . import cause_figures
from . import standard_answer
from . import corrective_action
from . import transitions
from . import effect
from . import thanks
from . import helpdesk_ticket
from . import guidance
