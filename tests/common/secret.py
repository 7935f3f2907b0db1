from odoo.tests import new_test_user

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from ..test_public_methods import PublicMethodsCommon

SECRET = "CANARY"
#: Lists that admins shape: their names are no secret, or everybody's who works here.
SHAPED = {
    "complaint.stage",
    "complaint.severity",
    "complaint.cause",
    "complaint.remedy.type",
    "complaint.apology.template",
    "complaint.escalation.rule",
    "complaint.authority",
    "complaint.review",  # Of a company and a period.
    "complaint.door.count",  # Of hashes.
    "complaint.group.text",  # Called by its language.
    "complaint.group.batch",  # Called by what it does.
}


class SecretCommon(PublicMethodsCommon):
    """A complaint about a manager, confidential, with a part of every kind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.suspect = new_test_user(
            cls.env,
            "suspect_user",
            groups="helpdesk_mgmt.group_helpdesk_manager",
            name="Suspect",
        )
        cls.other_company = cls.env["res.company"].create({"name": "Company B"})
        cls.foreigner = new_test_user(
            cls.env,
            "foreign_user",
            groups="helpdesk_mgmt.group_helpdesk_manager",
            company_id=cls.other_company.id,
            company_ids=[(6, 0, cls.other_company.ids)],
        )
        cls.outsider = new_test_user(
            cls.env, "outsider_user", groups="helpdesk_mgmt.group_helpdesk_user_own"
        )
        cls.ticket.sudo().message_unsubscribe(cls.employee.partner_id.ids)
        cls.ticket.sudo().write(
            {
                "name": f"{SECRET} shouted at me",
                "description": f"<p>{SECRET}</p>",
                "complaint_finding": f"<p>{SECRET}</p>",
                "complaint_change": SECRET,
                "complaint_claim_amount": 777.77,
                "complaint_about_user_id": cls.suspect.id,
                "complaint_confidential": True,
            }
        )
        cls.customer.sudo().name = f"{SECRET} customer"
        remedy = cls.ticket.complaint_remedy_ids[:1].sudo()
        remedy.description = f"{SECRET} remedy"
        remedy.action_offer()
        group = cls.env["complaint.group"].create({"name": f"{SECRET} group"})
        cls.ticket.sudo().complaint_group_id = group
        cls.records["complaint.group"] = group
        cls.records["complaint.remedy"] = remedy
        own_hand(cls.ticket.complaint_deadline_ids).write({"name": f"{SECRET} promise"})
        for model, record in cls.records.items():
            cls._plant(model, record)
        cls.env.flush_all()
        cls.strangers = {
            "suspect": cls.suspect,
            "foreigner": cls.foreigner,
            "outsider": cls.outsider,
            "employee": cls.employee,
            "sales": cls.sales_stranger(),
            "portal": cls.portal,
        }

    @classmethod
    def sales_stranger(cls):
        return new_test_user(
            cls.env, "far_user", groups="sales_team.group_sale_salesman"
        )

    @classmethod
    def _plant(cls, model, record):
        """Put the word into what names ``record``, past its guards."""
        for name in ("reason", "summary", "guidance", "decision_reason"):
            field = record._fields.get(name)
            if record._auto and field and field.store and not field.translate:
                cls.env.cr.execute(
                    f"UPDATE {record._table} SET {name} = %s WHERE id = %s",
                    (SECRET, record.id),
                )
        record.invalidate_recordset()

    def _assert_silent(self, answer):
        self.assertNotIn(SECRET, str(answer))
        self.assertNotIn("777.77", str(answer))

    def _hidden(self, person):
        """Yield the records of the complaint that ``person`` may not read."""
        for model, record in self.records.items():
            if record._transient or not record._auto or model in SHAPED:
                continue
            if not record.with_user(person)._filtered_access("read"):
                yield record


class HeadOfSalesCommon(SecretCommon):
    """Who may write most in other apps, short of an administrator, and reads none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "sales_team.group_sale_manager,product.group_product_manager"
        cls.head = new_test_user(cls.env, "head of sales", groups)
