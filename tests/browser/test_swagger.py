"""Swagger UI in a real browser: offline, with the default client filled in, against the running server."""

import pytest
from selenium.webdriver.support.ui import Select

from tests.api import DEFAULT_KEY
from tests.browser.conftest import Browser

pytestmark = pytest.mark.browser

GET_STUDENTS = "#operations-students-getStudents"


@pytest.fixture
def resources(browser: Browser) -> Browser:
    """Swagger UI, showing the first document."""
    browser.open("/swagger")
    browser.wait_for("academicWeeks")
    return browser


def test_each_document_is_listed_and_the_resources_are_shown(resources: Browser) -> None:
    names = [each.text for each in Select(resources.find("#select")).options]
    assert names[0] == "7.3 Resources"
    assert {"7.3 Descriptors", "7.3 Composites Enrollment", "7.3 Other Identity", "7.3 Other Change-Queries"} < {*names}


def test_authorize_and_get_students(resources: Browser) -> None:
    resources.find("button.authorize").click()
    assert resources.find("#client_id_clientCredentials").get_attribute("value") == DEFAULT_KEY
    resources.find(".auth-btn-wrapper button.authorize").click()
    resources.wait_for("Logout")
    resources.find(".auth-btn-wrapper .btn-done").click()
    resources.find("#operations-tag-students").click()
    resources.find(f"{GET_STUDENTS} .opblock-summary-control").click()
    resources.find(f"{GET_STUDENTS} .try-out__btn").click()
    resources.find(f"{GET_STUDENTS} .execute").click()
    assert resources.find(f"{GET_STUDENTS} .live-responses-table tbody .response-col_status").text.startswith("200")
    assert '"studentUniqueId"' in resources.find(f"{GET_STUDENTS} .live-responses-table .microlight").text
