"""What a record of another addon inherits, as a product's document does its file."""

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common.names import QUIET
from .common.secret import SECRET, HeadOfSalesCommon


class TestInherited(HeadOfSalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        files = cls.env["ir.attachment"]
        vals = {"name": f"{SECRET}.txt", "raw": SECRET.encode()}
        cls.hidden = {
            "ir.attachment": files.create(
                {**vals, "res_model": "helpdesk.ticket", "res_id": cls.ticket.id}
            ),
            "mail.message": cls.ticket.sudo().message_post(body=SECRET),
        }

    def _inheriting(self):
        """Return (model, link, parent) where what is inherited may be a complaint's."""
        return [
            (model, link, parent)
            for model in self.env.values()
            if not model._abstract
            for parent, link in model._inherits.items()
            if model._complaint_may_be_ours(parent)
        ]

    @mute_logger(*QUIET)
    def test_nobody_inherits_what_they_may_not_read(self):
        found = self._inheriting()
        names = {model._name for model, _link, _parent in found}
        self.assertLessEqual({"product.document", "mail.mail"}, names)
        for model, link, parent in found:
            mine = model.with_user(self.head)
            vals = {link: self.hidden[parent].id}
            record = model.sudo().search([], limit=1)
            for way in (mine.create, record.with_user(self.head).write):
                with self.subTest(model._name, way=way.__name__):
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        way(vals)

    def test_documents_of_files_of_ones_own_are_made_as_ever(self):
        documents = self.env["product.document"].with_user(self.head)
        file = self.env["ir.attachment"].with_user(self.head)
        file = file.create({"name": "List.txt", "raw": b"List"})
        product = self.env["product.template"].create({"name": "Kettle"})
        place = {"res_model": "product.template", "res_id": product.id}
        self.assertTrue(documents.create({"ir_attachment_id": file.id, **place}))
        self.assertTrue(documents.create({"name": "x", "raw": b"x", **place}))
