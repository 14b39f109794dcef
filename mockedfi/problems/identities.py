"""What a client can be told while asking for unique ids of people."""

from mockedfi.problems import Problem

CLAIM_MISSING = Problem(
    status=403,
    source="EdFi.Ods.Api/Startup/OdsStartupBase.cs, the policy IdentityManagement; no body in any version",
)
PERSON_NOT_FOUND = Problem(
    status=404,
    type="not-found",
    title="Not Found",
    detail="The specified data could not be found.",
    message="The specified resource could not be found.",
    source="EdFi.Ods.Features/Controllers/IdentitiesControllerBase.cs, which writes the exception itself",
)
