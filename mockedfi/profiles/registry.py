"""The profiles of one API version: found by name, compiled at their first use, applied to requests."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from mockedfi.dialect import Dialect
from mockedfi.dialect.profiles import Profiles as Facts
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Resource
from mockedfi.profiles.choice import METHODS, Choice, Client, Stated, facets_of, media_type
from mockedfi.profiles.definition import Definition, Selection, Usage
from mockedfi.profiles.explanation import ProfileExplanation
from mockedfi.profiles.merging import Merging, Stray
from mockedfi.profiles.projection import Projection
from mockedfi.profiles.scope import Scope, scope_of
from mockedfi.profiles.validity import Fault, faults, resource_of


class Profile:
    """One profile at one API version."""

    def __init__(self, definition: Definition, catalogue: Catalogue, facts: Facts) -> None:
        self.name = definition.name
        self.definition = definition
        self._catalogue = catalogue
        self._facts = facts
        self._compiled: dict[tuple[str, Usage], Compiled] = {}

    @cached_property
    def faults(self) -> list[Fault]:
        """What it says and is not so at this version."""
        return faults(self.definition, self._catalogue, keys=self._facts.excluded_key_is_flaw)

    @property
    def valid(self) -> bool:
        """Whether it can be used."""
        return not any(each.breaks for each in self.faults)

    @cached_property
    def selections(self) -> Mapping[str, Mapping[Usage, Selection]]:
        """By resource name; of a valid profile."""
        found: dict[str, Mapping[Usage, Selection]] = {}
        for each in self.definition.resources:
            resource = resource_of(each, self._catalogue)
            if resource is not None:
                found[resource.name] = each.selections
        return found

    def compiled(self, resource: Resource, usage: Usage) -> "Compiled":
        """What it keeps of a resource that it has for this usage."""
        found = self._compiled.get((resource.name, usage))
        if found is None:
            selection = self.selections[resource.name][usage]
            if self._facts.names_count_above:
                selection = selection.deepened
            scope = scope_of(resource, selection, fold=self._facts.filters_in_any_case)
            found = self._compiled[resource.name, usage] = Compiled(self.name, scope)
        return found


class Compiled:
    """A profile, compiled for one resource and one usage."""

    def __init__(self, profile: str, scope: Scope) -> None:
        self.profile = profile
        """As its definition spells it."""
        self.scope = scope

    @cached_property
    def projection(self) -> Projection:
        """For reading."""
        return Projection(self.scope)

    @cached_property
    def merging(self) -> Merging:
        """For writing."""
        return Merging(self.scope)


class Applied:
    """A profile, applied to one request."""

    def __init__(self, profiles: "Profiles", choice: Choice) -> None:
        self._profiles = profiles
        self._choice = choice
        assert choice.use is not None
        self.name = choice.use.profile
        """As the request spells it."""
        self.media_type = media_type(choice.resource, self.name, choice.usage)

    def compiled(self) -> Compiled:
        """What it keeps, once the steps are taken that the version takes this late.

        Raises:
            Refusal: one of them is not passed.
        """
        choice = self._choice
        for step in self._profiles.facts.when_mapping:
            choice.take(step)
        return self._profiles.compiled(self.name, choice.resource, choice.usage)

    def explained(self, scope: Scope) -> ProfileExplanation:
        """Why a new item cannot be: what its scope leaves out."""
        missing = ", ".join(scope.missing)
        return self._choice.explained(f"A new {scope.full.entity} needs {missing}: the profile leaves that out.")

    def stray_text(self, stray: Stray) -> str:
        """What is said of an item that a filter does not let through."""
        return self._profiles.facts.filter_text.format(
            entity=stray.entity,
            property=stray.condition.member,
            value="" if stray.value is None else stray.value,
            profile=self.name,
            defined=self._profiles.defined(self.name),
            filters=", ".join(f"'{each}'" for each in stray.condition.values),
        )


class Asked:
    """The profile that one request asks for, or is bound to use, by and by."""

    def __init__(self, profiles: "Profiles", choice: Choice) -> None:
        self._profiles = profiles
        self._choice = choice

    @property
    def applied(self) -> Applied | None:
        """The profile, as far as is known."""
        return None if self._choice.use is None else Applied(self._profiles, self._choice)

    def decided(self) -> Applied | None:
        """The profile, once the steps are taken that the version takes where all is bound.

        Raises:
            Refusal: one of them is not passed.
        """
        for step in self._profiles.facts.once_bound:
            self._choice.take(step)
        return self.applied


class Profiles:
    """All profiles of one API version; implements `choice.Known`."""

    def __init__(self, dialect: Dialect, catalogue: Catalogue, definitions: Iterable[Definition]) -> None:
        """Nothing is compiled, or compared with the catalogue, before its first use."""
        self.facts = dialect.profiles
        self._profiles: dict[str, Profile] = {}
        self._twice: dict[str, list[Definition]] = {}
        for each in definitions:
            key = each.name.lower()
            if key in self._twice:
                self._twice[key].append(each)
            elif key in self._profiles:
                self._twice[key] = [self._profiles.pop(key).definition, each]
            else:
                self._profiles[key] = Profile(each, catalogue, self.facts)

    def __iter__(self) -> Iterator[Profile]:
        """Every profile that is defined once, valid or not."""
        return iter(self._profiles.values())

    def named(self, name: str) -> Profile | None:
        """The profile of a name, in any case; None: there is none, or more than one."""
        return self._profiles.get(name.lower())

    def notices(self, files: Collection[Path]) -> Iterator[str]:
        """A line for each thing that a person should mend in these files."""
        for definitions in self._twice.values():
            places = " and ".join(dict.fromkeys(str(each.file) for each in definitions))
            yield f"{places}: profile {definitions[0].name} is defined {len(definitions)} times, so it does not count"
        for profile in self:
            for fault in profile.faults if profile.definition.file in files else ():
                effect = "; the profile is invalid" if fault.breaks else ""
                yield f"{profile.definition.file}: profile {profile.name}: {fault.text}{effect}"

    def asked(self, method: str, headers: Mapping[str, str], resource: Resource, client: Client) -> Asked | None:
        """What a request to read or write a resource asks for; None: for no profile.

        Args:
            method: ``GET``, ``POST`` or ``PUT``.
            headers: by name in lower case.
            resource: that is asked for.
            client: who asks.

        Raises:
            Refusal: the request must use another, or cannot use this one; `why` explains.
        """
        facets = self._facets(method, headers)
        if facets is None and not client.profiles:
            return None
        choice = Choice(self, self.facts, method=method, resource=resource, facets=facets, client=client)
        for step in self.facts.before_the_verb:
            choice.take(step)
        return Asked(self, choice)

    def check_header(self, method: str, headers: Mapping[str, str]) -> None:
        """Look at what the header of a request says of a profile, whatever is asked for.

        Raises:
            Refusal: there is no such use of a profile.
        """
        if method in METHODS and self.facts.whatever_is_asked:
            facets = self._facets(method, headers)
            if facets is not None:
                stated = Stated(self, method=method, facets=facets)
                for step in self.facts.whatever_is_asked:
                    stated.take(step)

    def _facets(self, method: str, headers: Mapping[str, str]) -> list[str] | None:
        header = headers.get("accept" if method == "GET" else "content-type", "")
        return facets_of(header, is_list=self.facts.header_is_list) if header else None

    def compiled(self, name: str, resource: Resource, usage: Usage) -> Compiled:
        """A profile's compiled form, where it has the resource for this usage."""
        return self._profiles[name.lower()].compiled(resource, usage)

    def defined(self, profile: str) -> str | None:
        """The name as the valid definition spells it."""
        found = self.named(profile)
        return found.name if found is not None and found.valid else None

    def flaws(self, profile: str) -> list[str]:
        """What makes a profile invalid; nothing if it is valid, or unknown."""
        found = self.named(profile)
        return [] if found is None else [each.text for each in found.faults if each.breaks]

    def covers(self, profile: str, resource: Resource, usage: Usage | None = None) -> bool:
        """Whether a valid profile has the resource, for a usage if one is given."""
        found = self.named(profile)
        if found is None or not found.valid or resource.name not in found.selections:
            return False
        return usage is None or usage in found.selections[resource.name]

    def offering(self, resource: Resource, usage: Usage) -> list[str]:
        """Names of all profiles that have the resource for a usage."""
        return [each.name for each in self if self.covers(each.name, resource, usage)]
