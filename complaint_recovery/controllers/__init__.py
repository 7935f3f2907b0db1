from . import portal_pages
from . import portal_files
from . import portal_filing
from . import public_filing
from . import portal_steps
from . import parent_portal
from . import exports
from . import conversation
