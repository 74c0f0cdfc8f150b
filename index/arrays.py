"""Names for the kinds of NumPy arrays; `IdArray` holds row numbers, `LongArray` other counts."""

import numpy as np
from numpy.typing import NDArray

BoolArray = NDArray[np.bool_]
ByteArray = NDArray[np.uint8]
IntArray = NDArray[np.int32]
LongArray = NDArray[np.int64]
IdArray = NDArray[np.int64]
HashArray = NDArray[np.uint64]
HalfArray = NDArray[np.float16]
FloatArray = NDArray[np.float32]
