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
