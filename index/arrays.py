"""One name for each kind of NumPy array (today five modules define them)."""

import numpy as np
from numpy.typing import NDArray

IdArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int32]

LongArray = NDArray[np.int64]
ByteArray = NDArray[np.uint8]
HalfArray = NDArray[np.float16]
HashArray = NDArray[np.uint64]
