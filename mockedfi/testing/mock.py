"""`MockEdFi`: an Ed-Fi ODS/API for one test."""

import functools
import inspect
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from mockedfi.settings.values import nearest
from mockedfi.testing.control import ControlClient, ControlError
from mockedfi.testing.log import Requests
from mockedfi.testing.references import References
from mockedfi.testing.server import DEFAULT_DISTRICT, Districts, Home, OwnServer, Server, named, version_of
from mockedfi.testing.steering import ClockHand, Faults, SavedState

if TYPE_CHECKING:
    import httpx
    import requests
    import requests.adapters
    import urllib3

    from mockedfi.testing.httpx_transport import InProcessTransport

Decorated = TypeVar("Decorated", bound="Callable[..., Any] | type")
_SANDBOX = "Ed-Fi Sandbox"
_AGENCIES = "localEducationAgencies"
_PREFIXES = ["uri://ed-fi.org", "uri://gbisd.edu", "uri://tpdm.ed-fi.org"]
_HEADER = "Mockedfi-Explanation"


class ApiClient:
    """One API client of a test: `key` and `secret`, and what speaks in its name."""

    def __init__(self, edfi: "MockEdFi", facts: Mapping[str, Any]) -> None:
        self._edfi = edfi
        self.facts = facts
        """As the control API gives them."""
        self.key: str = facts["key"]
        self.secret: str = facts["secret"]

    def token(self, education_organization_id: int | None = None) -> str:
        """An access token; the token endpoint is not asked."""
        return self._edfi.token(self, education_organization_id)

    def session(self) -> "requests.Session":
        """An authorized `requests.Session`."""
        return self._edfi.session(self)


class MockEdFi:
    """An ODS/API with a state of its own, for as long as a ``with`` block or a decorated function lasts.

    Every block begins with the district's documents, its own clients, clock, faults and requests.

    Args:
        api_version: ``7.3``; the server's default version where it is not given.
        district: name or folder of a district, or several.
        profile: name of an API profile that is assigned to the default client.
        seed: identifiers are the same in every run; None: they are not.
        settings: further settings of the server by name, as ``mockedfi.create_app`` takes them.
        server: one to be used with others; a server of its own where it is not given.
    """

    def __init__(
        self,
        api_version: str | None = None,
        district: Districts = DEFAULT_DISTRICT,
        *,
        profile: str | None = None,
        seed: int | None = 0,
        settings: Mapping[str, Any] | None = None,
        server: Server | None = None,
    ) -> None:
        self._asked_version = api_version
        self._districts = named(district)
        self._profile = profile
        self._seed = seed
        self._settings = settings
        self._given_server = server
        self._server: Server | None = None
        self._workspace: ControlClient | None = None
        self._client: ApiClient | None = None
        self._requests: Requests | None = None
        self.version = api_version or ""
        """The API version, as 7.3."""

    # Being there, for a while

    def start(self) -> Self:
        """Begin; `stop` ends it."""
        if self._workspace is not None:
            raise RuntimeError("this MockEdFi is in use already; make another one")
        self._server = self._given_server or OwnServer(self._asked_version, self._districts, self._settings)
        try:
            self.version = version_of(self._server, self._asked_version)
            self._workspace = self._server.control.create_workspace(seed=self._seed)
        except BaseException:
            self._let_go()
            raise
        return self

    def stop(self) -> None:
        """End; all that happened is forgotten."""
        server, workspace = self._server, self._workspace
        self._workspace = self._client = self._requests = None
        try:
            if server is not None and workspace is not None:
                server.control.forget_workspace(workspace.prefix.rpartition("/")[2])
        finally:
            self._let_go()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def __call__(self, decorated: Decorated) -> Decorated:
        """A function, or coroutine function, that is called with a new `MockEdFi` as ``edfi``; of a class, each
        method named ``test…``.

        Raises:
            TypeError: the function takes no ``edfi``.
        """
        if isinstance(decorated, type):
            for name, member in list(vars(decorated).items()):
                if name.startswith("test") and callable(member):
                    setattr(decorated, name, self(member))
            return decorated
        function: Callable[..., Any] = decorated
        signature = inspect.signature(function)
        if not any(each.name == "edfi" or each.kind == each.VAR_KEYWORD for each in signature.parameters.values()):
            raise TypeError(f"{function.__qualname__} must take an argument named edfi, to be called with it")

        @functools.wraps(function)
        def around(*args: Any, **named: Any) -> Any:
            with self._copy() as edfi:
                return function(*args, **named, edfi=edfi)

        @functools.wraps(function)
        async def around_coroutine(*args: Any, **named: Any) -> Any:
            with self._copy() as edfi:
                return await function(*args, **named, edfi=edfi)

        made: Any = around_coroutine if inspect.iscoroutinefunction(function) else around
        left = [each for name, each in signature.parameters.items() if name != "edfi"]
        made.__signature__ = signature.replace(parameters=left)  # pytest reads it
        return made  # type: ignore[no-any-return]  # it takes what the function takes

    def _copy(self) -> "MockEdFi":
        return MockEdFi(
            self._asked_version,
            self._districts,
            profile=self._profile,
            seed=self._seed,
            settings=self._settings,
            server=self._given_server,
        )

    def _let_go(self) -> None:
        if self._server is not None and self._given_server is None:
            self._server.stop()
        self._server = None

    # Where it is

    @property
    def control(self) -> ControlClient:
        """The control API of its state."""
        if self._workspace is None:
            raise RuntimeError("this MockEdFi is not in use; enter it with a with statement")
        return self._workspace

    @property
    def url(self) -> str:
        """Of the version's root, without a trailing slash: what clients take as their base URL."""
        return f"{self.control.url}/v{self.version}/api"

    @property
    def data_url(self) -> str:
        """Where the resources are: ``{url}/data/v3``."""
        return f"{self.url}/data/v3"

    @property
    def token_url(self) -> str:
        """The token endpoint."""
        return f"{self.url}/oauth/token"

    # Who calls

    @property
    def default_client(self) -> ApiClient:
        """The client of the district: it may do what a vendor's sandbox client may."""
        if self._client is None:
            self._client = self._chosen_client()
        return self._client

    @property
    def key(self) -> str:
        """Key of the default client."""
        return self.default_client.key

    @property
    def secret(self) -> str:
        """Secret of the default client."""
        return self.default_client.secret

    def client(
        self,
        claim_set: str = _SANDBOX,
        education_organization_ids: list[int] | None = None,
        *,
        namespace_prefixes: list[str] | None = None,
        profiles: list[str] | None = None,
        **more: Any,
    ) -> ApiClient:
        """A new API client; without education organizations those of the default client.

        `more`: ``key``, ``secret``, ``name``, ``ownership_tokens``, ``creator_ownership_token``, ``approved``.
        """
        if education_organization_ids is None:
            education_organization_ids = list(self.default_client.facts["educationOrganizationIds"])
        facts = self.control.add_client(
            claim_set=claim_set,
            education_organization_ids=education_organization_ids,
            namespace_prefixes=_PREFIXES if namespace_prefixes is None else namespace_prefixes,
            profiles=profiles or [],
            **more,
        )
        return ApiClient(self, facts)

    def token(self, client: ApiClient | str | None = None, education_organization_id: int | None = None) -> str:
        """An access token of a client; the token endpoint is not asked."""
        issued = self.control.issue_token(
            key=self._key_of(client), api_version=self.version, education_organization_id=education_organization_id
        )
        return str(issued["accessToken"])

    # How they call

    def session(self, client: ApiClient | str | None = None, *, over_socket: bool = False) -> "requests.Session":
        """An authorized `requests.Session`, of the default client or another; ``get("students")`` works.

        Args:
            client: one that `client` made, or a key.
            over_socket: go through a real socket even where the server is in the same process.
        """
        from mockedfi.testing.requests_transport import EdFiSession  # noqa: PLC0415 - costs nothing until used

        adapter = None if over_socket or self._application is None else self.adapter()
        return EdFiSession(self.url, self.token(client), adapter)

    def adapter(self, max_retries: "urllib3.Retry | int" = 0) -> "requests.adapters.HTTPAdapter":
        """An adapter for any `requests.Session`, to be mounted at `url`: it calls the server without a socket."""
        from mockedfi.testing.requests_transport import InProcessAdapter  # noqa: PLC0415 - see `session`

        return InProcessAdapter(self._in_process(), max_retries)

    def transport(self) -> "InProcessTransport":
        """A transport for `httpx.Client` and `httpx.AsyncClient`: it calls the server without a socket."""
        from mockedfi.testing.httpx_transport import InProcessTransport  # noqa: PLC0415 - httpx may not be there

        return InProcessTransport(self._in_process())

    def httpx_client(self, client: ApiClient | str | None = None) -> "httpx.Client":
        """An authorized `httpx.Client` whose base URL is where the resources are."""
        import httpx  # noqa: PLC0415 - it may not be there

        transport = None if self._application is None else self.transport()
        headers = {"Authorization": f"Bearer {self.token(client)}"}
        return httpx.Client(base_url=f"{self.data_url}/ed-fi/", headers=headers, transport=transport)

    # What is there

    def add(self, resource: str, members: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """Put a document into a resource, whoever may do so; as GET shows it.

        Say only what matters: ``edfi.add("students", firstName="Ada")``. What else is required is filled in from the
        model and the district. ``student=…`` stands for ``studentReference`` and takes a document or its key; a
        descriptor may be its code value.
        """
        return self.add_many(resource, 1, members, **more)[0]

    def add_many(
        self, resource: str, count: int, members: Mapping[str, Any] | None = None, **more: Any
    ) -> list[dict[str, Any]]:
        """Put a number of documents into a resource; see `add`."""
        return self.control.add_documents(resource, {**(members or {}), **more}, count, self.version)

    def enrol(
        self, student: Mapping[str, Any] | str | None = None, school: Mapping[str, Any] | int | None = None, **more: Any
    ) -> dict[str, Any]:
        """Enrol a student: a document, a unique id, or a new one; in a school of the district, or the one given."""
        members: dict[str, Any] = {"student": self.add("students") if student is None else student, **more}
        if school is not None:
            members["school"] = school
        return self.add("studentSchoolAssociations", members)

    def find(self, resource: str, **members: Any) -> list[dict[str, Any]]:
        """The documents of a resource with these members, whoever may read them.

        Raises:
            ControlError: there is no such resource, or it has no such member.
        """
        from mockedfi.testing.comparing import differences  # noqa: PLC0415 - few tests look

        known = self._references.members(resource)
        for name in members:
            if known is not None and name not in known:
                raise ControlError(f"{name} is no member of {resource}{nearest(name, known)}", name)
        found = self.control.documents(resource, api_version=self.version)
        return [each for each in found if not any(differences(members, each))]

    def reset(self) -> None:
        """Put the documents back to the district's."""
        self.control.reset()

    # What happens

    @property
    def requests(self) -> Requests:
        """The requests that were made, and what may be claimed of them."""
        if self._requests is None:
            self._requests = Requests(self.control, self._references.of)
        return self._requests

    @property
    def faults(self) -> Faults:
        """What is to go wrong."""
        return Faults(self.control)

    @property
    def clock(self) -> ClockHand:
        """The time: tokens expire by it, documents are dated by it."""
        return ClockHand(self.control)

    def snapshot(self, name: str = "") -> SavedState:
        """The documents as they are, to go back to, to write to a file, and for clients to read from."""
        return SavedState(self.control, self.control.take_snapshot(name)["name"])

    def restore(self, exported: Mapping[str, Any] | str | Path) -> SavedState:
        """Make the documents what an exported snapshot has, or the file that one was saved to."""
        content = exported if isinstance(exported, Mapping) else json.loads(Path(exported).read_text("utf-8"))
        self.control.restore_snapshot(content["name"], content)
        return SavedState(self.control, content["name"])

    def explain(self, answer: Any) -> dict[str, Any]:
        """Why a request was refused: the answer of any client library that has ``headers``, or an explanation's id."""
        id = answer if isinstance(answer, str) else answer.headers.get(_HEADER)
        if id is None:
            raise LookupError("the answer names no explanation: it was neither refused for lack of rights, nor failed")
        return self.control.explanation(id)

    # Within

    @functools.cached_property
    def _references(self) -> References:
        return References(self.version)

    @property
    def _application(self) -> Any:
        return None if self._server is None else self._server.application

    def _in_process(self) -> Any:
        application = self._application
        if application is None:
            raise RuntimeError(f"the server at {self.url} runs elsewhere; it can be called through a socket only")
        return application

    def _key_of(self, client: ApiClient | str | None) -> str:
        return self.key if client is None else client if isinstance(client, str) else client.key

    def _home(self) -> Home:
        """Found out once for each server: every workspace begins alike."""
        assert self._server is not None
        found = self._server.homes.get(self.version)
        if found is None:
            client = self._server.control.clients()[0]
            agencies = self.control.documents(_AGENCIES, api_version=self.version)
            there = [each["localEducationAgencyId"] for each in agencies]
            own = [each for each in client["educationOrganizationIds"] if each in there]
            found = self._server.homes[self.version] = Home(client, own, there)
        return found

    def _chosen_client(self) -> ApiClient:
        """The server's default client if the district is its own; else one for the district's agencies."""
        home = self._home()
        if home.own and self._profile is None:
            return ApiClient(self, home.client)
        return self.client(
            education_organization_ids=home.own or home.there,
            profiles=[] if self._profile is None else [self._profile],
            name="default",
        )
