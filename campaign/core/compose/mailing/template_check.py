"""Checks whether a template only prints certain variables.

Such a template can be rendered once, with marks in these variables. A template that filters, measures or inspects one
must be rendered for each addressee. Any construct that is not known to be safe counts as unsafe.
"""

from jinja2 import Environment, TemplateError, nodes
from jinja2.meta import find_referenced_templates

# Nodes that print their content unchanged.
_PLAIN = (nodes.Template, nodes.Block, nodes.Extends, nodes.If, nodes.Output, nodes.TemplateData)
# Nodes that could reach a variable without naming it, or change one that is only printed.
_INDIRECT = (
    nodes.Block,
    nodes.Extends,
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.EvalContextModifier,
    nodes.ScopedEvalContextModifier,
)
_OTHER_BLOCKS = frozenset({"self", "super", "caller"})


def only_prints(templates: Environment, name: str, variables: frozenset[str]) -> bool:
    """Whether a template and everything that it extends or includes only prints these variables or tests whether they
    are empty."""
    try:
        source = templates.loader.get_source(templates, name)[0] if templates.loader else ""
        tree = templates.parse(source)
    except TemplateError:
        return False
    bases = list(find_referenced_templates(tree))
    return _is_plain(tree, variables) and all(
        base is not None and base != name and only_prints(templates, base, variables) for base in bases
    )


def _is_plain(node: nodes.Node, variables: frozenset[str]) -> bool:
    return all(
        _is_output(child, node)
        or (isinstance(child, _PLAIN) and _is_plain(child, variables))
        or not (_uses(child, variables) or list(child.find_all(_INDIRECT)))
        for child in node.iter_child_nodes()
    )


def _is_output(child: nodes.Node, parent: nodes.Node) -> bool:
    """Whether `child` is printed unchanged, only tested for emptiness, or is `super()`."""
    if isinstance(child, nodes.Name):
        return isinstance(parent, nodes.Output | nodes.If)
    return isinstance(parent, nodes.Output) and isinstance(child, nodes.Call) and _is_super(child.node)


def _is_super(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "super"


def _uses(node: nodes.Node, variables: frozenset[str]) -> bool:
    """Whether the node names one of the variables, or other blocks, which may contain them."""
    names = {reference.name for reference in node.find_all(nodes.Name)} | (
        {node.name} if isinstance(node, nodes.Name) else set()
    )
    return bool(names & (variables | _OTHER_BLOCKS))
