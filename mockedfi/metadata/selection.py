"""What an OpenAPI 3 document says of a server whose paths begin with tenant and school year: a choice of them.

Source: EdFi.Ods.Features/OpenApiMetadata/Providers/OpenApiV3UpconversionProvider.cs (from 7.0).
"""

from mockedfi.model.openapi.marks import PART, ROOT_URL, SECURITY_SCHEME, SERVER_ROOT, Json
from mockedfi.odses import Odses


def with_selection(document: Json, odses: Odses, *, by_kind: bool) -> Json:
    """A document whose server is one of several databases, each tenant with a token endpoint of its own.

    `by_kind`: see `dialect.metadata`.
    """
    kinds = [*(["Tenant"] if odses.tenants else []), *(["Context"] if odses.school_years else [])]
    title = f"{'/'.join(kinds) if by_kind else 'ODS'} Selection"
    keeps_slash = not by_kind and not odses.tenants
    places = [each.segments if keeps_slash else each.segments.removeprefix("/") for each in odses.all]
    variable = {"default": places[0], "description": title, "enum": places}
    server = {"url": f"{SERVER_ROOT}/{{{title}}}/{PART}", "variables": {title: variable}}
    scheme = document["components"]["securitySchemes"][SECURITY_SCHEME]
    flow = scheme["flows"]["clientCredentials"]
    firsts = {each.tenant: "/" if keeps_slash else each.segments for each in reversed(odses.all)}
    schemes = {
        f"{tenant}_{SECURITY_SCHEME}" if tenant else SECURITY_SCHEME: {
            **scheme,
            "flows": {"clientCredentials": {**flow, "tokenUrl": f"{ROOT_URL}{firsts[tenant]}/oauth/token"}},
        }
        for tenant in odses.tenants or ("",)
    }
    return {
        **document,
        "servers": [server],
        "components": {**document["components"], "securitySchemes": schemes},
        "security": [{name: []} for name in schemes],
    }
