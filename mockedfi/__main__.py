"""``python -m mockedfi`` is ``mockedfi``."""

from mockedfi.cli import main

main(prog_name="mockedfi")
