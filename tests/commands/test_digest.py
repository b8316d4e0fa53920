"""`jamsosbot digest` in the terminal."""

import json

from tests.commands.command import Shell


def test_without_a_database_the_update_is_shown_and_nobody_gets_it(shell: Shell) -> None:
    shown = shell.run("digest", "preview", "--region", "smd")
    assert shown.status == 0
    assert "208.506 pekerja Samarinda belum terlindungi" in shown.out.splitlines()[0]
    assert "0 recipients" in shown.err
    document = json.loads(shell.run("digest", "preview", "--json").out)
    assert document["regions"] == ["64"]
    assert len(document["standings"]) == 11
    assert document["recipients"] == 0
    assert list(shell.folder.iterdir()) == []


def test_sending_is_asked_of_the_running_bot(shell: Shell) -> None:
    done = shell.run("digest", "send", "--now")
    assert (done.status, done.out) == (0, "")
    assert "the running bot sends them" in done.err


def test_a_region_that_is_none_is_wrong_usage(shell: Shell) -> None:
    assert shell.run("digest", "preview", "--region", "kutai").status == 2
