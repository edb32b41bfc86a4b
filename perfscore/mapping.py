"""A mapping that cannot be changed: unlike ``MappingProxyType`` it pickles, copies deeply and hashes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class FrozenMapping(dict[Key, Value]):
    """A dictionary whose entries stay as they are; its values are to be frozen records or texts too."""

    __slots__ = ()

    def _refuse(self, *_arguments: Any, **_named: Any) -> NoReturn:
        raise TypeError("a record cannot be changed: make another one with attrs.evolve")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]  # a dictionary has none because it changes
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        """Rebuild it in one step: pickle would else fill it entry by entry."""
        return FrozenMapping, (dict(self),)

    def __copy__(self) -> FrozenMapping[Key, Value]:
        return self

    def __deepcopy__(self, _memo: Any) -> FrozenMapping[Key, Value]:
        return self


def frozen_mapping(mapping: Mapping[Any, Any]) -> FrozenMapping[Any, Any]:
    """Freeze a mapping; one that is frozen stays the same object.

    Its types are open because attrs takes the type of an argument from its converter and knows no type variables there.
    """
    return mapping if type(mapping) is FrozenMapping else FrozenMapping(mapping)
