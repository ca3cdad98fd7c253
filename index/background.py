"""How similar unrelated texts are to a model, so that scores of different models compare.

To some models two unrelated texts have a high cosine, to others one near 0. Measured in standard
deviations above that level, similarities mean about the same.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder, PassageText

# Each statement belongs to no question here; subjects are far apart on purpose.
_QUESTIONS = (
    "Wie viel wiegt ein ausgewachsener Elefant?",
    "Wann wurde die Rheinbrücke gesperrt?",
    "Warum steigen die Mieten in den Städten?",
    "Wer leitet das neue Orchester?",
    "Wo findet der Parteitag statt?",
    "Welche Strafe bekam der Fahrer?",
    "Was kostet eine Fahrkarte nach Wien?",
    "Wie reagierte der Verband auf das Urteil?",
    "Why was the museum closed?",
    "Who wrote the report on school meals?",
)
_STATEMENTS = (
    "Die Mannschaft verlor das Rückspiel mit zwei Toren Unterschied.",
    "Im Labor gelang es, das Protein bei niedriger Temperatur zu kristallisieren.",
    "Der Vulkan spuckte in der Nacht Asche bis in große Höhe.",
    "Die Winzer erwarten nach dem trockenen Sommer einen guten Jahrgang.",
    "Das Update schließt drei Sicherheitslücken im Browser.",
    "Die Notenbank ließ den Leitzins unverändert.",
    "In der Oper debütierte eine junge Sopranistin.",
    "Taucher bargen das Wrack vor der Küste.",
    "The new telescope will be launched by a European rocket.",
    "Farmers planted less wheat than in the year before.",
)


@dataclass(frozen=True, slots=True)
class Background:
    """Cosines of unrelated questions and statements.

    Attributes:
        mean: Their mean, -1 to 1.
        deviation: Their standard deviation, above 0.
    """

    mean: float
    deviation: float

    def standardise(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosines in standard deviations above the mean of unrelated pairs; same shape."""
        return (cosines - self.mean) / self.deviation


def measure_background(embedder: Embedder) -> Background:
    """Measure a model's background on a hundred unrelated pairs."""
    queries = embedder.encode_queries(_QUESTIONS)
    passages = embedder.encode_passages([PassageText("", text, ()) for text in _STATEMENTS])
    cosines = queries @ np.stack([vectors.passage for vectors in passages]).T
    return Background(float(cosines.mean()), max(float(cosines.std()), 1e-3))
