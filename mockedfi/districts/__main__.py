"""``python -m mockedfi.districts [DISTRICT]…``: write the documents of districts beside their definitions."""

import sys

from mockedfi.districts.files import write
from mockedfi.districts.find import documents_of, find, names
from mockedfi.districts.generator import generate
from mockedfi.districts.read import data_standards
from mockedfi.errors import UserError


def main(arguments: list[str]) -> int:
    """Materialise the named districts, or all that come with mockedfi. Returns the exit status."""
    try:
        for name in arguments or names():
            district = find(name)
            for data_standard in data_standards(district):
                folder = documents_of(district, data_standard)
                counts = write(generate(district, data_standard), folder)
                sys.stdout.write(f"{folder}: {sum(counts.values())} documents of {len(counts)} resources\n")
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
