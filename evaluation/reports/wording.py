"""What a report says, in German and in English."""

from typing import Literal

from evaluation.metrics.definitions import BY_NAME
from evaluation.metrics.outcomes import HEADINGS, Outcome

Language = Literal["de", "en"]

OUTCOMES: dict[Language, dict[Outcome, str]] = {
    "de": HEADINGS,
    "en": {
        "right": "right",
        "not_retrieved": "not retrieved",
        "not_cited": "retrieved, not cited",
        "not_said": "cited, not said",
        "wrongly_refused": "wrongly refused",
        "wrongly_answered": "wrongly answered",
        "unjudged": "not judged",
    },
}
ENGLISH_METRICS = {
    "recall@1": "Article ranked first",
    "recall@5": "Article among the first 5",
    "recall@10": "Article among the first 10",
    "mrr@10": "Mean reciprocal rank",
    "ndcg@10": "Quality of the ranking",
    "passage_recall@1": "Passage ranked first",
    "passage_recall@5": "Passage among the first 5",
    "passage_recall@10": "Passage among the first 10",
    "passage_mrr@10": "Mean reciprocal rank (passages)",
    "passage_ndcg@10": "Quality of the ranking (passages)",
    "evidence_recall@1": "Evidence ranked first",
    "evidence_recall@5": "Evidence among the first 5",
    "evidence_recall@10": "Evidence among the first 10",
    "evidence_mrr@10": "Mean reciprocal rank (evidence)",
    "evidence_ndcg@10": "Quality of the ranking (evidence)",
    "contains_gold": "Right answer contained",
    "exact_match": "Exactly the right answer",
    "token_f1": "Word overlap with it",
    "chrf": "Letter overlap with it",
    "words": "Words per answer",
    "evidence_cited": "Right place cited",
    "citation_precision": "Citations that show it",
    "citation_recall": "Sentences supported by it",
    "uncited": "Sentences without citation",
    "invalid_numbers": "Invalid citation numbers",
    "verbatim": "Quotes verbatim",
    "refusal_precision": "Refusals justified",
    "refusal_recall": "Unanswerable refused",
    "refusal_auroc": "Discrimination",
    "coverage": "Answered",
    "accuracy": "Of those right",
    "aurc": "Area under risk and coverage",
    "ece": "Error of the confidence",
    "latency_p50_ms": "Response time, median",
    "latency_p95_ms": "Response time, 95th percentile",
}
KINDS: dict[Language, dict[str, str]] = {
    "de": {
        "quantity": "Anzahl",
        "date": "Zeitpunkt",
        "person": "Person",
        "place": "Ort",
        "reason": "Grund",
        "other": "sonstige",
    },
    "en": {
        "quantity": "quantity",
        "date": "date",
        "person": "person",
        "place": "place",
        "reason": "reason",
        "other": "other",
    },
}
VERDICTS: dict[Language, dict[str, str]] = {
    "de": {"better": "besser", "worse": "schlechter", "open": "offen"},
    "en": {"better": "better", "worse": "worse", "open": "open"},
}
BREAKDOWNS: dict[Language, dict[str, str]] = {
    "de": {"kind": "Nach Art der Frage", "source": "Nach Quelle"},
    "en": {"kind": "By kind of question", "source": "By source"},
}
JUDGED: dict[Language, dict[str, str]] = {
    "de": {
        "judge_correct": "Antwort richtig, sagt das Modell",
        "judge_faithful": "Antwort durch Zitate gedeckt, sagt das Modell",
        "judge_correct ~ contains_gold": "Übereinstimmung (κ): richtig / Richtiges enthalten",
        "judge_correct ~ right": "Übereinstimmung (κ): richtig / Ergebnis richtig",
        "judge_faithful ~ evidence_cited": "Übereinstimmung (κ): gedeckt / richtige Stelle belegt",
    },
    "en": {
        "judge_correct": "Answer correct, says the model",
        "judge_faithful": "Answer supported by its quotes, says the model",
        "judge_correct ~ contains_gold": "Agreement (κ): correct / right answer contained",
        "judge_correct ~ right": "Agreement (κ): correct / outcome right",
        "judge_faithful ~ evidence_cited": "Agreement (κ): supported / right place cited",
    },
}
TEXTS: dict[str, tuple[str, str]] = {
    "title": ("Auswertung", "Evaluation"),
    "summary": (
        "{asked} Fragen, davon {right} richtig",
        "{asked} questions, {right} of them right",
    ),
    "outcomes": ("Was aus den Fragen wurde", "What became of the questions"),
    "figures": ("Kennzahlen", "Figures"),
    "metric": ("Kennzahl", "Figure"),
    "value": ("Wert", "Value"),
    "interval": ("95-%-Intervall", "95 % interval"),
    "n": ("Fragen", "Questions"),
    "section_article": ("Suche: Artikel", "Search: articles"),
    "section_passage": ("Suche: Passagen", "Search: passages"),
    "section_evidence": ("Suche: Belegsätze", "Search: evidence"),
    "section_answer": ("Antworten", "Answers"),
    "section_citation": ("Belege", "Citations"),
    "section_refusal": ("Ablehnung und Sicherheit", "Refusal and confidence"),
    "section_latency": ("Zeit", "Time"),
    "group": ("Gruppe", "Group"),
    "answers": ("Antworten", "Answers"),
    "plots": ("Im Bild", "In pictures"),
    "judge": ("Urteil eines Sprachmodells", "A language model's verdict"),
    "judge_model": ("Modell", "Model"),
    "judge_prompt": ("Anweisung an das Modell", "The model's instructions"),
    "judge_counts": (
        "{graded} Antworten vorgelegt, {missing} ohne verwertbares Urteil",
        "{graded} answers graded, {missing} without a usable verdict",
    ),
    "judge_correct": ("richtig", "correct"),
    "judge_incorrect": ("nicht richtig", "not correct"),
    "judge_faithful": ("gedeckt", "supported"),
    "judge_unfaithful": ("nicht gedeckt", "not supported"),
    "judge_none": ("kein verwertbares Urteil", "no usable verdict"),
    "compared": ("Vergleich mit dem früheren Lauf", "Compared with the earlier run"),
    "compared_date": ("Früherer Lauf: {date}", "Earlier run: {date}"),
    "changed": ("Anders eingestellt", "Set up differently"),
    "before": ("vorher", "before"),
    "now": ("jetzt", "now"),
    "change": ("Änderung", "Change"),
    "judgement": ("Urteil", "Verdict"),
    "all_figures": ("Alle Kennzahlen im Vergleich", "All figures compared"),
    "now_right": ("Jetzt richtig", "Right now"),
    "now_wrong": ("Nicht mehr richtig", "No longer right"),
    "questions": ("Fragen", "Questions"),
    "all": ("alle", "all"),
    "by_outcome": ("Nach Ergebnis filtern", "Filter by outcome"),
    "kind": ("Art", "Kind"),
    "all_kinds": ("alle Arten", "all kinds"),
    "search": ("Suchen in Frage, Antwort und Zitaten", "Search question, answer and quotes"),
    "shown": ("Fragen angezeigt", "questions shown"),
    "none_shown": ("Keine Frage passt dazu.", "No question matches."),
    "asked_before": ("Vorher gefragt", "Asked before"),
    "answer": ("Antwort", "Answer"),
    "refusal": ("Ablehnung", "Refusal"),
    "gold": ("Richtig wäre", "Gold answer"),
    "no_gold": ("Die Quellen sagen es nicht.", "The sources do not say."),
    "evidence": ("Richtige Stelle", "Gold evidence"),
    "quotes": ("Zitate", "Quotes"),
    "characters": ("Zeichen {start} bis {end}", "characters {start} to {end}"),
    "retrieval": ("Suche", "Search"),
    "found": ("Artikel {id} auf Rang {rank}", "Article {id} at rank {rank}"),
    "not_found": (
        "Artikel {id} nicht unter den ersten {first}",
        "Article {id} not among the first {first}",
    ),
    "details": ("Angaben", "Details"),
    "confidence": ("Sicherheit", "Confidence"),
    "question": ("Frage", "Question"),
    "setup": ("Aufbau", "Setup"),
    "settings": ("Einstellungen", "Settings"),
    "index": ("Index", "Index"),
    "versions": ("Versionen", "Versions"),
    "question_set": ("Fragensatz", "Question set"),
    "plot_recall": ("Wie weit oben steht der richtige Artikel?", "How high is the right article?"),
    "plot_recall_note": (
        "Anteil der Fragen, deren richtiger Artikel unter den ersten k steht",
        "Share of questions whose right article is among the first k",
    ),
    "plot_recall_x": ("Artikel betrachtet (k)", "Articles looked at (k)"),
    "plot_recall_y": ("Anteil gefunden", "Share found"),
    "plot_risk": ("Lohnt es, nach Sicherheit auszuwählen?", "Does it pay to go by confidence?"),
    "plot_risk_note": (
        "Anteil ohne richtige Antwort, wenn nur die sichersten Fragen gestellt werden; je flacher "
        "links, desto mehr ist auf die Sicherheit Verlass",
        "Share without a right answer if only the surest questions are asked; the flatter on the "
        "left, the more confidence can be relied on",
    ),
    "plot_risk_x": (
        "Anteil der Fragen, die sichersten zuerst",
        "Share of questions, the surest first",
    ),
    "plot_risk_y": ("Anteil nicht richtig", "Share not right"),
    "plot_reliability": ("Hält die Sicherheit, was sie sagt?", "Does confidence keep its word?"),
    "plot_reliability_note": (
        "Fragen nach Sicherheit gruppiert; auf der Linie stimmte sie genau. Größere Punkte: "
        "mehr Fragen",
        "Questions grouped by confidence; on the line it would be exact. Larger dots: more "
        "questions",
    ),
    "plot_reliability_x": ("Sicherheit", "Confidence"),
    "plot_reliability_y": ("Anteil beantwortbar", "Share answerable"),
    "plot_latency": ("Wie lange dauert eine Antwort?", "How long does an answer take?"),
    "plot_latency_note": (
        "Fragen nach Antwortzeit; gestrichelt Median und 95. Perzentil",
        "Questions by response time; dashed: median and 95th percentile",
    ),
    "plot_latency_x": ("Antwortzeit in Millisekunden", "Response time in milliseconds"),
    "plot_latency_y": ("Fragen", "Questions"),
    "plot_change": ("Was hat sich geändert?", "What has changed?"),
    "plot_change_note": (
        "Ring: vorher, Punkt: jetzt. Hauptkennzahlen und, farbig, was kaum Zufall ist (p < 0,05)",
        "Ring: before, dot: now. Headline figures and, in colour, what is hardly chance (p < 0.05)",
    ),
    "intervals_note": (
        "Intervalle: 95 %, Bootstrap über die Fragen.",
        "Intervals: 95 %, bootstrap over the questions.",
    ),
}


def say(key: str, language: Language) -> str:
    """Give a text of the report.

    Args:
        key: One of `TEXTS`.
        language: To say it in.

    Returns:
        The text, not escaped; some have named places to `format`.
    """
    return TEXTS[key][0 if language == "de" else 1]


def metric_heading(name: str, language: Language) -> str:
    """Name a figure for the reader.

    Args:
        name: Of a metric, as in a run's file; perhaps one that this version does not know.
        language: To name it in.

    Returns:
        Its heading, or its bare name if there is none.
    """
    if language == "en":
        return ENGLISH_METRICS.get(name, name)
    return BY_NAME[name].heading if name in BY_NAME else name
