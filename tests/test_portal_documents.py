from .common.portal import PortalCase


class TestPortalDocuments(PortalCase):
    """Letters to the customer, and files of theirs: those and no others."""

    def _attach(self, name, user=None):
        return (
            self.env["ir.attachment"]
            .with_user(user or self.handler)
            .sudo()
            .create(
                {
                    "name": name,
                    "raw": b"%PDF-1.4",
                    "res_model": "helpdesk.ticket",
                    "res_id": self.ticket.id,
                }
            )
        )

    def _open(self, kind, attachment, query=""):
        path = f"/my/complaint/{self.ticket.id}/{kind}/{attachment.id}{query}"
        return self.url_open(path)

    def test_letter_as_sent_is_offered_and_opens(self):
        apology = self._create_apology(
            self.ticket, channel="email", body="<p>Sorry</p>"
        )
        apology.action_send()
        names = [letter["name"] for letter in self._values()["letters"]]
        self.assertEqual(names, [apology.attachment_id.name])
        self._login(self.portal)
        letter = self._open("letter", apology.attachment_id)
        self.assertEqual(letter.status_code, 200)
        self.assertIn("attachment", letter.headers["Content-Disposition"])

    def test_letter_lying_on_the_desk_is_not_shown(self):
        apology = self._create_apology(self.ticket, channel="letter", body="<p>Oh</p>")
        apology.action_send()
        self.assertFalse(self._values()["letters"])
        self._login(self.portal)
        letter = self._open("letter", apology.sudo().attachment_id)
        self.assertEqual(letter.status_code, 404)

    def test_letter_opens_with_the_link_and_with_no_other_token(self):
        apology = self._create_apology(
            self.ticket, channel="email", body="<p>Sorry</p>"
        )
        apology.action_send()
        letter, token = apology.attachment_id, self.ticket.sudo()._portal_ensure_token()
        right = self._open("letter", letter, f"?access_token={token}")
        wrong = self._open("letter", letter, "?access_token=wrong")
        self.assertEqual((right.status_code, wrong.status_code), (200, 404))

    def test_own_files_are_shown_and_those_of_handlers_are_not(self):
        mine = self._attach("photo.pdf", self.portal)
        internal = self._attach("finding.pdf")
        self.assertEqual([f["name"] for f in self._values()["files"]], ["photo.pdf"])
        self._login(self.portal)
        self.assertEqual(self._open("file", mine).content, b"%PDF-1.4")
        for kind in ("file", "letter"):
            self.assertEqual(self._open(kind, internal).status_code, 404)

    def test_file_that_a_customer_mailed_is_hers(self):
        self.ticket.with_user(self.portal).sudo().message_post(
            body="See the photo",
            author_id=self.portal.partner_id.id,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            attachments=[("mailed.txt", b"words")],
        )
        names = [f["name"] for f in self._values()["files"]]
        self.assertEqual(names, ["mailed.txt"])

    def test_file_of_another_complaint_is_not_handed_out(self):
        other = self._create_portal_complaint()
        file = self._attach("photo.pdf", self.portal)
        self._login(self.portal)
        page = self.url_open(f"/my/complaint/{other.id}/file/{file.id}")
        self.assertEqual(page.status_code, 404)
