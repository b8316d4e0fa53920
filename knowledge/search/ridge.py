"""Ridge regression of topic indicators on hashed features, solved block by block.

Every feature is added, with a random sign, to one of ``DIMENSIONS`` buckets. The buckets form
blocks; each block is fitted in turn to what the others leave over (block Gauss-Seidel), and two
rounds come as near to the exact solution as further ones. Only one block of the matrix is dense at
a time, which keeps memory and time small where a direct solution would need both.
"""

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.search.features import Ids, Sparse, Values

Matrix = NDArray[np.float32]

DIMENSIONS = 8192
BLOCK = 128
FIRST_ROUNDS = 1
MORE_ROUNDS = 2
PENALTY = 0.8
THREADS = 2
"""Threads of our own don't wait for each other in a loop, as those of the matrix library do."""
_MULTIPLIER = np.uint64(3_266_489_917)


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
        signed: Values = values * self.signs[ids]
        found: Matrix = self.intercepts + signed @ self.coefficients[self.buckets[ids]]
        return found


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
    """A model being fitted to the first rows of the matrix, and then to all of them."""

    def __init__(self, targets: Matrix, rows: int, pool: Executor) -> None:
        self._rows = rows
        self._new_rows = slice(0, rows)
        self._targets = targets
        self._pool = pool
        self.intercepts: Matrix = targets[:rows].mean(axis=0)
        self.fitted = np.zeros_like(targets)
        self.coefficients = np.zeros((DIMENSIONS, targets.shape[1]), np.float32)
        self._grams: dict[int, Matrix] = {}
        self._inverses: dict[int, Matrix] = {}

    def take_in_all_rows(self) -> None:
        """From here on fit to the rows behind as well."""
        self._new_rows = slice(self._rows, len(self._targets))
        self._rows = len(self._targets)
        self.intercepts = self._targets.mean(axis=0)
        self._inverses.clear()

    def update(self, block: int, dense: Matrix) -> None:
        """Fit one block to what the other blocks leave over."""
        if block not in self._inverses:
            new = dense[self._new_rows]
            gram = self._grams.get(block, _NOTHING) + self._product(new, new)
            self._grams[block] = gram
            inverse = np.linalg.inv(gram + np.float32(PENALTY) * _IDENTITY)
            self._inverses[block] = inverse.astype(np.float32, copy=False)
        mine = slice(block * BLOCK, (block + 1) * BLOCK)
        rows = slice(0, self._rows)
        rest = self._targets[rows] - self.intercepts - self.fitted[rows]
        # Less the penalty's share this is the Newton step of the block, which is exact for ridge.
        gradient = self._product(dense[rows], rest) - np.float32(PENALTY) * self.coefficients[mine]
        step = self._inverses[block] @ gradient
        self.coefficients[mine] += step

        def apply(part: slice) -> None:
            self.fitted[part] += dense[part] @ step

        list(self._pool.map(apply, _parts(len(dense))))

    def _product(self, left: Matrix, right: Matrix) -> Matrix:
        """The transposed left matrix times the right one."""

        def multiply(part: slice) -> Matrix:
            product: Matrix = left[part].T @ right[part]
            return product

        total = _NOTHING
        for product in self._pool.map(multiply, _parts(len(left))):
            total = total + product
        return total


_IDENTITY = np.eye(BLOCK, dtype=np.float32)
_NOTHING: Matrix = np.zeros((1, 1), np.float32)


def _parts(rows: int) -> list[slice]:
    """The rows shared out among the threads."""
    bounds = [rows * i // THREADS for i in range(THREADS + 1)]
    return [slice(*pair) for pair in pairwise(bounds)]


def fit(
    features: Sparse, fingerprints: NDArray[np.uint32], targets: Matrix, seen: int
) -> tuple[Ridge, Matrix]:
    """Fit a model to all rows; also give the scores of a model that has seen the first rows only.

    ``fingerprints`` has a number for every feature, ``targets`` is rows by columns, ``seen`` the
    number of first rows; the scores are those of the rows behind them.
    """
    buckets, signs = _hash(fingerprints)
    blocks = _Blocks(features, buckets, signs)
    with ThreadPoolExecutor(THREADS) as pool:
        model = _Fit(targets, seen, pool)
        for block in list(range(DIMENSIONS // BLOCK)) * FIRST_ROUNDS:
            model.update(block, blocks.dense(block))
        held_out = model.fitted[seen:] + model.intercepts
        # The model of the first rows is a good beginning for the model of all.
        model.take_in_all_rows()
        for block in list(range(DIMENSIONS // BLOCK)) * MORE_ROUNDS:
            model.update(block, blocks.dense(block))
    return Ridge(buckets, signs, model.coefficients, model.intercepts), held_out


def _hash(fingerprints: NDArray[np.uint32]) -> tuple[NDArray[np.int32], Values]:
    """A bucket and a sign for every feature, the same whatever else there is.

    So a new phrasing touches the features that it has and leaves the others where they were.
    """
    mixed = (fingerprints.astype(np.uint64) * _MULTIPLIER) & np.uint64(0xFFFFFFFF)
    signs = np.where(mixed >> np.uint64(31), np.float32(1), np.float32(-1))
    buckets = (mixed & np.uint64(0x7FFFFFFF)) % np.uint64(DIMENSIONS)
    return buckets.astype(np.int32), signs
