"""``python -m mockedfi.districts [DISTRICT]…``: write the documents of districts beside their definitions.

Those of a data standard are written anew where they are there; of a new district, those of all its data standards.
What is not there is made when it is served.
"""

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
            every = data_standards(district)
            for data_standard in [each for each in every if documents_of(district, each).is_dir()] or every:
                folder = documents_of(district, data_standard)
                counts = write(generate(district, data_standard), folder)
                sys.stdout.write(f"{folder}: {sum(counts.values())} documents of {len(counts)} resources\n")
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
