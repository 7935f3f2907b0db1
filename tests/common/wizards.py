from datetime import datetime

from .complaint import ComplaintCommon

NOW = "2030-01-02 09:00:00"
LATER = datetime(2030, 1, 2, 15)


class WizardCommon(ComplaintCommon):
    def _wizard(self, name, ticket=None, user=None, **vals):
        """Open the dialog ``name`` as the handler would, and fill it in."""
        wizards = self.env[f"complaint.{name}"].with_user(user or self.handler)
        if ticket:
            wizards = wizards.with_context(default_ticket_id=ticket.id)
        return wizards.create(vals)

    def _from_action(self, action, user=None, **vals):
        """Fill in the dialog that ``action`` opens."""
        wizards = self.env[action["res_model"]].with_user(user or self.handler)
        return wizards.with_context(**action["context"]).create(vals)
