"""Groups of readers that fields of several models name with ``groups=``."""

#: Helpdesk people, whichever tickets they may read. Hidden from customers over RPC.
INTERNAL = "helpdesk_mgmt.group_helpdesk_user_own"
#: Decide and keep what others only read.
MANAGERS = "helpdesk_mgmt.group_helpdesk_manager"
#: Read what a company settled. Customers read their company on the portal, not this.
SETTINGS_READERS = f"{INTERNAL},base.group_system"
#: Sales and helpdesk, each seeing what they may read of a customer's complaints.
CONCERNED = f"sales_team.group_sale_salesman,{INTERNAL}"
