"""What a profile adds to writing: it narrows what is validated, keeps what it hides, and forbids what cannot be.

Source: EdFi.Ods.Common/Infrastructure/Repositories/UpsertEntity.cs, EdFi.Ods.Features/Profiles/
ProfileBasedCreateEntityDecorator.cs; Utilities/CodeGeneration/EdFi.Ods.CodeGen/Mustache/Resources.mustache.
"""

from typing import Any

from mockedfi.dialect import Dialect
from mockedfi.problems import Refusal
from mockedfi.problems import profiles as problems
from mockedfi.profiles.registry import Applied, Compiled
from mockedfi.resources.body import Binder
from mockedfi.resources.machine import Machine
from mockedfi.resources.validation import Violation

Document = dict[str, Any]


class ProfiledWriting:
    """The part of profiles in the verbs that write; without a profile, everything is as it was."""

    def __init__(self, dialect: Dialect) -> None:
        self._facts = dialect.profiles
        self._narrowed: dict[Compiled, Machine] = {}

    def binder(self, profile: Applied | None, machine: Machine) -> Binder:
        """What reads the body."""
        if profile is None or not self._facts.binds_kept_members_only:
            return machine.binder
        return self.bound(profile, machine).binder

    def bound(self, profile: Applied | None, machine: Machine) -> Machine:
        """The machine that looks at a body's shape; whether the profile can be used is no matter of that."""
        try:
            return self.kept(profile, machine)
        except Refusal:
            return machine

    def kept(self, profile: Applied | None, machine: Machine) -> Machine:
        """The machine that looks at kept members only.

        Raises:
            Refusal: the profile cannot be used for this.
        """
        if profile is None:
            return machine
        compiled = profile.compiled()
        if compiled not in self._narrowed:
            self._narrowed[compiled] = machine.narrowed(compiled.scope.resource)
        return self._narrowed[compiled]

    def strays(self, profile: Applied | None, document: Document) -> list[Violation]:
        """Items that filters do not let through."""
        if profile is None:
            return []
        strays = profile.compiled().merging.strays(document)
        return [Violation("profile-filter", each.path, each.members, profile.stray_text(each)) for each in strays]

    def created(self, profile: Applied | None, machine: Machine, document: Document) -> Document:
        """The document of a new item.

        Raises:
            Refusal: the profile hides what the item, or one within it, needs.
        """
        if profile is None:
            return document
        compiled = profile.compiled()
        created = self._merged(profile, machine, document, None)
        if self._facts.creation_checked and not compiled.scope.creatable:
            raise Refusal(problems.NOT_CREATABLE, profile=profile.name, why=profile.explained(compiled.scope))
        return created

    def updated(self, profile: Applied | None, machine: Machine, document: Document, stored: Document) -> Document:
        """What a stored document becomes.

        Raises:
            Refusal: the profile hides what a new item within needs.
        """
        return document if profile is None else self._merged(profile, machine, document, stored)

    def _merged(self, profile: Applied, machine: Machine, document: Document, stored: Document | None) -> Document:
        written = profile.compiled().merging.merged(document, stored)
        hollow = written.uncreatable
        if self._facts.creation_checked and hollow is not None:
            why = profile.explained(hollow)
            raise Refusal(problems.CHILD_NOT_CREATABLE, profile=profile.name, entity=hollow.full.entity, why=why)
        machine.references.complete(written.document)
        return written.document
