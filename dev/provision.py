"""Everything that must be there before our own virtual environment can take over.

Only Python's standard library. Each part is made once, whole or not at all.
"""

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import util
from pathlib import Path

import debian
import interpreter
from console import DEV, NO_DISK, PYTHON, ROOT, VENV, CommandFailed, Problem, run, say
from files import lock, step, write_whole

GIGABYTES = {"venv": 1.0, "odoo": 1.7, "node": 0.1, "pg": 0.3, "browser": 0}
ODOO_GIT = "https://github.com/odoo/odoo"
SHELL = "chromium-headless-shell"
OWN_ODOO = "or name an Odoo 19.0 of your own: ODOO_PATH=/path/to/odoo."


def provision(parts):
    """Make what is missing of ``parts``: venv, odoo, node, pg (the disk it needs)."""
    for variable, folder in (("PIP_CACHE_DIR", "pip"), ("npm_config_cache", "npm")):
        os.environ.setdefault(variable, str(DEV / "cache" / folder))
    # Compiled once, and outside of the sources: Odoo is 2,000 modules a start.
    os.environ["PYTHONPYCACHEPREFIX"] = str(DEV / "cache" / "python")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if re.search(r"\s", str(ROOT)):
        raise Problem("Odoo's tools break on blanks in a path: clone to one without.")
    with lock("provision"):
        missing = [part for part in parts if not (DEV / f"{part}.stamp").exists()]
        if "ODOO_PATH" in os.environ and "odoo" in missing:
            missing.remove("odoo")
        if sum(GIGABYTES[part] for part in missing) > shutil.disk_usage(DEV).free / 1e9:
            raise Problem(NO_DISK)
        # Looked at before anything long: a wrong ODOO_PATH shows at once.
        odoo = own_odoo() if "odoo" in parts else None
        with ThreadPoolExecutor() as beside:  # each of them waits for its network
            if "odoo" in parts and not odoo:
                coming = beside.submit(step, "odoo", ["debian 2"], make_odoo)
            if root := "browser" in parts and os.geteuid() == 0:
                browser = beside.submit(install_browser)
            if "venv" in parts:
                step("venv", venv_inputs(), make_venv)
            if "node" in parts:
                step("node", [VENV, *map(Path.read_text, NPM_FILES)], make_node)
            if "odoo" in parts:
                use_odoo(odoo or coming.result())
            if root:
                browser.result()
        if "browser" in parts and not root:
            install_browser()  # sudo may ask for a password: nothing else speaks


# Virtual environment

REQUIREMENTS = ROOT / "dev" / "requirements.txt"
ADDONS = ROOT / "dev" / "requirements-addons.txt"
PRE_COMMIT = ROOT / ".pre-commit-config.yaml"


def lint_requirements():
    """The linters' versions, from the one place that has them."""
    text = PRE_COMMIT.read_text()
    found = re.findall(r"/(ruff-pre-commit|pylint-odoo)\n\s+rev: v(\S+)", text)
    return [f"{name.replace('-pre-commit', '')}=={rev}" for name, rev in found]


def venv_inputs():
    pins = [REQUIREMENTS.read_text(), ADDONS.read_text(), *lint_requirements()]
    _path, version, prefix = interpreter.choose()
    return [*pins, version, prefix, VENV]


def make_venv(folder):
    python, version, prefix = interpreter.choose()
    # Debian keeps ensurepip in a package of its own; pip then comes as a wheel.
    bare = prefix == sys.base_prefix and not util.find_spec("ensurepip")
    run(
        [python, "-m", "venv", *(["--without-pip"] if bare else []), folder],
        f"Virtual environment, Python {version.split()[0]}",
    )
    env = {**os.environ, "PYTHONPATH": debian_pip()} if bare else None
    total = REQUIREMENTS.read_text().count("==") + 2
    seen = set()

    def follow(line):
        if match := re.match(r"Collecting ([\w.-]+)", line):
            seen.add(match[1])
            return f"{len(seen)} of {total} {match[1]}"
        return "unpacking" if line.startswith("Installing collected") else None

    # What is never imported need not be compiled.
    pip = [PYTHON, "-m", "pip", "install", "--no-compile", "--no-input"]
    pip += ["--disable-pip-version-check"]
    try:
        run(
            [*pip, "-r", REQUIREMENTS, *lint_requirements()],
            f"Python packages ({total})",
            follow=follow,
            env=env,
        )
        run([*pip, "--no-deps", "-r", ADDONS], "helpdesk_mgmt from its wheel", env=env)
    except CommandFailed as error:
        raise Problem(
            f"{error} Is the package index reachable? Then run again."
        ) from None


def debian_pip():
    step(
        "pip",
        ["python3-pip-whl"],
        lambda folder: debian.fetch(["python3-pip-whl"], folder),
    )
    wheels = (DEV / "pip").glob("usr/share/python-wheels/pip-*.whl")
    if wheel := next(wheels, None):
        return str(wheel)
    raise Problem("This Python has no ensurepip: install python3-venv and run again.")


# Odoo


def odoo_version(path):
    """The version of the Odoo in ``path``, as ``(19, 0)``; None if there is none."""
    release = Path(path) / "odoo" / "release.py"
    if not release.is_file():
        return None
    found = re.search(r"version_info = \('?([\w~]+)'?, *(\d+)", release.read_text())
    return (found[1], found[2]) if found else None


def own_odoo():
    """The Odoo 19.0 the user names or can import, else None."""
    if path := os.environ.get("ODOO_PATH"):
        version = odoo_version(path)
        if version == ("19", "0"):
            return Path(path).resolve()
        found = "Odoo " + ".".join(version) if version else "no odoo/release.py"
        raise Problem(
            f"ODOO_PATH={path} has {found}: name the folder of an Odoo 19.0 (the one "
            "that holds odoo/release.py), or unset ODOO_PATH."
        )
    spec = util.find_spec("odoo")
    for package in spec.submodule_search_locations or () if spec else ():
        parent = Path(package).parent
        if odoo_version(parent) == ("19", "0"):
            return parent.resolve()
    return None


def make_odoo(folder):
    """Debian's package where there is a Debian archive, else a clone of 19.0."""
    if debian.archive():
        debian.make_odoo(folder)
        return
    reach = ["git", "ls-remote", "--exit-code", "--heads", ODOO_GIT, "19.0"]
    try:
        subprocess.run(reach, check=True, capture_output=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        raise Problem(
            "There is no Debian archive here to take Odoo 19.0 from, and git does not "
            f"reach {ODOO_GIT}: check the network, {OWN_ODOO}"
        ) from None
    clone = [
        "git",
        "clone",
        "--progress",
        "--depth=1",
        "--branch=19.0",
        ODOO_GIT,
        folder,
    ]
    run(clone, "Odoo 19.0 by git (about 300 MB)", follow=str.strip)


def use_odoo(path):
    """Put Odoo on the virtual environment's path, behind its own packages."""
    if path == DEV / "odoo" and not (path / "odoo").exists():
        path = path / "usr" / "lib" / "python3" / "dist-packages"
    if odoo_version(path) != ("19", "0"):
        raise Problem(
            f"What the archive holds is no Odoo 19.0: wait for one, {OWN_ODOO}"
        )
    site = next(VENV.glob("lib/python3*/site-packages"))
    if not (pth := site / "odoo.pth").exists() or pth.read_text() != f"{path}\n":
        write_whole(pth, f"{path}\n")


# Node

NPM_FILES = (ROOT / "dev" / "package.json", ROOT / "dev" / "package-lock.json")


def make_node(folder):
    folder.mkdir()
    for file in NPM_FILES:
        shutil.copy(file, folder)
    npm = [VENV / "bin" / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    try:
        run(
            npm,
            "npm packages (prettier, axe)",
            cwd=folder,
            env={**os.environ, "PATH": path},
        )
    except CommandFailed as error:
        raise Problem(
            f"{error} Is the npm registry reachable? Then run again."
        ) from None


# System packages: the only thing that leaves .dev


def browser_packages():
    """Names of the Debian packages the browser and PDF tests still need.

    A Chrome that never had windows does their work in half the time; not every
    system has it, and there any other will do.
    """
    browsers = "google-chrome", "chromium", "chromium-browser", "google-chrome-stable"
    present = {
        SHELL: any(map(shutil.which, [SHELL, *browsers])),
        "wkhtmltopdf": shutil.which("wkhtmltopdf"),
        "poppler-utils": shutil.which("pdftotext"),
        "fonts-noto-cjk": any(Path("/usr/share/fonts").rglob("*CJK*")),
    }
    return [name for name, there in present.items() if not there]


def install_browser():
    missing = browser_packages()
    if not missing:
        return
    names = " ".join(missing)
    without = "or run the tests without a browser: BROWSER=no make test."
    root = [] if os.geteuid() == 0 else ["sudo"]
    if not shutil.which("apt-get"):
        raise Problem(f"Please install {names} (this system has no apt-get), {without}")
    if root and not shutil.which("sudo"):
        raise Problem(f"Please install as root: apt-get install {names}, {without}")
    say(f"Browser and PDF tests need {names}: apt-get installs it into the system now.")
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    try:
        run([*apt, "update"], "Package lists of the system")
    except CommandFailed as error:
        say(f"{error} Going on with the lists that are there.")
    if SHELL in missing and not _in_lists(SHELL):
        missing[missing.index(SHELL)] = "chromium"
    names = " ".join(missing)
    try:
        run(
            [*apt, "-o", "APT::Status-Fd=1", "install", "-y", *missing],
            f"Installing {names}",
            follow=install_percent,
        )
    except CommandFailed as error:
        raise Problem(f"{error} Please install {names} by hand, {without}") from None


def _in_lists(package):
    told = subprocess.run(["apt-cache", "show", package], capture_output=True)
    return not told.returncode


def install_percent(line):
    match = re.match(r"(?:dl|pm)status:[^:]*:([\d.]+):(.*)", line)
    return f"{float(match[1]):.0f} % {match[2]}" if match else None
