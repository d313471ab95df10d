import numpy as np
from numpy.typing import NDArray

def count_lines(text: NDArray[np.bytes_], length: int = ...) -> int: ...
