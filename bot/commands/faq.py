"""`jamsosbot faq`: is the content right, and how well are questions understood."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import faq_content
from bot.commands.configured import settings_or_exit
from bot.commands.output import print_json, refuse

if TYPE_CHECKING:
    from knowledge.evaluation import Report

app = typer.Typer(help="The content: topics, figures, phrasings.", no_args_is_help=True)

app.command("export")(faq_content.export)
app.command("import")(faq_content.import_folder)
app.command("history")(faq_content.history)

_CsvFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]


@app.command()
def check() -> None:
    """Prove that the content is valid; exit status 1 and a line a problem if it isn't."""
    from datetime import datetime

    from knowledge.check import check_all
    from knowledge.topics import load_topics

    findings = check_all(datetime.now(settings_or_exit().zone).date())
    for finding in findings:
        typer.echo(str(finding))
    if findings:
        refuse(f"{len(findings)} problems")
    typer.echo(f"{len(load_topics())} topics are valid", err=True)


@app.command("evaluate")
def evaluate_questions(
    file: _CsvFile,
    examples: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Learn from this CSV, not from the topics."),
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure on labelled questions (columns pertanyaan,topik[,topik_lain]).

    No question is its own example: where questions of FILE are among the phrasings of the topics,
    they are tried in five parts, each with a search that has not learnt them.
    """
    from knowledge.evaluation import RowsError, hold_out, read_examples, read_rows, report
    from knowledge.library import topic_texts, training_examples
    from knowledge.search import train
    from knowledge.topics import load_topics

    try:
        rows = read_rows(file)
        if examples is not None:
            learnt, texts = read_examples(examples), {}
        else:
            topics = load_topics()
            learnt, texts = tuple(training_examples(topics)), topic_texts(topics)
    except RowsError as error:
        refuse(str(error))
    trials = hold_out(lambda some: train(some, texts), rows, learnt)
    found = report(trials)
    if as_json:
        print_json(found.as_dict())
    else:
        typer.echo(_in_words(found))


def _in_words(found: "Report") -> str:
    """The report for people at a terminal."""
    lines = [f"{found.n} questions, {found.n_in_scope} in scope"]
    for name in (
        "top1",
        "top3",
        "answered_right",
        "answered_wrong",
        "clarified_right",
        "fallback_in_scope",
        "oos_answered",
        "oos_rejected",
        "auroc",
    ):
        value = getattr(found, name)
        lines.append(f"  {name:18} {'–' if value is None else f'{value:.3f}'}")
    lines.append(f"  {'median':18} {found.median_us:.0f} µs, p99 {found.p99_us:.0f} µs")
    lines += ["most confused:"]
    lines += [
        f"  {confusion.count} × {confusion.topic} taken for {confusion.taken_for}: "
        f"“{confusion.example}”"
        for confusion in found.confusions[:10]
    ]
    return "\n".join(lines)
