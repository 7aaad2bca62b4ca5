"""The examples for helpdesks, run as their READMEs say: the Zendesk app in Chromium, with Zendesk's SDK from npm."""

from __future__ import annotations

import fcntl
import json
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect, sync_playwright

from serving import serving

pytestmark = pytest.mark.front_end

EXAMPLES = Path(__file__).parents[1] / "examples"
ZENDESK = EXAMPLES / "zendesk"
CHROMIUM = "/usr/bin/chromium"
# The last three keep it from calling home; without a network each such call waits to fail.
CHROMIUM_ARGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
TOKEN = "a-token-for-the-tests"
PATIENT_MS = 20_000  # a busy machine is not what is tested

SORRY = "Hei Kaisa! 🙂 Olen pahoillani, että olette joutunut odottamaan. "
GOOD = SORRY + "Maksu on uuden liittymänne avausmaksu."
HINTED = SORRY + "Olette tilanneet kaksi liittymää."
FAULTY = SORRY + "Saimme tilauksesi eilen. Teidän täytyy lähettää kuitti meille."
HOSTILE = SORRY + "Olette kyllä melkoinen ääliö."
UNCHECKED = "Vastausta ei voitu tarkistaa. Sen voi lähettää tarkistamatta."


@contextmanager
def playing_zendesk(server: str, *options: str) -> Iterator[str]:
    """The address of the page that plays Zendesk."""
    command = [
        sys.executable,
        str(ZENDESK / "host" / "serve.py"),
        "--port=0",
        f"--server={server}",
        f"--token={TOKEN}",
    ]
    command += [f"--wait-ms={PATIENT_MS}", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().removeprefix("Open ").strip()
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def sdk() -> None:
    """Zendesk's SDK, as `npm ci` brings it."""
    if not shutil.which("npm"):
        pytest.skip("npm is not installed")
    with (ZENDESK / "package-lock.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run in several processes
        if not (ZENDESK / "node_modules").exists():
            npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            subprocess.run(npm, cwd=ZENDESK, check=True, capture_output=True)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving(token=TOKEN) as url:
        yield url


@pytest.fixture(scope="module")
def browser(sdk: None) -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


class Ticket:
    """A ticket open in the page that plays Zendesk, and the app beside it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        page.goto(url)
        page.wait_for_selector("body[data-guarded]")

    @property
    def sidebar(self) -> FrameLocator:
        return self.page.frame_locator("#app")

    @property
    def status(self) -> str:
        return self.sidebar.locator("#status").inner_text()

    @property
    def cards(self) -> list[str]:
        return self.sidebar.locator("#findings > li").all_inner_texts()

    @property
    def saved(self) -> list[str]:
        return self.page.locator("#saved li").all_text_contents()

    @property
    def text(self) -> str:
        return self.page.input_value("#text")

    def write(self, text: str) -> None:
        self.page.fill("#text", text)

    def save(self) -> str:
        """Save the ticket; the message that Zendesk shows where an app holds it back, or nothing."""
        saves = int(self.page.get_attribute("body", "data-saves") or 0)
        self.page.click("text=Submit as Open")
        self.page.wait_for_selector(f"body[data-saves='{saves + 1}']")
        return self.page.inner_text("#notice")

    def fix(self, title: str) -> None:
        self.sidebar.get_by_role("button", name=title, exact=True).click()


@pytest.fixture(scope="module")
def zendesk(server: str, browser: Browser) -> Iterator[str]:
    with playing_zendesk(server) as url:
        yield url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


@pytest.fixture
def ticket(page: Page, zendesk: str) -> Ticket:
    return Ticket(page, zendesk)


def test_zendesk_saves_a_good_reply(ticket: Ticket) -> None:
    ticket.write(GOOD)
    assert ticket.save() == ""
    assert ticket.saved == [GOOD]
    assert ticket.status == "Viestissä ei ole huomautettavaa."


def test_zendesk_saves_a_reply_with_a_suggestion_and_shows_it(ticket: Ticket) -> None:
    ticket.write(HINTED)
    assert ticket.save() == ""
    assert ticket.saved == [HINTED]
    assert ["Ehdotus\ntilanneet" in card for card in ticket.cards] == [True]


def test_zendesk_saves_a_reply_with_findings_the_second_time(ticket: Ticket) -> None:
    ticket.write(FAULTY)
    assert ticket.save() == (
        "Viestissä on 2 huomautusta. Tarkista se ennen lähettämistä. "
        "Jos haluat lähettää vastauksen tällaisena, tallenna uudelleen."
    )
    assert ticket.saved == []
    assert len(ticket.cards) == 2
    assert ticket.save() == ""
    assert ticket.saved == [FAULTY]

    ticket.write(FAULTY + " Lähetä se heti.")
    assert "Viestissä on 3 huomautusta" in ticket.save()


def test_zendesk_never_saves_a_hostile_reply(ticket: Ticket) -> None:
    ticket.write(HOSTILE)
    for _ in range(2):
        assert ticket.save().startswith("Viesti on korjattava ennen lähettämistä.")
    assert ticket.saved == []
    ticket.page.select_option("#type", "internalNote")
    assert ticket.save() == ""


def test_zendesk_reads_the_customers_message(ticket: Ticket) -> None:
    ticket.write("Hei Kaisa! Maksu on uuden liittymänne avausmaksu.")
    ticket.save()
    assert ["Asiakas on harmissaan" in card for card in ticket.cards] == [True]


def test_zendesk_makes_a_fix(ticket: Ticket) -> None:
    ticket.write(FAULTY)
    ticket.save()
    ticket.fix("tilauksenne")
    expect(ticket.sidebar.locator("#findings > li")).to_have_count(1)
    assert ticket.text == FAULTY.replace("tilauksesi", "tilauksenne")
    ticket.fix("Voisitteko …?")
    expect(ticket.sidebar.locator("#status")).to_have_text("Viestissä ei ole huomautettavaa.")
    assert ticket.text == SORRY + "Saimme tilauksenne eilen. Voisitteko lähettää kuitin meille?"


def test_zendesk_makes_no_fix_in_a_reply_that_has_changed(ticket: Ticket) -> None:
    ticket.write(FAULTY)
    ticket.save()
    ticket.write("P.S. " + FAULTY)
    ticket.fix("tilauksenne")
    expect(ticket.sidebar.locator("#status")).to_contain_text("Vastausta on muutettu")
    assert ticket.text == "P.S. " + FAULTY


def test_zendesk_makes_fixes_in_rich_text_and_leaves_the_rest(ticket: Ticket) -> None:
    def html(order: str, request: str) -> str:
        return (
            "<p>Hei <b>Kaisa</b>! 🙂<br>Olen pahoillani, että olette joutunut odottamaan.</p>"
            f'<p>Saimme&nbsp;{order} <a href="https://example.com/?a=1&amp;b=2">eilen</a>.</p>'
            "<blockquote>Teidän täytyy odottaa.</blockquote><ul><li>Asennus tehdään huomenna.</li></ul>"
            f"<div>{request}</div>"
        )

    ticket.page.check("#use-rich-text")
    written = html("<b>til</b>auksesi", "<i>Lähetä</i> kuva laskusta.")
    ticket.page.eval_on_selector("#rich", "(box, html) => { box.innerHTML = html }", written)
    assert "Viestissä on 2 huomautusta" in ticket.save()
    ticket.fix("tilauksenne")
    expect(ticket.sidebar.locator("#findings > li")).to_have_count(1)
    ticket.fix("Voisitteko …?")
    expect(ticket.sidebar.locator("#status")).to_have_text("Viestissä ei ole huomautettavaa.")
    assert ticket.page.inner_html("#rich") == html(
        "<b>til</b>auksenne", "<i>Voisitteko lähettää</i> kuvan laskusta?"
    )


def test_zendesk_speaks_english_to_who_does(page: Page, server: str) -> None:
    with playing_zendesk(server, "--locale=en-US") as url:
        ticket = Ticket(page, url)
        expect(ticket.sidebar.get_by_role("button", name="Check now")).to_be_visible()
        ticket.write(FAULTY)
        assert ticket.save().endswith("To send the reply as it is, save again.")
        assert "“tilauksesi”" in ticket.cards[0]


def test_zendesk_takes_the_form_of_address_from_its_settings(page: Page, server: str) -> None:
    with playing_zendesk(server, "--address=informal") as url:
        ticket = Ticket(page, url)
        ticket.write("Hei Kaisa! Olen pahoillani odotuksesta. Saimme tilauksesi eilen.")
        assert ticket.save() == ""


def test_zendesks_browser_never_sees_the_token(page: Page, zendesk: str) -> None:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(f"{request.all_headers()} {request.post_data}"))
    page.on("response", lambda response: seen.append(f"{response.all_headers()}"))
    ticket = Ticket(page, zendesk)
    ticket.write(GOOD)
    ticket.save()
    assert ticket.status == "Viestissä ei ole huomautettavaa."
    assert any("{{setting.token}}" in each for each in seen)
    assert not any(TOKEN in each for each in seen)


class Nonsense(BaseHTTPRequestHandler):
    """Answers what no replycheck server would."""

    def do_POST(self) -> None:
        body = b'{"verdict": "stop", "message": "?", "report": {"findings": 1}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def broken(how: str, server: str) -> Iterator[tuple[str, str]]:
    """A server that is of no use, and the token for it."""
    if how == "wrong token":
        yield server, "another-token"
    elif how == "nonsense":
        with HTTPServer(("127.0.0.1", 0), Nonsense) as nonsense:
            threading.Thread(target=nonsense.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{nonsense.server_port}", TOKEN
            nonsense.shutdown()
    else:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            url = f"http://127.0.0.1:{listening.getsockname()[1]}"
            if how == "gone":
                listening.close()
            yield url, TOKEN


@pytest.mark.parametrize("how", ["gone", "silent", "wrong token", "nonsense"])
def test_zendesk_saves_where_the_check_does_not_work(how: str, page: Page, server: str) -> None:
    with (
        broken(how, server) as (url, token),
        playing_zendesk(url, f"--token={token}", "--wait-ms=2500") as host,
    ):
        ticket = Ticket(page, host)
        ticket.write(HOSTILE)
        assert ticket.save() == ""
        assert ticket.saved == [HOSTILE]
        assert ticket.status == UNCHECKED


def test_zendesk_app_is_complete() -> None:
    app = ZENDESK / "app"
    manifest = json.loads((app / "manifest.json").read_text(encoding="utf-8"))
    for location in manifest["location"]["support"].values():
        assert (app / location["url"]).exists()
    named = {parameter["name"] for parameter in manifest["parameters"]}
    for language in ("en", "fi"):
        texts = json.loads((app / "translations" / f"{language}.json").read_text(encoding="utf-8"))["app"]
        assert texts["name"]
        assert texts["short_description"]
        assert set(texts["parameters"]) == named
        assert all(each["label"] and each["helpText"] for each in texts["parameters"].values())
    assert {"logo.png", "logo-small.png"} <= {path.name for path in (app / "assets").iterdir()}


def test_lock_file_names_no_registry() -> None:
    packages = json.loads((ZENDESK / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert not any("resolved" in package for package in packages.values())
    assert all("integrity" in package for name, package in packages.items() if name)


def test_django_helpdesk() -> None:
    manage = EXAMPLES / "django_helpdesk" / "manage.py"
    run = subprocess.run(
        [sys.executable, manage, "test", "reply_gate"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
