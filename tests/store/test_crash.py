"""A writer at full speed, killed: what was acknowledged is there afterwards, and nothing is half there."""

import random
import subprocess
import sys
from pathlib import Path

KILLS = 6

WRITER = """
import importlib.util, pathlib, sys
spec = importlib.util.spec_from_file_location("conftest", sys.argv[1])
conftest = importlib.util.module_from_spec(spec)
sys.modules["conftest"] = conftest
spec.loader.exec_module(conftest)
conftest.write_forever(pathlib.Path(sys.argv[2]))
"""


def test_acknowledged_writes_outlive_a_kill(file_world):
    conftest = Path(__file__).with_name("conftest.py")
    random_ = random.Random(1)
    acknowledged: set[str] = set()
    for _ in range(KILLS):
        command = [sys.executable, "-c", WRITER, str(conftest), str(file_world.folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            lines = [writer.stdout.readline() for _ in range(random_.randint(1, 60))]
            writer.kill()
            lines.extend(writer.stdout)
        acknowledged.update(line.strip() for line in lines if line.endswith("\n"))
        documents = file_world.open()
        pupils, courses = documents.table("Pupil"), documents.table("Course")
        there = {record.key[0] for record in pupils.records()}
        assert acknowledged <= there
        assert len(there) <= len(acknowledged) + KILLS
        assert {record.key[0] for record in courses.records()} == there
        for record in courses.records():
            assert courses.by_id(record.id) is record
            assert record.document()["title"] == "changed"
        assert len(documents.changes) == 0
        file_world.crash()
        file_world.close()
