"""A stream of randomness for every purpose, the same on every machine."""

from hashlib import sha256

import numpy as np


def generator(seed: int, *purpose: str) -> np.random.Generator:
    """Return the generator of `purpose` in the world `seed`, independent of any other purpose's.

    By SHA-256, since Python salts `hash`; by PCG64, since numpy may change its default.
    """
    name = sha256("\0".join(purpose).encode()).digest()
    return np.random.Generator(np.random.PCG64([seed, int.from_bytes(name)]))
