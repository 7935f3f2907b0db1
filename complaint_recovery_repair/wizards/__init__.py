from . import complaint_settings
