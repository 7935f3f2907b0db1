from . import complaint_missing
