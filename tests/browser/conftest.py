"""A server that listens, and Chromium looking at it. Every page is held against the accessibility rules of axe."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from mockedfi.control.host import Host
from mockedfi.http.server import HttpServer
from mockedfi.http.start import application
from mockedfi.settings import Settings
from tests.api import Api

SECONDS = 10


class Browser:
    """Chromium without a window, on one server."""

    def __init__(self, driver: Chrome, url: str, axe: str) -> None:
        self.driver = driver
        self.url = url
        self._axe = axe

    def open(self, path: str) -> None:
        self.driver.get(self.url + path)

    def colours(self, scheme: str) -> None:
        """Prefer ``dark`` or ``light``."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def colour_of(self, selector: str) -> str:
        return self.find(selector).value_of_css_property("background-color")

    def find(self, selector: str) -> WebElement:
        """The first element, once it is there."""
        return WebDriverWait(self.driver, SECONDS).until(lambda driver: driver.find_element(By.CSS_SELECTOR, selector))

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def button(self, text: str) -> WebElement:
        """The first button whose text begins so."""
        return next(each for each in self.all("button") if each.text.startswith(text))

    def wait_for(self, text: str) -> None:
        """Wait until the page shows a text."""
        waiting = WebDriverWait(self.driver, SECONDS, ignored_exceptions=[WebDriverException])
        waiting.until(lambda driver: text in driver.find_element(By.TAG_NAME, "body").text)

    def press(self, text: str) -> None:
        """Press a button that leads to another page, and wait for that."""
        old = self.find("html")
        self.button(text).click()
        WebDriverWait(self.driver, SECONDS).until(lambda _: self.find("html") != old)

    def findings(self) -> list[tuple[str, list[str]]]:
        """What axe finds serious, with the places."""
        self.driver.execute_script(self._axe)
        found = self.driver.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
        return [
            (each["id"], [node["html"] for node in each["nodes"]])
            for each in found["violations"]
            if each["impact"] in ("serious", "critical")
        ]

    def errors(self) -> list[Any]:
        """What the pages complained of since the last look."""
        return [each for each in self.driver.get_log("browser") if each["level"] == "SEVERE"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chrome]:
    found = shutil.which("chromium"), shutil.which("chromedriver")
    assert all(found), "chromium and chromedriver are not on PATH; on Debian: apt install chromium chromium-driver"
    options = ChromeOptions()
    options.binary_location = str(found[0])
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1360,900"):
        options.add_argument(argument)
    driver = Chrome(options=options, service=ChromeService(str(found[1])))
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def axe() -> str:
    folder = os.environ.get("AXE_CORE", "")
    file = Path(folder) / "axe.min.js"
    assert file.is_file(), "AXE_CORE does not name the folder of axe-core; npm install axe-core@4"
    return file.read_text("utf-8")


@pytest.fixture
def api(request: pytest.FixtureRequest) -> Iterator[Api]:
    """API 7.3 with Grand Bend; indirectly parametrized: with settings."""
    host = Host(Settings(api_versions=("7.3",), memory=True, **getattr(request, "param", {})), notice=pytest.fail)
    yield Api(application(host), host, "7.3")
    host.close()


@pytest.fixture
def browser(api: Api, chromium: Chrome, axe: str) -> Iterator[Browser]:
    """A browser on `api`; no page may have complained in the end."""
    server = HttpServer(api.app, "127.0.0.1", 0, threads=8, body_max=1_000_000)
    thread = threading.Thread(target=server.run)
    thread.start()
    made = Browser(chromium, server.url, axe)
    made.colours("light")
    yield made
    made.driver.get("about:blank")
    server.stop()
    thread.join()
    assert made.errors() == []
