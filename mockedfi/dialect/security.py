"""What differs between versions in authentication and authorization."""

from dataclasses import dataclass

from mockedfi.since import since

_FIRST = (
    "NoFurtherAuthorizationRequired",
    "NamespaceBased",
    "RelationshipsWithEdOrgsAndPeople",
    "RelationshipsWithEdOrgsOnly",
    "RelationshipsWithPeopleOnly",
    "RelationshipsWithStudentsOnly",
)
_RESPONSIBILITY = (*_FIRST, "RelationshipsWithStudentsOnlyThroughResponsibility")
_CHANGES = (*_RESPONSIBILITY, "OwnershipBased", "RelationshipsWithEdOrgsAndPeopleIncludingDeletes")
_INVERTED = (
    *_CHANGES,
    "RelationshipsWithEdOrgsOnlyInverted",
    "RelationshipsWithEdOrgsAndPeopleInverted",
    "RelationshipsWithStudentsOnlyThroughResponsibilityIncludingDeletes",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """Tokens, claims and strategies."""

    token_before_route: bool = since({"5.2": False, "7.2": True})
    """A request without a live token is refused before its route is looked for, where the path tells that it needs
    one; otherwise by what the route leads to (EdFi.Ods.Api/Middleware/EdFiApiAuthenticationMiddleware.cs)."""
    read_changes: bool = since({"5.2": False, "6.0": True})
    """There is an action of its own for ``/deletes`` and ``/keyChanges``."""

    either_credential_blank: bool = since({"5.2": False, "6.0": True})
    """One blank credential is as good as none; before, only both absent are, and one empty is refused later."""
    approval_checked: bool = since({"5.2": False, "7.3": True})
    token_limit: int = since({"5.2": 0, "7.3": 15})
    """Live tokens that one client may hold; below 1: any number (EdFi.Ods.Common/Configuration/ApiSettings.cs)."""

    token_info_lineage: bool = since({"5.2": False, "5.3": True})
    """Each education organization names its ancestors; before, a fixed row of identifiers."""
    token_info_resources: bool = since({"5.2": False, "7.3": True})
    """The answer lists claim set, resources and services."""

    legacy_claims_everywhere: bool = since({"5.2": True, "7.3": False})
    """Claim names without schema segment stand for extensions' resources too (ResourceClaimUriProvider.cs)."""
    metadata_required: bool = since({"5.2": False, "7.3": True})
    """A resource without security metadata, or with two kinds of it, is an error of the configuration."""

    strategies: tuple[str, ...] = since(
        {
            "5.2": (*_FIRST, "RelationshipsWithStudentsOnlyThroughEdOrgAssociation"),
            "5.3": _RESPONSIBILITY,
            "6.0": _CHANGES,
            "7.0": _INVERTED,
            "7.3": (*_INVERTED, "RelationshipsWithStudentsOnlyIncludingDeletes"),
        }
    )
    custom_views: bool = since({"5.2": False, "7.3": True})
    """A strategy named ``{Entity}With…`` looks items up in a view of its own."""
    typed_reach: bool = since({"5.2": True, "6.0": False})
    """Whether an education organization reaches something depends on its type; later it reaches all below it."""
    reach: str = since({"5.2": "by type", "5.3": "all below"})
    """How far it reaches: as the view of its type says (`security.typed_views`), or to all below it."""
    lists_repeat: bool = since({"5.2": True, "5.3": False})
    """A list shows an item, and counts it, once for each row of a view by which the claims reach it; later its ids are
    distinct (EdFi.Ods.Common/Providers/Criteria)."""
    deletes_repeat: bool = since({"5.2": False, "6.0": True, "7.0": False})
    """So does a list of tracked deletes, where views are joined for every subject
    (EdFi.Ods.Features/ChangeQueries/Repositories/DeletedItems/DeletedItemsQueryBuilderFactory.cs)."""
    subjects_required: bool = since({"5.2": True, "6.0": False, "7.1": True})
    """A relationship strategy fails where a resource has no subject for it; otherwise it lets everything pass
    (Relationships/RelationshipsAuthorizationStrategyBase.cs)."""
    person_refusal: bool = since({"5.2": True, "7.2": False})
    """A reference to a person that does not exist has a text of its own."""
    suffixed_namespace: bool = since({"5.2": False, "6.0": True})
    """A single property that ends in Namespace will do where there is no Namespace."""
    namespace_lists_by_column: bool = since({"5.2": True, "6.0": False})
    """NamespaceBased filters lists by a column of that name, which descriptors do not have, and without it denies them
    (5.2: NamespaceBased/…FilterConfigurator.cs)."""
    composites_by_owner: bool = since({"5.2": False, "7.3": True})
    """OwnershipBased filters composites; before, it has no condition for them and lets them pass
    (OwnershipBased/OwnershipBasedAuthorizationFilterDefinitionsFactory.cs)."""
    new_key_judged: bool = since({"5.2": False, "7.1": True})
    """A changed natural key is authorized as well; before, what is proposed is judged by the stored key
    (EdFi.Ods.Common/Infrastructure/Listeners/EdFiOdsPostUpdateEventListener.cs)."""
