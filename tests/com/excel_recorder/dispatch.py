"""Objects as pywin32 hands them out: every use of one is counted, and only real members exist.

What Excel is made of is written as plain classes, `Model`s, whose members have Excel's names. A
program never meets a model, only a `Dispatch` to it.
"""

from __future__ import annotations

from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from excel_recorder.counting import TALLY
from excel_recorder.pywin32 import BAD_INDEX, CDispatch, com_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Model:
    """An object of Excel: members with capital letters are Excel's, others are the recorder's."""

    def __iter__(self) -> Iterator[Any]:
        """Fetch the members one by one, for a collection; nothing else can be looped over."""
        raise TypeError(f"{type(self).__name__} is no collection: it cannot be looped over")


class Setting:
    """A property that only remembers what it is set to."""

    def __init__(self, value: Any = None) -> None:
        self.first = value

    def __set_name__(self, owner: type, name: str) -> None:
        self.key = f"_{name}"

    def __get__(self, model: Model, owner: type | None = None) -> Any:
        return vars(model).get(self.key, self.first)

    def __set__(self, model: Model, value: Any) -> None:
        vars(model)[self.key] = value


class _OleObject:
    """What pywin32 has below an object."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.names: list[str] = []

    def GetIDsOfNames(self, _: int, name: str) -> int:
        """Find a member, as xlwings asks once more when one was missing."""
        member(self.model, name)
        self.names.append(name)
        return len(self.names)

    def Invoke(self, number: int, _locale: int, _flags: int, _wanted: int, *words: Any) -> Any:
        """Read a property that takes words, which Python's own way of writing cannot."""
        return _invoking(member(self.model, self.names[number - 1]))(Dispatch(self.model), *words)


class Dispatch(CDispatch):
    """An object of Excel, as a program in Python holds it."""

    def __init__(self, model: Model) -> None:
        object.__setattr__(self, "_oleobj_", _OleObject(model))

    def __getattr__(self, name: str) -> Any:
        model = self._oleobj_.model
        found = member(model, name)
        if isinstance(found, FunctionType):
            return MethodType(_invoking(found), self)
        TALLY.add(f"{type(model).__name__}.{name}")
        return handed_out(getattr(model, name))

    def __setattr__(self, name: str, value: Any) -> None:
        model = self._oleobj_.model
        found = member(model, name)
        if isinstance(found, FunctionType) or (isinstance(found, property) and not found.fset):
            raise AttributeError(f"{type(model).__name__}.{name} cannot be set")
        TALLY.add(f"{type(model).__name__}.{name}=")
        setattr(model, name, taken_in(value))

    def __call__(self, *words: Any, **named: Any) -> Any:
        return MethodType(_invoking(member(self._oleobj_.model, "Item"), "()"), self)(
            *words, **named
        )

    def __iter__(self) -> Iterator[Any]:
        model = self._oleobj_.model
        kind = type(model).__name__
        things = iter(model)
        TALLY.add(f"{kind}._NewEnum")
        for thing in things:
            TALLY.add(f"{kind}.Next")
            yield handed_out(thing)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"<COMObject {type(self._oleobj_.model).__name__}>"


def member(model: Model, name: str) -> Any:
    """Return what a model's class has under a name; an error that names it where it has nothing."""
    if name[:1].isupper():
        for cls in type(model).__mro__:
            if name in vars(cls):
                return vars(cls)[name]
    raise AttributeError(f"{type(model).__name__}.{name}: the recorder knows no such member")


def handed_out(thing: Any) -> Any:
    """Return what a program gets: a `Dispatch` for a model, a value as it is."""
    return Dispatch(thing) if isinstance(thing, Model) else thing


def taken_in(thing: Any) -> Any:
    """Return what Excel gets: the model behind a `Dispatch`, a value as it is."""
    below = getattr(thing, "_oleobj_", None)
    return thing if below is None else below.model


def _invoking(method: Callable[..., Any], spelt: str = "") -> Callable[..., Any]:
    name = spelt or f".{method.__name__}()"

    def invoked(dispatch: Dispatch, *words: Any, **named: Any) -> Any:
        model = dispatch._oleobj_.model
        TALLY.add(f"{type(model).__name__}{name}")
        told = {key: taken_in(value) for key, value in named.items()}
        return handed_out(method(model, *(taken_in(word) for word in words), **told))

    return invoked


class Collection(Model):
    """Things that have a number, from 1, and a name.

    `things` gives them in order; names are compared as Excel does, without case.
    """

    def things(self) -> list[Any]:
        """Return the members."""
        raise NotImplementedError

    @property
    def Count(self) -> int:
        return len(self.things())

    def Item(self, key: int | float | str) -> Any:
        there = self.things()
        if isinstance(key, str):
            for one in there:
                if one.Name.casefold() == key.casefold():
                    return one
        elif 1 <= key <= len(there):
            return there[int(key) - 1]
        told = (0, "Microsoft Excel", f"Subscript out of range: {key!r}", None, 0, BAD_INDEX)
        raise com_error(-2147352567, "Exception occurred.", told)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.things())
