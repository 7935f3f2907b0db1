"""pylint where no Odoo is installed, as pre-commit has it.

It would follow our imports into Odoo, for a fourth of its time and for nothing.
"""

import sys

from pylint import run_pylint

from console import DEV

if __name__ == "__main__":
    sys.path[:] = [path for path in sys.path if not path.startswith(str(DEV / "odoo"))]
    run_pylint(sys.argv[1:])
