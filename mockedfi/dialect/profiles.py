"""What differs between versions in API profiles: what is looked for, what is checked when, and in which words."""

from dataclasses import dataclass

from mockedfi.since import since

_HEADER = ("facets", "usage-known", "usage-fits", "known")
_WITH_VALIDITY = ("facets", "usage-known", "usage-fits", "valid", "known")
_OF_THE_RESOURCE = ("resource", "covered", "content-type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """Sources: EdFi.Ods.Features/Profiles/ProfileContentTypeContextMiddleware.cs, EdFi.Ods.Api/Filters/
    EnforceAssignedProfileUsageFilter.cs, EdFi.Ods.Common/Models/MappingContractProvider.cs of 6.2, 7.1 and 7.3.

    At 5.2 the documentation and the Postman suite, which say what its source does not do.
    """

    header_is_list: bool = since({"5.2": True, "6.2": False})
    """Every media type of the header counts, in any case; later it must be the only one, its prefix in lower case."""
    before_the_verb: tuple[str, ...] = since(
        {
            "5.2": ("resource", "usage-fits", "known", "covered", "assigned", "content-type"),
            "6.2": _HEADER,
            "7.2": (*_WITH_VALIDITY, "assigned"),
        }
    )
    """Steps of the choice (`profiles.choice`) taken before anything is read."""
    once_bound: tuple[str, ...] = since(
        {"5.2": (), "6.2": (*_OF_THE_RESOURCE, "assigned"), "7.0": ("assigned",), "7.2": ()}
    )
    """Steps taken where all of the request is bound, and nothing done: by a filter of actions."""
    whatever_is_asked: tuple[str, ...] = since({"5.2": (), "6.2": _HEADER, "7.2": _WITH_VALIDITY})
    """Of these, those that a middleware takes, hence at every path, be there something or not."""
    when_mapping: tuple[str, ...] = since({"5.2": (), "6.2": _OF_THE_RESOURCE})
    """Steps taken where the verb first needs to know its members: after a body is bound, after an item is found."""
    narrows_kept_only: bool = since({"5.2": False, "7.0": True})
    """Members that the profile hides do not narrow a list, but those of the key do (Mustache/EntityMapper.mustache)."""
    single_applies: bool = since({"5.2": False, "7.0": True})
    """Without a profile in the header, the only assigned one applies."""
    unknown_assignment_fails: bool = since({"5.2": False, "6.2": True})
    """Every request of a client fails to which a profile is assigned that the host does not define."""
    binds_kept_members_only: bool = since({"5.2": True, "7.0": False})
    """A body's other members are not even read: profiles have classes of their own."""
    creation_checked: bool = since({"5.2": False, "7.2": True})
    """An item is not created without what the profile hides but creation needs; before, validation misses it."""
    names_count_above: bool = since({"5.2": True, "7.0": False})
    """A property that is named within an object, a collection or an extension counts for the classes above, too, where
    they have one of that name (EdFi.Ods.Common/Models/Resource/ProfileResourceMembersFilterProvider.cs)."""
    excluded_key_is_flaw: bool = since({"5.2": False, "7.0": True})
    """A definition that excludes part of a key is invalid; before, that part of it counts for nothing."""
    filters_in_any_case: bool = since({"5.2": True, "7.0": False})
    filter_text: str = since(
        {
            "5.2": (
                "The value of '{value}' supplied for the '{property}' of the '{entity}' does not conform with the "
                "filter values defined by profile '{defined}': [{filters}]"
            ),
            "7.0": (
                "A supplied '{entity}' has a descriptor value that does not conform with the filter values defined by "
                "profile '{profile}'."
            ),
        }
    )
    """What is said of an item that the filter of its collection does not let through."""
