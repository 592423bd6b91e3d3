"""The model's side of Pollux: base model, LoRA training, conversion, evaluation, serving.

KerasHub on JAX. Both read their settings from the environment when they are imported, so that is set here.
"""

import os

os.environ.setdefault("KERAS_BACKEND", "jax")
# A small model's matrices are too small to keep several cores busy, so on a CPU a batch is split over two
# devices instead: 19,000 tokens a second rather than 12,000 on two cores. Two whatever the machine, so that
# its sums are added in the same order everywhere.
os.environ.setdefault("XLA_FLAGS", "--xla_force_host_platform_device_count=2")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
