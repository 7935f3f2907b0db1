from .common.foreign import ForeignCommon
from .common.reading import ReadingRules


class TestSaleReading(ReadingRules, ForeignCommon):
    """Reading returns what searching found, with what Sales joins to it as well."""

    def test_plain_tickets_are_read_beside_complaints(self):
        for person in (self.handler, self.manager, self.agent_all):
            both = (self.plain | self.complaint).with_user(person)
            with self.subTest(person.name):
                self.assertEqual(len(both.read()), 2)
