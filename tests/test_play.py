from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from runpy import run_path

from .common import ComplaintCommon

SCRIPT = Path(__file__).parents[1] / "scripts" / "play_complaint.py"


class TestPlay(ComplaintCommon):
    """The script that plays one complaint through public methods plays it well."""

    def test_complaint_goes_from_raw_mail_to_satisfied_closing(self):
        with redirect_stdout(StringIO()) as told:
            well = run_path(str(SCRIPT))["play"](self.env(context={}))
        self.assertTrue(well, told.getvalue())
        for name in ("Mail gateway", "Hanna", "Lea", "Tom"):
            self.assertIn(name, told.getvalue())


class TestLoop(ComplaintCommon):
    def test_complaint_from_intake_to_satisfied_closing(self):
        ticket = self._create_complaint()
        self._contact(ticket)
        remedy = self._create_remedy(ticket)
        remedy.action_offer()
        remedy.action_accept()
        remedy.action_deliver()
        self.assertEqual(ticket.complaint_stage_id, self.stage_following_up)
        self._follow_up(ticket)
        self.assertEqual(ticket.complaint_stage_id, self.stage_closed)
        self.assertEqual(ticket.complaint_outcome, "satisfied")
        self.assertTrue(ticket.closed)
