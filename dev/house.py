"""``make lint``, the tool "house": what no other tool looks at.

No file of code over 350 lines and no function over 60, no ``sudo()`` without a reason,
no term that the export of terms does not find, and no rule cited that docs/rules.rst
does not have; nor does a page in docs/ name a method or a test file that is not there.
"""

import ast
import io
import re
import tokenize

from console import ROOT

FILE_LINES = 350
FUNCTION_LINES = 60
#: Where we look, beside the addons and what lies at the top.
FOLDERS = ("bench", "dev", "docs", "scripts", "tests")
#: What is counted: files of code. Views, data and catalogues are lists.
CODE = (".py", ".js", ".scss", ".sh")
#: What may cite a rule.
CITING = (*CODE, ".xml", ".rst", ".md")
RULES = "docs/rules.rst"

#: ``decision 3`` or, of several, ``decisions 3 and 17``: all numbers that follow.
CITED_DECISIONS = re.compile(
    r"\b[Dd]ecisions?\s+(\d{1,2}(?:(?:\s*,\s*|\s+and\s+|\s*–\s*)\d{1,2})*)(?![\d.])"
)
CITED_DEMAND = re.compile(r"(?<![\w#&;.-])D(\d{1,2})(?![\w-])")
#: Papers the rules were in before they had a page here.
ELSEWHERE = re.compile(r"\b(?:domain|design|house|odoo19)\.md\b")
#: A rule begins with its anchor: ``.. _d17:``, ``.. _decision-9:``.
ANCHOR = re.compile(r"^\.\. _(d|decision-)(\d+):$", re.MULTILINE)
#: Methods of ours: those of Odoo that the pages name do not begin like that.
METHOD = re.compile(r"``(?:[\w.]+\.)?((?:_|action_)\w+)\(\)``")
#: The model and the method, where both are named.
NAMED = re.compile(r"``([a-z_]+(?:\.[a-z_]+)+)\.(\w+)\(\)``")
TEST_FILE = re.compile(r"(?<!:caption: )\btests/\w+\.py\b")
#: A file in a folder, from the top, from the core addon or from its models.
FILE = re.compile(r"``([\w.-]+/[\w./-]+\.(?:py|xml|sh|rst))``")
PLACES = ("", "complaint_recovery/", "complaint_recovery/models/")
NO_REASON = re.compile(r"#:?\s*(?:as above|see above|ditto)?\W*$", re.IGNORECASE)


def problems(files=None):
    """Return what is wrong with ``files`` (path → text; all there are)."""
    files = read_all() if files is None else files
    found = []
    for path, text in files.items():
        found += length_problems(path, text)
        if path.endswith(".py"):
            tree = ast.parse(text)
            found += function_problems(path, tree)
            if is_of_addon(path):
                found += sudo_problems(path, text, tree)
                found += term_problems(path, tree)
    return found + list(rule_problems(files))


def read_all():
    """Return path → text of each file of ours that holds code or cites rules."""
    folders = [*map(ROOT.joinpath, FOLDERS), *ROOT.glob("complaint_recovery*/")]
    found = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in folders:
        found += folder.rglob("*")
    paths = {path.relative_to(ROOT).as_posix(): path for path in found}
    return {
        name: path.read_text()
        for name, path in sorted(paths.items())
        if name.endswith(CITING)
        and not name.startswith("tests/data/")
        and not {"build", "node_modules"} & set(path.parts)
    }


def is_of_addon(path):
    addon, _, inside = path.partition("/")
    return addon.startswith("complaint_recovery") and not inside.startswith("tests/")


def length_problems(path, text):
    count = len(text.splitlines())
    if path.endswith(CODE) and count > FILE_LINES:
        return [f"{path}:1: {count} lines, more than {FILE_LINES}: split it"]
    return []


def function_problems(path, tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            count = node.end_lineno - node.lineno + 1
            if count > FUNCTION_LINES:
                yield (
                    f"{path}:{node.lineno}: {node.name}() has {count} lines, "
                    f"more than {FUNCTION_LINES}"
                )


def term_problems(path, tree):
    """A term is found where ``_`` is called by its name, outside of an f-string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and is_translator(node.value):
            yield f"{path}:{node.lineno}: by another name than _ no term is found"
        if isinstance(node, ast.JoinedStr):
            for part in ast.walk(node):
                if isinstance(part, ast.Call) and is_translator(part.func):
                    yield f"{path}:{part.lineno}: in an f-string no term is found"


def is_translator(node):
    return isinstance(node, ast.Attribute) and node.attr == "_"


def sudo_problems(path, text, tree):
    """A reason is a comment on a line of the statement, or directly above it.

    Of ``if``, ``for`` and other statements with a body only the head counts.
    """
    comments = reasons(text)
    lines = text.splitlines()
    for statement, call in superuser_calls(tree):
        first, last = extent(statement)
        if is_comment(lines, first - 1):
            first -= 1
        if not any(line in comments for line in range(first, last + 1)):
            yield f"{path}:{call.lineno}: becomes superuser without a reason beside it"


def reasons(text):
    """Return the numbers of the lines that hold a comment which says something.

    "As above." says nothing, unless it is the end of a longer comment.
    """
    lines = text.splitlines()
    return {
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
        and not (
            NO_REASON.match(token.string)
            and not is_comment(lines, token.start[0] - 1)  # the end of a longer one
        )
    }


def is_comment(lines, number):
    return number > 0 and lines[number - 1].lstrip().startswith("#")


def superuser_calls(tree):
    """Yield (innermost statement, call) for each call that takes all rights."""
    for statement in ast.walk(tree):
        if isinstance(statement, ast.stmt):
            for part in own_parts(statement):
                for node in ast.walk(part):
                    if takes_all_rights(node):
                        yield statement, node


def own_parts(statement):
    """Yield the expressions of a statement, without the statements inside it."""
    for _name, value in ast.iter_fields(statement):
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, ast.AST) and not isinstance(
                part, ast.stmt | ast.ExceptHandler | ast.match_case
            ):
                yield part


def takes_all_rights(node):
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    if node.func.attr == "sudo":
        given = node.args[0] if node.args else None
        return not (isinstance(given, ast.Constant) and given.value is False)
    return node.func.attr == "with_user" and "SUPERUSER_ID" in ast.unparse(node)


def extent(statement):
    """Return the first and the last line of a statement, of its head if it has more."""
    body = getattr(statement, "body", None)
    last = body[0].lineno - 1 if body else statement.end_lineno
    return statement.lineno, max(last, statement.lineno)


def rule_problems(files):
    known = {kind + number for kind, number in ANCHOR.findall(files.get(RULES, ""))}
    for path, text in files.items():
        for line, key, words in citations(path, text):
            if key not in known:
                yield f"{path}:{line}: cites {words}, which {RULES} does not have"
    yield from map_problems(files)


def citations(path, text):
    """Yield (line, key, words) of each rule cited."""
    for match in CITED_DECISIONS.finditer(text):
        for number in re.findall(r"\d+", match[1]):
            yield line_of(text, match), f"decision-{number}", f"decision {number}"
    for match in CITED_DEMAND.finditer(text):
        yield line_of(text, match), f"d{match[1]}", f"D{match[1]}"
    if not path.endswith("dev/house.py"):
        for match in ELSEWHERE.finditer(text):
            yield line_of(text, match), match[0], match[0]


def line_of(text, match):
    return text.count("\n", 0, match.start()) + 1


def map_problems(files):
    """Yield what the pages in docs/ say of the code and is not so any more."""
    defined = {
        name
        for path, code in files.items()
        if path.endswith(".py")
        for name in re.findall(r"^\s*(?:async )?def (\w+)", code, re.MULTILINE)
    }
    for path, text in files.items():
        if not path.startswith("docs/"):
            continue
        for match in METHOD.finditer(text):
            if match[1] not in defined:
                yield f"{path}:{line_of(text, match)}: there is no method {match[1]}()"
        for match in TEST_FILE.finditer(text):
            if match[0] not in files:
                yield f"{path}:{line_of(text, match)}: there is no {match[0]}"
        for match in FILE.finditer(text):
            if not any(place + match[1] in files for place in PLACES):
                yield f"{path}:{line_of(text, match)}: there is no {match[1]}"
