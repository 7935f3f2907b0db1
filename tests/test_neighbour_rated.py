from odoo.exceptions import AccessError

from odoo.addons.complaint_recovery.models.guard.named import JUDGED
from odoo.addons.complaint_recovery.models.guard.spoken_for import SPEAKING

from .common import ComplaintCommon


class TestRated(ComplaintCommon):
    """A survey that another addon sends by Odoo's own ratings."""

    def _rate(self, ticket, rate, feedback=None):
        rating = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "res_id": ticket.id,
                "partner_id": self.customer.id,
            }
        )
        ticket.sudo().rating_apply(rate, rating=rating, feedback=feedback)
        self.assertEqual(rating.rating, rate)

    def _closed(self):
        complaint = self._create_complaint()
        self._play_to_follow_up(complaint)
        self._follow_up(complaint)
        self.assertTrue(complaint.complaint_closed_at)
        return complaint

    def test_one_star_reopens_what_was_closed(self):
        complaint = self._closed()
        self._rate(complaint, 1, "It leaks again")
        self.assertFalse(complaint.complaint_closed_at)
        said = complaint.complaint_interaction_ids.filtered("customer_words")[-1:]
        self.assertEqual(said.customer_words, "1 of 5 stars\nIt leaks again")
        self.assertTrue(complaint._complaint_running("promise"))

    def test_good_ones_and_those_of_open_complaints_change_nothing(self):
        closed, opened = self._closed(), self._create_complaint()
        stage = opened.complaint_stage_id
        self._rate(closed, 5)
        self._rate(closed, 3)
        self._rate(opened, 1)
        self.assertTrue(closed.complaint_closed_at)
        self.assertEqual(opened.complaint_stage_id, stage)

    def test_plain_tickets_are_rated_as_ever(self):
        plain = self._create_ticket()
        self._rate(plain, 1, "Slow")
        self.assertFalse(plain.is_complaint)
        self.assertIn("Slow", plain.message_ids[0].body)

    def _rating_of(self, record):
        return self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id(record._name),
                "res_id": record.id,
                "partner_id": self.customer.id,
            }
        )

    def test_what_is_pending_of_others_is_stored_when_odoo_stores_it(self):
        ratings = self.env["rating.rating"].with_user(self.employee)
        rating = self._rating_of(self.customer)
        self.env.flush_all()
        rating.res_id = self.stranger.id
        self.assertTrue(ratings.search([("rating", "=", rating.rating)]))
        dirty = self.env._field_dirty.get(rating._fields["res_id"], ())
        self.assertIn(rating.id, dirty)

    def test_what_is_pending_of_a_complaint_is_judged(self):
        ratings = self.env["rating.rating"].with_user(self.employee)
        rating = self._rating_of(self.customer)
        self.env.flush_all()
        of_ours = self._rating_of(self._create_complaint())
        rating.res_model_id = of_ours.res_model_id
        rating.res_id = of_ours.res_id
        self.assertFalse(ratings.search([("id", "in", (rating | of_ours).ids)]))


class TestWhoSpeaks(ComplaintCommon):
    """A rating is the customer's word: the system makes it, and nobody has its key."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint()
        cls.vals = {
            "res_model_id": cls.env["ir.model"]._get_id("helpdesk.ticket"),
            "res_id": cls.ticket.id,
            "partner_id": cls.customer.id,
            "rated_partner_id": cls.handler.partner_id.id,
        }
        cls.rating = cls.env["rating.rating"].create(cls.vals)

    def test_no_person_makes_changes_or_deletes_one(self):
        for user in (self.handler, self.leader, self.manager):
            mine = self.env["rating.rating"].with_user(user)
            plain = mine.sudo().create(self.vals | {"res_id": False}).sudo(False)
            for way in (
                lambda mine=mine: mine.create(self.vals),
                lambda mine=mine: mine.browse(self.rating.id).write({"rating": 5}),
                lambda mine=mine: mine.browse(self.rating.id).unlink(),
                lambda plain=plain: plain.write(self.vals),
            ):
                with self.subTest(user.name), self.assertRaises(AccessError):
                    way()

    def test_no_person_pins_one_to_a_word_on_a_complaint(self):
        """Stars stand beside the word, wherever the rating itself does."""
        word = self.ticket.sudo().message_post(body="x", author_id=self.customer.id)
        elsewhere = self.vals | {
            "res_model_id": self.env["ir.model"]._get_id("res.partner"),
            "res_id": self.customer.id,
        }
        ratings = self.env["rating.rating"].with_user(self.handler)
        with self.assertRaises(AccessError):
            ratings.create({**elsewhere, "message_id": word.id, "rating": 5})
        plain = ratings.create(elsewhere)
        with self.assertRaises(AccessError):
            plain.message_id = word

    def test_nobody_reads_its_key_or_asks_for_it(self):
        for user in (self.handler, self.leader, self.manager):
            ratings = self.env["rating.rating"].with_user(user)
            mine = ratings.browse(self.rating.id)
            self.assertNotIn("access_token", mine.read()[0])
            for ask in (
                lambda mine=mine: mine.read(["access_token"]),
                lambda ratings=ratings: ratings.search([("access_token", "like", "a")]),
                lambda ratings=ratings: ratings.search([], order="access_token"),
                lambda ratings=ratings: ratings._read_group([], ["access_token"]),
            ):
                with self.subTest(user.name), self.assertRaises(AccessError):
                    ask()

    def test_who_has_the_whole_key_finds_what_is_none_of_ours(self):
        """Odoo applies a rating by it, as whoever calls."""
        vals = {"res_model_id": self.env["ir.model"]._get_id("res.partner")}
        place = {**vals, "res_id": self.customer.id}
        other = self.env["rating.rating"].create(place)
        vals = {"res_model_id": self.env["ir.model"]._get_id("helpdesk.ticket")}
        ticket = self._create_complaint()
        ours = self.env["rating.rating"].create({**vals, "res_id": ticket.id})
        ratings = self.env["rating.rating"].with_user(self.agent_all)
        for rating, found in ((other, other), (ours, ours.browse())):
            for operator, key in (
                ("=", rating.access_token),
                ("in", [rating.access_token]),
            ):
                domain = [("access_token", operator, key)]
                self.assertEqual(ratings.search(domain), found)

    def test_of_each_key_on_a_record_of_any_model_it_is_known_what_it_opens(self):
        """A meeting's opens its call."""
        known = SPEAKING | JUDGED | {"calendar.event"}
        for model in self.env.values():
            field = model._fields.get("access_token")
            if field and field.store and not model._transient:
                with self.subTest(model._name):
                    self.assertTrue(
                        not model._complaint_pairs() or model._name in known
                    )
