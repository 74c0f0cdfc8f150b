"""An evaluation as a table for the terminal and as JSON; pure."""

from collections.abc import Sequence
from typing import Any

from index.evaluation.evaluate import Evaluation, Ranking
from index.evaluation.known_files import Judged

WRONG_SHOWN = 10


def render_evaluation(evaluation: Evaluation) -> str:
    rankings = {"pullquote": evaluation.ranking, **evaluation.baselines}
    lines = [f"{'':<10} Success@1  Success@3  Success@5    MRR"]
    lines += [
        f"{name:<10} {r.success_1:>9.3f}  {r.success_3:>9.3f}  {r.success_5:>9.3f}  {r.mrr:.3f}"
        for name, r in rankings.items()
    ]
    at_tenth = evaluation.false_answers_at_10_refused
    lines += [
        "",
        f"highlight hit {evaluation.highlight_hit:.3f} · quotes hit {evaluation.quotes_hit:.3f}",
        f"mark within the right paragraph {evaluation.mark_hit:.3f} · two sentences marked in "
        f"{evaluation.two_sentences:.1%}",
        f"abstention AUROC {evaluation.auroc:.3f} · where 10% of the answerable are refused, "
        f"{at_tenth:.1%} of the others are answered",
        f"at the threshold {evaluation.threshold:.2f}: {evaluation.refused:.1%} refused, "
        f"{evaluation.false_answers:.1%} false answers",
        f"{evaluation.ms_p50:.0f} ms a question at p50, {evaluation.ms_p95:.0f} ms at p95",
        f"{evaluation.questions:,} questions, {evaluation.passages:,} passages",
        "",
        "confidence  right  questions",
    ]
    lines += [
        f"{mean:>10.2f}  {right:>5.2f}  {count:>9,}"
        for mean, right, count in evaluation.reliability
    ]
    return "\n".join(lines)


def evaluation_json(evaluation: Evaluation) -> dict[str, Any]:
    rounded = {
        "highlight_hit": evaluation.highlight_hit,
        "quotes_hit": evaluation.quotes_hit,
        "mark_hit": evaluation.mark_hit,
        "two_sentences": evaluation.two_sentences,
        "auroc": evaluation.auroc,
        "threshold": evaluation.threshold,
        "refused": evaluation.refused,
        "false_answers": evaluation.false_answers,
        "false_answers_at_10_refused": evaluation.false_answers_at_10_refused,
        "ms_p50": evaluation.ms_p50,
        "ms_p95": evaluation.ms_p95,
    }
    return {
        **_ranking_json(evaluation.ranking),
        **{name: round(value, 4) for name, value in rounded.items()},
        "questions": evaluation.questions,
        "passages": evaluation.passages,
        "reliability": [
            {"confidence": round(mean, 4), "right": round(right, 4), "questions": count}
            for mean, right, count in evaluation.reliability
        ],
        **(
            {"baselines": {n: _ranking_json(r) for n, r in evaluation.baselines.items()}}
            if evaluation.baselines
            else {}
        ),
    }


def _ranking_json(ranking: Ranking) -> dict[str, float]:
    return {
        "success@1": round(ranking.success_1, 4),
        "success@3": round(ranking.success_3, 4),
        "success@5": round(ranking.success_5, 4),
        "mrr": round(ranking.mrr, 4),
    }


def render_known(known: Sequence[Judged]) -> str:
    """A line for each kind of file, and one for each of the first examples that went wrong."""
    lines = []
    for judged in known:
        figures = " · ".join(
            f"{name.replace('_', ' ')} {_figure(value)}" for name, value in judged.figures.items()
        )
        rest = len(judged.wrong) - WRONG_SHOWN
        lines += [f"{judged.name}: {figures}", *(f"  {w}" for w in judged.wrong[:WRONG_SHOWN])]
        lines += [f"  … and {rest} more"] if rest > 0 else []
    return "\n".join(lines)


def _figure(value: float | int) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def known_json(known: Sequence[Judged]) -> dict[str, Any]:
    return {
        judged.name: {
            **{
                name: value if isinstance(value, int) else round(value, 4)
                for name, value in judged.figures.items()
            },
            "wrong": list(judged.wrong),
        }
        for judged in known
    }
