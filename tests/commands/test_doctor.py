"""`jamsosbot doctor` says what is missing and how to mend it."""

from tests.commands.command import Shell

_TOKEN = "7000000001:AAHxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-1"  # noqa: S105 -- nobody's token
_KEY = "kunci-rahasia-yang-panjangnya-lebih-dari-32"


def test_without_any_settings_the_token_is_missing(shell: Shell) -> None:
    result = shell.run("doctor")
    assert result.status == 1
    assert "✗ TELEGRAM_TOKEN is missing: get one from @BotFather" in result.out
    assert "• SECRET_KEY is missing" in result.out
    assert "long polling" in result.out
    assert "created or migrated at the next start" in result.out


def test_a_whole_installation_has_no_problem(shell: Shell) -> None:
    settings = {
        "TELEGRAM_TOKEN": _TOKEN,
        "SECRET_KEY": _KEY,
        "ADMIN_IDS": "1",
        "WEBHOOK_URL": "https://bot.contoh.id",
        "WEBHOOK_SECRET": "rahasia-yang-cukup-panjang",
        "DATABASE_URL": "sqlite:///x.sqlite3",
    }
    assert shell.run("db", "upgrade", **settings).status == 0
    result = shell.run("doctor", **settings)
    assert result.status == 0, result.out
    assert "✗" not in result.out
    assert "https://bot.contoh.id" in result.out
    for secret in (_TOKEN, _KEY, "rahasia-yang"):
        assert secret not in result.out + result.err


def test_a_database_that_is_not_up_to_date_is_a_problem(shell: Shell) -> None:
    result = shell.run("doctor", TELEGRAM_TOKEN=_TOKEN, DATABASE_URL="sqlite:///x.sqlite3")
    assert result.status == 1
    assert "✗ the database's schema is not up to date: run `jamsosbot db upgrade`" in result.out


def test_a_database_that_is_not_there_is_a_problem(shell: Shell) -> None:
    url = "postgresql://bot:rahasia@127.0.0.1:9/x"
    result = shell.run("doctor", TELEGRAM_TOKEN=_TOKEN, DATABASE_URL=url)
    assert result.status == 1
    assert "✗ the database can't be reached" in result.out
    assert "rahasia" not in result.out + result.err


def test_wrong_settings_are_wrong_usage(shell: Shell) -> None:
    result = shell.run("doctor", TIMEZONE="Asia/Samarinda", ADMIN_IDS="satu")
    assert result.status == 2
    assert "TIMEZONE: there is no time zone 'Asia/Samarinda'" in result.err
    assert "ADMIN_IDS" in result.err
    assert result.err.count("\n") == 1
