"""What differs between versions in change queries and snapshots."""

from dataclasses import dataclass

from mockedfi.since import since


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Tracked deletes and key changes, cascades, snapshots (EdFi.Ods.Features/ChangeQueries of each tag)."""

    keys: bool = since({"5.2": False, "6.0": True})
    """Keys are tracked: a delete tells the key that was, a change of a key takes a change version of its own."""
    versions_charset: bool = since({"5.2": False, "6.0": True})
    """The change versions come with a charset: the formatter writes them, no longer the controller by itself
    (Controllers/AvailableChangeVersionsController.cs)."""
    item_members: tuple[str, str] = since({"5.2": ("Id", "ChangeVersion"), "6.0": ("id", "changeVersion")})
    """Members of a tracked delete (5.2: EdFi.Ods.Common/Models/DeletedResource.cs lacks a contract attribute)."""
    dashed_ids: bool = since({"5.2": True, "5.3": False})
    """Ids of tracked deletes are written with dashes (the converter of EdFi.Ods.Common/Models/DeletedResource.cs)."""
    default_limit: int | None = since({"5.2": 25, "6.0": None})
    """Rows without `limit`; None: the maximum."""
    limits_checked: bool = since({"5.2": False, "6.0": True})
    """A `limit` or `offset` out of range is refused; before, it counts as none."""
    unknown_fails: bool = since({"5.2": True, "7.0": False})
    """``/deletes`` and ``/keyChanges`` of what is no resource fail; later they are not found. They are routes of any
    resource, hence ask for a token first (GetDeletedResourceIds.cs; Controllers/DeletesController.cs)."""
    exact_schema: bool = since({"5.2": True, "6.0": False})
    """The schema in their addresses counts letter by letter (GetDeletedResourceIds.cs)."""
    total_count: bool = since({"5.2": False, "6.0": True})
    """``totalCount`` is answered."""
    recreated_listed: bool = since({"5.2": True, "6.0": False})
    """A delete stays listed when an item of the same key was created since."""
    persons_found_anew: bool = since({"5.2": False, "7.3": True})
    """There, a key is the same if it names who has the unique id now; before, if it names the same person, whatever the
    unique id is (Repositories/DeletedItems/DeletedItemsQueryBuilderFactory.cs)."""
    deletes_of_bases: bool = since({"5.2": True, "6.0": False})
    """``/deletes`` of an abstract base tells of its subtypes, since any aggregate root is looked up
    (EdFi.Ods.Common/Models/Resource/ResourceModel.cs). It tells of descriptors besides their own; of others alone:
    only the base's row is deleted (NHibernateRepositoryDeleteOperationBase.cs), which is gone when the subtype's
    trigger looks for it (Structure/Ods/Changes/0060; ODS-4087, told in the 5.2 Postman suite)."""
    untracked: frozenset[str] = since({"5.2": frozenset({"SchoolYearType"}), "6.0": frozenset()})
    """Resources without a table of deletes: to ask for theirs fails (Structure/Ods/Changes/0050)."""
    following_keys: bool = since({"5.2": False, "7.2": True})
    """``/keyChanges`` shows resources whose keys change only because others' do
    (Repositories/KeyChanges/KeyChangesResourceDataProvider.cs)."""
    cascades_modify: bool = since({"5.2": False, "7.3": True})
    """A document that a key change rewrites counts as modified, as by 7.3's second patch; before, it only gets another
    change version (Structure/Ods/Changes/0020)."""
    cascades_through_children: bool = since({"5.2": False, "7.3": True})
    """So does one whose children alone are rewritten; before, nothing tells (Structure/Ods/Changes/0230)."""

    snapshot_switch: bool = since({"5.2": False, "7.0": True})
    """``Use-Snapshot: true`` reads from the one snapshot there is; before, ``Snapshot-Identifier`` names it
    (SnapshotContext/SnapshotContextActionFilter.cs)."""

    window_of_feature: bool = since({"5.2": True, "7.3": False})
    """A list cannot be narrowed by change version where change queries are switched off: their module maps the column
    (ChangeQueryMappingNHibernateConfigurationActivity.cs)."""
    on: bool = True
    """They are not switched off."""

    @property
    def snapshot_header(self) -> str:
        """The header that asks for a snapshot, in lower case; nothing if there is none."""
        if not self.on:
            return ""
        return "use-snapshot" if self.snapshot_switch else "snapshot-identifier"
