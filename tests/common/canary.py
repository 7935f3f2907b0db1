"""A word of its own in every text of ours, told to some and hushed to others."""

from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .access import DIALOGS, HELPDESK, MATRIX, PLACES, SALES, rights_of
from .access_world import VIEWS, AccessCommon

#: What a word begins with: may the role under test know it?
TOLD, HUSH = "zqtold", "zqhush"
TEXT = ("char", "text", "html")
#: Field → whom the contract names, of those who may read the record.
LIMITS = {
    "complaint.watchlist.entry": dict.fromkeys(
        ("reason", "decision_reason", "note", "activity"), ("manager",)
    ),
    # Sales read names, not how cases are handled.
    "complaint.cause": dict.fromkeys(
        ("guidance", "standard_answer", "keywords"), HELPDESK
    ),
    "complaint.escalation": {"occurrence": ()},
    "complaint.stage": {"description": HELPDESK},
    "complaint.remedy.type": {"description": HELPDESK},
}
#: What customers read of their own ticket, as the parent shows it or told by them.
FOR_CUSTOMERS = ("name", "description", "partner_name", "complaint_desired_outcome")
#: What the history tells salespeople: what the customer said, and was promised.
FOR_SALES = {
    "helpdesk.ticket": (
        *("name", "complaint_sales_note"),
        *("description", "complaint_desired_outcome"),
    ),
    "complaint.interaction": ("place",),
    "complaint.deadline": ("phone",),
}
#: Not planted, and why that is no gap.
UNPLANTED = {
    "complaint.cause.parent_path": "numbers, kept by the framework",
    "complaint.override.requirements": "names of fields",
    "complaint.escalation.rule.domain": "a condition, evaluated",
    "helpdesk.ticket.access_token": "a key, made of random letters",
    "helpdesk.ticket.complaint_form_token": "a key, made of random letters",
    "complaint.send.anyway.res_model": "the name of a model",
    "res.company.complaint_first_done": "keys of lines, for administrators alone",
}


def text_fields(model):
    """Return the texts of ours that people write on ``model``, from the registry."""
    return [
        field.name
        for field in model._fields.values()
        if field.type in TEXT
        and field.store
        and any("complaint_recovery" in module for module in field._modules)
        and str(field) not in UNPLANTED
        and field.name != "display_name"
    ]


class CanaryCommon(AccessCommon):
    """All there is at each place, as ``role`` meets it, with a word in each text."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        exporting = cls.env.ref("base.group_allow_export")
        for role, user in cls.users.items():
            if role != "portal":
                user.group_ids |= exporting

    def _plant(self, role):
        """Make everything, and write down word → where it stands."""
        self.role, self.user = role, self.users[role]
        self.words, self.planted = {}, []
        for place in PLACES:
            # As the system: nobody under test made it, or follows it.
            vals = self._ticket_vals(place, self.user)
            for name in ("name", "description", "partner_name"):
                vals[name] = self._word("helpdesk.ticket", name, place)
            # What opening it sends around has the words as well.
            ticket = self.env["helpdesk.ticket"].sudo().create(vals)
            self._write_words(ticket, place)
            for model in MATRIX.keys() - {"helpdesk.ticket", *VIEWS}:
                vals = self._vals(model, place, self.user, ticket)
                record = own_hand(self.env[model]).create(vals)
                self._write_words(record, place)
        self._plant_dialogs()
        name = {"name": self._word("res.partner", "name", "other")}
        self.stranger.write(name)
        self._write_words(self.company.sudo(), "own")
        self.env.flush_all()

    def _plant_dialogs(self):
        """A colleague has each dialog open."""
        given = self._given(self.colleague)
        for model in DIALOGS:
            vals = self._dialog_vals(model, given)
            dialog = self.env[model].with_user(self.colleague).sudo().create(vals)
            self._write_words(dialog, "other")

    def _write_words(self, record, place):
        model = record._name
        self.planted.append(record)
        words = {name: self._word(model, name, place) for name in text_fields(record)}
        if not self._writes(record, words):
            for name, word in words.items():
                self._write_word(record, name, word)
        self.env.invalidate_all()
        if not record._transient and "message_ids" in record._fields:
            note = self._word(model, "note", place)
            note = {"body": note, "message_type": "comment"}
            record.message_post(**note, subtype_xmlid="mail.mt_note")
            if "activity_ids" in record._fields:
                record.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self._word(model, "activity", place),
                    user_id=(self.foreigner if place == "company" else self.manager).id,
                )
            file = {"name": self._word(model, "file", place), "raw": b"x"}
            file |= {"res_model": model, "res_id": record.id}
            self.env["ir.attachment"].create(file)

    def _writes(self, record, values):
        """Write ``values``; return whether that was allowed."""
        try:
            with self.env.cr.savepoint():
                record.write(values)
                self.env.flush_all()
        except UserError:
            return False
        return True

    def _write_word(self, record, name, word):
        if not self._writes(record, {name: word}):
            # On record for good; it stands there all the same.
            table = SQL.identifier(record._table)
            values = SQL.identifier(name), word, record.id
            self.env.cr.execute(
                SQL("UPDATE %s SET %s = %s WHERE id = %s", table, *values)
            )

    def _word(self, model, name, place):
        told = self._is_told(model, name, place)
        word = f"{TOLD if told else HUSH}{len(self.words):04}"
        self.words[word] = f"{model}.{name} ({place})"
        return word

    def _is_told(self, model, name, place):
        """May the role know it? (design, part 3)"""
        role = self.role
        if model == "res.partner":
            return role != "portal"
        if model == "res.company":
            return role in HELPDESK
        if model in DIALOGS:
            return False
        if name in FOR_SALES.get(model, ()) and role in SALES:
            return bool(rights_of("complaint.history", role, place))
        if "r" not in rights_of(model, role, place):
            return False
        if model == "helpdesk.ticket" and role == "portal":
            return name in FOR_CUSTOMERS
        return role in LIMITS.get(model, {}).get(name, (role,))
