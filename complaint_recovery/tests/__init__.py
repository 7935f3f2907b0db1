"""Let Odoo's own runner find the suite, which lives in the repository's tests/."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

ROOT = Path(__file__).parents[2]
__path__ = [str(ROOT / "tests")]
#: A glue addon complaint_recovery_x finds its own tests, test_x_*.
GLUE = tuple(
    f"test_{addon.name.removeprefix('complaint_recovery_')}_"
    for folder in (ROOT, ROOT / "tests" / "addons")
    for addon in folder.glob("complaint_recovery_*")
)

for module in iter_modules(__path__):
    if module.name.startswith("test_") and not module.name.startswith(GLUE):
        import_module(f"{__name__}.{module.name}")
