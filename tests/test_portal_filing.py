from unittest.mock import patch

from lxml import html

from odoo.tests import mute_logger

from .browser import BrowserCase
from .common.portal import PNG, PortalCase, PortalCommon

LIMITS = "odoo.addons.complaint_recovery.controllers.portal_files"
KINDS = "odoo.addons.complaint_recovery.models.portal.ir_attachment"


class TestPortalFiling(PortalCase):
    """A complaint filed by the customer."""

    def setUp(self):
        super().setUp()
        self._login(self.portal)

    def test_filed_complaint_is_the_users_own_and_has_an_owner(self):
        self._file()
        ticket = self._filed()
        self.assertTrue(ticket.is_complaint)
        self.assertEqual(ticket.partner_id, self.portal.partner_id)
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.user_id, self.leader)
        self.assertEqual(ticket.name, "The kettle leaks")
        self.assertEqual(ticket.channel_id.name, "Web")
        self.assertIn(self.portal.partner_id, ticket.message_partner_ids)

    def test_what_was_told_is_kept(self):
        self._file(
            desired_outcome="A new one",
            claim_amount="40,50",
            loss_ongoing="yes",
            confidential="yes",
        )
        ticket = self._filed()
        self.assertEqual(ticket.complaint_desired_outcome, "A new one")
        self.assertEqual(ticket.complaint_claim_amount, 40.5)
        self.assertTrue(ticket.complaint_loss_ongoing)
        self.assertTrue(ticket.complaint_confidential)
        self.assertTrue(ticket._complaint_running("containment"))

    def test_number_person_and_time_are_shown_at_once_and_mailed(self):
        text = self._text(self._file())
        ticket = self._filed()
        hear_by = ticket._complaint_running("first_contact").due_at
        self.assertIn(ticket.number, text)
        self.assertIn("Leader is looking after it", text)
        self.assertIn(ticket.sudo()._complaint_portal_day(hear_by), text)
        mails = self.env["mail.mail"].search([("res_id", "=", ticket.id)])
        mails = mails.filtered(lambda m: m.recipient_ids == self.portal.partner_id)
        self.assertEqual(len(mails), 1)
        self.assertIn(ticket.number, mails.subject)
        self.assertIn("Leader", mails.body_html)

    def test_form_asks_for_all_there_is_to_tell(self):
        tree = html.fromstring(self._get("/my/complaint/new").text)
        fields = tree.xpath(
            "//form[@action='/my/complaint/new']//*[self::input or self::textarea]"
        )
        asked = {"description", "reference", "desired_outcome", "claim_amount", "files"}
        asked |= {"loss_ongoing", "confidential", "csrf_token", "form_token"}
        self.assertEqual({field.get("name") for field in fields}, asked)

    def test_form_sent_twice_makes_one_complaint(self):
        form = self._form()
        first, second = self._file(form), self._file(form)
        self.assertEqual(len(self._filed()), 1)
        self.assertEqual(first.url, second.url)
        self._file(description="The pan leaks, too.")
        self.assertEqual(len(self._filed()), 2)

    def test_form_sent_again_with_something_wrong_leads_to_what_was_filed(self):
        form = self._form()
        self._file(form)
        page = self._file(form, claim_amount="much")
        self.assertIn(self._filed().number, page.text)

    def test_form_of_somebody_else_finds_nothing_of_theirs(self):
        form = self._form()
        self._file(form)
        token = form["form_token"]
        page = self._file(self._form(self.other) | {"form_token": token})
        mine, theirs = self._filed()
        self.assertEqual(theirs.partner_id, self.other.partner_id)
        self.assertNotIn(mine.number, page.text)

    def test_photos_of_a_phone_are_kept_as_the_customers_own(self):
        photos = [("files", (f"IMG_{n}.png", PNG, "image/png")) for n in range(3)]
        self._file(files=photos)
        ticket = self._filed()
        names = [file["name"] for file in self._values(ticket)["files"]]
        self.assertEqual(names, ["IMG_0.png", "IMG_1.png", "IMG_2.png"])

    def test_no_field_beyond_the_known_ones_is_taken(self):
        self._file(
            partner_id=self.stranger.id,
            user_id=self.handler.id,
            team_id=self.plain_team.id,
            complaint_level=4,
            complaint_decision="upheld",
            complaint_severity_id=self.critical.id,
            company_id=99,
        )
        ticket = self._filed()
        self.assertEqual(ticket.partner_id, self.portal.partner_id)
        self.assertEqual(ticket.team_id, self.team)
        self.assertNotEqual(ticket.complaint_severity_id, self.critical)
        self.assertFalse(ticket.complaint_decision or ticket.complaint_level)

    def test_complaint_goes_to_the_company_of_the_user(self):
        company = self.env["res.company"].create({"name": "Other company"})
        self.team.company_id = self.company
        stages = self.env["complaint.stage"].search([("company_id", "=", False)])
        self.assertTrue(stages)
        self.portal.write({"company_ids": [(4, company.id)], "company_id": company.id})
        self._file()
        ticket = self._filed()
        self.assertEqual(ticket.company_id, company)
        self.assertFalse(ticket.team_id)

    def test_form_needs_its_token_against_forgery(self):
        data = {"description": "Forged"}
        with mute_logger("odoo.http"):
            page = self.url_open("/my/complaint/new", data=data)
        self.assertEqual(page.status_code, 422)
        self.assertFalse(self._filed())

    def test_nobody_files_without_login(self):
        self.logout()
        page = self.url_open("/my/complaint/new")
        self.assertIn("/web/login", page.url)

    def test_looking_at_the_form_files_nothing(self):
        before = self.env["helpdesk.ticket"].search_count([])
        self._get("/my/complaint/new?description=Hello&form_token=x")
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), before)

    def test_only_the_customer_sees_the_thanks(self):
        self._file(confidential="yes")
        path = f"/my/complaint/{self._filed().id}/thanks"
        self.assertEqual(self._get(path, self.colleague).status_code, 404)


class TestPortalFilingErrors(PortalCase):
    """What is wrong is said kindly, and what was typed is kept."""

    def setUp(self):
        super().setUp()
        self._login(self.portal)

    def _assert_refused(self, page, words):
        self.assertEqual(page.status_code, 422)
        self.assertFalse(self._filed())
        text = self._text(page)
        self.assertIn(words, text)
        self.assertIn("What you wrote is still here", text)

    def _refuse_file(self, name, content, words):
        files = [("files", (name, content, "image/png"))]
        page = self._file(files=files, desired_outcome="A new one")
        self._assert_refused(page, words)
        self.assertIn("The kettle leaks.", page.text)
        self.assertIn("A new one", page.text)

    def test_too_large_a_file_keeps_what_was_typed(self):
        with patch(f"{KINDS}.MEGABYTE", 10):
            self._refuse_file("photo.png", PNG * 9, "photo.png is too large")

    def test_too_much_together_keeps_what_was_typed(self):
        with patch(f"{LIMITS}.MAX_TOTAL", 0):
            self._refuse_file("photo.png", PNG, "Together the files are too large")

    def test_too_many_files_keep_what_was_typed(self):
        with patch(f"{LIMITS}.MAX_FILES", 0):
            self._refuse_file("photo.png", PNG, "at most 0 files")

    def test_programs_and_pages_are_not_taken(self):
        self._refuse_file("virus.exe", b"MZ\x90", "virus.exe is of a kind")
        self._refuse_file("photo.html", b"<html></html>", "photo.html is of a kind")
        page = b"<html><script>alert(1)</script></html>"
        self._refuse_file("photo.png", page, "photo.png is of a kind")
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'
        self._refuse_file("photo.png", svg, "photo.png is of a kind")

    def test_empty_file_is_asked_for_again(self):
        self._refuse_file("photo.png", b"", "photo.png is empty")

    def test_nothing_told_is_no_complaint(self):
        page = self._file(description="  \n ", desired_outcome="A new one")
        self._assert_refused(page, "Please tell us what happened.")
        self.assertIn("A new one", page.text)

    def test_amount_that_is_none_is_asked_again(self):
        for amount in ("much", "-5", "nan", "inf", "1e99"):
            page = self._file(claim_amount=amount)
            self._assert_refused(page, "write the amount like")
            self.assertIn(f'value="{amount}"', page.text)

    def test_files_are_asked_for_again_only_where_some_were_sent(self):
        words = "Please choose your files once more."
        self.assertNotIn(words, self._file(claim_amount="much").text)
        files = [("files", ("photo.png", PNG, "image/png"))]
        self.assertIn(words, self._file(claim_amount="much", files=files).text)

    def test_endless_words_are_asked_to_be_shortened(self):
        page = self._file(description="a" * 20_001)
        self._assert_refused(page, "Please shorten this")

    def test_corrected_form_makes_one_complaint(self):
        form = self._form()
        self._file(form, claim_amount="much")
        self._file(form, claim_amount="40")
        self.assertEqual(self._filed().complaint_claim_amount, 40)


class TestPortalFilingBrowser(PortalCommon, BrowserCase):
    """What the form says before anything is uploaded."""

    def test_too_large_a_file_is_said_before_it_is_sent(self):
        code = """
            (async () => {
                const form = document.querySelector(".o_complaint_form");
                const said = form.querySelector(".o_complaint_wrong");
                form.dataset.maxFile = 0;
                form.elements.description.value = "It leaks";
                const chosen = new DataTransfer();
                chosen.items.add(new File(["photo"], "photo.png"));
                form.elements.files.files = chosen.files;
                while (!said.textContent.includes("photo.png is too large")) {
                    await new Promise((resolve) => setTimeout(resolve, 100));
                    form.elements.files.dispatchEvent(new Event("change"));
                }
                form.requestSubmit();
                console.log("test successful");
            })();
        """
        self.browser_js("/my/complaint/new", code, login=self.portal.login)
        self.assertFalse(
            self.env["helpdesk.ticket"].search([("complaint_form_token", "!=", False)])
        )
