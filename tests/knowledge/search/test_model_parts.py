import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import normalise
from knowledge.search import features, ridge
from knowledge.search.calibration import calibrate
from knowledge.search.features import FeatureSpace, grams

TEXTS = ("iuran berapa", "iuran bulanan berapa", "cara daftar", "cara daftar online", "harga emas")


def space() -> FeatureSpace:
    return FeatureSpace([normalise(text) for text in TEXTS])


def test_of_many_texts_only_features_that_two_of_them_have_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert len(space().encode(normalise("emas"))[0]) > 0
    monkeypatch.setattr(features, "FEW_TEXTS", 1)
    assert len(space().encode(normalise("emas"))[0]) == 0
    assert len(space().encode(normalise("iuran"))[0]) > 0


@pytest.mark.parametrize("row", range(len(TEXTS)))
def test_a_training_text_is_encoded_as_it_was_in_training(row: int) -> None:
    fitted = space()
    ids, values = fitted.encode(normalise(TEXTS[row]))
    training = fitted.training
    entries = slice(training.starts[row], training.starts[row + 1])
    weights = np.bincount(ids, values, fitted.size)
    expected = np.bincount(training.ids[entries], training.values[entries], fitted.size)
    np.testing.assert_allclose(weights, expected, rtol=1e-5)


def test_a_feature_keeps_its_fingerprint_when_texts_are_added() -> None:
    one = space()
    other = FeatureSpace([normalise(text) for text in ("alamat kantor", *TEXTS)])
    (first, _), (again, _) = one.encode(normalise("iuran")), other.encode(normalise("iuran"))
    assert one.fingerprints[first].tolist() == other.fingerprints[again].tolist()
    assert len(set(one.fingerprints.tolist())) == one.size


def test_the_training_matrix_can_be_forgotten() -> None:
    fitted = space()
    fitted.forget_training()
    with pytest.raises(LookupError):
        _ = fitted.training


def test_grams_mark_the_edges_of_a_word() -> None:
    assert grams("jht")[:3] == [" jh", "jht", "ht "]


def test_the_ridge_of_all_rows_comes_near_to_the_exact_solution(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ridge, "MORE_ROUNDS", 60)
    fitted = space()
    targets = np.eye(3, dtype=np.float32)[[0, 0, 1, 1, 2]]
    model, held_out = ridge.fit(fitted.training, fitted.fingerprints, targets, 4)
    matrix = np.zeros((5, fitted.size))
    training = fitted.training
    np.add.at(matrix, (training.row_of_entries(), training.ids), training.values)
    hashed = np.zeros((5, ridge.DIMENSIONS))
    np.add.at(hashed.T, model.buckets, (matrix * model.signs).T)
    gram = hashed @ hashed.T + ridge.PENALTY * np.eye(5)
    centred = targets - targets.mean(axis=0)
    exact = hashed @ hashed.T @ np.linalg.solve(gram, centred) + targets.mean(axis=0)
    for row, text in enumerate(TEXTS):
        np.testing.assert_allclose(
            model.scores(*fitted.encode(normalise(text))), exact[row], atol=1e-3
        )
    assert held_out.shape == (1, 3)


def test_calibration_makes_sure_what_is_always_right_and_unsure_what_is_not() -> None:
    generator = np.random.default_rng(1)
    labels = np.repeat([0, 1, 2], 100)
    clear = generator.normal(0, 0.05, (300, 3)).astype(np.float32)
    clear[np.arange(300), labels] += 0.8
    sure = calibrate(clear, labels).apply(np.array([0.8, 0.0, 0.0], np.float32))
    assert sure[1][0] > 0.95
    assert sure[2] > 0.95
    noise = generator.normal(0, 0.3, (300, 3)).astype(np.float32)
    unsure = calibrate(noise, labels).apply(np.array([0.8, 0.0, 0.0], np.float32))
    assert unsure[1][0] < 0.95


@given(st.lists(st.floats(-1, 2, width=32), min_size=3, max_size=20))
def test_shares_are_probabilities_in_falling_order(scores: list[float]) -> None:
    labels = np.array([0, 1, 0, 1])
    known = np.eye(2, dtype=np.float32)[labels]
    calibration = calibrate(np.hstack([known, np.zeros((4, 1), np.float32)]), labels)
    _, shares, in_scope = calibration.apply(np.array(scores, np.float32))
    assert shares.sum() == pytest.approx(1)
    assert (np.diff(shares) <= 1e-9).all()
    assert 0 <= in_scope <= 1
