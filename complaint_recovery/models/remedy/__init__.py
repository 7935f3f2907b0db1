from . import type
from . import authority
from . import remedy
from . import transitions
from . import approver
from . import approval
from . import advice
from . import figures
