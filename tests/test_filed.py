from odoo.exceptions import UserError

from .test_public_methods import PublicMethodsCommon

PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


class TestFiled(PublicMethodsCommon):
    """What a field of ours keeps in a file, that field writes, and nobody else."""

    def test_what_a_field_holds_no_file_gives_it(self):
        """Binary fields of ours, found in the registry, by whoever may write these."""
        filed = [
            (name, field)
            for name in sorted(self._filed())
            for field in sorted(self.env[name]._complaint_filed())
        ]
        self.assertIn(("complaint.interaction", "signature"), filed)
        files = self.env["ir.attachment"].with_user(self.agent_all)
        for name, field in filed:
            record = self.records[name]
            values = {"name": field, "datas": PNG}
            place = {"res_model": name, "res_id": record.id, "res_field": field}
            for superuser in (False, True):
                by = files.sudo(superuser)
                with self.subTest(name, field=field, superuser=superuser):
                    with self.assertRaises(UserError):
                        by.create({**values, **place})
                    loose = by.create(values)
                    with self.assertRaises(UserError):
                        loose.write(place)

    def _filed(self):
        return [
            name
            for name, model in self.env.registry.items()
            if not model._abstract and self.env[name]._complaint_filed()
        ]

    def test_a_signature_is_written_by_its_exchange_and_kept(self):
        visit = self._create_interaction(
            self._create_complaint(), channel="visit", signature=PNG
        )
        self.assertTrue(visit.signature)
        file = self.env["ir.attachment"].search(
            [("res_model", "=", visit._name), ("res_field", "=", "signature")]
            + [("res_id", "=", visit.id)]
        )
        for superuser in (False, True):
            by = file.with_user(self.handler).sudo(superuser)
            for change in (
                lambda f: f.write({"datas": PNG[:-8]}),
                lambda f: f.unlink(),
            ):
                with (
                    self.subTest(superuser=superuser),
                    self.assertRaises(UserError),
                    self.cr.savepoint(),
                ):
                    change(by)
        planned = self._create_interaction(
            visit.ticket_id, channel="visit", state="planned", date="2099-01-01"
        )
        planned.signature = PNG
        planned.signature = False
        self.assertFalse(planned.signature)
        planned.signature = PNG
        planned.unlink()
