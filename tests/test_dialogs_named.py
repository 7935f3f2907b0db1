"""A dialog of ours that is saved names no record that its user may not read.

It would tell the name: Odoo reads names as superuser, by any link. Every dialog, every
link and every shape come from the registry, with the glue addons as well.
"""

from odoo.exceptions import AccessError, MissingError
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from .common import ComplaintCommon

#: Shape of a link, and of many, that Odoo takes for the id.
ONE = (lambda id_: id_, lambda id_: {"id": id_})
MANY = (lambda id_: [[4, id_]], lambda id_: [[6, 0, [id_]]])


class TestDialogsNamed(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dialogs = [
            model
            for name, model in sorted(cls.env.items())
            if model._transient and name.startswith("complaint.")
        ]
        models = {field.comodel_name for _model, field in cls._links()}
        cls.hidden = {
            # Their own rules hide them.
            "res.company": cls.env["res.company"].create({"name": "Theirs"}).id,
            "ir.attachment": cls.env["ir.attachment"].create({"name": "Theirs"}).id,
        }
        for name in models - cls.hidden.keys():
            one = cls.env[name].search([], limit=1, order="id desc")
            cls.hidden[name] = one.id or 999999
            cls.env["ir.rule"].create(
                {
                    "name": "Hidden",
                    "model_id": cls.env["ir.model"]._get_id(name),
                    "domain_force": f"[('id', '!=', {cls.hidden[name]})]",
                }
            )

    @classmethod
    def _links(cls):
        for model in cls.dialogs:
            for field in model._fields.values():
                if field.relational and field.comodel_name in cls.env:
                    yield model, field

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_no_dialog_names_what_its_user_may_not_read(self):
        cells = 0
        for model, field in self._links():
            for user in (self.sales, self.manager):
                dialog = model.with_user(user)
                if not dialog.has_access("create"):
                    continue
                for shape in ONE if field.type == "many2one" else MANY:
                    vals = {field.name: shape(self.hidden[field.comodel_name])}
                    for method, arguments in (
                        ("create", [vals]),
                        ("write", [[], vals]),
                    ):
                        cells += 1
                        with self.subTest(str(field), user=user.name, way=method):
                            self._assert_turned_away(dialog, method, arguments)
        self.assertGreater(cells, 200)

    def _assert_turned_away(self, dialog, method, arguments):
        """Of what there is none, it may say so."""
        try:
            with self.cr.savepoint():
                call_kw(dialog, method, arguments, {})
        except (AccessError, MissingError):
            return
        self.fail("It was saved.")
