"""Read spoilt files by the thousand, and tell of each that met no words: a traceback, a hang, or too much memory.

    python bench/fuzz.py --count 100000
    python bench/fuzz.py --reader yaml --only 4711     # one of them, with its traceback

Each is made of a real file, by its number, so a number is all that is needed to try it again. Where atheris is
installed, ``--atheris`` lets it look for inputs that reach new lines of the program, until it is stopped.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from types import FrameType

PROJECT = Path(__file__).parents[1]
sys.path[:0] = [str(PROJECT / "hooks"), str(PROJECT / "tests")]

import fuzzed  # noqa: E402 - it stands in tests/

MOST_SECONDS = 2
"""Of processor: the machine may have other work."""
GIVEN_UP = 30
"""Seconds by the clock after which a reader that nothing interrupts is ended."""
MOST_MEMORY = 500 * 2**20
"""Bytes, beyond what the program has when it starts."""


class TooLong(BaseException):
    """Raised in the midst of whatever takes too long; no reader may take it for an error of its own."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = [reader.name for reader in fuzzed.READERS]
    parser.add_argument("--count", type=int, default=100_000, help="how many inputs, over all readers")
    parser.add_argument("--first", type=int, default=0, help="the number to begin with")
    parser.add_argument("--reader", choices=names, help="this one alone")
    parser.add_argument("--only", type=int, help="one number, with its traceback")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--atheris", action="store_true", help="let atheris choose the changes")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    readers = [reader for reader in fuzzed.READERS if asked.reader in (None, reader.name)]
    if asked.atheris:
        guided(readers)
    elif asked.only is not None:
        for reader in readers:
            fuzzed.tried(reader, asked.only)
    elif asked.part:
        start, stop = map(int, asked.part.split(":"))
        part(readers[0], range(start, stop))
    else:
        each = -(-asked.count // len(readers))
        print("| reader | inputs | faults | slowest s | largest MB | wall s |\n|---|---|---|---|---|---|", flush=True)
        failed = sum([whole(reader, range(asked.first, asked.first + each), asked.jobs) for reader in readers])
        sys.exit(1 if failed else 0)


def whole(reader: fuzzed.Reader, numbers: range, jobs: int) -> int:
    """All numbers of a reader, in processes of their own; how many were faults."""
    began = time.perf_counter()
    size = max(1, min(1000, -(-len(numbers) // jobs)))
    waiting = [(at, min(at + size, numbers.stop)) for at in range(numbers.start, numbers.stop, size)]
    running: list[tuple[int, int, subprocess.Popen[str]]] = []
    faults: list[tuple[int, str]] = []
    slowest, largest = 0.0, 0.0
    while waiting or running:
        while waiting and len(running) < jobs:
            start, stop = waiting.pop(0)
            command = [sys.executable, __file__, "--reader", reader.name, "--part", f"{start}:{stop}"]
            running.append((start, stop, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=2, text=True)))
        start, stop, process = running.pop(0)
        said = process.communicate()[0].splitlines()
        last = start - 1
        for line in said:
            kind, number, what = line.split("\t", 2)
            last = int(number)
            if kind == "fault":
                faults.append((last, what))
            elif kind == "peak":
                seconds, memory = map(float, what.split())
                slowest, largest = max(slowest, seconds), max(largest, memory)
        if process.returncode:
            # It died at the input that it was reading: the rest is still to be tried.
            faults.append((last, f"ended with status {process.returncode}"))
            if last + 1 < stop:
                waiting.insert(0, (last + 1, stop))
    row = f"| {reader.name} | {len(numbers):,} | {len(faults)} | {slowest:.2f} | {largest:.0f} |"
    print(f"{row} {time.perf_counter() - began:.0f} |", flush=True)
    for what, count in Counter(what for _, what in faults).most_common():
        numbers_of = [number for number, said_of in faults if said_of == what]
        print(f"    {count} x {what}: {', '.join(map(str, numbers_of[:5]))}", file=sys.stderr)
    return len(faults)


def part(reader: fuzzed.Reader, numbers: range) -> None:
    """Some numbers, in this process. Each line says what came of one, or where we are."""
    reader.seeds()
    limit(_memory_now() + MOST_MEMORY)
    signal.signal(signal.SIGPROF, _too_long)
    slowest = 0.0
    for number in numbers:
        print(f"at\t{number}\t", flush=True)
        faulthandler.dump_traceback_later(GIVEN_UP, exit=True)
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
        began = time.process_time()
        try:
            fuzzed.tried(reader, number)
        except BaseException as error:
            print(f"fault\t{number}\t{_in_short(error)}")
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
        slowest = max(slowest, time.process_time() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak\t{numbers.stop - 1}\t{slowest} {memory}", flush=True)


def guided(readers: list[fuzzed.Reader]) -> None:
    import atheris  # type: ignore[import-not-found,unused-ignore]  # not everywhere, and not pinned

    atheris.instrument_all()

    def one(given: bytes) -> None:
        for reader in readers:
            for name, _ in reader.seeds()[:1]:
                reader.read(name, given)

    atheris.Setup(sys.argv[:1], one)
    atheris.Fuzz()


def limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _memory_now() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def _too_long(_: int, frame: FrameType | None) -> None:
    raise TooLong(f"over {MOST_SECONDS} s of processor")


def _in_short(error: BaseException) -> str:
    """One line, alike for faults of one cause."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "quarterday" in frame.filename] or frames
    words = " ".join(str(error).split())[:120]
    return f"{type(error).__name__} at {Path(ours[-1].filename).name}:{ours[-1].lineno}: {words}"


if __name__ == "__main__":
    main()
