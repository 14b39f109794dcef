"""POST, PUT and DELETE, step by step in the order in which the version takes them.

Source: EdFi.Ods.Api/Controllers/DataManagementControllerBase.cs; EdFi.Ods.Common/Infrastructure/Repositories/
{UpsertEntity,DeleteEntityById}.cs; EdFi.Ods.Api/Security/Authorization/Repositories.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from mockedfi.clock import Clock
from mockedfi.dialect import Dialect
from mockedfi.exchange import Answer
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.plan import Plans, values_at
from mockedfi.problems import Refusal, add_detail
from mockedfi.problems import data as problems
from mockedfi.resources import conflicts
from mockedfi.resources.body import NUMBER
from mockedfi.resources.call import Call
from mockedfi.resources.expected import Expected, by_body, by_header
from mockedfi.resources.identity import followers, only_children_differ, renamed, same_key, with_key_of, without_key
from mockedfi.resources.machine import Machine
from mockedfi.resources.profiled import ProfiledWriting
from mockedfi.resources.query import guid
from mockedfi.resources.references import leave_out_blanks
from mockedfi.resources.representation import etag_of
from mockedfi.resources.validation import Validator, Violation, annotated, nested_text
from mockedfi.security.guard import Security
from mockedfi.store.documents import Change, Documents, Record

Document = dict[str, Any]
_NO_ID = "0" * 32


class Writing:
    """The verbs that change something, of one API version."""

    def __init__(
        self,
        *,
        dialect: Dialect,
        catalogue: Catalogue,
        plans: Plans,
        documents: Documents,
        security: Security,
        machine: Callable[[str], Machine],
        clock: Clock,
    ) -> None:
        self._dialect = dialect
        self._catalogue = catalogue
        self._plans = plans
        self._documents = documents
        self._security = security
        self._machine = machine
        self._clock = clock
        self._profiled = ProfiledWriting(dialect)

    def post(self, call: Call) -> Answer:
        """Create the item, or update the one that has its natural key. Raises `Refusal`."""
        machine = self._machine(call.resource.name)
        document, raw = self._profiled.binder(call.profile, machine).bind(call.request.body, "Post")
        self._annotations(self._profiled.bound(call.profile, machine), document)
        self._refuse_snapshot(call)
        call.decide_profile()
        if _assigned(raw):
            raise Refusal(problems.ID_ASSIGNED)
        self._validate(call, machine, document, "Post")
        expected = by_header(call.request) if self._dialect.data.if_match_on_post else by_body(raw)
        with self._documents.lock:
            stored = self._known(machine, document, raw)
            written = self._upsert(call, machine, stored, document, expected, raw.get(NUMBER, 0))
        headers = [
            ("Location", f"{self._url(call)}/{written.id}"),
            ("ETag", f'"{etag_of(written.modified)}"'),
        ]
        return Answer(201 if stored is None else 200, headers)

    def put(self, call: Call) -> Answer:
        """Replace the item that the route names; with the empty id it names none, and the key does, as in a POST.

        Raises `Refusal`.
        """
        machine = self._machine(call.resource.name)
        id = guid(call.id)
        document = self._put_body(call, machine, id)
        self._refuse_snapshot(call)
        call.decide_profile()
        self._validate(call, machine, document, "Put")
        expected = by_header(call.request)
        with self._documents.lock:
            if id == _NO_ID:
                stored = self._known(machine, document, {})
            else:
                stored = self._documents.table(call.resource.name).by_id(id or "")
                if stored is None:
                    raise Refusal(problems.UPDATE_NOT_FOUND)
            written = self._upsert(call, machine, stored, document, expected, 0)
        headers = [("ETag", f'"{etag_of(written.modified)}"')]
        if self._dialect.data.put_location:
            headers.insert(0, ("Location", self._url(call)))
        elif stored is None:
            headers.insert(0, ("Location", f"{self._url(call)}/{written.id}"))
        return Answer(201 if stored is None else 204, headers)

    def delete(self, call: Call) -> Answer:
        """Remove the item that the route names. Raises `Refusal`."""
        id = guid(call.id)
        if id is None:
            raise Refusal(problems.BODY_INVALID, details={"id": [f"The value '{call.id}' is not valid."]})
        self._refuse_snapshot(call)
        with self._documents.lock:
            stored = self._documents.table(call.resource.name).by_id(id)
            if stored is None:
                raise Refusal(problems.DELETE_NOT_FOUND)
            grant = self._security.check(call.caller, call.resource, "Delete")
            self._security.authorize(call.caller, grant, call.resource, stored, "existing", owner=stored.owner)
            by_header(call.request, blank_is_none=True).compare(stored)
            conflicts.refuse_if_referred_to(self._documents, self._catalogue, stored)
            self._documents.commit([Change.delete(stored)])
        return Answer(204)

    def _put_body(self, call: Call, machine: Machine, id: str | None) -> Document:
        """The document; whatever speaks against the body stands beside the id, which was bound as well."""
        wrong: dict[str, Sequence[str]] = {}
        document: Document = {}
        try:
            document, _ = self._profiled.binder(call.profile, machine).bind(call.request.body, "Put")
            self._annotations(self._profiled.bound(call.profile, machine), document)
        except Refusal as refusal:
            if refusal.problem is problems.BODY_UNEXPECTED:
                raise
            wrong.update(refusal.details or {"": refusal.errors or ()})
        if id is None:
            wrong["id"] = [f"The value '{call.id}' is not valid."]
        elif wrong and self._dialect.data.bound_listed:
            wrong.setdefault("id", [])
        if wrong:
            raise Refusal(problems.BODY_INVALID, details=wrong)
        return document

    def _known(self, machine: Machine, document: Document, raw: Mapping[str, Any]) -> Record | None:
        """The item that a body is about: by its number, if a descriptor's says one, else by its key."""
        table = self._documents.table(machine.resource.name)
        found = table.by_number(raw[NUMBER]) if NUMBER in raw else None
        key = _key(machine, document)
        return found or (None if key is None else table.by_key(key))

    def _upsert(
        self, call: Call, machine: Machine, stored: Record | None, document: Document, expected: Expected, number: int
    ) -> Record:
        if stored is None:
            return self._create(call, machine, document, number)
        return self._update(call, machine, stored, document, expected)

    def _create(self, call: Call, machine: Machine, document: Document, number: int) -> Record:
        document = self._profiled.created(call.profile, machine, document)
        grant = self._security.check(call.caller, call.resource, "Create")
        owner = call.caller.client.creator_ownership_token
        self._security.authorize(call.caller, grant, call.resource, document, "proposed", owner=owner)
        if number:
            raise Refusal(problems.NUMBER_ASSIGNED, value=number)
        self._identifier(machine, document)
        self._stage("entity", machine, document, machine.resource.entity)
        key = machine.plan.key(document)
        conflicts.refuse_if_taken(self._documents, self._catalogue, machine, key)
        machine.references.settle(document, self._documents)
        machine.extension_rows.complete(document)
        record = Record(
            call.resource.name,
            self._clock.hex_id(),
            self._documents.next_number(),
            key,
            orjson.dumps(document),
            self._clock.ticks(),
            self._documents.next_version(),
            owner,
        )
        self._documents.commit([Change.insert(record)])
        return record

    def _update(self, call: Call, machine: Machine, stored: Record, document: Document, expected: Expected) -> Record:
        before = stored.document()
        grant = self._security.check(call.caller, call.resource, "Update")
        self._security.authorize(call.caller, grant, call.resource, stored, "existing", owner=stored.owner)
        expected.compare(stored)
        document = self._profiled.updated(call.profile, machine, document, before)
        fixed = not (call.resource.updatable or (call.resource.descriptor and self._dialect.data.descriptor_renamed))
        if fixed and not same_key(machine.plan, before, document):
            if self._dialect.data.key_change_refused:
                raise Refusal(problems.KEY_CHANGE, entity=call.resource.entity)
            restored = with_key_of(machine.plan, before, document)
            if not call.resource.person or _key(machine, document) is None:
                document = restored
        new_key_judged = self._dialect.security.new_key_judged or call.resource.descriptor
        judged = document if new_key_judged else with_key_of(machine.plan, before, document)
        self._security.authorize(call.caller, grant, call.resource, judged, "proposed", owner=stored.owner)
        self._stage("entity", machine, document, machine.resource.entity)
        key = machine.plan.key(document)
        if key != stored.key:
            conflicts.refuse_if_taken(self._documents, self._catalogue, machine, key)
        respelled = machine.references.settle(document, self._documents)
        machine.extension_rows.complete(document)
        kept = machine.entity.keep(document, before)
        if document == before and not (respelled or kept):
            return stored
        return self._replace(stored, key, document)

    def _replace(self, stored: Record, key: tuple[Any, ...], document: Document) -> Record:
        """Store the new document, and those that its changed key rewrites."""
        resource = self._catalogue.resources[stored.resource]
        following = []
        if resource.descriptor:
            following = renamed(self._documents, self._catalogue, self._plans, stored, document)
        elif key != stored.key:
            following = followers(self._documents, self._catalogue, self._plans, stored, document)
            if not resource.person:
                conflicts.refuse_if_left_behind(self._documents, self._catalogue, self._plans, stored, following)
        written = self._renewed(stored, key, document)
        changes = [Change.rename(stored, written) if resource.descriptor else Change.replace(stored, written)]
        follow = self._named_anew if resource.descriptor or resource.person else self._rewritten
        changes += [follow(record, body) for record, body in following]
        self._documents.commit(changes)
        return written

    def _named_anew(self, record: Record, document: Document) -> Change:
        """An item that refers to what is called otherwise now: its row has a number for that, and stays."""
        key = self._plans[record.resource].key(document)
        body = orjson.dumps(document)
        return Change.rename(
            record, record.changed(key=key, body=body, modified=record.modified, version=record.version)
        )

    def _rewritten(self, record: Record, document: Document) -> Change:
        """An item that follows the changed key of another; whether anything else tells of that, the version decides."""
        facts = self._dialect.changes
        resource = self._catalogue.resources[record.resource]
        if only_children_differ(resource, record.document(), document) and not facts.cascades_through_children:
            modified, version = record.modified, record.version
        else:
            modified = self._clock.ticks() if facts.cascades_modify else record.modified
            version = self._documents.next_version()
        key = self._plans[record.resource].key(document)
        return Change.replace(
            record, record.changed(key=key, body=orjson.dumps(document), modified=modified, version=version)
        )

    def _renewed(self, record: Record, key: tuple[Any, ...], document: Document) -> Record:
        return record.changed(
            key=key,
            body=orjson.dumps(document),
            modified=self._clock.ticks(),
            version=self._documents.next_version(),
        )

    def _identifier(self, machine: Machine, document: Document) -> None:
        """The key, where it is one value of the client's, is looked at by itself."""
        if machine.identifier is not None and self._dialect.data.identifier_alone:
            path, member = machine.identifier
            if values_at(document, path) in ([], [0]):
                raise Refusal(problems.IDENTIFIER_MISSING, member=member)

    def _annotations(self, machine: Machine, document: Document) -> None:
        """Rules that belong to the body's shape."""
        validator = machine.stages.get("annotations")
        violations = validator.violations(document, self._exists) if validator else []
        if violations:
            details = annotated(violations, self._dialect.rules)
            raise Refusal(problems.BODY_INVALID, details=details)

    def _validate(self, call: Call, machine: Machine, document: Document, request: str) -> None:
        """Rules before authorization; what the document implies is then added. `request` ends the request's class."""
        kept = self._profiled.kept(call.profile, machine)
        strays = self._profiled.strays(call.profile, document)
        self._stage("resource", kept, document, machine.resource.entity + request, strays)
        machine.entity.keep_first(document)
        machine.references.complete(document)
        blanks = self._dialect.rules.blank_descriptors
        if blanks != "values":
            leave_out_blanks(machine.plan, document, optional_only=blanks == "none if optional")
        every = self._dialect.data.reference_descriptors_first
        fixed = not every and request == "Put" and not call.resource.updatable  # the stored key will be put back
        looked_at = without_key(machine.plan, document) if fixed else document
        machine.references.find_first(looked_at, self._documents, every=every)

    def _stage(
        self, stage: str, machine: Machine, document: Document, validated: str, further: Sequence[Violation] = ()
    ) -> None:
        """Look at the rules of one stage; texts of the message era name the class that is `validated`."""
        validator: Validator | None = machine.stages.get(stage)
        violations = [*(validator.violations(document, self._exists) if validator else ()), *further]
        if violations:
            raise Refusal(
                problems.DATA_INVALID,
                details=_by_path(violations) if self._dialect.errors.problem_details else None,
                type=validated,
                text=nested_text(violations, self._dialect.rules),
            )

    def _exists(self, resource: str, value: str) -> bool:
        if self._catalogue.resources[resource].descriptor:
            if self._documents.descriptor(resource, value) is not None:
                return True
            return self._dialect.rules.descriptors_of_any_kind and any(
                self._documents.descriptor(name, value) is not None
                for name, each in self._catalogue.resources.items()
                if each.descriptor
            )
        return self._documents.table(resource).by_key((value,)) is not None

    def _url(self, call: Call) -> str:
        path, facts = call.request.path, self._dialect.data
        return call.request.url_of(path.rstrip("/") if facts.location_trimmed else path, proxied=facts.location_proxied)

    def _refuse_snapshot(self, call: Call) -> None:
        if self._dialect.changes.snapshot_header in call.request.headers:
            raise Refusal(problems.SNAPSHOT_READ_ONLY)


def _key(machine: Machine, document: Document) -> tuple[Any, ...] | None:
    """The natural key; None where the version comes here with a part missing."""
    try:
        return machine.plan.key(document)
    except KeyError:
        return None


def _assigned(raw: Mapping[str, Any]) -> bool:
    """Whether the body brings an id of its own."""
    id = raw.get("id")
    return id is not None and guid(id) != _NO_ID


def _by_path(violations: list[Violation]) -> dict[str, list[str]]:
    details: dict[str, list[str]] = {}
    for each in violations:
        add_detail(details, each.path, each.text)
    return details
