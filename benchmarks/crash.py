"""A server that is killed while clients write at full speed, and what is there when it starts again.

    python -m benchmarks.crash [KILLS] [--power] [--relaxed]

After each kill every acknowledged write must be there, each write under way whole or not at all, and every index must
agree with the documents. With ``--power`` the machine loses its power at the same moment: only what was synced is
left. With ``--relaxed`` as well, that must be noticed as loss.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from benchmarks.disk import heard_by, lose_power
from benchmarks.servers import Server
from benchmarks.writers import STUDENTS, Client, Key, State, Unexpected, Writer, by_key, found, prepare

WRITERS = 4
LONGEST = 0.8
"""Seconds that a server lives, once clients write."""
LOOKED_UP = 15
"""Documents of each writer that are asked for one by one."""


class Lost(Exception):
    """A server has not what it must have."""


@dataclass(frozen=True, slots=True)
class Kill:
    """What one kill met: writes that were acknowledged before it, under way, and there afterwards without an answer."""

    acknowledged: int
    under_way: int
    kept: int


class Trial:
    """One store, killed again and again; in `folder`."""

    def __init__(self, folder: Path, *, power: bool = False, durability: str = "strict", seed: int = 1) -> None:
        self._folder = folder
        self._store = folder / "store" / "mockedfi.json"
        self._store.parent.mkdir()
        self._power = power
        self._durability = durability
        self._random = random.Random(seed)
        self._writers = [Writer(number) for number in range(WRITERS)]
        self._lives = 0
        self._authorization: dict[str, str] = {}

    def kills(self, count: int) -> Iterator[Kill]:
        """Live and be killed so often, and be looked at in the next life. Raises `Lost`."""
        with self._life() as server:
            self._authorization = server.bearer()
            with closing(self._client(server)) as client:
                prepare(client)
            self._write(server)
        written = 0
        for left in reversed(range(count)):
            possible = [(each, each.possible) for each in self._writers if each.possible is not None]
            before, written = written, sum(each.acknowledged for each in self._writers)
            with self._life() as server:
                self._look(server)
                yield Kill(written - before, len(possible), sum(each.state == state for each, state in possible))
                if left:
                    self._write(server)

    @contextmanager
    def _life(self) -> Iterator[Server]:
        """A server, until it is killed."""
        self._lives += 1
        kept = self._folder / f"disk-{self._lives}"
        command = [sys.executable, "-m", "benchmarks.victim", str(self._store), self._durability]
        command += [str(kept)] if self._power else []
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            if not url:
                raise Lost("the server does not start again")
            try:
                yield Server(process, (url,))
            finally:
                process.kill()
        if self._power:
            lose_power(self._store.parent, kept, heard_by(kept))

    def _client(self, server: Server) -> Client:
        """The token that was issued at the beginning is good for all lives."""
        return Client(server.url, self._authorization)

    def _write(self, server: Server) -> None:
        """Let all write, and kill the server at some moment."""
        unexpected: list[Exception] = []
        killed = threading.Event()
        clients = [self._client(server) for _ in self._writers]

        def write(writer: Writer, client: Client) -> None:
            try:
                writer.write_on(client)
            except (OSError, HTTPException) as error:
                if not killed.is_set():
                    unexpected.append(error)
            except Unexpected as error:
                unexpected.append(error)
            finally:
                client.close()

        threads = [threading.Thread(target=write, args=pair) for pair in zip(self._writers, clients, strict=True)]
        for thread in threads:
            thread.start()
        time.sleep(self._random.uniform(0, LONGEST))
        killed.set()
        server.process.kill()
        for thread in threads:
            thread.join()
        if unexpected:
            raise Lost(str(unexpected[0]))

    def _look(self, server: Server) -> None:
        """Compare what the server has with what it must have. Raises `Lost`."""
        with closing(self._client(server)) as client:
            try:
                state, ids = found(client)
            except Unexpected as error:
                raise Lost(str(error)) from error
            self._compare(client, state, ids)
            self._look_for_deletes(client, set(ids.values()))

    def _compare(self, client: Client, state: State, ids: Mapping[Key, str]) -> None:
        for writer in self._writers:
            own = {key: value for key, value in state.items() if key[1].startswith(writer.prefix)}
            if own not in (writer.state, writer.possible):
                different = dict(own.items() ^ writer.state.items())
                raise Lost(f"acknowledged and found differ in {different}; under way was {writer.possible is not None}")
            gone = writer.ids.items() - ids.items()
            writer.deleted |= {id_ for key, id_ in gone if key[0] == STUDENTS and key not in own}
            writer.settle(own, ids)
            for key in self._random.sample(sorted(own), min(LOOKED_UP, len(own))):
                status, _, row = client.ask("GET", f"{key[0]}/{ids[key]}")
                if status != 200 or row["id"] != ids[key] or by_key(client, key) != [ids[key]]:
                    raise Lost(f"an index does not lead to {key}")

    def _look_for_deletes(self, client: Client, there: set[str]) -> None:
        tracked = {row["id"].replace("-", "") for row in client.read(f"{STUDENTS}/deletes")}
        gone = set().union(*(writer.deleted for writer in self._writers))
        if tracked & there or not gone <= tracked:
            raise Lost(f"deleted and not tracked: {gone - tracked}; tracked and not deleted: {tracked & there}")
        for id_ in self._random.sample(sorted(gone), min(LOOKED_UP, len(gone))):
            if client.ask("GET", f"{STUDENTS}/{id_}")[0] != 404:
                raise Lost(f"an index still leads to the deleted student {id_}")


def main() -> None:
    """Kill, and tell of each kill; exit with what was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kills", nargs="?", type=int, default=100, help="how many; 100 where it is not said")
    parser.add_argument("--power", action="store_true", help="lose what was not synced")
    parser.add_argument("--relaxed", action="store_true", help="a server that does not sync")
    chosen = parser.parse_args()
    durability = "relaxed" if chosen.relaxed else "strict"
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder), power=chosen.power, durability=durability)
        print("kill   acknowledged   under way   of these kept")
        met = []
        try:
            for number, kill in enumerate(trial.kills(chosen.kills), 1):
                met.append(kill)
                print(f"{number:4}{kill.acknowledged:15,}{kill.under_way:12}{kill.kept:16}", flush=True)
        except Lost as loss:
            sys.exit(f"lost: {loss}")
        writes, open_, kept = (sum(getattr(each, name) for each in met) for name in Kill.__slots__)
        print(f"{writes:,} acknowledged writes, all there; {open_} under way, {kept} of them kept")


if __name__ == "__main__":
    main()
