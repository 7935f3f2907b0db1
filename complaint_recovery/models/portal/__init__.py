from . import page
from . import timeline
from . import filing
from . import steps
from . import after_closing
from . import choices
