from . import history
from . import res_partner
from . import banner
from . import phone
from . import ticket_counts
from . import salesperson
from . import anonymise
from . import repeat
