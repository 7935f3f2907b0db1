"""What a condition that somebody stored as text asks about."""

import ast

OPERATORS_OF_LISTS = ("any", "not any", "any!", "not any!")


def asked_by(text):
    """Return the words in ``text``, a domain, that may be paths of fields.

    None where it is no domain, or where it makes its words up while it is evaluated:
    what it asks about is not to be seen then.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not isinstance(tree, (ast.List, ast.Tuple)):
        return None
    if not all(_is_plain(node) for node in ast.walk(tree)):
        return None
    return {node.value for node in ast.walk(tree) if _is_text(node)}


def _is_plain(node):
    """Does it name what it asks about? Dates and users may be computed."""
    if isinstance(node, (ast.List, ast.Tuple)) and _is_condition(node):
        path, operator, value = node.elts
        listed = getattr(operator, "value", "") in OPERATORS_OF_LISTS
        return isinstance(path, ast.Constant) and (
            not listed or isinstance(value, (ast.List, ast.Tuple))
        )
    parts = ast.iter_child_nodes(node)
    if isinstance(node, (ast.BinOp, ast.JoinedStr, ast.Attribute)):
        return not any(_is_text(part) for part in parts)
    return not isinstance(
        node, (ast.Lambda, ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp)
    )


def _is_condition(node):
    return len(node.elts) == 3 and not isinstance(node.elts[1], (ast.List, ast.Tuple))


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
