"""What is wrong with the text of a topic file: in which line, at which field, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `kind` is pydantic's name of it, "yaml" or "id"."""

    kind: str
    line: int | None
    """From 1."""
    field: str = ""
    """Where in the topic, as a path: examples.santai.3 (counted from 0)."""
    limit: str = ""
    """What is allowed, where the kind has a bound: a length, the values to choose from."""


class TopicError(ValueError):
    """A text that is no topic; its message names the file."""

    def __init__(self, name: str, message: object, faults: Sequence[Fault]) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name
        self.faults = tuple(faults)


def syntax_fault(error: yaml.YAMLError, text: str) -> Fault:
    """The place at which YAML gave up."""
    mark = getattr(error, "problem_mark", None)
    last = text.rstrip().count("\n") + 1
    return Fault("yaml", min(mark.line + 1, last) if mark is not None else None)


def faults_of(error: ValidationError, text: str) -> Iterator[Fault]:
    """What pydantic found, with the lines of the text."""
    root = yaml.compose(text, yaml.CSafeLoader)
    for problem in error.errors():
        path = [part for part in problem["loc"] if part != "[key]"]
        bounds: dict[str, Any] = problem.get("ctx", {})
        names = ("max_length", "min_length", "expected", "pattern")
        limit = next((str(bounds[name]) for name in names if name in bounds), "")
        field = ".".join(str(part) for part in path)
        yield Fault(problem["type"], _line(root, path), field, limit)


def _line(node: yaml.Node | None, path: Sequence[str | int]) -> int | None:
    """The line of the innermost part of the path that is there."""
    if node is None:
        return None
    line = node.start_mark.line + 1
    for part in path:
        found = _below(node, part)
        if found is None:
            break
        line, node = found
    return int(line)


def _below(node: yaml.Node, part: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part].start_mark.line + 1, node.value[part]
    return None
