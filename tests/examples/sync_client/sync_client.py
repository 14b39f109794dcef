"""Sends documents to an Ed-Fi ODS/API in the order in which they depend on each other, and reads students back."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import requests

Document = Mapping[str, Any]
TRY_AGAIN = (429, 502, 503, 504)
SECONDS = 30


class Refused(Exception):
    """The API said no."""

    def __init__(self, response: requests.Response) -> None:
        super().__init__(f"{response.request.method} {response.url}: {response.status_code} {response.text}")
        self.status = response.status_code


class EdFi:
    """One client of one ODS/API: it gets a token when it needs one, and tries again what may yet succeed."""

    def __init__(
        self, base_url: str, key: str, secret: str, *, attempts: int = 5, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.base_url = base_url
        self._credentials = (key, secret)
        self._attempts = attempts
        self._sleep = sleep
        self._session = requests.Session()
        self._token = ""

    def close(self) -> None:
        self._session.close()

    def request(self, method: str, path: str, **more: Any) -> requests.Response:
        """The answer to a request, whatever its status, once the API answers for itself."""
        renewed = False
        for attempt in range(1, self._attempts + 1):
            try:
                response = self._send(method, path, **more)
            except requests.ConnectionError:
                if attempt == self._attempts:
                    raise
                self._sleep(2**attempt)
                continue
            if response.status_code == 401 and not renewed:
                self._token, renewed = "", True
            elif response.status_code in TRY_AGAIN and attempt < self._attempts:
                self._sleep(float(response.headers.get("Retry-After", 2**attempt)))
            else:
                break
        return response

    def _send(self, method: str, path: str, **more: Any) -> requests.Response:
        if not self._token:
            form = {"grant_type": "client_credentials"}
            url = f"{self.base_url}/oauth/token"
            answer = self._session.post(url, data=form, auth=self._credentials, timeout=SECONDS)
            if answer.status_code != 200:
                return answer
            self._token = answer.json()["access_token"]
        headers = {"Authorization": f"Bearer {self._token}"}
        return self._session.request(method, f"{self.base_url}{path}", headers=headers, timeout=SECONDS, **more)

    def order(self) -> dict[str, int]:
        """When each resource can be sent, by its path (``/ed-fi/students``)."""
        rows = self.request("GET", "/metadata/data/v3/dependencies").json()
        return {row["resource"]: row["order"] for row in rows if "Create" in row["operations"]}

    def pages(self, resource: str, size: int = 100) -> Iterator[Document]:
        """All documents of a resource that the client may see."""
        offset = 0
        while True:
            response = self.request("GET", f"/data/v3{resource}", params={"offset": offset, "limit": size})
            if response.status_code != 200:
                raise Refused(response)
            rows = response.json()
            yield from rows
            if len(rows) < size:
                return
            offset += size


def sync(edfi: EdFi, documents: Mapping[str, Sequence[Document]]) -> None:
    """Create or update documents, given by their resource (``/ed-fi/students``), in the order of dependencies."""
    order = edfi.order()
    for resource in sorted(documents, key=lambda each: order[each]):
        for document in documents[resource]:
            response = edfi.request("POST", f"/data/v3{resource}", json=document)
            if response.status_code not in (200, 201):
                raise Refused(response)


def find_student(edfi: EdFi, id: str) -> Document | None:
    """The student of this id; None as long as the client may not see it: it is enrolled in none of its schools."""
    response = edfi.request("GET", f"/data/v3/ed-fi/students/{id}")
    if response.status_code == 403:
        return None
    if response.status_code != 200:
        raise Refused(response)
    found: Document = response.json()
    return found
