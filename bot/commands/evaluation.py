"""`pullquote eval`."""

from pathlib import Path

import click

from bot.commands.ask import dumps
from bot.commands.options import settings_of, settings_options
from bot.wording.progress_bar import progress_bar


@click.command("eval")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--limit", type=click.IntRange(min=1), help="Ask only this many, chosen at random.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the random choice.")
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
    paragraph that answers left out.

    \b
    Example:
      pullquote eval questions.json --limit 3000 --baseline
    """
    from bot.engine import run_evaluation
    from bot.wording.evaluation_report import evaluation_json, render_evaluation

    settings = settings_of(config, {"data.dir": data})
    with progress_bar() as bar:
        task = bar.add_task("loading", total=None)
        evaluation = run_evaluation(
            settings,
            files,
            limit=limit,
            seed=seed,
            among=among,
            baseline=baseline,
            on_step=lambda step, done, total: bar.update(
                task, description=step, completed=done, total=total
            ),
        )
    result = evaluation_json(evaluation)
    click.echo(dumps(result) if as_json else render_evaluation(evaluation))
