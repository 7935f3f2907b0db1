import io
import time

from PIL import Image

from odoo.addons.complaint_recovery.tools.local_html import LONGEST_PAGE, make_local
from odoo.addons.complaint_recovery.tools.pictures import is_too_large

from .common.complaint import ComplaintCommon
from .common.doors import DoorsCase
from .test_standing_up import OWN, bomb


def picture(width, height, mode="1"):
    """Return a PNG of one colour, which is small whatever its size."""
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, "PNG")
    return out.getvalue()


class TestPictures(DoorsCase):
    """Pictures are looked at by their heads before anybody opens them."""

    def test_size_is_read_and_the_picture_is_not(self):
        for raw, large in (
            (bomb(), True),
            (bomb(9000, 8000), True),
            (picture(5000, 4000), False),
            (picture(10, 10, "RGBA"), False),
            (b"", False),
            (b"no picture", False),
            (picture(10, 10)[:40], False),
        ):
            start = time.process_time()
            self.assertEqual(is_too_large(raw), large)
            self.assertLess(time.process_time() - start, 0.5)

    def test_a_large_one_is_kept_as_it_came_by_mail_and_by_hand(self):
        large = bomb(9000, 8000)
        start = time.process_time()
        file = self.env["ir.attachment"].create({"name": "x.png", "raw": large})
        self.assertEqual(file.raw, large)
        self.assertLess(time.process_time() - start, 1)

    def test_no_small_picture_is_made_of_a_large_one(self):
        ticket = self._create_complaint()
        file = self.env["ir.attachment"].create(
            {
                "name": "x.png",
                "raw": bomb(9000, 8000),
                "res_model": ticket._name,
                "res_id": ticket.id,
            }
        )
        start = time.process_time()
        self._log_in(self.handler)
        answer = self.url_open(f"/web/image/{file.id}?width=128&height=128")
        self.assertEqual(answer.content, file.raw)
        self.assertLess(time.process_time() - start, 1)


class TestLongPages(ComplaintCommon):
    """What customers write makes no PDF without end."""

    def test_words_without_end_are_broken_and_pages_cut(self):
        page = f"<html><body><p>{'W' * 300_000}</p><p>tail</p></body></html>"
        local = make_local(page, OWN)
        self.assertLess(len(local), LONGEST_PAGE * 1.1)
        self.assertLess(max(map(len, local.split())), 120)

    def test_many_short_texts_count_together(self):
        cells = "<p>" + "word " * 20 + "</p>"
        page = f"<html><body>{cells * 3000}</body></html>"
        self.assertLess(make_local(page, OWN).count("word"), LONGEST_PAGE / 5 + 1)

    def test_a_usual_page_stays(self):
        address = "https://shop.example/" + "a" * 40
        words = f'<p style="width: 300px">See {address} soon</p>'
        page = f"<html><body>{words}</body></html>"
        self.assertIn(f"See {address} soon", make_local(page, OWN))
        self.assertIn("width: 300px", make_local(page, OWN))

    def test_lengths_no_page_has_are_dropped(self):
        page = '<html><body><p style="height:99999999px">x</p></body></html>'
        self.assertNotIn("9999", make_local(page, OWN))
