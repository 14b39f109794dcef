"""What differs between versions in discovery and metadata."""

from dataclasses import dataclass

from mockedfi.since import since

_INTERCHANGES_BEFORE_7 = (
    "AssessmentMetadata",
    "Descriptors",
    "EducationOrgCalendar",
    "EducationOrganization",
    "Finance",
    "MasterSchedule",
    "Parent",
    "PostSecondaryEvent",
    "StaffAssociation",
    "Standards",
    "Student",
    "StudentAssessment",
    "StudentAttendance",
    "StudentCohort",
    "StudentDiscipline",
    "StudentEnrollment",
    "StudentGrade",
    "StudentGradebook",
    "StudentIntervention",
    "StudentProgram",
    "StudentTranscript",
    "Survey",
)
_INTERCHANGES = tuple(sorted({*_INTERCHANGES_BEFORE_7, "Contact", "StudentProgramEvaluation"} - {"Parent"}))
_INTERCHANGES_7_2 = tuple(sorted((*_INTERCHANGES, "StudentHealth")))
_INTERCHANGES_7_3 = tuple(sorted((*_INTERCHANGES_7_2, "AssessmentRegistration")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Discovery, the list of documents, OpenAPI, dependencies.

    Sources, in each tag: EdFi.Ods.Api/Controllers/VersionController.cs (discovery),
    EdFi.Ods.Features/OpenApiMetadata (documents), EdFi.Ods.Features/Controllers/AggregateDependencyController.cs
    (dependencies), EdFi.Ods.Features/XsdMetadata (XSD).
    """

    discovery: tuple[str, ...] = since(
        {
            "5.2": ("version", "informationalVersion", "suite", "build", "apiMode", "dataModels", "urls"),
            "7.0": ("version", "informationalVersion", "suite", "build", "dataModels", "urls"),
        }
    )
    """Members of the discovery document, in order."""
    build: str | None = since(
        {
            "5.2": "5.2.14406.0",
            "5.3": "5.3.1434.0",
            "6.0": None,
            "7.1": "7.1.1294.0",
            "7.2": None,
            "7.3": "7.3.2041.0",
        }
    )
    """As a published sample shows it; None where none is known."""
    urls: tuple[str, ...] = since(
        {
            "5.2": ("dependencies", "openApiMetadata", "oauth", "dataManagementApi", "xsdMetadata"),
            "6.0": (
                "dependencies",
                "openApiMetadata",
                "oauth",
                "dataManagementApi",
                "xsdMetadata",
                "changeQueries",
                "composites",
                "identity",
            ),
            "7.3": (
                "dependencies",
                "openApiMetadata",
                "oauth",
                "oauthTokenIntrospection",
                "dataManagementApi",
                "xsdMetadata",
                "changeQueries",
                "composites",
                "identity",
            ),
        }
    )
    """Keys of discovery's ``urls``, in order."""
    change_queries: bool = True
    """Change queries are described; not where they are switched off."""
    data_model_text: str | None = since(
        {"5.2": None, "5.3": "Latest Ed-Fi Data Model v{name}", "6.0": "The Ed-Fi Data Model {name}"}
    )
    """What discovery says of the data standard called ``name``; None says nothing."""

    list_constant_etag: bool = since({"5.2": True, "7.0": False})
    """The ETag of the list is that of every list: it is made of the name of a class
    (EdFi.Ods.Features/Controllers/OpenApiMetadataController.cs)."""
    list_follows_path: bool = since({"5.2": False, "7.0": True})
    """Addresses in the list begin as the one that was asked for, letter by letter
    (EdFi.Ods.Api/Extensions/HttpRequestExtensions.cs, ResourceUri)."""
    open_api_3: bool = since({"5.2": False, "7.1": True})
    """Documents are OpenAPI 3.0 unless ``?version=2`` asks for Swagger 2.0, the only notation before."""
    selection_by_kind: bool = since({"5.2": False, "7.2": True})
    """OpenAPI 3 calls a choice of databases by what names them, a tenant or a context. Before, it is always called one
    of an ODS, and without tenants a slash too many is left in each, and in the address of the token endpoint
    (OpenApiMetadata/Providers/OpenApiV3UpconversionProvider.cs)."""
    key_changes: bool = since({"5.2": False, "6.0": True})
    """Resources have ``/keyChanges``, and ``/deletes`` tells the key of what was deleted."""
    tracked_of_written: bool = since({"5.2": True, "7.0": False})
    """The document of a profile tells tracked changes of resources that it writes alone, under its media type, as
    changes of what it reads (OpenApiMetadata/Factories/OpenApiMetadataPathsFactory.cs)."""
    partitions: bool = since({"5.2": False, "7.3": True})
    """Resources have ``/partitions``, and GET many pages by token too."""
    snapshot_header: str = since({"5.2": "Snapshot-Identifier", "7.0": "Use-Snapshot"})
    """Names a snapshot, or switches to the one there is."""
    snapshots_resource: bool = since({"5.2": True, "7.0": False})
    """The change queries document has ``/snapshots``."""
    change_versions_members: tuple[str, str] = since(
        {"5.2": ("OldestChangeVersion", "NewestChangeVersion"), "6.0": ("oldestChangeVersion", "newestChangeVersion")}
    )
    """Members of ``availableChangeVersions``."""
    change_version_format: str = since({"5.2": "int32", "5.3": "int64"})
    """Of the parameters ``minChangeVersion`` and ``maxChangeVersion``."""
    offset_default: int | None = since({"5.2": 0, "7.3": None})
    """Printed as the default of ``offset``."""
    nullable: bool = since({"5.2": False, "6.1": True})
    """Optional values carry ``x-nullable``."""
    last_modified_date: bool = since({"5.2": False, "7.0": True})
    """Schemas tell of ``_lastModifiedDate``, which documents carry since 6.0."""
    ranges: bool = since({"5.2": False, "7.0": True})
    """Schemas tell minimum lengths and the ranges of numbers."""
    identity_of_references: bool = since({"5.2": False, "6.0": True})
    """The members of references carry ``x-Ed-Fi-isIdentity``."""
    identity_of_descriptors: bool = since({"5.2": False, "7.2": True})
    """``namespace`` and ``codeValue`` identify a descriptor; before, its surrogate key did, a member like others
    (OpenApiMetadata/Providers/OpenApiIdentityProvider.cs)."""
    required_objects: bool = since({"5.2": False, "7.0": True})
    """Embedded objects stand among the required members, where they are."""
    extensions_as_written: bool = since({"5.2": False, "7.1": True})
    """The members of ``_ext`` are named as in documents; before, as classes are: ``TPDM`` (OpenApiMetadata/Strategies/
    FactoryStrategies/OpenApiMetadataDefinitionsFactoryDefaultEdFiExtensionBridgeStrategy.cs)."""
    surrogate_parameters: bool = since({"5.2": True, "7.0": False})
    """Descriptors show their surrogate key among the query parameters."""

    dependency_operations: tuple[str, ...] = since({"5.2": ("Create",), "6.0": ("Create", "Update")})
    """``operations`` of an entry of the dependencies (EdFi.Ods.Api/Models/GraphML/ResourceLoadOrder.cs)."""
    person_updates: bool = since({"5.2": False, "6.0": True})
    """Persons are created at their place, and updated once the associations are there that let one see them."""
    graph_retries: bool = since({"5.2": False, "7.3": True})
    """The GraphML graph has a ``#Retry`` node for each person."""

    graph_as_json: bool = since({"5.2": True, "7.3": False})
    """The graph can be written as JSON, where that is preferred; later its edges hold what refers back to them
    (EdFi.Ods.Api/Models/GraphML/GraphMLEdge.cs)."""

    interchanges: tuple[str, ...] = since(
        {"5.2": _INTERCHANGES_BEFORE_7, "7.0": _INTERCHANGES, "7.2": _INTERCHANGES_7_2, "7.3": _INTERCHANGES_7_3}
    )
    """Interchange schemas of the XSD list (EdFi.Ods.Standard, Artifacts/Schemas)."""
    xsd_logical_names: bool = since({"5.2": False, "7.0": True})
    """The XSD list names a schema ``Ed-Fi``; before, by its URL segment."""
    xsd_files_slash: bool = since({"5.2": True, "5.3": False})
    """The addresses in the XSD list end with a slash."""
    health: bool = since({"5.2": False, "6.0": True})
    """``GET /health`` answers."""
