"""Let Odoo's own runner find this addon's tests, which are in the top-level tests/."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

__path__ = [str(Path(__file__).parents[2] / "tests")]

for module in iter_modules(__path__):
    if module.name.startswith("test_dashboard_"):
        import_module(f"{__name__}.{module.name}")
