"""``/oauth/token_info``: what a token stands for.

Source: EdFi.Ods.Features/Controllers/TokenInfoController.cs, EdFi.Ods.Features/TokenInfo.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from mockedfi.dialect import Dialect
from mockedfi.dialect.features import TOKEN_INFO
from mockedfi.exchange import Answer, Request
from mockedfi.explanations import Failed
from mockedfi.model.catalogue import Catalogue
from mockedfi.problems import Refusal, escaping
from mockedfi.problems.data import FEATURE_OFF, SNAPSHOT_READ_ONLY, SYSTEM_ERROR
from mockedfi.problems.oauth import NO_STORE, TOKEN_INVALID, TOKEN_NOT_FOUND, TOKEN_OF_ANOTHER
from mockedfi.security.bearer import authenticate
from mockedfi.security.claims import ClaimSets
from mockedfi.security.explanation import Explanation
from mockedfi.security.hierarchy import Hierarchy, Organization
from mockedfi.security.oauth import fields_of, media_type_of
from mockedfi.security.tokens import Caller, Tokens, guid_of
from mockedfi.security.typed_views import UNTYPED

_BODY = "EdFi.Ods.Features.TokenInfo.TokenInfoRequest"
_HEADERS = (
    ("Cache-Control", "no-cache"),
    ("Pragma", "no-cache"),
    ("Content-Type", "application/json; charset=utf-8"),
)
_IDENTIFIERS = {
    "StateEducationAgency": "state_education_organization_id",
    "LocalEducationAgency": "local_education_agency_id",
    "School": "school_id",
    "CommunityOrganization": "community_organization_id",
    "CommunityProvider": "community_provider_id",
    "OrganizationDepartment": "organization_department_id",
    "PostSecondaryInstitution": "post_secondary_institution_id",
}
"""5.2: what a row shows, in its order; of service centers it shows nothing (TokenInfo.cs)."""
_ABOVE = {
    "EducationServiceCenter": ("StateEducationAgency",),
    "LocalEducationAgency": ("StateEducationAgency", "EducationServiceCenter"),
    "School": ("LocalEducationAgency",),
    "CommunityProvider": ("CommunityOrganization",),
}
"""5.2: what auth.EducationOrganizationIdentifiers joins to each type (1180-Add-OrgDeptId-to-EdOrgIdentifiers.sql)."""
_WORDS = re.compile(r"([A-Z]+)(?=[A-Z][a-z])|([a-z\d])(?=[A-Z])")


class TokenInfoEndpoint:
    """Answers ``POST /oauth/token_info`` of one API version."""

    def __init__(
        self, dialect: Dialect, catalogue: Catalogue, tokens: Tokens, claim_sets: ClaimSets, hierarchy: Hierarchy
    ) -> None:
        self._dialect = dialect
        self._catalogue = catalogue
        self._tokens = tokens
        self._claim_sets = claim_sets
        self._hierarchy = hierarchy
        self._resources: dict[str, list[dict[str, Any]]] = {}

    def answer(self, request: Request) -> Answer:
        """What the token in the body stands for; the caller's own, whichever live token of its it names.

        Raises:
            Refusal: no bearer, no token, one that is unknown, or another client's.
        """
        media_type = media_type_of(request)
        caller = authenticate(request, self._tokens)
        value = fields_of(request, media_type, ("token",), _BODY).get("token")
        if not self._dialect.features.has(TOKEN_INFO):
            raise Refusal(FEATURE_OFF)
        if self._dialect.changes.snapshot_header in request.headers:
            raise Refusal(SNAPSHOT_READ_ONLY)
        if value is None or guid_of(value) is None:
            raise Refusal(TOKEN_INVALID)
        token = self._tokens.find(value)
        if token is None or not self._tokens.alive(token):
            raise Refusal(TOKEN_NOT_FOUND, why=Failed("the token is unknown, or has expired."))
        if token.client_key != caller.client.key:
            reason = f"The token in the body is not one of {caller.client.key}, whose token the header brings."
            raise Refusal(TOKEN_OF_ANOTHER, why=Explanation(outcome="denied", reason=reason, client=caller.client.key))
        with escaping():
            described = self.describe(caller)
        return Answer(200, list(_HEADERS), json.dumps(described, ensure_ascii=False, indent=2).encode())

    def describe(self, caller: Caller) -> dict[str, Any]:
        """The answer's body.

        Raises:
            Refusal: the caller has no education organizations, which the reference's SQL does not survive.
        """
        if not caller.education_organization_ids:
            raise Refusal(SYSTEM_ERROR, headers=NO_STORE)
        client = caller.client
        lineage = self._dialect.security.token_info_lineage
        rows = self._with_ancestors(caller) if lineage else self._with_identifiers(caller)
        body: dict[str, Any] = {
            "active": True,
            "client_id": client.key,
            "namespace_prefixes": list(client.namespace_prefixes),
            "education_organizations": list(rows),
            "student_identification_system": client.student_identification_system,
            "assigned_profiles": list(client.profiles),
        }
        if client.student_identification_system is None:
            del body["student_identification_system"]
        if self._dialect.security.token_info_resources:
            services = self._claim_sets.services(client.claim_set)
            body["claim_set"] = {"name": client.claim_set}
            body["resources"] = self._granted(client.claim_set)
            body["services"] = [{"service": name, "operations": list(actions)} for name, actions in services]
        return body

    def _with_ancestors(self, caller: Caller) -> Iterator[dict[str, Any]]:
        """Everything below the claims, each with its whole lineage."""
        for id_ in sorted(self._hierarchy.below(caller.claims)):
            own, *above = self._hierarchy.lineage(id_)
            row: dict[str, Any] = {
                "education_organization_id": own.id,
                "name_of_institution": self._name(own),
                "type": self._type(own),
            }
            for each in (own, *above):
                row[underscored(each.type + "Id")] = each.id
            yield row

    def _with_identifiers(self, caller: Caller) -> Iterator[dict[str, Any]]:
        """Every row that names one of the claims in any of its columns."""
        for own in self._hierarchy.all():
            identifiers = self._identifiers(own)
            if own.type in UNTYPED or caller.claims.isdisjoint(identifiers.values()):
                continue
            row: dict[str, Any] = {"education_organization_id": own.id}
            for kind, name in _IDENTIFIERS.items():
                if kind in identifiers:
                    row[name] = identifiers[kind]
            yield {**row, "name_of_institution": self._name(own), "type": self._type(own)}

    def _identifiers(self, own: Organization) -> dict[str, int]:
        """Ids by type: its own, those directly above, and for a school those above its local education agency."""
        found = {own.type: own.id}
        for parent in self._direct(own):
            found.setdefault(parent.type, parent.id)
            if own.type == "School":
                for above in self._direct(parent):
                    found.setdefault(above.type, above.id)
        return found

    def _direct(self, own: Organization) -> list[Organization]:
        parents = [self._hierarchy.find(id_) for id_ in own.parents]
        return [parent for parent in parents if parent is not None and parent.type in _ABOVE.get(own.type, ())]

    def _granted(self, claim_set: str) -> list[dict[str, Any]]:
        known = self._resources.get(claim_set)
        if known is None:
            known = []
            for name in sorted(self._catalogue.resources):
                resource = self._catalogue.resources[name]
                actions = self._claim_sets.granted_actions(claim_set, resource)
                if actions:
                    known.append({"resource": f"/{resource.namespace}/{resource.plural}", "operations": list(actions)})
            self._resources[claim_set] = known
        return known

    def _name(self, own: Organization) -> str:
        return str(own.record.document().get("nameOfInstitution", ""))

    def _type(self, own: Organization) -> str:
        """The discriminator: ``edfi.School``."""
        return f"{self._catalogue.resources[own.type].schema}.{own.type}"


def underscored(name: str) -> str:
    """``LocalEducationAgencyId`` as ``local_education_agency_id`` (Inflector.AddUnderscores)."""
    return _WORDS.sub(lambda match: match[0] + "_", name).lower()
