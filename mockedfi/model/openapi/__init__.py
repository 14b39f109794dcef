"""The OpenAPI documents that a version of the API publishes, made from its catalogue.

They are made as Swagger 2.0 (`document`, `services`) and turned into OpenAPI 3.0 (`upgrade`), as the reference does
(EdFi.Ods.Features/OpenApiMetadata). Where a text depends on the address of the request, a mark of `marks` stands.
May import: `dialect`, `model`. Must not know: requests, security, the store.
"""

from mockedfi.model.openapi.document import described
from mockedfi.model.openapi.profiled import profiled
from mockedfi.model.openapi.services import change_queries, identities
from mockedfi.model.openapi.upgrade import upgraded

__all__ = ["change_queries", "described", "identities", "profiled", "upgraded"]
