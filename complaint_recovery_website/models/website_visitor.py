import re

from odoo import models

#: The page of a complaint or a ticket, and the one that confirms an address.
PAGE = re.compile(r"(/my/(?:complaint|ticket)/\d{1,12}|/complaint/confirm)[/?#].*")


class WebsiteVisitor(models.Model):
    """The pages somebody has visited, which hold no key to a complaint."""

    _inherit = "website.visitor"

    def _upsert_visitor(self, access_token, force_track_values=None):
        if force_track_values and force_track_values.get("url"):
            url = PAGE.sub(r"\1", force_track_values["url"])
            force_track_values = {**force_track_values, "url": url}
        return super()._upsert_visitor(access_token, force_track_values)
