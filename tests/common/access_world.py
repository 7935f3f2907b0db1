"""One record of each model of ours at each place, as seen by one user."""

from odoo.tests import new_test_user

from .access import PLACES
from .complaint import ROLES, ComplaintCommon

LATER = "2099-01-02 10:00:00"
#: What a record is changed to, to see whether one may.
CHANGES = {
    "helpdesk.ticket": {"name": "Other title"},
    "complaint.interaction": {"summary": "Said"},
    "complaint.apology": {"gift": "Flowers"},
    "complaint.remedy": {"description": "Money back"},
    "complaint.deadline": {"note": "With care"},
    "complaint.override": {"reason": "Other"},
    "complaint.escalation": {"reason": "Other"},
    "complaint.group.line": {"reason": "Other"},
    "complaint.group.batch": {"goodwill": True},
    "complaint.group.text": {"body": "<p>Else</p>"},
    "complaint.history": {"number": "HT1"},
    "complaint.report": {"active": False},
    "complaint.review": {"received_count": 1},
    "complaint.door.count": {"used": 2},
    "complaint.watchlist.entry": {"guidance": "Calm"},
}
#: Written by methods alone: nobody's new record has it.
GUARDED = object()
#: Where a second one of the same values is not allowed to anybody.
SECOND = {
    "complaint.group.text": {"language": "fr_FR"},
    "complaint.watchlist.entry": {
        "kind": "claimant",
        **dict.fromkeys(("state", "user_id", "review_date", "date_end"), GUARDED),
    },
    "complaint.review": {"date_to": "2026-02-01"},
    "complaint.door.count": {"key": "second"},
}
VIEWS = ("complaint.history", "complaint.report")


class AccessCommon(ComplaintCommon):
    """Complaints of everybody, and what belongs to them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {role: getattr(cls, role) for role in (*ROLES, "portal")}
        cls.colleague = new_test_user(
            cls.env, "colleague_user", groups="helpdesk_mgmt.group_helpdesk_user"
        )
        cls.other_team = cls.env["helpdesk.ticket.team"].create(
            {"name": "Others", "user_ids": [(6, 0, cls.colleague.ids)]}
        )
        cls.other_company = cls.env["res.company"].create({"name": "Other company"})
        cls.foreigner = new_test_user(
            cls.env,
            "foreigner_user",
            groups="helpdesk_mgmt.group_helpdesk_manager",
            company_id=cls.other_company.id,
            company_ids=[(6, 0, cls.other_company.ids)],
        )
        cls.foreign_team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Foreign",
                "company_id": cls.other_company.id,
                "user_ids": [(6, 0, cls.foreigner.ids)],
            }
        )
        cls.team.user_ids |= cls.colleague | cls.agent_all | cls.manager | cls.director
        cls.env["res.lang"]._activate_lang("fr_FR")

    @classmethod
    def _models(cls, transient=False):
        """Return the models of ours that hold records, found in the registry."""
        return [
            name
            for name, model in cls.env.registry.items()
            if str(model._original_module).startswith("complaint_recovery")
            and not model._abstract
            and bool(model._transient) is transient
        ]

    @classmethod
    def _ticket_vals(cls, place, user):
        """Return the values of a complaint which for ``user`` is at ``place``."""
        internal = user.has_group("helpdesk_mgmt.group_helpdesk_user_own")
        owner, team, partner = {
            "own": (user if internal else cls.colleague, cls.team, cls.customer),
            "team": (cls.colleague, cls.team, cls.stranger),
            "other": (cls.colleague, cls.other_team, cls.stranger),
            "company": (cls.foreigner, cls.foreign_team, cls.stranger),
        }[place]
        return {
            "is_complaint": True,
            "name": "Kettle leaks",
            "description": "It leaks.",
            "partner_id": partner.id,
            "team_id": team.id,
            "user_id": owner.id,
        }

    @classmethod
    def _vals(cls, model, place, user, ticket):
        """Return the values of a record of ``model`` at ``place``.

        Of something not on record yet, which may be deleted.
        """
        if model == "helpdesk.ticket":
            return cls._ticket_vals(place, user)
        fields = cls.env[model]._fields
        special = getattr(cls, f"_vals_{model.replace('.', '_')}", None)
        vals = special(place, user) if special else {"name": "Own one"}
        if "ticket_id" in fields and model != "complaint.corrective.action":
            vals = {"ticket_id": ticket.id, **cls._child_vals(model, ticket)}
        elif "company_id" in fields and "group_id" not in fields and not special:
            vals["company_id"] = cls._company(place).id
        return vals

    @classmethod
    def _company(cls, place):
        return cls.other_company if place == "company" else cls.company

    @classmethod
    def _batch(cls, company):
        groups = cls.env["complaint.group"]
        group = groups.create({"name": "Own one", "company_id": company.id})
        return cls.env["complaint.group.batch"].create(
            {"group_id": group.id, "kind": "apology"}
        )

    @classmethod
    def _child_vals(cls, model, ticket):
        batch = model == "complaint.group.line" and cls._batch(ticket.company_id)
        return {
            "complaint.interaction": {
                "state": "planned",
                "channel": "visit",
                "date": LATER,
            },
            "complaint.apology": {"channel": "phone"},
            "complaint.remedy": {"type_id": cls.refund.id, "amount": 1},
            "complaint.deadline": {"name": "Call", "due_at": LATER},
            "complaint.override": {
                "stage_id": cls.stage_closed.id,
                "user_id": cls.manager.id,
                "reason": "Agreed",
                "requirements": "require_finding",
            },
            "complaint.escalation": {
                "occurrence": "hand:1",
                "reason": "She asks for it",
                "date": "2026-01-02 10:00:00",
            },
            "complaint.group.line": {"batch_id": batch and batch.id},
        }[model]

    @classmethod
    def _vals_complaint_group_batch(cls, place, user):
        group = cls._batch(cls._company(place)).group_id
        return {"group_id": group.id, "kind": "apology"}

    @classmethod
    def _vals_complaint_group_text(cls, place, user):
        batch = cls._batch(cls._company(place))
        batch.text_ids.unlink()
        return {"batch_id": batch.id, "language": "en_US"}

    @classmethod
    def _vals_complaint_authority(cls, place, user):
        company = cls._company(place)
        role = {"role": "handler", "amount": 5}
        return {"name": "Own one", "company_id": company.id, **role}

    @classmethod
    def _vals_complaint_apology_template(cls, place, user):
        body = {"body": "<p>Sorry</p>"}
        return {"name": "Own one", "company_id": cls._company(place).id, **body}

    @classmethod
    def _vals_complaint_review(cls, place, user):
        day = f"2026-01-0{PLACES.index(place) + 1}"
        dates = {"date_from": day, "date_to": "2026-01-31"}
        return {"company_id": cls._company(place).id, **dates}

    @classmethod
    def _vals_complaint_door_count(cls, place, user):
        return {"key": place, "hour": "2026-01-01 10:00:00", "used": 1}

    @classmethod
    def _vals_complaint_watchlist_entry(cls, place, user):
        partner = cls.customer if place == "own" else cls.stranger
        return {
            "partner_id": partner.id,
            "kind": "key_customer" if place == "other" else "frequent",
            "reason": "Often",
            "company_id": cls._company(place).id,
            "state": "active",
            "user_id": cls.manager.id,
            "review_date": "2099-01-01",
            "date_end": "2099-01-01",
        }

    @classmethod
    def _vals_complaint_corrective_action(cls, place, user):
        answering = user if place == "team" and not user.share else cls.colleague
        causes = cls.env["complaint.cause"]
        cause = causes.create({"name": "One's own", "responsible_id": answering.id})
        doing = user if place == "own" and not user.share else cls.colleague
        return {
            "name": "Own one",
            "cause_id": cause.id,
            "user_id": cls.foreigner.id if place == "company" else doing.id,
            "company_id": cls._company(place).id,
        }

    @classmethod
    def _given(cls, user):
        """Return what ``user`` fills dialogs with: all of it of one's own ticket."""
        ticket = cls.env["helpdesk.ticket"].create(cls._ticket_vals("own", user))
        task = {"kind": "task", "name": "Look", "due_at": LATER}
        task |= {"ticket_id": ticket.id, "user_id": (user - cls.portal).id}
        apology = cls._create_apology(ticket, cls.agent_all)
        return {
            "ticket_id": ticket.id,
            "template_id": cls.env.ref("complaint_recovery.mail_template_closed").id,
            "partner_id": cls.customer.id,
            "partner_ids": [(6, 0, cls.customer.ids)],
            "apology_id": apology.id,
            "deadline_id": cls.env["complaint.deadline"].create(task).id,
            "escalation_id": ticket.sudo()._complaint_escalate("She asks for it").id,
            "group_id": cls.env["complaint.group"].create({"name": "Late"}).id,
            "stage_id": cls.stage_closed.id,
            "cause_id": cls.cause.id,
            "cause_ids": [(6, 0, cls.cause.ids)],
            "target_id": cls.cause.parent_id.id,
            "user_id": cls.manager.id,
            "company_id": cls.company.id,
            "offer_id": cls.env["complaint.offer"]
            .with_user(user)
            .sudo()  # Whoever may open it: the lines are one's own with it.
            .create({"ticket_id": ticket.id})
            .id,
            "type_id": cls.refund.id,
            "currency_id": cls.company.currency_id.id,
            "res_model": "complaint.remedy",
            "res_ids": [1],
            "name": "Kettle leaks",
        }

    @classmethod
    def _dialog_vals(cls, model, given):
        vals = {}
        for name, field in cls.env[model]._fields.items():
            asked = field.required or name in ("ticket_id", "name")
            if not asked or not field.store:
                continue
            if name in given:
                vals[name] = given[name]
            elif field.type == "selection":
                vals[name] = field.get_values(cls.env)[0]
            else:
                vals[name] = LATER if field.type == "datetime" else "Something"
        return vals
