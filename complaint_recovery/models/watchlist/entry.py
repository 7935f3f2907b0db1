from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.groups import MANAGERS
from ...tools.in_use import IN_USE, in_use
from ...tools.own_hand import own_hand

#: A customer has one of these of a kind and company.
LIVE_STATES = ("suggested", "active", "suspended")
KINDS = [
    ("frequent", "Frequent complainant"),
    ("claimant", "Compensation-seeking"),
    ("key_customer", "Key customer"),
]


class ComplaintWatchlistEntry(models.Model):
    """What to know of a customer before the first word, for a limited time.

    A person decides on it. It tells colleagues what to do when the customer calls; it
    never slows a complaint, refuses a remedy or changes a price.
    """

    _name = "complaint.watchlist.entry"
    _description = "Watchlist Entry"
    _inherit = [
        "complaint.guarded",
        "complaint.transitions",
        "complaint.thread",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        help="The customer as a whole: a contact stands for its company.",
    )
    kind = fields.Selection(selection=KINDS, required=True)
    state = fields.Selection(
        selection=[
            ("suggested", "Suggested"),
            ("active", "Active"),
            ("suspended", "Suspended"),
            ("ended", "Ended"),
            ("rejected", "Rejected"),
        ],
        required=True,
        default="suggested",
        index=True,
        tracking=True,
        copy=False,
    )
    guidance = fields.Text(
        tracking=True, help="What to do when they call. Colleagues and sales read it."
    )
    preferred_user_id = fields.Many2one(
        "res.users",
        string="Preferred contact",
        domain=[("share", "=", False)],
        tracking=True,
        help="Who should talk to them.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self._default_company_id(),
    )

    reason = fields.Text(required=True, groups=MANAGERS, tracking=True)
    ticket_ids = fields.Many2many(
        "helpdesk.ticket",
        "complaint_watchlist_entry_ticket_rel",
        "entry_id",
        "ticket_id",
        string="Evidence",
        domain=[("is_complaint", "=", True)],
        groups=MANAGERS,
        copy=False,
        context=IN_USE,
    )
    user_id = fields.Many2one(
        "res.users", string="Decided by", groups=MANAGERS, copy=False
    )
    decided_on = fields.Date(groups=MANAGERS, copy=False)
    decision_reason = fields.Text(
        string="Reason of the decision", groups=MANAGERS, copy=False
    )
    objection = fields.Boolean(
        string="The customer objects", groups=MANAGERS, copy=False
    )
    date_start = fields.Date(string="Since", groups=MANAGERS, copy=False)
    review_date = fields.Date(groups=MANAGERS, tracking=True, copy=False)
    date_end = fields.Date(string="Ends on", groups=MANAGERS, tracking=True, copy=False)
    review_asked = fields.Boolean(groups=MANAGERS, copy=False)

    # Who decided what, and who follows it, is the managers' business.
    create_uid = fields.Many2one("res.users", groups=MANAGERS)
    write_uid = fields.Many2one("res.users", groups=MANAGERS)
    message_follower_ids = fields.One2many(groups=MANAGERS)
    message_partner_ids = fields.Many2many(groups=MANAGERS)
    message_ids = fields.One2many(groups=MANAGERS)
    website_message_ids = fields.One2many(groups=MANAGERS)
    activity_ids = fields.One2many(groups=MANAGERS)
    activity_state = fields.Selection(groups=MANAGERS)
    activity_user_id = fields.Many2one(groups=MANAGERS)
    activity_type_id = fields.Many2one(groups=MANAGERS)
    activity_type_icon = fields.Char(groups=MANAGERS)
    activity_date_deadline = fields.Date(groups=MANAGERS)
    my_activity_date_deadline = fields.Date(groups=MANAGERS)
    activity_summary = fields.Char(groups=MANAGERS)
    activity_exception_decoration = fields.Selection(groups=MANAGERS)
    activity_exception_icon = fields.Char(groups=MANAGERS)

    _one_live = models.UniqueIndex(
        "(partner_id, kind, company_id)"
        " WHERE state IN ('suggested', 'active', 'suspended')",
        "This customer is on the watchlist for that already.",
    )
    _active_has_a_person = models.Constraint(
        "CHECK (state <> 'active' OR (user_id IS NOT NULL"
        " AND review_date IS NOT NULL AND date_end IS NOT NULL))",
        "Behind an active entry stands a person, with a date of review and an end.",
    )

    def _default_company_id(self):
        return self.env.company

    @api.depends("kind", "partner_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for entry in self:
            # Whoever may know of the entry may know of whom it is.
            name = entry.partner_id.sudo().display_name
            entry.display_name = ": ".join(filter(None, (kinds.get(entry.kind), name)))

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "state",
            "user_id",
            "decided_on",
            "decision_reason",
            "objection",
            "date_start",
            "review_asked",
        }

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        # The framework asks for the groups of any field but a many2many.
        if (field := self._fields.get(groupby_spec)) and field.type == "many2many":
            self._check_field_access(field, "read")
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_entity(vals) for vals in vals_list])

    def write(self, vals):
        if not self.env.su:
            self._ensure_writable(vals)
        vals = self._with_entity(vals)
        if "review_date" in vals and not vals.get("review_asked"):
            # A new date is asked for anew, by whoever set it.
            own_hand(self).filtered("review_asked").write({"review_asked": False})
        result = super().write(vals)
        if {"guidance", "preferred_user_id", "partner_id", "state"} & vals.keys():
            self._refresh_shown()
        return result

    def unlink(self):
        self._refresh_shown()
        return super().unlink()

    @api.model
    def _with_entity(self, vals):
        """Return ``vals`` with the company a contact belongs to."""
        if not vals.get("partner_id"):
            return vals
        # Whom somebody belongs to is asked by the rule.
        partner = self.env["res.partner"].sudo().browse(vals["partner_id"])
        return {**vals, "partner_id": partner.commercial_partner_id.id}

    def _ensure_writable(self, vals):
        self.check_access("write")
        if self.filtered(lambda entry: entry.state in ("ended", "rejected")):
            raise UserError(self.env._("What has ended stays as it is."))
        fixed = {"kind", "partner_id", "company_id"} & vals.keys()
        if fixed and self.filtered(lambda entry: entry.state != "suggested"):
            raise UserError(
                self.env._("Once decided it stays about the same. End it instead.")
            )

    def _refresh_shown(self):
        """Drop what customers and complaints have cached of entries."""
        self.env["res.partner"].invalidate_model(
            ["complaint_watchlist", "complaint_watch_kinds", "complaint_watch_note"]
        )
        self.env["helpdesk.ticket"].invalidate_model(
            ["complaint_watch_kinds", "complaint_watch_note", "complaint_key_customer"]
        )

    def _find_strangers(self, partners):
        """Return all but managers: they alone read and follow what is said here."""
        # Who is a manager is asked by the rule.
        users = in_use(partners.sudo()).user_ids
        managers = users.filtered(lambda user: user.has_group(MANAGERS))
        return partners - managers.partner_id

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        # Whoever reads the guidance reads nothing of how it was decided.
        return dict.fromkeys(self, "write")

    @api.model
    def _get_active(self, partner_ids, companies=None):
        """Return entity id → active entries the user may read, in one query."""
        if not partner_ids or not self.has_access("read"):
            return {}
        companies = companies or self.env.companies
        found = self.search_fetch(
            Domain("state", "=", "active")
            & Domain("partner_id", "in", partner_ids)
            & Domain("company_id", "in", companies.ids),
            ["partner_id", "kind", "guidance", "preferred_user_id", "company_id"],
            order="kind desc, id",
        )
        return {
            partner.id: entries
            for partner, entries in found.grouped("partner_id").items()
        }

    def _get_kinds(self):
        """Return the kinds in words, each once, for a badge."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return ", ".join(kinds[kind] for kind in dict.fromkeys(self.mapped("kind")))

    def _render_note(self):
        """Return kind, whom they should talk to and what to do, one line an entry."""
        lines = []
        for entry in self:
            said = [
                entry.preferred_user_id.active  # Whoever has left talks to nobody.
                and self.env._("talk: %s", entry.preferred_user_id.name),
                entry.guidance and self.env._("“%s”", entry.guidance),
            ]
            lines.append(
                Markup("<div><strong>%s</strong>%s</div>")
                % (entry._get_kinds(), "".join(f" · {word}" for word in said if word))
            )
        return Markup().join(lines)

    @api.model
    def _move_to(self, partners, entity):
        """Bring all entries of ``partners`` to ``entity``, one live of a kind."""
        # They follow the customer, whoever merges or moves it.
        entries = self.sudo().search(Domain("partner_id", "in", partners.ids))
        entries -= entries.filtered(lambda entry: entry.partner_id == entity)
        for entry in entries.filtered(lambda entry: entry.state in LIVE_STATES):
            entry._make_room(entity)
        self.env.flush_all()  # Or the index would meet both at once.
        for entry in entries:
            entry._message_log(
                body=self.env._(
                    "Moved from %(old)s to %(new)s.",
                    old=entry.partner_id.display_name,
                    new=entity.display_name,
                )
            )
        entries.partner_id = entity
        self.env.flush_all()
        return entries

    def _make_room(self, entity):
        """End the weaker where ``entity`` has an entry like this. Objections stand."""
        strength = ("suggested", "active", "suspended").index
        other = self.search(
            Domain("partner_id", "=", entity.id)
            & Domain("kind", "=", self.kind)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("state", "in", LIVE_STATES)
        )
        if not other:
            return
        weaker, kept = sorted(self | other, key=lambda entry: strength(entry.state))
        kept.ticket_ids |= weaker.ticket_ids
        state = "rejected" if weaker.state == "suggested" else "ended"
        weaker._set_state(state, self.env._("The customer is listed twice."))
        self.env.flush_all()
