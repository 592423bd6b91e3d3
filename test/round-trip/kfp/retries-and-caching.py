"""Retries with all and with some of their arguments; caching off and with a key of one's own."""
from kfp import dsl


@dsl.container_component
def work():
    return dsl.ContainerSpec(image="example.com/work:1")


@dsl.pipeline(name="sub")
def sub():
    work().set_retry(num_retries=1)


@dsl.pipeline(name="retries-and-caching")
def retries_and_caching():
    work().set_retry(num_retries=3)
    work().set_retry(num_retries=5, backoff_duration="30s", backoff_factor=1.5, backoff_max_duration="2h")
    work().set_retry(num_retries=2, backoff_duration="0s")
    work().set_retry(num_retries=2, backoff_factor=3)
    work().set_retry(num_retries=2, backoff_max_duration="600s")
    work().set_retry(num_retries=0)
    work().set_caching_options(False)
    work().set_caching_options(True)
    work().set_caching_options(enable_caching=True, cache_key="v1: it's \"mine\"")
    work().set_caching_options(enable_caching=False, cache_key="unused")
    sub().set_retry(num_retries=4).set_caching_options(False)
    sub().set_caching_options(enable_caching=True, cache_key="sub")
