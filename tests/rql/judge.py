"""Judges query strings by the vendor's parser of RQL.

Reads cases as JSON lines: a query string as it is sent, and its intended meaning. Decodes the query string
as the server does, parses it with lib-rql, and compares the tree with the intended meaning. Writes one JSON
object: the number of cases, which of them failed, and why the first of them did.

It does not depend on how the query strings were made.
"""

import itertools
import json
import random
import re
import sys
from urllib.parse import unquote_to_bytes

from lark import Token, Tree
from py_rql import parse

# What RFC 3986 allows in a query, except the plus sign: a form decoder would read it as a space.
QUERY = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*,;=:@/?]|%[0-9A-F]{2})*")
# Up to this many conditions, a case is tried with all combinations of booleans; beyond, with the same number
# of random combinations.
MAX_EXHAUSTIVE = 8


class Wrong(Exception):
    """The query string does not have the intended meaning."""


def decode(query):
    """Percent-decoding only, of the whole query string at once."""
    if not QUERY.fullmatch(query):
        raise Wrong("the query string has characters that are not allowed in it")
    return unquote_to_bytes(query).decode("utf-8")


def token_of(node):
    """The one token below a node such as `prop` or `comp_term`."""
    while isinstance(node, Tree):
        (node,) = node.children
    return str(node)


def value_of(node):
    """The meaning of a value: a string, null or empty."""
    (child,) = node.children
    if not isinstance(child, Token):
        return {"string": token_of(child)}
    text = str(child)
    if child.type == "QUOTED_VAL":
        text = text[1:-1]
        if text == "empty()":
            raise Wrong("empty() keeps its meaning in quotes")
        return {"string": text}
    return {"null()": {"null": True}, "empty()": {"empty": True}}.get(text, {"string": text})


def pattern_of(node):
    """The parts of a pattern: strings, and null for any characters."""
    value = value_of(node)
    if "string" not in value:
        raise Wrong("a pattern that is not a string")
    parts, text, characters = [], "", iter(value["string"])
    for character in characters:
        if character == "\\":
            following = next(characters, "")
            text += following if following in ("\\", "*") and following else character + following
        elif character == "*":
            parts += [text, None] if text else [None]
            text = ""
        else:
            text += character
    parts += [text] if text else []
    if any(left is None and right is None for left, right in zip(parts, parts[1:])):
        raise Wrong("two stars in a row")
    return {"parts": parts}


def atom(field, operator, operand):
    return {"is": [field, operator, operand]}


def formula(node):
    """The tree of the parser as a formula of the same shape as the intended meaning."""
    kind, children = node.data, node.children
    if kind in ("start", "term", "expr_term", "logical"):
        (child,) = children
        return formula(child)
    if kind in ("and_op", "or_op"):
        return {kind[:-3]: [formula(child) for child in children]}
    if kind == "not_op":
        (child,) = children
        return {"not": formula(child)}
    if kind == "comp" and len(children) == 2:
        return {"parameter": [token_of(children[0]), value_of(children[1])]}
    if kind == "comp":
        operator, field, value = children
        return atom(token_of(field), token_of(operator), value_of(value))
    if kind == "listing":
        operator, field, *values = children
        return atom(token_of(field), token_of(operator), [value_of(it) for it in values])
    if kind == "searching":
        operator, field, value = children
        return atom(token_of(field), token_of(operator), pattern_of(value))
    if kind == "ordering":
        return {"ordering": ["".join(map(token_of, it.children)) for it in children[1:]]}
    raise Wrong(f"an unexpected node `{kind}`")


def conjuncts(tree):
    """The members of the top level: nested `and`s are one list."""
    if list(tree) == ["and"]:
        return list(itertools.chain.from_iterable(map(conjuncts, tree["and"])))
    return [tree]


def atoms(tree):
    """The conditions of a formula, each as one string. Anything else in it is not a condition."""
    ((kind, inner),) = tree.items()
    if kind == "is":
        return {json.dumps(inner)}
    if kind == "not":
        return atoms(inner)
    if kind in ("and", "or"):
        return set().union(*map(atoms, inner))
    raise Wrong(f"`{kind}` inside a condition")


def holds(tree, true):
    """Whether the formula holds if these conditions do."""
    ((kind, inner),) = tree.items()
    if kind == "is":
        return json.dumps(inner) in true
    if kind == "not":
        return not holds(inner, true)
    return (all if kind == "and" else any)(holds(it, true) for it in inner)


def combinations(conditions):
    """Sets of conditions that hold together."""
    if len(conditions) <= MAX_EXHAUSTIVE:
        for holding in itertools.product((False, True), repeat=len(conditions)):
            yield set(itertools.compress(conditions, holding))
    else:
        dice = random.Random(len(conditions))
        for _ in range(2**MAX_EXHAUSTIVE):
            yield {it for it in conditions if dice.random() < 0.5}


def compare_filters(said, meant):
    """The two hold for the same rows: of the same conditions, by the same logic."""
    conditions = atoms(said)
    if conditions != atoms(meant):
        extra, lacking = conditions - atoms(meant), atoms(meant) - conditions
        raise Wrong(f"other conditions: {sorted(extra)} instead of {sorted(lacking)}")
    for true in combinations(sorted(conditions)):
        if holds(said, true) != holds(meant, true):
            raise Wrong(f"another logic: differs if only {sorted(true)} hold")


def judge(case):
    query = decode(case["query"])
    try:
        members = conjuncts(formula(parse(query))) if query else []
    except Wrong:
        raise
    except Exception as error:
        raise Wrong(f"the parser refuses it: {type(error).__name__}") from error
    apart = {"ordering": [], "parameter": []}
    conditions = []
    for member in members:
        ((kind, inner),) = member.items()
        apart.get(kind, conditions).append(inner if kind in apart else member)
    for kind, meant in (("ordering", case["ordering"]), ("parameter", case["parameters"])):
        if sorted(map(json.dumps, apart[kind])) != sorted(map(json.dumps, meant)):
            raise Wrong(f"{kind}: {apart[kind]} instead of {meant}")
    meant = case["filter"]
    if bool(conditions) != (meant is not None):
        raise Wrong(f"conditions {conditions} instead of {meant}")
    if conditions:
        compare_filters({"and": conditions}, meant)


def main():
    failed, reasons, number = [], [], -1
    for number, line in enumerate(sys.stdin.buffer):
        case = json.loads(line)
        try:
            judge(case)
        except (Wrong, UnicodeDecodeError) as error:
            failed.append(number)
            if len(reasons) < 5:
                reasons.append(f"case {number}: {error}; the query string is {case['query'][:2000]}")
    print(json.dumps({"cases": number + 1, "failed": failed, "reasons": reasons}))


if __name__ == "__main__":
    main()
