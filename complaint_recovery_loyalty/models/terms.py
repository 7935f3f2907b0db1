from contextlib import contextmanager
from math import inf

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.models import MAGIC_COLUMNS

from odoo.addons.complaint_recovery.tools.in_use import in_use

#: What changes neither what a code takes off nor where it is taken.
BESIDE = frozenset(
    {"sequence", "portal_visible", "discount_line_product_id"} | set(MAGIC_COLUMNS)
)
#: Words, which say nothing either, but for those that are conditions.
WORDS = frozenset({"char", "text", "html", "binary", "json"})
CONDITIONS = frozenset({"code", "product_domain", "discount_product_domain"})


def _no_less(was, now):
    return was <= now


def _no_more(was, now):
    return was >= now


def _unless_off(was, now):
    return now or not was


def _unless_on(was, now):
    return was or not now


def _or_none(compare):
    """As ``compare``, where empty is without a limit."""
    return lambda was, now: not now or (bool(was) and compare(was, now))


def _within(was, now):
    return not (was - now)


#: Field → whether it gives no less than it did. Others are to stay as they are.
GENEROUS = {
    "active": _unless_off,
    "sale_ok": _unless_off,
    "pos_ok": _unless_off,
    "ecommerce_ok": _unless_off,
    "date_from": _or_none(_no_more),
    # Whose end comes before, has to be asked of each coupon; so what is dearer.
    "date_to": lambda was, now: True,
    "max_usage": _no_less,
    "company_id": _or_none(lambda was, now: was == now),
    "website_id": _or_none(lambda was, now: was == now),
    "pricelist_ids": _or_none(_within),
    "pos_config_ids": _or_none(_within),
    "discount": _no_less,
    "required_points": _no_more,
    "discount_max_amount": _or_none(_no_less),
    "clear_wallet": _unless_on,
    "discount_applicability": lambda was, now: now == "order",
}


class ComplaintCouponTerms(models.AbstractModel):
    """What says what coupons take off and where: of those sent, as it was promised."""

    _name = "complaint.coupon.terms"
    _description = "Terms of Coupons"

    @api.model_create_multi
    def create(self, vals_list):
        with self._get_complaint_programs_of(vals_list)._complaint_keeping_terms():
            return super().create(vals_list)

    def write(self, vals):
        if not any(map(self._is_complaint_term, vals)):
            return super().write(vals)
        programs = self._complaint_programs()
        if "program_id" in vals:
            programs |= self._get_complaint_programs_of([vals])
        with programs._complaint_keeping_terms():
            return super().write(vals)

    def unlink(self):
        with self._complaint_programs()._complaint_keeping_terms():
            return super().unlink()

    def _complaint_programs(self):
        return self.program_id

    @api.model
    def _get_complaint_programs_of(self, vals_list):
        """Return the programs that ``vals_list`` lead to, by whatever way."""
        programs, field = self.env["loyalty.program"], self._fields.get("program_id")
        if not field:
            return programs  # Of a new one nobody has a code.
        default = self.default_get(["program_id"])
        named = ({**default, **vals}.get("program_id") for vals in vals_list)
        ids = {field.convert_to_cache(value, self) for value in named}
        return programs.browse(ids - {None})

    @api.model
    def _is_complaint_term(self, name):
        """Return whether the field ``name`` may say what a code takes off, or where.

        Those of other addons are in it, but for words.
        """
        field = self._fields.get(name)
        if not field or name in BESIDE:
            return False
        return name in CONDITIONS or field.type not in WORDS

    def _get_complaint_terms(self):
        """Return name → value of what is to stay."""
        self.ensure_one()
        return {
            name: self[name]
            for name, field in self._fields.items()
            if field.store
            and field.type != "one2many"
            and self._is_complaint_term(name)
        }


class LoyaltyProgram(models.Model):
    """A program, whose coupons may be remedies."""

    _name = "loyalty.program"
    _inherit = ["loyalty.program", "complaint.coupon.terms"]

    def _complaint_programs(self):
        return self

    def _complaint_rate(self):
        """Return what a point takes off. What an archived one gave counts as it did."""
        rewards = self.with_context(active_test=False).reward_ids
        rewards = rewards.filtered(lambda reward: reward.discount_mode == "per_point")
        rewards = rewards.filtered("active") or rewards
        return max(rewards.mapped("discount"), default=0.0)

    def _complaint_takes_codes(self):
        """Return whether codes are taken today: all there are, whoever comes first."""
        today = fields.Date.context_today(self)
        channels = [
            self[name] for name in ("sale_ok", "pos_ok") if name in self._fields
        ]
        return (
            self.active
            and bool(in_use(self).reward_ids)
            and (not self.date_from or self.date_from <= today)
            and (not self.date_to or self.date_to >= today)
            and not self.limit_usage
            and (not channels or any(channels))
        )

    def _get_complaint_terms(self):
        terms = super()._get_complaint_terms()
        # As many as you like is a number, too.
        limited = terms.pop("limit_usage")
        terms["max_usage"] = terms["max_usage"] if limited else inf
        begun = self.date_from and self.date_from <= fields.Date.context_today(self)
        return {**terms, "date_from": False} if begun else terms

    def _get_all_complaint_terms(self):
        """Return program → (rate, currency, record → terms of what is in use)."""
        found = {}
        for program in in_use(self):
            # For later orders they are taken whatever is bought.
            earned = program.applies_on == "future"
            rules = program.rule_ids.browse() if earned else program.rule_ids
            parts = [program, *program.reward_ids, *rules]
            found[program] = (
                program._complaint_rate(),
                program.currency_id,
                {part: part._get_complaint_terms() for part in parts},
            )
        return found

    @contextmanager
    def _complaint_keeping_terms(self):
        """Let what is done inside take nothing from codes that customers have.

        Raises a UserError where it would, or where they would get more than was
        approved. Programs without coupons of remedies cost one look.
        """
        programs = self.sudo()  # What was promised holds, whoever may see it.
        coupons = programs._get_complaint_coupons()
        before = coupons and programs._get_all_complaint_terms()
        yield
        if not coupons:
            return
        after = programs.exists()._get_all_complaint_terms()
        for program, terms in after.items():
            if terms != before[program]:
                of_it = Domain("program_id", "=", program.id)
                mine = coupons.filtered_domain(of_it)
                mine._complaint_keep_terms(before[program], terms)
                mine._complaint_follow_later()

    def _get_complaint_coupons(self):
        """Return the coupons of remedies, archived ones as well."""
        cards = self.env["loyalty.card"].with_context(active_test=False)
        if not self.ids:
            return cards
        return cards.search(
            Domain("program_id", "in", self.ids)
            & Domain("complaint_remedy_id", "!=", False)
        )


class LoyaltyReward(models.Model):
    """What a coupon takes off."""

    _name = "loyalty.reward"
    _inherit = ["loyalty.reward", "complaint.coupon.terms"]


class LoyaltyRule(models.Model):
    """On what condition a coupon is taken, where it is for the order at hand."""

    _name = "loyalty.rule"
    _inherit = ["loyalty.rule", "complaint.coupon.terms"]


class LoyaltyCard(models.Model):
    """A coupon of a remedy, whose terms change."""

    _inherit = "loyalty.card"

    _complaint_program_idx = models.Index(
        "(program_id) WHERE complaint_remedy_id IS NOT NULL"
    )

    def _complaint_keep_terms(self, before, after):
        """Raise a UserError where the terms ``after`` take from these, or give more."""
        dearer = before[:2] != after[:2] and before[0] <= after[0]
        less = _take_away(before[2], after[2])
        for coupon in self.filtered(lambda coupon: coupon._complaint_is_open()):
            if (
                less
                or coupon._complaint_is_cut(_get_end(before), _get_end(after))
                or (dearer and coupon._complaint_is_dearer())
            ):
                raise UserError(
                    self.env._(
                        "Customers have codes of %(program)s, like %(coupon)s. These "
                        "stay worth what was promised, and are taken where they were. "
                        "Make a new program, and choose it on the remedy type; this "
                        "one may change once they are used or have ended. Or archive "
                        "the coupons, and what was promised is owed again.",
                        program=coupon.program_id.name,
                        coupon=coupon._get_complaint_name(),
                    )
                )
        if dearer:
            self._complaint_stay_within()

    def _complaint_is_cut(self, was, now):
        """Return whether its program ends before it does, and did not before."""
        if not now or (was and was <= now):
            return False
        return not self.expiration_date or now < self.expiration_date

    def _complaint_is_dearer(self):
        """Return whether it takes off more than was approved."""
        currency = self.program_id.currency_id
        approved = self.complaint_remedy_id._get_amount_in(currency)
        return currency.compare_amounts(self._complaint_value(), approved) > 0


def _get_end(terms):
    """Return when the program ends: it comes first."""
    return next(iter(terms[2].values()))["date_to"]


def _take_away(before, after):
    """Return whether the terms ``after`` give less in anything, or something else."""
    program = next(iter(before))
    if not before[program]["active"]:
        return False  # They gave nothing.
    return before.keys() != after.keys() or any(
        was != after[part][name]
        and not GENEROUS.get(name, lambda was, now: False)(was, after[part][name])
        for part, terms in before.items()
        for name, was in terms.items()
    )
