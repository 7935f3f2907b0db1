from . import complaint_sales_entry
