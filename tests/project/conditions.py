"""Finds what in a file of the template asks for the name of a strategy, a shape or a language, by whatever variable."""

from collections.abc import Iterator

from jinja2 import nodes

from project.hostile import environment

# What says which folders are active, or from what that can be told.
CHOOSERS = {"strategy", "shape", "ships", "also_ship", "advice", "extension", "based", "shaped", "compiled", "shipped"}
CHOOSERS |= {"extras", "added"}
CHOOSERS |= {"_copier_answers", "_copier_conf", "options"}
# Facts may be used, and it may be asked whether there are any; a comparison with one would ask for a name in disguise.
FACTS = {"facts", "language"}
NAMES = {"id", "noun", "title", "base"}
PRESENCE = {"none", "defined", "undefined"}
# Filters that give one text or another.
DECIDING = {"ternary", "default", "d", "bool", "replace", "regex_replace", "regex_search", "regex_findall"}
DECIDING |= {"select", "reject", "selectattr", "rejectattr", "length", "count", "int"}


def conditions(text: str) -> list[str]:
    """Return the lines of a file where such a name decides something. Loops put parts together: they ask nothing."""
    tree = environment().parse(text)
    choosers, facts = spread(tree, CHOOSERS), spread(tree, FACTS)
    imported = {"dict", *rule(tree)}
    found = set()
    for node in tree.find_all(nodes.Node):
        for part in deciding(node, imported):
            said = names(part)
            if said & choosers or (said & facts and not presence(part, facts)):
                found.add(part.lineno)
    lines = text.splitlines()
    return [lines[number - 1] for number in sorted(found)]


def names(node: nodes.Node) -> set[str]:
    """The variables of an expression."""
    return {node.name} if isinstance(node, nodes.Name) else {name.name for name in node.find_all(nodes.Name)}


def spread(tree: nodes.Template, start: set[str]) -> set[str]:
    """Some variables, and all that are set from them, by whatever way."""
    found = set(start)
    while True:
        more = {name for target, value in bindings(tree) if names(value) & found for name in names(target)}
        if more <= found:
            return found
        found |= more


def bindings(tree: nodes.Template) -> Iterator[tuple[nodes.Node, nodes.Node]]:
    """Every (variable, what it is set to) of a file; a `set` block is set to all that is in it."""
    for node in tree.find_all((nodes.Assign, nodes.AssignBlock, nodes.For, nodes.With)):
        if isinstance(node, nodes.Assign):
            yield node.target, node.node
        elif isinstance(node, nodes.AssignBlock):
            yield from ((node.target, part) for part in node.body)
        elif isinstance(node, nodes.For):
            yield node.target, node.iter
        elif isinstance(node, nodes.With):
            yield from zip(node.targets, node.values, strict=True)


def rule(tree: nodes.Template) -> Iterator[str]:
    """What a file imports from the rule: its macros turn names into sentences."""
    for node in tree.find_all(nodes.FromImport):
        if isinstance(node.template, nodes.Const) and node.template.value == "extensions/advise.jinja":
            yield from (name if isinstance(name, str) else name[1] for name in node.names)


def deciding(node: nodes.Node, imported: set[str]) -> Iterator[nodes.Node]:
    """The expressions of a node on which it depends what comes out."""
    match node:
        case nodes.If() | nodes.CondExpr():
            yield node.test
        case nodes.For() if node.test:
            yield node.test
        case nodes.And() | nodes.Or() | nodes.Mul():
            yield from (node.left, node.right)
        case nodes.Not():
            yield node.node
        case nodes.Compare() | nodes.Test():
            yield node
        case nodes.Filter() if node.name in DECIDING:
            yield node
        case nodes.Getitem():
            yield node.arg
        case nodes.Include() if not own_part(node.template):
            yield node.template
        case nodes.Call() if not (isinstance(node.node, nodes.Name) and node.node.name in imported):
            yield from [*node.args, *node.kwargs]


def own_part(path: nodes.Node) -> bool:
    """Tell whether the path of a part is in the folder of the strategy whose option is asked: its variants are its own."""
    match path:
        case nodes.Concat(
            nodes=[nodes.Const(value=folder), nodes.Getattr(node=nodes.Name(name="options"), attr=id), _]
        ):
            return bool(folder == f"template/{{{{shipped.{id}}}}}/_parts/")
    return False


def presence(node: nodes.Node, facts: set[str]) -> bool:
    """Tell whether an expression only asks if a fact is there. What joins such questions is looked at part by part."""
    match node:
        case nodes.And() | nodes.Or() | nodes.Not():
            return True
        case nodes.Test():
            return node.name in PRESENCE and presence(node.node, facts)
        case nodes.Getattr():
            return isinstance(node.node, nodes.Name) and node.attr not in NAMES
        case nodes.Name():
            return node.name not in FACTS
    return False
