from . import complaint_authority
from . import complaint_remedy
from . import helpdesk_ticket
from . import hr_employee
from . import hr_leave
from . import res_users
from . import resource_resource
