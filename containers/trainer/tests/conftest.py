import jax
import pytest

import trainer  # noqa: F401  before anything imports keras: it chooses the backend


def pytest_configure(config: pytest.Config) -> None:
    """Compiled programs are kept: most of the tests' time is compiling the same few small models."""
    jax.config.update("jax_compilation_cache_dir", str(config.cache.mkdir("jax")))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.1)
