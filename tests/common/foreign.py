"""Models of others that carry fields of ours, found in the registry."""

from odoo.tests import new_test_user

from .complaint import ROLES, ComplaintCommon

OURS = "complaint_recovery"
#: Roles without any of our groups, beside the employee, sales and the customer.
OTHERS = {
    "admin_only": "base.group_system",
    "access_only": "base.group_erp_manager",
    "contacts_only": "base.group_partner_manager",
}


class ForeignCommon(ComplaintCommon):
    """Fields of ours on models of others, and people of every role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {role: getattr(cls, role) for role in (*ROLES, "portal")}
        for role, groups in OTHERS.items():
            cls.people[role] = new_test_user(cls.env, f"{role}_user", groups=groups)
        cls.complaint = cls._create_complaint()
        cls._create_complaint(partner_id=cls.stranger.id)
        cls.plain = cls._create_ticket()
        followed = (cls.complaint | cls.plain).with_user(cls.manager).sudo(False)
        followed.message_subscribe((cls.employee | cls.portal).partner_id.ids)
        files = cls.env["ir.attachment"]
        for person in cls.people.values():
            files.with_user(person).sudo().create(
                {"name": "own.txt", "raw": b"Own", "public": False}
            )
            if not person.share:
                person.partner_id.with_user(person).sudo().activity_schedule(
                    "mail.mail_activity_data_todo", user_id=person.id
                )

    @classmethod
    def _is_ours(cls, field):
        modules = getattr(field, "_modules", None) or (field._module,)
        return str(modules[0]).startswith(OURS)

    @classmethod
    def _foreign_fields(cls):
        """Return model → the fields of ours on it, of models that are not ours."""
        found = {}
        for name, model in cls.env.registry.items():
            if not model._abstract and not str(model._original_module).startswith(OURS):
                fields = [f.name for f in model._fields.values() if cls._is_ours(f)]
                if fields:
                    found[name] = sorted(fields)
        return found

    @classmethod
    def _all_models(cls):
        """Return the models of ours and those extended by us that hold records."""
        ours = {
            name
            for name, model in cls.env.registry.items()
            if str(model._original_module).startswith(OURS)
            and not (model._abstract or model._transient)
        }
        foreign = {n for n in cls._foreign_fields() if not cls.env[n]._transient}
        return sorted(ours | foreign)
