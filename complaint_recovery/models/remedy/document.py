from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.own_hand import is_own_hand


class ComplaintDocument(models.AbstractModel):
    """A document of another app that proves a remedy: made from it, and one a remedy.

    What inherits it says how it stands (``_get_complaint_state``) and what it is worth,
    names the fields that tell it (``_get_complaint_followed``), and calls
    ``_complaint_follow()`` whenever it may have changed otherwise. The rest is done
    here: the remedy is delivered when its document is done, and owed again when it is
    undone or deleted. What proves nothing costs no query: the link is a column of the
    document's own row.
    """

    _name = "complaint.document"
    _description = "Document of a Remedy"

    complaint_remedy_id = fields.Many2one(
        "complaint.remedy",
        string="Made for the remedy",
        # A document without a number would tell whom the complaint is about that there
        # is one.
        groups=fields.NO_ACCESS,
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    complaint_former_id = fields.Many2one(
        "complaint.remedy",
        string="Made for the remedy before another one",
        # As above.
        groups=fields.NO_ACCESS,
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="It was undone, and another one took its place.",
    )
    complaint_number = fields.Char(
        string="Made for the complaint",
        compute="_compute_complaint_number",
        groups="base.group_user",
        help="The complaint whose remedy this document delivers.",
    )

    def _fetch_query(self, query, fields):
        # Nobody reads the links, and we ask for them after each change: they come
        # along.
        columns = [field for field in fields if field.column_type]
        if self.env.su or not columns:
            return super()._fetch_query(query, fields)
        columns += map(self._fields.get, self._get_complaint_links())
        # Who may read what was asked before.
        fetched = super(ComplaintDocument, self.sudo())._fetch_query(query, columns)
        fetched = fetched.with_env(self.env)
        # Of lines everybody gets those they may read.
        if lines := [field for field in fields if not field.column_type]:
            super()._fetch_query(fetched._as_query(ordered=False), lines)
        return fetched

    @api.depends("complaint_remedy_id")
    @api.depends_context("uid")
    def _compute_complaint_number(self):
        # Whoever may read the document may know for what it was made: the number,
        # unless that is a secret (decision 17).
        for document in self:
            # What may be told of it is asked of it.
            remedy = document.sudo().complaint_remedy_id.with_env(self.env)
            number = remedy._get_number_for_asker() if remedy else False
            document.complaint_number = number

    @api.model
    def default_get(self, fields):
        """No default of a person links a document to a remedy."""
        values = super().default_get(fields)
        for name in self._get_complaint_links():
            values.pop(name, None)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        links = self._get_complaint_links()
        for vals in vals_list:
            self._check_complaint_link({name for name in links if vals.get(name)})
        return super().create(vals_list)

    def write(self, vals):
        # Whatever stands for nothing would cut the link.
        self._check_complaint_link(self._get_complaint_links() & vals.keys())
        result = super().write(vals)
        if self._get_complaint_party_fields() & vals.keys():
            self._complaint_stay_whose()
        if self._get_complaint_followed() & vals.keys():
            self._complaint_follow_later()
        return result

    def _complaint_stay_whose(self):
        """Raise a UserError where what was given would be somebody else's."""
        for document in self._get_complaint_linked():
            remedy = document.complaint_remedy_id
            if remedy.document_state in ("short", "done"):
                remedy._for_department()._ensure_document_of_customer(document)

    def unlink(self):
        self._complaint_go()
        return super().unlink()

    def _complaint_go(self):
        """Tell the remedies of these that there is no document any more.

        Said before it is gone: its name is part of what is told.
        """
        for document in self._get_complaint_linked():
            remedy, name = document.complaint_remedy_id, document._get_complaint_name()
            if remedy.result_ref == document:
                told = remedy.env._("%s was deleted.", name)
                remedy._document_undone(told, gone=True)

    @api.model
    def _get_complaint_links(self):
        """Return the fields that tell for what it was made, which are ours to write."""
        return {"complaint_remedy_id", "complaint_former_id"}

    @api.model
    def _check_complaint_link(self, names):
        """Raise an AccessError where anybody but us writes the links ``names``."""
        if names and not is_own_hand(self):
            raise AccessError(
                self.env._(
                    "Documents are linked to a remedy by making them there, with "
                    "“Make the document”."
                )
            )

    def action_open_complaint(self):
        """Open the complaint it was made for, or the own task where one may not."""
        self.ensure_one()
        self.check_access("read")
        self._check_field_access(self._fields["complaint_number"], "read")
        remedy = self.sudo().complaint_remedy_id  # What may be read is asked below.
        for record in (remedy.ticket_id, remedy.document_task_id):
            mine = record.with_env(self.env)
            if mine and mine.has_access("read"):
                return mine.get_formview_action()
        raise UserError(
            self.env._("You may not open what %s was made for.", self.display_name)
        )

    @api.model
    def _get_complaint_followed(self):
        """Return the fields whose change may change how it stands or what it is worth.

        Extend. Those of its lines are followed by the lines: they call
        ``_complaint_follow_later()``.
        """
        return frozenset()

    def _complaint_follow_later(self):
        """Bring the remedies to what their documents say, once all is written down.

        Written line by line, a document says what nobody meant in between.
        """
        # What it is linked to is nobody's to read.
        linked = self.sudo().filtered(
            lambda d: d.complaint_remedy_id or d.complaint_former_id
        )
        if not linked:
            return
        hooks, key = self.env.cr.precommit, f"complaint_follow.{self._name}"
        if key not in hooks.data:
            hooks.data[key] = []
            hooks.add(self.browse()._complaint_follow_changed)
        hooks.data[key] += linked.ids

    def _complaint_follow_changed(self):
        changed = self.env.cr.precommit.data.pop(f"complaint_follow.{self._name}", [])
        self.browse(dict.fromkeys(changed)).exists()._complaint_follow()

    def _complaint_follow(self):
        """Bring the remedies to what their documents say. For what changed just now."""
        for document in self._get_complaint_linked():
            document.complaint_remedy_id._follow_document(document)
        self._complaint_stay_replaced()

    def _complaint_stay_replaced(self):
        """Raise a UserError where one stands again beside the one in its place.

        The customer would get both.
        """
        # The department's people need not see the complaint.
        former = self.sudo().filtered("complaint_former_id")
        for document in former._get_complaint_whole().filtered("complaint_former_id"):
            if document._get_complaint_state() != "undone":
                raise UserError(
                    self.env._(
                        "Another document took the place of %s, which stays undone. "
                        "Make a new one where one is needed.",
                        document._get_complaint_name(),
                    )
                )

    def _get_complaint_whole(self):
        """Return the documents of which these are parts.

        Extend where something follows from a document that belongs to it, as a
        backorder does; so with ``_get_complaint_parts()``.
        """
        return self

    def _get_complaint_parts(self):
        """Return the document and what follows from it."""
        return self

    def _get_complaint_given(self):
        """Return the document and what the customer gets with it. Extend.

        Each of these has to be for them.
        """
        return self

    def _get_complaint_linked(self):
        """Return those that were made for a remedy, as superuser."""
        # The department's people need not see the complaint.
        return self.sudo().filtered("complaint_remedy_id")

    def _get_complaint_name(self):
        """Return its number as colleagues without rights on it may read it."""
        self.ensure_one()
        return self.display_name

    def _get_complaint_state(self):
        """Return how it stands: ``made`` (to be worked on), ``done`` or ``undone``.

        Undone is one of which nothing stands and nothing is on its way any more.
        """
        self.ensure_one()
        return "made"

    def _is_complaint_standing(self):
        """Return whether something of what was done stands, whatever is on its way.

        Extend where more may come after it is done.
        """
        return self._get_complaint_state() == "done"

    def _get_complaint_state_words(self):
        """Return how it stands in the words of its own app."""
        self.ensure_one()
        names = dict(
            self.env["complaint.remedy"]
            ._fields["document_state"]
            ._description_selection(self.env)
        )
        return names[self._get_complaint_state()]

    def _get_complaint_worth(self):
        """Return (amount, currency) that the customer gets by it.

        Nothing where it is not about money: then it is not weighed against what was
        approved.
        """
        self.ensure_one()

    def _get_complaint_parties(self):
        """Return the partners it is for, and its company, empty where it has none.

        The remedy's customer and company must be the same, or it is not delivered: a
        document for nobody is not for the customer. None as the partners says that
        documents of its kind name none.
        """
        self.ensure_one()
        partner = self.partner_id if "partner_id" in self._fields else None
        companies = self.env["res.company"]
        company = self.company_id if "company_id" in self._fields else companies
        return partner, company

    @api.model
    def _get_complaint_party_fields(self):
        """Return the fields that say who gets it: of what is done nobody changes that.

        Extend with those of its own that ``_get_complaint_parties()`` reads; its lines
        call ``_complaint_stay_whose()``.
        """
        return frozenset({"partner_id", "company_id"})

    def _get_complaint_tolerance(self):
        """Return by how much it may differ from what was approved, as by rounding."""
        self.ensure_one()
        return 0.0

    def _get_complaint_cost(self):
        """Return what it costs us in the currency of its company."""
        self.ensure_one()
        return 0.0

    def _get_complaint_link(self):
        """Return HTML that names it and leads to it."""
        self.ensure_one()
        return Markup("<a href='#' data-oe-model='%s' data-oe-id='%s'>%s</a>") % (
            self._name,
            self.id,
            self._get_complaint_name(),
        )
