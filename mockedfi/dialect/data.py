"""What differs between versions in reading and writing resources."""

from dataclasses import dataclass

from mockedfi.since import since


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """Resources on the wire (EdFi.Ods.Api/Controllers/DataManagementControllerBase.cs of each tag)."""

    default_limit: int | None = since({"5.2": 25, "6.0": None})
    """Rows without `limit`; None: the maximum (Providers/Criteria/PagedAggregateIdsCriteriaProvider.cs)."""
    order_by_key: bool = since({"5.2": True, "7.3": False})
    """GET many is ordered by the primary key; otherwise by creation."""
    last_modified_date: bool = since({"5.2": False, "6.0": True})
    """Documents carry ``_lastModifiedDate``."""
    put_location: bool = since({"5.2": False, "5.3": True})
    location_trimmed: bool = since({"5.2": False, "5.3": True})
    """``Location`` leaves out a slash at the end of the path."""
    location_proxied: bool = since({"5.2": False, "5.3": True})
    """``Location`` begins as a proxy's headers say, where these count."""
    two_slashes_before_id: bool = since({"5.2": True, "6.1": False})
    """``students//{id}`` names the item, too. Routing says otherwise, but so does the Postman suite of profiles, up to
    6.0; and 5.2's own ``Location`` has two, where the path of a POST ended with one."""
    if_match_on_post: bool = since({"5.2": False, "5.3": True})
    """A POST to an item that exists compares ``If-Match``; before, the body's own ``_etag``."""
    key_change_refused: bool = since({"5.2": False, "7.0": True})
    """A PUT that changes a fixed key is refused; before, the stored key is put back quietly, but for the unique id of a
    person, which changes (EntityMapper.mustache)."""
    items_fold_texts: bool = since({"5.2": True, "6.2": False})
    """Items of a collection are the same whatever the case of the texts of their keys (Mustache/Entities.mustache)."""
    descriptor_renamed: bool = since({"5.2": True, "7.0": False})
    """PUT may change the value of a descriptor, which is not its key there: that is the number behind it
    (EdFi.Ods.CodeGen/Generators/EntityMapper.cs)."""
    cursor_paging: bool = since({"5.2": False, "7.3": True})
    """``pageToken``, ``pageSize``, ``Next-Page-Token`` and ``/partitions``."""
    limit_text: str = since(
        {
            "5.2": (
                "Limit must be omitted or set to a value between 1 and max value defined in configuration file "
                "(defaultPageSizeLimit)."
            ),
            "7.1": "Limit must be omitted or set to a value between 0 and {max}.",
            "7.3": "Limit must be a value between 0 and {max}.",
        }
    )
    offset_checked: bool = since({"5.2": False, "7.3": True})
    """A negative offset is refused; before, it counts as none."""
    unknown_person_ignored: bool = since({"5.2": True, "7.1": False})
    """A query for a person that there is not narrows nothing where the reference to it is optional
    (EdFi.Ods.Api/Caching/PersonUniqueIdToUsiCache.cs)."""
    descriptor_query_checked: bool = since({"5.2": False, "7.2": True})
    """A query for a descriptor whose form is wrong is refused; before, it is a fault of the server
    (EdFi.Ods.Common/Extensions/ObjectExtensions.cs)."""
    descriptor_number_narrows: bool = since({"5.2": True, "7.3": False})
    """The number of a descriptor narrows its list (Providers/Queries/Criteria/
    SpecificationAggregateQueryCriteriaApplicator.cs)."""
    searched_by_column: bool = since({"5.2": False, "7.3": True})
    """``q`` names columns, in any case; before, properties of the entity's class, letter by letter
    (Providers/Queries/QueryBuilderExtensions.cs)."""
    reference_descriptors_first: bool = since({"5.2": False, "7.3": True})
    """A descriptor among the members of a reference is looked up as soon as it is read, before authorization
    (Mustache/Entities_PropertyAccessors.mustache, while links of references are on). Before, so are those of keys:
    items of collections by their hashes, the resource to be found (Mustache/Entities.mustache)."""
    decimals_as_given: bool = since({"5.2": False, "7.3": True})
    """Items keep decimals as they were given (EdFi.Ods.Common/Infrastructure/Listeners/EdFiOdsPreInsertListener.cs);
    before, with the digits of their columns."""
    bound_listed: bool = since({"5.2": True, "7.2": False})
    """Beside a mistake in a parameter stand those without one, with no text (ErrorTranslator.GetErrorMessage)."""
    item_route_takes_guid_only: bool = since({"5.2": False, "6.0": True})
    """GET with a malformed id meets no route (404); before, the id fails to bind (400)."""
    identifier_alone: bool = since({"5.2": True, "7.2": False})
    """A new item's key of one value is looked at before the rules of the entity
    (EdFi.Ods.Common/Infrastructure/Repositories/CreateEntity.cs)."""
    stages: tuple[str, ...] = since({"5.2": ("annotations", "resource", "entity"), "7.2": ("resource",)})
    """Stages of validation (`dialect.rules`); ``entity`` comes after authorization."""
    refuses_by_action: bool = since({"5.2": False, "7.2": True})
    """A method that a path does not take is refused by an action where it could be meant otherwise, not by routing."""
