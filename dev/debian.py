"""Packages from the Debian archive, without touching the system's package state.

apt-get gets lists, cache and sources of its own in a folder of ours. The archive's
address is the one this machine already uses.
"""

import hashlib
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

from console import ROOT, CommandFailed, Problem, run, say
from files import remove

KEYRINGS = Path("/usr/share/keyrings")
SUITES = ("sid", "testing", "experimental", "stable")
LOCK = ROOT / "dev" / "packages.lock"
# What the links inside the package "odoo-19" point to. Newer versions of the two
# from trixie have dropped the files that Odoo serves.
ODOO = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form/trixie",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "fonts-font-awesome/trixie",
)


def archive():
    """Address of the Debian archive in this machine's apt configuration, or None."""
    os_release = Path("/etc/os-release")
    if not (shutil.which("apt-get") and shutil.which("dpkg") and os_release.exists()):
        return None
    system = dict(re.findall(r'^(\w+)="?([^"\n]*)', os_release.read_text(), re.M))
    if system.get("ID") != "debian":
        return None
    releases = {system.get("VERSION_CODENAME"), *SUITES, "unstable", "oldstable"}
    targets = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE)"]
        + ["Created-By: Packages"],
        capture_output=True,
        text=True,
    ).stdout
    for uri, _space, release in map(
        lambda line: line.partition(" "), targets.split("\n")
    ):
        if release in releases and "debian-security" not in uri and uri[:5] != "cdrom":
            return uri
    return None


def options(folder, suite):
    """Command line options that give apt-get a state of its own in ``folder``."""
    keyring = next(
        (key for key in sorted(KEYRINGS.glob("debian-archive-keyring.*"))), None
    )
    if not keyring:
        raise Problem("Debian's keyring is missing: install debian-archive-keyring.")
    (folder / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    (folder / "cache" / "archives" / "partial").mkdir(parents=True, exist_ok=True)
    sources = folder / "sources.list"
    sources.write_text(
        "".join(
            f"deb [signed-by={keyring}] {archive()} {name} main\n"
            for name in dict.fromkeys((suite, "trixie"))
        )
    )
    values = {
        "Dir::State::lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "APT::Sandbox::User": "root",
        "APT::Update::Error-Mode": "any",
        "Acquire::Retries": "2",
        "Acquire::Languages": "none",
        "Acquire::http::Timeout": "30",
    }
    return [word for key, value in values.items() for word in ("-o", f"{key}={value}")]


def fetch(packages, folder, suites=SUITES):
    """Download packages and unpack them into ``folder``; return the .deb names."""
    apt, debs = folder / "apt", folder / "debs"
    debs.mkdir(parents=True)
    first = packages[0].partition("/")[0]
    for suite in suites:
        apt_options = options(apt, suite)
        try:
            run(["apt-get", *apt_options, "update"], f"Debian package lists ({suite})")
        except CommandFailed as error:
            raise Problem(
                f"The Debian archive cannot be reached ({last_error(error)}); check "
                "the network and apt's proxy, then run again, or name an Odoo 19.0 of "
                "your own: ODOO_PATH=/path/to/odoo."
            ) from error
        show = ["apt-cache", *apt_options, "show", first]
        if subprocess.run(show, capture_output=True).returncode == 0:
            break
    else:
        return []
    try:
        run(
            ["apt-get", *apt_options, "-o", "APT::Status-Fd=1", "download", *packages],
            f"{first} from Debian {suite} ({len(packages)} packages, download)",
            follow=percent,
            cwd=debs,
        )
    except CommandFailed as error:
        raise Problem(
            f"Debian's package {first} could not be downloaded ({last_error(error)}); "
            "check the network and run again."
        ) from error
    unpack = 'for deb in debs/*.deb; do echo "$deb"; dpkg -x "$deb" . || exit 1; done'
    run(["sh", "-c", unpack], f"Unpacking {first}", follow=str.strip, cwd=folder)
    taken = [describe(deb) for deb in sorted(debs.iterdir())]
    remove(apt)
    remove(debs)
    return taken


def last_error(error):
    lines = [line[2:].strip() for line in error.output if line.startswith(("E:", "W:"))]
    return (lines or error.output[-1:] or ["no answer"])[0].rstrip(".\n")


def percent(line):
    """``dlstatus:1:20.5:Retrieving file 1 of 9`` -> ``20 %``."""
    if match := re.match(r"dlstatus:[^:]*:([\d.]+):(.*)", line):
        return f"{float(match[1]):.0f} % {match[2]}"
    return None


def describe(deb):
    name, version, _arch = deb.name.split("_")
    checksum = hashlib.sha256(deb.read_bytes()).hexdigest()
    return f"{name} {unquote(version)} {checksum}"


def make_odoo(folder):
    """Unpack Debian's Odoo, and tell when it is not the one of the lock file.

    Debian's sid keeps the newest version only, so a drift is no error.
    """
    taken = fetch(ODOO, folder)
    if not taken:
        raise Problem(
            "The Debian archive has no package odoo-19: name an Odoo 19.0 of your own: "
            "ODOO_PATH=/path/to/odoo."
        )
    (folder / LOCK.name).write_text("\n".join(taken) + "\n")
    known = LOCK.read_text().splitlines() if LOCK.exists() else []
    for line in sorted(set(taken) - set(known)):
        was = next((k for k in known if k.split()[0] == line.split()[0]), "nothing")
        say(f"Debian has moved: {line[:60]}… instead of {was[:60]}…; going on with it.")
