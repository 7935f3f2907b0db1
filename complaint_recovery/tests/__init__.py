"""Let Odoo's own runner find the suite, which lives in the repository's tests/."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

__path__ = [str(Path(__file__).parents[2] / "tests")]

for module in iter_modules(__path__):
    if module.name.startswith("test_"):
        import_module(f"{__name__}.{module.name}")
