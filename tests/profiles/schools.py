"""Schools to read and write through profiles."""

from typing import Any

from tests.api import Caller

HIGH_SCHOOL = 255901001
ED_FI = "uri://ed-fi.org"


def media_type(profile: str, usage: str, resource: str = "school") -> str:
    return f"application/vnd.ed-fi.{resource}.{profile.lower()}.{usage}+json"


def address(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "addressTypeDescriptor": f"{ED_FI}/AddressTypeDescriptor#{kind}",
        "city": "Grand Bend",
        "postalCode": "73334",
        "stateAbbreviationDescriptor": f"{ED_FI}/StateAbbreviationDescriptor#TX",
        "streetNumberName": "1 Main Street",
        **more,
    }


def foreign(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "addressTypeDescriptor": f"{ED_FI}/AddressTypeDescriptor#{kind}",
        "addressLine1": "Hauptplatz 1",
        "countryDescriptor": f"{ED_FI}/CountryDescriptor#AT",
        **more,
    }


def school(number: int = 77001, **more: Any) -> dict[str, Any]:
    category = f"{ED_FI}/EducationOrganizationCategoryDescriptor#School"
    return {
        "schoolId": number,
        "nameOfInstitution": "Harbor School",
        "localEducationAgencyReference": {"localEducationAgencyId": 255901},
        "educationOrganizationCategories": [{"educationOrganizationCategoryDescriptor": category}],
        "gradeLevels": [{"gradeLevelDescriptor": f"{ED_FI}/GradeLevelDescriptor#Ninth grade"}],
        **more,
    }


def read(caller: Caller, path: str, profile: str | None = None, resource: str = "school") -> Any:
    """The JSON of a GET that succeeds, through a profile or not."""
    accept = "application/json" if profile is None else media_type(profile, "readable", resource)
    answer = caller.request("GET", path, headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    return answer.get_json(force=True)


def write(caller: Caller, method: str, path: str, body: Any, profile: str, resource: str = "school") -> Any:
    """The answer to a POST or PUT through a profile."""
    headers = {"Content-Type": media_type(profile, "writable", resource)}
    return caller.request(method, path, json=body, headers=headers)


def created(caller: Caller, **more: Any) -> str:
    """Path of a new school."""
    answer = caller.post("schools", school(**more))
    assert answer.status_code == 201, answer.text
    return f"schools/{answer.headers['Location'].rpartition('/')[2]}"
