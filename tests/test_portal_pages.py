from .common.portal import PortalCase

#: Words that must not reach a customer, by where a handler writes them.
INTERNAL = {
    "complaint_finding": "<p>Seal missing: FINDING</p>",
    "complaint_explanation": "<p>EXPLANATION not sent</p>",
    "complaint_suggestion": "SUGGESTION",
}


class TestPortalPage(PortalCase):
    """The page of one complaint."""

    def test_customer_sees_number_owner_phone_and_the_first_promise(self):
        text = self._text(self._get(f"/my/complaint/{self.ticket.id}", self.portal))
        for told in (self.ticket.number, "Handler", "+32 470 00 00 01"):
            self.assertIn(told, text)
        self.assertIn("We have received your complaint", text)
        self.assertIn("You will hear from us in person", text)

    def test_page_tells_nothing_internal(self):
        self.ticket.write({**INTERNAL, "complaint_cause_id": self.cause.id})
        self._create_interaction(self.ticket, summary="SUMMARY", user_id=self.leader.id)
        self._create_remedy(self.ticket, description="DRAFT")
        self._create_apology(self.ticket, body="<p>UNSENT</p>")
        page = self._get(f"/my/complaint/{self.ticket.id}", self.portal).text
        for words in (
            *("FINDING", "EXPLANATION", "SUGGESTION", "SUMMARY", "DRAFT", "UNSENT"),
            *("Leader", self.cause.name, self.ticket.complaint_severity_id.name),
        ):
            self.assertNotIn(words, page)

    def test_link_of_the_mail_opens_without_account(self):
        page = self._get(self._link())
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.ticket.number, page.text)

    def test_wrong_token_gets_a_polite_page_that_tells_nothing(self):
        other = self._create_portal_complaint(name="SECRET").sudo()
        for token in ("wrong", "", self.ticket.sudo()._portal_ensure_token()):
            page = self.url_open(f"/my/complaint/{other.id}?access_token={token}")
            self.assertEqual(page.status_code, 404)
            self.assertIn("We cannot show you this page", page.text)
            self.assertNotIn("SECRET", page.text)

    def test_what_is_not_there_looks_like_what_is_not_theirs(self):
        foreign = self._get(f"/my/complaint/{self.ticket.id}", self.other)
        nowhere = self._get("/my/complaint/2147483000")
        self.assertEqual((foreign.status_code, nowhere.status_code), (404, 404))
        self.assertEqual(self._text(foreign), self._text(nowhere))

    def test_plain_ticket_has_no_such_page(self):
        plain = self._create_ticket(partner_id=self.portal.partner_id.id)
        page = self._get(f"/my/complaint/{plain.id}", self.portal)
        self.assertEqual(page.status_code, 404)

    def test_confidential_is_for_the_complainant_alone(self):
        self.ticket.complaint_confidential = True
        mine = self._get(f"/my/complaint/{self.ticket.id}", self.portal)
        theirs = self._get(f"/my/complaint/{self.ticket.id}", self.colleague)
        self.assertEqual((mine.status_code, theirs.status_code), (200, 404))
        self.assertIn("Confidential", mine.text)

    def test_colleague_reads_what_is_not_confidential(self):
        page = self._get(f"/my/complaint/{self.ticket.id}", self.colleague)
        self.assertIn(self.ticket.number, page.text)

    def test_page_of_the_parent_leads_to_ours(self):
        page = self._get(f"/my/ticket/{self.ticket.id}", self.portal)
        self.assertURLEqual(page.url, f"/my/complaint/{self.ticket.id}")
        self.logout()
        token = self.ticket.sudo()._portal_ensure_token()
        page = self._get(f"/my/ticket/{self.ticket.id}/{token}")
        self.assertIn("What happened so far", page.text)

    def test_plain_ticket_keeps_the_page_of_the_parent(self):
        plain = self._create_ticket(partner_id=self.portal.partner_id.id)
        page = self._get(f"/my/ticket/{plain.id}", self.portal)
        self.assertURLEqual(page.url, f"/my/ticket/{plain.id}")
        self.assertIn("Communication history", page.text)

    def test_reading_changes_nothing(self):
        link = self._link()
        self.env.flush_all()
        before = self.ticket.sudo().read()
        for _time in range(3):  # As mail scanners do.
            self._get(link)
        self.env.invalidate_all()
        self.assertEqual(self.ticket.sudo().read(), before)

    def test_customer_without_account_reads_her_own_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.portal.partner_id.lang = "fr_FR"
        page = self._get(self._link())
        self.assertIn("/fr/my/complaint/", page.url)
        self.assertIn('lang="fr-FR"', page.text)

    def test_conversation_shows_no_notes(self):
        for body, subtype in (("NOTE", "mail.mt_note"), ("WORD", "mail.mt_comment")):
            self.ticket.message_post(
                body=body, message_type="comment", subtype_xmlid=subtype
            )
        self._login(self.portal)
        found = self.make_jsonrpc_request(
            "/mail/chatter_fetch",
            {"thread_model": "helpdesk.ticket", "thread_id": self.ticket.id},
        )
        self.assertIn("WORD", str(found))
        self.assertNotIn("NOTE", str(found))
