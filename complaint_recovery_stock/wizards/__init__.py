from . import complaint_sales_entry
from . import complaint_settings
from . import stock_return_picking
