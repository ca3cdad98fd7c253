"""`python -m training --shared FOLDER --output reader.pt --minutes 30`."""

import argparse
from pathlib import Path

import torch
from tokenizers import Tokenizer

from index import load_embedder
from index.bundled_model import prepare_bundled_model
from index.cores import count_cores
from training.examples import (
    OWN,
    read_news_articles,
    read_news_questions,
    read_own_news_questions,
    read_own_passages,
    read_shared_questions,
)
from training.rivals import find_rivals
from training.training import Reader, batch_windows, mix_windows, train

SHARES = {
    "squad2": 1.5, "norquad-news": 0.6, "norquad-wiki": 0.6, "qed": 0.6, "covidqa": 0.2,
    "news": 1.3, "own": 1.5,
}  # fmt: skip


def main() -> None:
    """Read the data, train, write the checkpoint."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder of the shared data")
    parser.add_argument("--output", type=Path, required=True, help="the checkpoint to write")
    parser.add_argument("--minutes", type=float, required=True, help="how long to train")
    parser.add_argument("--resume", type=Path, help="checkpoint, or shipped file, to go on from")
    parser.add_argument("--rate", type=float, default=1e-4, help="learning rate")
    parser.add_argument("--warmup", type=int, default=60, help="steps to the full rate")
    parser.add_argument("--decay", action="store_true", help="let the rate fall to nothing")
    parser.add_argument("--negatives", type=float, default=0.25, help="share without the answer")
    parser.add_argument("--share", action="append", default=[], metavar="ORIGIN=N")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    torch.manual_seed(arguments.seed)
    torch.set_num_threads(count_cores())
    shares = SHARES | {n: float(v) for n, _, v in (s.partition("=") for s in arguments.share)}
    training = arguments.shared / "training"
    articles = read_news_articles(arguments.shared / "benchmarks" / "10kgnad.test.csv")
    news = [training / f"news_qa_{part}.jsonl" for part in range(4)]  # part 4 is for development
    questions = [
        *read_shared_questions(training),
        *read_news_questions(news, articles),
        *read_own_news_questions(OWN / "news_questions.jsonl", articles),
        *read_own_passages(OWN / "passages.jsonl"),
    ]
    folder = prepare_bundled_model()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    rivals = find_rivals(questions, load_embedder())
    windows = mix_windows(questions, rivals, shares, arguments.negatives, arguments.seed)
    train(
        Reader(folder),
        batch_windows(tokenizer, windows),
        output=arguments.output,
        minutes=arguments.minutes,
        warmup=arguments.warmup,
        decay=arguments.decay,
        rate=arguments.rate,
        resume=arguments.resume,
    )


if __name__ == "__main__":
    main()
