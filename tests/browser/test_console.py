"""The console in a real browser: the story of a refusal, and what everybody can use."""

import json

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from tests.api import Api
from tests.browser.conftest import Browser
from tests.story.refusals import ten_refusals

pytestmark = pytest.mark.browser

STUDENT = {"studentUniqueId": "story-1", "firstName": "Ada", "lastSurname": "Novak", "birthDate": "2010-05-17"}
CONSOLE = "/mockedfi/console"


@pytest.fixture
def refused(api: Api) -> str:
    """The page of a request that is refused: the client has made a student whom it may not read."""
    client = api.caller()
    made = client.post("students", STUDENT)
    assert client.get(f"students/{made.headers['Location'].rpartition('/')[2]}").status_code == 403
    return f"{CONSOLE}/requests/{newest(api)}"


def newest(api: Api) -> int:
    return int(api.host.main.journal.exchanges()[-1].number)


def test_the_path_of_a_refusal(browser: Browser, refused: str) -> None:
    browser.open(refused)
    steps = [each.text.split("\n") for each in browser.all(".path li")]
    assert [step[0] for step in steps] == [
        "Client",
        "Claim set",
        "Strategy",
        "Education organizations",
        "Missing",
        "Item",
    ]
    states = [each.text for each in browser.all(".path .state")]
    assert states == ["passed"] * 4 + ["stopped", "not reached"]
    assert "for StudentUniqueId story-1" in steps[4]
    assert "StudentSchoolAssociation: there is none" in steps[4]


def test_the_button_opens_it(browser: Browser, refused: str) -> None:
    browser.open(refused)
    browser.press("Post this document")
    assert "Send the request again" in browser.find(".notice").text
    browser.press("Send it again")
    assert browser.find(".detail .status").text.startswith("200")
    assert '"studentUniqueId": "story-1"' in browser.find("pre").text


@pytest.mark.parametrize("seed", [4])
def test_ten_refusals_drawn_at_random(browser: Browser, api: Api, seed: int) -> None:
    for client, item, _ in ten_refusals(api, seed):
        browser.open(f"{CONSOLE}/requests/{newest(api)}")
        assert browser.find(".detail .status").text.startswith("403")
        browser.find(".remedy button.primary").click()
        browser.wait_for("Send the request again")
        assert client.get(item).status_code == 200, item


@pytest.mark.usefixtures("refused")
def test_with_the_keyboard_alone(browser: Browser) -> None:
    browser.open(f"{CONSOLE}/requests")

    def tab_to(text: str) -> None:
        for _ in range(60):
            focused = browser.driver.switch_to.active_element
            if focused.tag_name in ("a", "button") and text in focused.text:
                return
            focused.send_keys(Keys.TAB)
        pytest.fail(f"no way to {text}")

    for text in ("ed-fi/students/", "Post this document", "Send it again"):
        tab_to(text)
        before = browser.driver.current_url
        browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
        browser.wait_for("Answer")
        assert browser.driver.current_url != before
    assert browser.find(".detail .status").text.startswith("200")


def test_requests_appear_by_themselves(browser: Browser, api: Api) -> None:
    browser.open(f"{CONSOLE}/requests")
    browser.wait_for("No request yet")
    api.caller().get("schools", limit="3")
    browser.wait_for("ed-fi/schools?limit=3")
    browser.button("Pause").click()
    assert browser.button("Go on").get_attribute("aria-pressed") == "true"


@pytest.mark.usefixtures("refused")
def test_filters(browser: Browser, api: Api) -> None:
    api.caller("sis-vendor").get("schools")
    browser.open(f"{CONSOLE}/requests")
    browser.find("input[name=refused]").click()
    browser.press("Filter")
    assert [each.text[:3] for each in browser.all("tbody .status")] == ["403"]
    browser.find("input[name=refused]").click()
    Select(browser.find("select[name=client]")).select_by_visible_text("sis-vendor")
    browser.press("Filter")
    assert [each.text.split("\n")[0] for each in browser.all("tbody a")] == ["GET ed-fi/schools", "POST /oauth/token"]


def test_reset_and_snapshot(browser: Browser, api: Api) -> None:
    browser.open("/")
    browser.find("input[name=name]").send_keys("before")
    browser.press("Take a snapshot")
    api.caller().post("students", STUDENT)
    browser.press("Go back")
    assert api.instance.documents.table("Student").by_key(("story-1",)) is None
    api.caller().post("students", STUDENT)
    browser.button("Reset").click()
    browser.driver.switch_to.alert.dismiss()
    assert api.instance.documents.table("Student").by_key(("story-1",)) is not None
    browser.button("Reset").click()
    browser.driver.switch_to.alert.accept()
    browser.wait_for("Every version is back at its districts.")
    assert api.instance.documents.table("Student").by_key(("story-1",)) is None


def test_a_token_is_copied(browser: Browser, api: Api) -> None:
    browser.open("/")
    browser.driver.execute_script("navigator.clipboard.writeText = async (text) => { window.taken = text; }")
    browser.button("Copy token").click()
    browser.wait_for("Copied")
    token = browser.driver.execute_script("return window.taken")
    headers = {"Authorization": f"Bearer {token}"}
    assert api.anonymous.request("GET", "schools", headers=headers).status_code == 200


def test_documents(browser: Browser) -> None:
    browser.open(f"{CONSOLE}/documents")
    browser.driver.find_element(By.LINK_TEXT, "schools").click()
    browser.driver.find_element(By.LINK_TEXT, "255901001").click()
    assert json.loads(browser.find("pre").text)["nameOfInstitution"] == "Grand Bend High School"


def test_organizations(browser: Browser) -> None:
    browser.open(f"{CONSOLE}/organizations")
    above = browser.driver.find_element(
        By.XPATH, "//strong[text()='Grand Bend High School']/ancestor::details[1]/summary"
    )
    assert above.text.startswith("Grand Bend ISD 255901 LocalEducationAgency")
    assert "studentSchoolAssociations" in browser.find(".tree").text


@pytest.mark.parametrize("api", [{"districts": ("empty",)}], indirect=True)
def test_a_script_is_a_text(browser: Browser, api: Api) -> None:
    script = "<script>document.title='broken'</script>"
    api.anonymous.request("GET", f"students/{script}")
    for query in ("", f"?path={script}", f"?client={script}"):
        browser.open(f"{CONSOLE}/requests{query}")
        assert browser.driver.title.startswith("Requests")
    browser.open(f"{CONSOLE}/requests/{newest(api)}")
    assert script in browser.find("h2").text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_every_page(browser: Browser, refused: str, api: Api, scheme: str) -> None:
    school = api.instance.documents.table("School").records()[0].id
    why = api.host.main.journal.exchanges()[-1].explanation
    browser.colours(scheme)
    for page in (
        "/",
        f"{CONSOLE}/requests",
        refused,
        f"{CONSOLE}/organizations",
        f"{CONSOLE}/documents",
        f"{CONSOLE}/documents?resource=schools&id={school}",
        f"/mockedfi/explanations/{why}",
    ):
        browser.open(page)
        assert browser.findings() == [], page


def test_nothing_is_cut_off_on_a_narrow_screen(browser: Browser, refused: str) -> None:
    narrow = {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", narrow)
    for page in ("/", f"{CONSOLE}/requests", refused, f"{CONSOLE}/organizations", f"{CONSOLE}/documents"):
        browser.open(page)
        assert browser.driver.execute_script("return document.documentElement.scrollWidth") == 360, page
    browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_light_and_dark(browser: Browser) -> None:
    browser.open("/")
    light = browser.colour_of("body")
    browser.colours("dark")
    assert browser.colour_of("body") != light
