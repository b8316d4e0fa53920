"""Ridge regression of topic indicators on hashed features, solved block by block.

Every feature is added, with a random sign, to one of ``DIMENSIONS`` buckets. The buckets form
blocks; each block is fitted in turn to what the others leave over (block Gauss-Seidel), and two
rounds come as near to the exact solution as further ones. Only one block of the matrix is dense at
a time, which keeps memory and time small where a direct solution would need both.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.search.features import Ids, Sparse, Values

Matrix = NDArray[np.float32]

DIMENSIONS = 6144
BLOCK = 256
ROUNDS = 1
MORE_ROUNDS = 2
PENALTY = 0.8
_SEED = 175


@dataclass(frozen=True, slots=True)
class Ridge:
    """A fitted linear model: one score for every column (topic)."""

    buckets: NDArray[np.int32]
    """The bucket of every feature."""
    signs: Values
    coefficients: Matrix
    """Buckets by columns."""
    intercepts: Matrix

    def scores(self, ids: Ids, values: Values) -> Matrix:
        """The scores of one text, one for every column."""
        return self.intercepts + (values * self.signs[ids]) @ self.coefficients[self.buckets[ids]]


class _Blocks:
    """The hashed matrix, dense one block of buckets at a time."""

    def __init__(self, features: Sparse, buckets: NDArray[np.int32], signs: Values) -> None:
        bucket = buckets[features.ids]
        order = np.argsort(bucket // BLOCK, kind="stable")
        self._ends = np.searchsorted((bucket // BLOCK)[order], np.arange(DIMENSIONS // BLOCK + 1))
        self._places = (features.row_of_entries() * BLOCK + bucket % BLOCK)[order]
        self._values = (features.values * signs[features.ids])[order]
        self._rows = features.rows

    def dense(self, block: int) -> Matrix:
        """Rows by buckets of one block."""
        entries = slice(self._ends[block], self._ends[block + 1])
        flat = np.zeros(self._rows * BLOCK, np.float32)
        np.add.at(flat, self._places[entries], self._values[entries])
        return flat.reshape(self._rows, BLOCK)


class _Fit:
    """A model being fitted to the first rows of the matrix."""

    def __init__(self, targets: Matrix, rows: int, start: "_Fit | None" = None) -> None:
        self._rows = rows
        self.intercepts: Matrix = targets[:rows].mean(axis=0)
        shape = (DIMENSIONS, targets.shape[1])
        self.coefficients = np.zeros(shape, np.float32) if start is None else start.coefficients
        self.fitted = np.zeros_like(targets) if start is None else start.fitted
        self._rest = targets[:rows] - self.intercepts
        self._inverse: dict[int, Matrix] = {}

    def update(self, block: int, dense: Matrix) -> None:
        """Fit one block to what the other blocks leave over."""
        mine = slice(block * BLOCK, (block + 1) * BLOCK)
        seen = dense[: self._rows]
        if block not in self._inverse:
            gram = seen.T @ seen
            gram[np.diag_indices(BLOCK)] += PENALTY
            self._inverse[block] = np.linalg.inv(gram)
        old = self.coefficients[mine]
        rest = self._rest - self.fitted[: self._rows]
        # Less the penalty's share this is the Newton step of the block, which is exact for ridge.
        step = self._inverse[block] @ (seen.T @ rest - np.float32(PENALTY) * old)
        self.coefficients[mine] = old + step
        self.fitted += dense @ step


def fit(features: Sparse, size: int, targets: Matrix, seen: int) -> tuple[Ridge, Matrix]:
    """Fit a model to all rows; also give the scores of a model that has seen the first rows only.

    ``size`` is the number of features, ``targets`` is rows by columns, ``seen`` the number of first
    rows; the scores are those of the rows behind them.
    """
    generator = np.random.default_rng(_SEED)
    buckets = generator.integers(0, DIMENSIONS, size).astype(np.int32)
    signs = generator.choice(np.array([-1, 1], np.float32), size)
    blocks = _Blocks(features, buckets, signs)
    part = _Fit(targets, seen)
    for _ in range(ROUNDS):
        for block in range(DIMENSIONS // BLOCK):
            part.update(block, blocks.dense(block))
    held_out = part.fitted[seen:] + part.intercepts
    # The model of the first rows is near the model of all rows: one more round is enough.
    whole = _Fit(targets, features.rows, start=part)
    for _ in range(MORE_ROUNDS):
        for block in range(DIMENSIONS // BLOCK):
            whole.update(block, blocks.dense(block))
    return Ridge(buckets, signs, whole.coefficients, whole.intercepts), held_out
