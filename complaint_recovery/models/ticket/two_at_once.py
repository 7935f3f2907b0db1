from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_datetime, html2plaintext

from ...exceptions import ComplaintConflictError

#: What a form sends along of the fields it saves: how they were when it was opened.
SEEN = "complaint_seen"
#: What is compared; lists of lines say themselves what changed.
COMPARED = ("char", "text", "html", "integer", "float", "monetary", "boolean", "date")
COMPARED += ("datetime", "selection", "many2one")
#: So much of the other one's text is quoted.
QUOTED = 2_000


class HelpdeskTicket(models.Model):
    """Two people save the same complaint: neither writes over the other one's words."""

    _inherit = "helpdesk.ticket"

    def web_save(self, vals, specification, next_id=None):
        """Save a form, unless somebody has changed the same fields since it was opened.

        Then a ComplaintConflictError says who, when and what, with their words. Those
        of the caller are still in the form.
        """
        seen = vals.get(SEEN)
        vals = {name: value for name, value in vals.items() if name != SEEN}
        if seen and len(self) == 1:
            self._complaint_ensure_seen(vals, seen)
        return super().web_save(vals, specification, next_id=next_id)

    def _complaint_ensure_seen(self, vals, seen):
        self.check_access("write")
        changed = [
            name
            for name in vals.keys() & seen.keys()
            if (field := self._fields.get(name))
            and field.type in COMPARED
            and self._has_field_access(field, "read")
            and not self._complaint_alike(field, self[name], seen[name])
            and not self._complaint_alike(field, self[name], vals[name])
        ]
        if not changed:
            return
        lines = [
            self.env._(
                "%(field)s is now: %(value)s",
                field=self._fields[name]._description_string(self.env),
                value=self._complaint_say_value(name),
            )
            for name in sorted(changed)
        ]
        raise ComplaintConflictError(
            self.env._(
                "%(who)s saved this complaint at %(when)s, after you had opened it. "
                "Your own words are still in the form: copy them, reload the page, and "
                "bring both together.\n\n%(what)s",
                # Who writes on a complaint is told to whoever writes on it.
                who=self.sudo().write_uid.name,
                when=format_datetime(self.env, self.write_date, dt_format="short"),
                what="\n".join(lines),
            )
        )

    @api.model
    def _complaint_alike(self, field, value, seen):
        """Return whether ``value`` is as the client has ``seen`` it."""
        if field.type == "many2one":
            known = seen.get("id") if isinstance(seen, dict) else seen
            known = known[0] if isinstance(known, list | tuple) and known else known
            return value.id == (known or False)
        if field.type == "html":
            return html2plaintext(value or "") == html2plaintext(Markup(seen or ""))
        if field.type == "datetime":
            return (value or None) == fields.Datetime.to_datetime(seen or None)
        if field.type == "date":
            return (value or None) == fields.Date.to_date(seen or None)
        if field.type in ("float", "monetary"):
            return abs((value or 0) - (seen or 0)) < 1e-6
        return (value or False) == (seen or False)

    def _complaint_say_value(self, name):
        field, value = self._fields[name], self[name]
        if field.type == "many2one":
            # By name; whoever reads the record reads that.
            value = value.sudo().display_name
        elif field.type == "html":
            value = html2plaintext(value or "")
        elif field.type == "selection" and value:
            value = dict(field._description_selection(self.env)).get(value, value)
        return str(value or "–")[:QUOTED]
