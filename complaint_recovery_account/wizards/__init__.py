from . import complaint_sales_entry
from . import complaint_settings
