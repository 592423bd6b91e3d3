"""Lightweight components of kfp's SDK: a chain, a wide loop and sleeps. `kfp dsl compile` makes IR of them.

No two tasks have the same number: what one gave is not in the cache for another.
"""

import os

from kfp import dsl

size = int(os.environ.get("BENCH_SIZE", "1"))


@dsl.component(install_kfp_package=False)
def step(text: str, number: int) -> str:
    return text


@dsl.component(install_kfp_package=False)
def nap(seconds: float, number: int):
    import time

    time.sleep(seconds)


@dsl.pipeline(name="chain")
def chain():
    last = step(text="x", number=0)
    for number in range(1, size):
        last = step(text=last.output, number=number)


@dsl.pipeline(name="wide")
def wide():
    with dsl.ParallelFor(list(range(size))) as item:
        step(text="x", number=item)


@dsl.pipeline(name="naps")
def naps():
    with dsl.ParallelFor(list(range(size)), parallelism=size) as item:
        nap(seconds=0.5, number=item)
