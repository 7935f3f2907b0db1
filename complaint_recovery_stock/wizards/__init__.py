from . import complaint_sales_entry
from . import stock_return_picking
