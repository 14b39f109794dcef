"""What the store alone can do: commits a second, memory for 100,000 documents, loading, going back, compaction.

python -m benchmarks.store [DOCUMENTS]
"""

import gc
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from mockedfi.clock import Clock
from mockedfi.dialect import Dialect
from mockedfi.model.catalogue import Catalogue, load, load_descriptors
from mockedfi.model.facts import Resource
from mockedfi.model.plan import Plans
from mockedfi.resources.machine import representations
from mockedfi.store import Change, Documents, Fixtures, JournalStorage, MemoryStorage, Record

VERSION, DATA_STANDARD, RESOURCE = "7.3", "5.2", "StudentSchoolAssociation"
GRADE = "uri://ed-fi.org/GradeLevelDescriptor#Ninth grade"


def student(number: int) -> dict[str, Any]:
    """One student."""
    return {
        "studentUniqueId": str(600_000 + number),
        "birthDate": "2008-01-01",
        "firstName": "Ada",
        "lastSurname": f"Lovelace {number}",
    }


def enrollment(number: int) -> dict[str, Any]:
    """Where that student goes to school."""
    return {
        "schoolReference": {"schoolId": 255_901_001 + number % 10},
        "schoolYearTypeReference": {"schoolYear": 2022},
        "studentReference": {"studentUniqueId": str(600_000 + number)},
        "entryDate": "2021-08-23",
        "entryGradeLevelDescriptor": GRADE,
        "primarySchool": True,
        "residencyStatusDescriptor": "uri://ed-fi.org/ResidencyStatusDescriptor#Resident of admin unit and school area",
    }


class Bench:
    """A district of so many students, each enrolled once."""

    def __init__(self, folder: Path, size: int) -> None:
        self.catalogue: Catalogue = load(DATA_STANDARD)
        self.plans = Plans(self.catalogue.resources, self.catalogue.key_names)
        self.clock = Clock(seed=1)
        self.folder = folder
        write = representations(Dialect.at(VERSION), self.catalogue)
        for plural, document in (("students", student), ("studentSchoolAssociations", enrollment)):
            lines = b",\n".join(orjson.dumps(document(number)) for number in range(size))
            (folder / f"{plural}.json").write_bytes(b"[\n" + lines + b"\n]\n")

        def render(resource: Resource, document: dict[str, Any], id: str, ticks: int, documents: Documents) -> bytes:
            def resolve(target: str, key: tuple[Any, ...]) -> tuple[Resource, str] | None:
                record = documents.resolve(target, key)
                return None if record is None else (self.catalogue.resources[record.resource], record.id)

            return write(resource.name).write(document, id, 0, ticks, resolve)

        self.render = render

    def open(self, storage: MemoryStorage) -> Documents:
        """The documents in a storage."""
        return Documents(
            version=VERSION,
            catalogue=self.catalogue,
            plans=self.plans,
            clock=self.clock,
            render=self.render,
            source=Fixtures(self.catalogue, load_descriptors(DATA_STANDARD), {"bench": self.folder}),
            storage=storage,
        )

    def insert(self, documents: Documents, number: int) -> Record:
        """Enrol one more student."""
        document = enrollment(number)
        record = Record(
            RESOURCE,
            self.clock.hex_id(),
            documents.next_number(),
            self.plans[RESOURCE].key(document),
            orjson.dumps(document),
            self.clock.ticks(),
            documents.next_version(),
        )
        documents.commit([Change.insert(record)])
        return record


@contextmanager
def timed(label: str, count: int | None = None) -> Iterator[None]:
    """Print how long it took, or how many a second."""
    begin = time.perf_counter()
    yield
    took = time.perf_counter() - begin
    print(f"{label:58}{took * 1000:12,.1f} ms" if count is None else f"{label:58}{count / took:12,.0f} /s")


def resident() -> float:
    """Megabytes of memory that this process holds, where the system tells."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), float("nan"))


def run(folder: Path, size: int) -> None:
    """The same work in memory, and in a file with and without waiting for the disk."""
    bench = Bench(folder, size)
    kinds: dict[str, Callable[[], MemoryStorage]] = {
        "memory": MemoryStorage,
        "file, relaxed": lambda: JournalStorage(folder / "relaxed" / "mockedfi.json", durable=False),
        "file, durable": lambda: JournalStorage(folder / "durable" / "mockedfi.json"),
    }
    for kind, make in kinds.items():
        storage = make()
        documents = bench.open(storage)
        with timed(f"{kind}: load {size:,} documents"):
            table = documents.table(RESOURCE)
            table.load()
        with timed(f"{kind}: who refers to a student, asked first"):
            documents.referrers(documents.table("Student").records()[0])
        count = 2_000 if kind == "file, durable" else 10_000
        mark = documents.mark()
        with timed(f"{kind}: insert", count):
            for number in range(count):
                bench.insert(documents, size + number)
        records = list(table.records())[-count:]
        with timed(f"{kind}: delete", count):
            for record in records:
                documents.commit([Change.delete(record)])
        for number in range(20):
            bench.insert(documents, size + count + number)
        with timed(f"{kind}: go back over {2 * count + 20:,} writes"):
            documents.rewind(mark)
        for number in range(20):
            bench.insert(documents, size + number)
        with timed(f"{kind}: go back over 20 writes"):
            documents.rewind(mark)
        documents.forget_marks()
        with timed(f"{kind}: begin anew with the fixtures"):
            documents.reset()
        table.load()
        with timed(f"{kind}: write the file anew"):
            storage.compact()
        storage.close()
    storage = make()
    with timed("open the file again"):
        documents = bench.open(storage)
    with timed(f"load {size:,} documents from the file"):
        documents.table(RESOURCE).load()
    storage.close()


def memory(folder: Path, size: int) -> None:
    """What documents cost beyond their JSON."""
    bench = Bench(folder, size)
    documents = bench.open(MemoryStorage())
    for each in ("School", "SchoolYearType"):
        documents.table(each).load()
    before = resident()
    tracemalloc.start()
    records = documents.table(RESOURCE).records()
    gc.collect()
    plain = sum(len(record.body) for record in records)
    held = tracemalloc.get_traced_memory()[0]
    print(f"{f'memory of {size:,} documents, plain':58}{held / plain:12.2f} x JSON of {plain / 1e6:.0f} MB")
    wire = sum(len(documents.wire(record)) for record in (*records, *documents.table("Student").records()))
    gc.collect()
    held = tracemalloc.get_traced_memory()[0]
    label = f"the same as the wire shows them, with {size:,} students"
    print(f"{label:58}{held / wire:12.2f} x JSON of {wire / 1e6:.0f} MB")
    documents.referrers(documents.table("Student").records()[0])
    gc.collect()
    held = tracemalloc.get_traced_memory()[0]
    print(f"{'the same, and who refers to whom':58}{held / wire:12.2f} x")
    tracemalloc.stop()
    print(f"{'resident, all in all':58}{resident():12.0f} MB, {resident() - before:.0f} of them new")


def main() -> None:
    """Run all of it."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), size)
    with tempfile.TemporaryDirectory() as folder:
        memory(Path(folder), max(size, 100_000))


if __name__ == "__main__":
    main()
