"""`pullquote eval`."""

from pathlib import Path
from typing import Any

import click

from bot.commands.ask import dumps
from bot.commands.options import WholeNumber, settings_of, settings_options
from bot.wording.progress_bar import progress_bar
from config.settings import Settings


@click.command("eval")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--limit", type=WholeNumber(min=1), help="Ask only this many, chosen at random.")
@click.option(
    "--seed", type=WholeNumber(0), default=0, show_default=True, help="Seed of the random choice."
)
@click.option(
    "--among",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Also index this file's contexts, without asking its questions.  [repeatable]",
)
@click.option("--baseline", is_flag=True, help="Also rank by vectors alone and by BM25 alone.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@settings_options
def evaluate(
    files: tuple[Path, ...],
    limit: int | None,
    seed: int,
    among: tuple[Path, ...],
    baseline: bool,
    as_json: bool,
    data: Path | None,
    config: Path | None,
) -> None:
    """Measure the answers to questions with known answers; the index in use stays as it is.

    FILES are SQuAD v1 or v2 files, or JSON lines with question, context and answers. Their contexts
    are indexed in a temporary folder, and each question is asked twice: of everything, and with the
    paragraph that answers left out. Other JSON lines are known by their keys: those with before,
    now and changes measure how well changes between two readings are found; those with sentence,
    other and same, with question, sentences and differ, or with accounts and origins measure how
    well facts, figures and origins are known apart; those with text and said, or with question and
    articles, how well speakers, and news of a followed question, are found.

    \b
    Example:
      pullquote eval questions.json --limit 3000 --baseline
      pullquote eval edits.jsonl
    """
    from bot.engine.evaluation import run_known_files
    from bot.wording.evaluation_report import known_json, render_known

    settings = settings_of(config, {"data.dir": data})
    known, questions = run_known_files(settings, files)
    result = known_json(known)
    report = render_known(known)
    if questions:
        evaluation_of, as_text = _asked(settings, questions, limit, seed, among, baseline)
        result, report = evaluation_of | result, "\n\n".join(filter(None, (as_text, report)))
    click.echo(dumps(result) if as_json else report)


def _asked(
    settings: Settings,
    files: tuple[Path, ...],
    limit: int | None,
    seed: int,
    among: tuple[Path, ...],
    baseline: bool,
) -> tuple[dict[str, Any], str]:
    """The figures of the files with questions, as JSON and as text."""
    from bot.engine.evaluation import run_evaluation
    from bot.wording.evaluation_report import evaluation_json, render_evaluation

    with progress_bar() as stages:
        stages.show("loading", 0, 0)
        evaluation = run_evaluation(
            settings,
            files,
            limit=limit,
            seed=seed,
            among=among,
            baseline=baseline,
            on_step=stages.show,
        )
    return evaluation_json(evaluation), render_evaluation(evaluation)
