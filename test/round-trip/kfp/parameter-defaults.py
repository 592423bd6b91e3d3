"""Every parameter type with every kind of default, of a component and of a pipeline."""
from typing import Any, Dict, List, Optional

from kfp import dsl


@dsl.container_component
def everything(
    text: str,
    empty: str = "",
    spaces: str = "  two before, one after ",
    unicode: str = "smörgåsbord ☃ 日本語 \U0001f600",
    quotes: str = "it's \"quoted\" `ticked` \\ ${not} {{neither}} #no",
    looks_like_a_number: str = "007",
    looks_like_a_boolean: str = "true",
    looks_like_nothing: str = "null",
    number: int = 0,
    large: int = 9007199254740991,
    negative: int = -42,
    ratio: float = 0.0,
    small: float = -1.5e-9,
    whole: float = 3.0,
    huge: float = 1e300,
    yes: bool = True,
    no: bool = False,
    none: Optional[str] = None,
    empty_list: List[str] = [],
    words: List[str] = ["a", "", "it's", "null"],
    numbers: List[int] = [1, -2, 3],
    nested: List[List[float]] = [[1.5], [], [2.0, -3.25]],
    empty_dict: Dict[str, str] = {},
    settings: Dict[str, Any] = {
        "a b": {"c.d": [1, {"e": False}]},
        "": "",
        "é": "è",
        "1": 2,
        "constructor": "safe",
    },
):
    return dsl.ContainerSpec(image="example.com/everything:1", args=[text, settings])


@dsl.pipeline(name="parameter-defaults")
def parameter_defaults(
    required: str,
    text: str = "plain",
    empty: str = "",
    quotes: str = "don't \"do\" `that` ${x}",
    number: int = 12,
    large: int = -9007199254740991,
    ratio: float = -0.125,
    flag: bool = False,
    names: List[str] = ["one", "two"],
    nothing_in_it: List = [],
    options: Dict = {"depth": {"of": ["three"]}, "off": False, "zero": 0, "empty": {}},
    nothing: Optional[int] = None,
    none_of_them: Optional[Dict] = None,
):
    everything(
        text=required,
        empty=text,
        spaces=empty,
        quotes=quotes,
        number=number,
        large=large,
        ratio=ratio,
        yes=flag,
        words=names,
        empty_list=nothing_in_it,
        settings=options,
    )
    everything(
        text="line one\nline two\n\n  indented\n",
        empty="",
        unicode="\u00a0\u2028 zero\u200bwidth",
        number=-7,
        ratio=2.75,
        yes=False,
        no=True,
        words=["x\ny", ""],
        numbers=[],
        settings={"multi\nline": "v\n", "nested": {"list": [[], {}, [0]]}},
    )
