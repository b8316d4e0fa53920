"""Settings: read once, checked, and never shown when they are secret."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import DEFAULT_DATABASE_URL, Settings, read_settings

_SECRET = "rahasia-yang-cukup-panjang"  # noqa: S105 -- a secret of the test's own
_NAMES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def _nothing_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in _NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def _read(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return read_settings()


def test_nothing_has_to_be_set() -> None:
    settings = read_settings()
    assert settings.telegram_token is None
    assert settings.database_url.get_secret_value() == DEFAULT_DATABASE_URL
    assert settings.uses_default_database
    assert str(settings.zone) == "Asia/Makassar"
    assert settings.admin_ids == frozenset()


def test_what_is_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _read(monkeypatch, **dict.fromkeys(_NAMES, "")) == read_settings(env_file=None)


def test_the_example_file_is_complete_and_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    example = Path(__file__).parents[1] / ".env.example"
    assert read_settings(example) == read_settings(None)
    named = {line.lstrip("# ").split("=")[0] for line in example.read_text().splitlines()}
    assert set(_NAMES) <= named


def test_the_environment_goes_before_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("TIMEZONE=Asia/Jakarta\nADMIN_IDS=1\nUNKNOWN=2\n")
    settings = _read(monkeypatch, TIMEZONE="Asia/Jayapura")
    assert settings.timezone == "Asia/Jayapura"
    assert settings.admin_ids == {1}


@pytest.mark.parametrize(
    "text", ["1,22,333", "1, 22, 333", "1 22 333", " 1,\n22 ,333, ", "1,22,333,1"]
)
def test_admins_are_listed_with_commas_or_spaces(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    assert _read(monkeypatch, ADMIN_IDS=text).admin_ids == {1, 22, 333}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ADMIN_IDS", "1,dua", "valid integer"),
        ("TIMEZONE", "Asia/Samarinda", "no time zone"),
        ("TIMEZONE", "../../etc/passwd", "no time zone"),
        ("TIMEZONE", "Asia", "no time zone"),
        ("BULK_PER_SECOND", "30", "less than or equal to 28"),
        ("BULK_PER_SECOND", "0", "greater than 0"),
        ("DATABASE_URL", f"mysql://u:{_SECRET}@h/d", "names mysql"),
        ("DATABASE_URL", _SECRET, "not a database URL"),
        ("WEBHOOK_URL", "not a url", "URL"),
        ("WEBHOOK_PORT", "70000", "less than or equal to 65535"),
        ("WEBHOOK_PORT", "banyak", "valid integer"),
        ("LOG_LEVEL", "LOUD", "'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("LOG_FORMAT", "xml", "'text' or 'json'"),
        ("TELEGRAM_API_URL", "ftp://x", "URL"),
    ],
)
def test_a_wrong_value_is_named_with_what_would_be_right(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        _read(monkeypatch, **{name: value})
    (problem,) = caught.value.errors()[:1]
    assert str(problem["loc"][0]).upper() == name
    assert words in problem["msg"]
    assert _SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("secret", "words"),
    [
        ("", "needs WEBHOOK_SECRET"),
        ("pendek", "16 to 256"),
        ("ada spasi di dalamnya ya", "16 to 256"),
        ("x" * 257, "16 to 256"),
        (_SECRET + "\n", "16 to 256"),
    ],
)
def test_a_webhook_needs_a_secret_that_telegram_takes(
    monkeypatch: pytest.MonkeyPatch, secret: str, words: str
) -> None:
    with pytest.raises(ValidationError, match=words) as caught:
        _read(monkeypatch, WEBHOOK_URL="https://bot.contoh.id", WEBHOOK_SECRET=secret)
    assert not secret or secret.strip() not in str(caught.value)


def test_a_webhook_with_its_secret_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _read(monkeypatch, WEBHOOK_URL="https://bot.contoh.id", WEBHOOK_SECRET=_SECRET)
    assert str(settings.webhook_url) == "https://bot.contoh.id/"


def test_secrets_are_masked_wherever_settings_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _read(
        monkeypatch,
        TELEGRAM_TOKEN=f"7000000001:{_SECRET}",
        SECRET_KEY=_SECRET,
        DATABASE_URL=f"postgresql://u:{_SECRET}@h/d",
        WEBHOOK_SECRET=_SECRET,
    )
    for shown in (
        repr(settings),
        str(settings),
        str(settings.model_dump()),
        settings.model_dump_json(),
    ):
        assert _SECRET not in shown
