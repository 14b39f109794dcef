"""What an update is: by which item it is taken, and whether it changes anything."""

from collections.abc import Callable

import pytest

from tests.api import Api

VERSIONS = ("5.2", "5.3", "6.2", "7.1", "7.2", "7.3")
STUDENT = {"studentUniqueId": "audited", "firstName": "a", "lastSurname": "b", "birthDate": "2010-01-01"}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_put_to_the_empty_id_goes_by_the_key(api_of: Callable[[str], Api], version: str) -> None:
    """Source: EdFi.Ods.Common/Infrastructure/Repositories/UpsertEntity.cs; Controllers/DataManagementControllerBase.cs,
    where ``Location`` is the address of the request, but for 5.2.
    """
    client = api_of(version).caller("open")
    nowhere = f"students/{'0' * 32}"
    answer = client.put(nowhere, STUDENT)
    assert (answer.status_code, answer.data) == (201, b"")
    (student,) = client.get("students", studentUniqueId="audited").json
    shown = f"{nowhere}/{student['id']}" if version == "5.2" else nowhere
    assert answer.headers["Location"].partition("/ed-fi/")[2] == shown
    answer = client.put(nowhere, STUDENT | {"firstName": "c"})
    assert answer.status_code == 204
    (changed,) = client.get("students", studentUniqueId="audited").json
    assert (changed["id"], changed["firstName"]) == (student["id"], "c")
