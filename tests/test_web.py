"""The web page, the component and the demo helpdesk in a real Chromium, against the real server.

Screenshots go to the folder that REPLYCHECK_SCREENSHOTS names, or to pytest's temporary folder.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from serving import serving

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
# What Chromium itself says of a server that refuses, or is gone.
NETWORK = re.compile("Failed to load resource|net::ERR_")
ROOT = Path(__file__).parents[1]

pytestmark = [
    pytest.mark.front_end,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed"),
]

ORDER = "Hei! Lähetä kuva laskustasi, niin tarkistan maksun. 😀 Kirjoitimme sinulle eilen."
MENDED = "Hei! Voisitteko lähettää kuvan laskustanne, niin tarkistan maksun? 😀 Kirjoitimme teille eilen."
PROMISE = "Hei! Korjaus valmistuu varmasti huomenna."
UPSET = "Olen todella pettynyt! Olen odottanut jo kolme viikkoa."
BLAME = "Hei! Pahoittelen viivettä. Ette ole toimittanut kuittia, joten odotamme sitä."

# A helpdesk's page as strict as pages get; the component has to work in it. (Its styles are its own.)
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; form-action 'self'"
)
FORM = """<!doctype html><html lang="fi"><meta charset="utf-8"><title>Host</title>
<script type="module" src="/reply-check.js"></script>{style}
<form action="/sent" method="get"><input name="id" value="7">{body}
<button name="how" value="now">Send</button></form>"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving() as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


Open = Callable[..., Page]
expect.set_options(timeout=15_000)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens pages, each in its own context; afterwards nothing may have been logged, stored or put into a URL."""
    contexts: list[BrowserContext] = []
    logged: list[str] = []
    asked: list[str] = []

    def open_page(address: str, html: str | None = None, **options: Any) -> Page:
        options.setdefault("viewport", {"width": 1280, "height": 860})
        context = browser.new_context(reduced_motion="reduce", **options)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: logged.append(message.text))
        page.on("pageerror", lambda error: logged.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        if html is not None:
            headers = {"Content-Type": "text/html", "Content-Security-Policy": STRICT}
            page.route(address, lambda route: route.fulfill(body=html, headers=headers))
        page.goto(address)
        return page

    yield open_page
    assert [line for line in logged if not NETWORK.search(line)] == []
    assert [address for address in asked if "/v1/" in address and "?" in address] == []
    for context in contexts:
        assert context.storage_state() == {"cookies": [], "origins": []}
        context.close()


@pytest.fixture
def shoot(tmp_path: Path) -> Callable[[Page, str], None]:
    folder = Path(os.environ.get("REPLYCHECK_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return lambda page, name: page.screenshot(path=folder / f"{name}.png", full_page="dialog" not in name)


def write(page: Page, text: str) -> None:
    page.locator("#reply").fill(text)


def cards(page: Page) -> Any:
    return page.locator("reply-check .card")


def wait_for_cards(page: Page, count: int) -> None:
    """Wait until there are so many, looking at every frame; expect() looks at longer intervals."""
    page.wait_for_function(
        """(count) => [...document.querySelectorAll("reply-check")]
            .reduce((sum, check) => sum + check.shadowRoot.querySelectorAll(".card").length, 0) === count""",
        arg=count,
    )


def marks(page: Page) -> list[str]:
    return page.locator("reply-check-marks .mark").all_text_contents()


def value(page: Page) -> str:
    return page.locator("#reply").input_value()


def selected(page: Page) -> str:
    return page.evaluate("reply.value.slice(reply.selectionStart, reply.selectionEnd)")


def caret(page: Page) -> list[int]:
    return page.evaluate("[reply.selectionStart, reply.selectionEnd]")


def focused(page: Page) -> str:
    """What has the focus, as seen through shadow roots."""
    return page.evaluate(
        """() => { let one = document.activeElement;
        while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
        return one.id || one.textContent.trim(); }"""
    )


def send(page: Page) -> None:
    page.locator("#form [type=submit]").click()


# ---- The page


def test_by_keyboard_alone(url: str, open_page: Open, shoot: Any) -> None:
    """Typed, gone to, fixed, mended, sent: no mouse."""
    page = open_page(url)
    for _ in range(12):
        if focused(page) == "reply":
            break
        page.keyboard.press("Tab")
    page.keyboard.type(ORDER)
    wait_for_cards(page, 3)
    assert marks(page) == ["Lähetä", "laskustasi", "sinulle"]
    expect(cards(page).first).to_contain_text("Käsky, vaikka pyyntö olisi kohteliaampi")
    shoot(page, "typed")

    page.keyboard.press("F8")
    page.keyboard.press("F8")
    assert selected(page) == "laskustasi"
    expect(page.locator("reply-check [role=status]")).to_contain_text("2/3. Omistusliite -si")
    expect(page.locator("reply-check [role=status]")).to_contain_text("Alt+Enter: laskustanne")
    shoot(page, "second-finding")
    page.keyboard.press("Alt+Enter")
    assert value(page) == ORDER.replace("laskustasi", "laskustanne")
    wait_for_cards(page, 2)

    page.keyboard.press("Alt+ArrowDown")
    assert focused(page).startswith("Huomautus: ")
    page.keyboard.press("Escape")
    assert focused(page) == "reply"

    page.keyboard.press("Alt+Shift+Enter")
    expect(page.locator("#reply")).to_have_value(MENDED)
    expect(page.locator("reply-check .badge")).to_have_text("Valmis")
    assert focused(page) == "reply"
    for _ in range(4):
        if focused(page) == "Lähetä":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#outcome")).to_contain_text("Näin viesti lähtisi")
    shoot(page, "sent")


def test_keys_go_round_and_do_not_hold_the_tab_key(url: str, open_page: Open) -> None:
    page = open_page(url)
    write(page, ORDER)
    wait_for_cards(page, 3)
    page.locator("#reply").focus()
    page.evaluate("reply.setSelectionRange(0, 0)")
    seen = []
    for key in ["F8"] * 4 + ["Shift+F8"] * 2:
        page.keyboard.press(key)
        seen.append(selected(page))
    assert seen == ["Lähetä", "laskustasi", "sinulle", "Lähetä", "sinulle", "laskustasi"]
    backwards, forwards = [], []
    for key, stops in (("Tab", forwards), ("Shift+Tab", backwards)):
        page.locator("#reply").focus()
        for _ in range(40):
            page.keyboard.press(key)
            stops.append(focused(page))
    assert "Lähetä" in forwards
    assert "Suomi" in forwards
    assert "customer" in backwards


def test_findings_that_overlap_are_all_gone_to(url: str, open_page: Open) -> None:
    page = open_page(url)
    write(page, "Hei! Et ole toimittanut kuittia. Kirjoitimme sinulle.")
    wait_for_cards(page, 3)
    page.locator("#reply").press("Control+Home")
    seen = []
    for key in ("F8", "F8", "F8", "F8", "Shift+F8"):
        page.keyboard.press(key)
        seen.append(selected(page))
    assert seen == ["Et", "Et ole toimittanut kuittia", "sinulle", "Et", "sinulle"]


def test_a_click_fixes_and_undo_takes_it_back(url: str, open_page: Open) -> None:
    page = open_page(url)
    write(page, ORDER)
    wait_for_cards(page, 3)
    place = ORDER.index("eilen") + 2
    page.evaluate("(place) => reply.setSelectionRange(place, place)", place + 1)  # an emoji is two units
    page.get_by_role("button", name="Voisitteko lähettää kuvan").click()
    fixed = value(page)
    assert fixed == ORDER.replace("Lähetä kuva laskustasi", "Voisitteko lähettää kuvan laskustasi").replace(
        "maksun.", "maksun?"
    )
    assert focused(page) == "reply"
    assert fixed.encode("utf-16-le")[: 2 * caret(page)[0]].decode("utf-16-le").endswith("ei")
    page.keyboard.press("Control+z")
    assert value(page) == ORDER
    wait_for_cards(page, 3)
    page.keyboard.press("Control+Shift+z")
    assert value(page) == fixed
    page.get_by_role("button", name="Korjaa kaikki").click()
    expect(page.locator("#reply")).to_have_value(MENDED)
    page.keyboard.press("Control+z")
    assert value(page) == fixed


def test_the_report_is_the_servers(url: str, open_page: Open) -> None:
    """What the page shows and mends is what the server says, whatever stands before the place."""
    draft = "Hyvää päivää 👩‍👩‍👧 𝒜ä!\n\nLähetä meille kuva laskustasi 🙂🙂. Ää… sinä saat vastauksen.\n"
    report = httpx.post(f"{url}/v1/check", json={"draft": draft, "context": {"first_reply": True}}).json()
    page = open_page(url)
    write(page, draft)
    wait_for_cards(page, len(report["findings"]))
    assert marks(page) == [finding["text"] for finding in report["findings"] if finding["text"]]
    assert len(marks(page)) >= 3
    page.get_by_role("button", name="Korjaa kaikki").click()
    expect(page.locator("#reply")).to_have_value(report["fixed"])


def test_marks_move_along_while_one_types(url: str, open_page: Open) -> None:
    page = open_page(url)
    write(page, ORDER)
    wait_for_cards(page, 3)
    page.route("**/v1/check", lambda route: None)  # from now on no answer comes
    page.locator("#reply").press("Control+Home")
    page.keyboard.type("Päivää 😀! ")
    assert marks(page) == ["Lähetä", "laskustasi", "sinulle"]
    page.evaluate("(place) => reply.setSelectionRange(place, place)", value(page).index("tä kuva"))
    page.keyboard.type("x")
    assert marks(page) == ["laskustasi", "sinulle"]


def test_a_late_answer_is_dropped(url: str, open_page: Open) -> None:
    page = open_page(url)
    held: list[Route] = []
    page.route("**/v1/check", lambda route: route.continue_() if held else held.append(route))
    write(page, ORDER)
    while not held:
        page.wait_for_timeout(20)
    write(page, PROMISE)
    wait_for_cards(page, 1)
    held[0].continue_()
    page.wait_for_timeout(300)
    assert cards(page).count() == 1
    assert page.evaluate("document.querySelector('reply-check').report.draft") == PROMISE


def test_policy_and_situation(url: str, open_page: Open) -> None:
    page = open_page(url)
    write(page, "Moi! Lähetän sinulle laskusi. Te saatte sen huomenna.")
    wait_for_cards(page, 2)
    assert marks(page) == ["sinulle", "laskusi"]
    page.get_by_label("Puhuttelu", exact=True).select_option("informal")
    expect(page.locator("reply-check-marks .mark").first).to_have_text("Te")
    page.get_by_label("Puhuttelu", exact=True).select_option("mirror")
    page.get_by_label("Asiakkaan viesti").fill("Moi! Lähetätkö laskun?")
    expect(page.locator("reply-check-marks .mark").first).to_have_text("Te")
    expect(page.locator("#signs")).to_have_text("Asiakkaan viestissä näkyy: kysymys.")
    body: list[dict[str, Any]] = []
    page.on(
        "request", lambda request: body.append(request.post_data_json) if "/check" in request.url else None
    )
    page.get_by_label("Kanava").select_option("email")
    page.get_by_label("Vastaanottaja").select_option("many")
    page.get_by_label("Keskustelun ensimmäinen vastaus").uncheck()
    page.wait_for_function("() => document.querySelector('reply-check').report")
    page.wait_for_timeout(200)
    assert body[-1]["context"] == {
        "customer": "Moi! Lähetätkö laskun?", "channel": "email", "recipient": "many", "first_reply": False,
    }  # fmt: skip


def test_switch_of_address(url: str, open_page: Open, shoot: Any) -> None:
    page = open_page(url)
    write(page, "Hei! Saitko laskusi?")
    page.get_by_role("button", name="te", exact=True).click()
    expect(page.locator("#reply")).to_have_value("Hei! Saitteko laskunne?")
    expect(page.locator("#outcome")).to_have_text("Vastaus teitittelee nyt.")
    page.keyboard.press("Control+z")
    assert value(page) == "Hei! Saitko laskusi?"
    write(page, "😀 Hei! Te molemmat saatte oman tunnuksen.")
    page.get_by_role("button", name="sinä", exact=True).click()
    expect(page.locator("#outcome li")).to_have_text(["”Te”: tässä puhutellaan useaa"])
    shoot(page, "refused")
    page.locator("#outcome button").click()
    assert caret(page) == [8, 10]


def test_english(url: str, open_page: Open, shoot: Any) -> None:
    page = open_page(url)
    page.get_by_role("button", name="English").click()
    write(page, PROMISE)
    wait_for_cards(page, 1)
    expect(page.locator("reply-check .message")).to_contain_text("states the future as certain")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.title() == "replycheck – check a reply"
    said = page.locator(
        "[data-say], reply-check button, reply-check .state, reply-check .why"
    ).all_inner_texts()
    assert [text for text in said if re.search("[äö]", text.replace("sinä", ""))] == []
    shoot(page, "english")
    page.get_by_role("button", name="Suomi").click()
    expect(page.locator("reply-check .badge")).to_have_text("Tarkista ensin")


def test_examples_and_copy(url: str, open_page: Open) -> None:
    page = open_page(url)
    for index in range(page.locator("#example option").count() - 1):
        page.get_by_label("Esimerkki").select_option(str(index))
        expect(page.locator("reply-check .state")).to_contain_text("huoma" if index == 4 else "huomautus")
    page.get_by_role("button", name="Kopioi").click()
    expect(page.locator("#outcome")).to_have_text("Vastaus on leikepöydällä.")
    assert page.evaluate("navigator.clipboard.readText()") == value(page)


# ---- Before sending


def test_confirm(url: str, open_page: Open, shoot: Any) -> None:
    page = open_page(url)
    write(page, PROMISE)
    send(page)
    dialog = page.get_by_role("dialog", name="Lähetetäänkö viesti näin?")
    expect(dialog).to_be_visible()
    assert focused(page) == "Palaa muokkaamaan"
    shoot(page, "dialog-confirm")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.wait_for_function("() => document.activeElement.id === 'reply'")
    assert selected(page) == PROMISE[23:40]
    assert page.locator("#outcome").inner_text() == ""
    send(page)
    page.get_by_role("button", name="Lähetä silti").click()
    expect(page.locator("#outcome")).to_contain_text("Näin viesti lähtisi")


def test_mend_and_send(url: str, open_page: Open) -> None:
    page = open_page(url)
    write(page, ORDER)
    send(page)
    page.get_by_role("button", name="Korjaa ja lähetä").click()
    expect(page.locator("#outcome")).to_contain_text("Näin viesti lähtisi")
    assert value(page) == MENDED


def test_stop(url: str, open_page: Open, shoot: Any) -> None:
    page = open_page(url)
    page.get_by_label("Asiakkaan viesti").fill(UPSET)
    write(page, BLAME)
    send(page)
    dialog = page.get_by_role("dialog", name="Viestiä ei voi lähettää näin")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("nuhtelee tekemättä jääneestä")
    assert dialog.get_by_role("button").all_inner_texts() == ["Palaa muokkaamaan"]
    shoot(page, "dialog-stop")
    dialog.get_by_role("button").click()
    assert page.locator("#outcome").inner_text() == ""
    expect(page.locator("reply-check .badge")).to_have_text("Korjaa ensin")


def test_dismissed_for_this_draft(url: str, open_page: Open, shoot: Any) -> None:
    page = open_page(url)
    write(page, f"Sinä saat tiedon. {PROMISE} Lähetin sinulle viestin.")
    wait_for_cards(page, 4)
    cards(page).nth(2).locator("> summary").click()
    page.get_by_role("button", name="Ohita").click()
    wait_for_cards(page, 3)
    page.locator("#reply").press("Control+Home")
    page.keyboard.type("No niin. ")
    page.wait_for_timeout(600)
    assert marks(page) == ["Sinä", "saat", "sinulle"]
    page.get_by_role("button", name="Korjaa kaikki (3)").click()
    expect(page.locator("reply-check .badge")).to_have_text("Valmis")
    shoot(page, "dismissed")
    send(page)
    expect(page.locator("#outcome")).to_contain_text("Näin viesti lähtisi")
    page.get_by_role("button", name="Palauta").click()
    wait_for_cards(page, 1)


def test_the_page_may_decide_by_itself(url: str, open_page: Open) -> None:
    page = open_page(url)
    page.evaluate(
        """() => document.addEventListener("reply-check-verdict", (event) => {
            const { verdict, checked, problem, report } = event.detail;
            window.heard = { verdict, checked, problem, findings: report.findings.length };
            event.preventDefault();
        })"""
    )
    write(page, PROMISE)
    send(page)
    page.wait_for_function("() => window.heard")
    assert page.evaluate("heard") == {"verdict": "confirm", "checked": True, "problem": None, "findings": 1}
    page.wait_for_timeout(200)
    assert not page.get_by_role("dialog").is_visible()
    assert page.locator("#outcome").inner_text() == ""


# ---- When the checker is in trouble


def test_the_server_stops_meanwhile(open_page: Open, shoot: Any) -> None:
    with serving() as url:
        page = open_page(url)
        write(page, ORDER)
        wait_for_cards(page, 3)
    write(page, PROMISE)
    expect(page.locator("reply-check .problem")).to_contain_text("Tarkistimeen ei saada yhteyttä")
    shoot(page, "offline")
    send(page)
    expect(page.locator("#outcome")).to_contain_text("Näin viesti lähtisi")
    expect(page.locator("reply-check .state")).to_contain_text("Lähetetty tarkistamatta")


@pytest.mark.parametrize("answer", ["none", "garbage", "half", "failure"])
def test_a_broken_server_holds_nothing(url: str, open_page: Open, answer: str) -> None:
    page = open_page(url)
    page.evaluate("document.querySelector('reply-check').setAttribute('timeout', '400')")
    answers = {
        "garbage": {"body": "<html>"},
        "half": {"body": '{"verdict": "stop", "checked": true}'},
        "failure": {"status": 500, "body": "{}"},
    }

    def respond(route: Route) -> None:
        if answer in answers:
            route.fulfill(**answers[answer])  # type: ignore[arg-type]

    page.route("**/v1/decide", respond)
    write(page, PROMISE)
    begin = time.monotonic()
    send(page)
    expect(page.locator("#outcome")).to_contain_text("Näin viesti lähtisi")
    assert time.monotonic() - begin < 3


def test_token(open_page: Open, shoot: Any) -> None:
    with serving(token="avain") as url:
        page = open_page(url)
        write(page, PROMISE)
        expect(page.locator("reply-check .problem")).to_contain_text("Tarkistin pyytää tunnusta.")
        shoot(page, "token")
        page.get_by_label("Tunnus").fill("väärä")
        page.keyboard.press("Enter")
        expect(page.locator("reply-check .problem")).to_contain_text("Tunnus ei kelpaa.")
        page.get_by_label("Tunnus").fill("avain")
        page.get_by_role("button", name="Käytä").click()
        wait_for_cards(page, 1)
        assert page.url == f"{url}/"


def test_bounds_of_the_server(open_page: Open, shoot: Any) -> None:
    with serving(max_text=60) as url:
        page = open_page(url)
        write(page, ORDER)
        expect(page.locator("reply-check .problem")).to_contain_text("Teksti on liian pitkä tarkistettavaksi")
        shoot(page, "too-long")
        send(page)
        expect(page.locator("#outcome")).to_contain_text("Näin viesti lähtisi")


def test_a_report_that_is_not_whole_says_so(url: str, open_page: Open) -> None:
    page = open_page(url)

    def cut_short(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"incomplete": True})

    page.route("**/v1/check", cut_short)
    write(page, PROMISE)
    expect(page.locator("reply-check .state")).to_have_text(
        "1 huomautus. Aika loppui kesken: osa tekstistä jäi tarkistamatta."
    )


# ---- How it looks to everyone


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_accessible(url: str, open_page: Open, shoot: Any, scheme: str, width: int) -> None:
    page = open_page(url, viewport={"width": width, "height": 800}, color_scheme=scheme)
    names = f"{scheme}-{width}"

    def look(state: str) -> None:
        shoot(page, f"{state}-{names}")
        rules = ["target-size"]  # WCAG 2.2: 24 pixels
        options = {"resultTypes": ["violations"], "rules": {rule: {"enabled": True} for rule in rules}}
        result = Axe().run(page, options=options)
        assert result.violations_count == 0, result.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state

    look("empty")
    page.get_by_label("Esimerkki").select_option("1")
    expect(cards(page).first).to_be_visible()
    page.locator("reply-check .more summary").last.click()
    for index in range(cards(page).count()):
        cards(page).nth(index).evaluate("(card) => { card.open = true; }")
        for more in cards(page).nth(index).locator(".more").all():
            more.evaluate("(more) => { more.open = true; }")
    look("findings")
    send(page)
    expect(page.get_by_role("dialog")).to_be_visible()
    look("dialog")
    page.keyboard.press("Escape")
    page.route("**/v1/check", lambda route: route.abort())
    page.locator("#reply").press("End")
    page.keyboard.type("?")
    expect(page.locator("reply-check .problem")).to_be_visible()
    look("problem")


def test_by_touch(url: str, open_page: Open, shoot: Any) -> None:
    """A tap on a fix brings up no keyboard of the screen, and undo works all the same."""
    page = open_page(url, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    write(page, ORDER)
    page.locator("#reply").blur()
    page.get_by_role("button", name="Korjaa kaikki").tap()
    expect(page.locator("#reply")).to_have_value(MENDED)
    assert focused(page) != "reply"
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    shoot(page, "touch")
    page.locator("#reply").press("Control+z")
    assert value(page) == ORDER


# ---- The component in pages of others

LONG = (
    "Hei! 😀 Ääkkösiä: lähetä kuva laskustasi, niin tarkistan,   mistä 14,90 euron maksu johtuu.\n\n"
    "\tKirjoitimme sinulle👩‍👩‍👧 eilen (sinun osoitteesi on Rajakatu 5). Pitkä sana: "
    "lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilas ja sinulle, sinulle; sinulle!\n"
) * 4
STYLES = {
    "plain": "",
    "scroller": "form { height: 170px; width: 460px; overflow: auto } textarea { margin-top: 40px; z-index: 2;"
    " position: relative }",
    "fractions": "textarea { font: 15.3px/1.37 serif; letter-spacing: 0.31px; padding: 7.3px 11.7px 3.1px 20.2px;"
    " width: 317.6px; height: 203.4px; margin: 3.3px 0 0 10.7px }",
    "border box": "body { padding-left: 13.37px } textarea { box-sizing: border-box; width: 61.3%;"
    " border: 5.5px solid gray; word-spacing: 3px; text-indent: 2em; font: 600 17px monospace; tab-size: 3 }",
    "centred": "textarea { text-align: center; font: italic 1.1rem/2 sans-serif; width: 420px; resize: none }",
    "page styles": "form > * { margin: 20px; display: block; color: red; font-size: 30px; border: 9px solid blue;"
    " text-transform: uppercase } textarea { font-size: 14px; color: black; width: 500px }",
    "flex": "form { display: flex; flex-direction: column; gap: 11px; padding: 17px; position: relative } textarea"
    " { min-height: 9rem; overflow-y: scroll }",
}


@pytest.mark.parametrize("style", STYLES)
def test_marks_lie_on_the_letters(url: str, open_page: Open, style: str) -> None:
    """The copy's letters cover those of the textarea, pixel for pixel, and each mark begins and ends at its caret."""
    page = open_marked(open_page, url, style)
    carets = 0
    for part in (0, 0.31, 1):
        scroll(page, part)
        carets += page.evaluate(CARETS)
        own, copy, none = (letters(page, what) for what in ("own", "copy", "none"))
        # A letter that is off by a pixel is black on white. What stays below comes from rounding: the browser
        # smooths a letter otherwise where a new piece of text begins.
        assert contrast(page, own, copy) < 128, f"{style} at {part}"
        assert contrast(page, own, none) > 200
    assert carets >= 8


@pytest.mark.parametrize(("style", "zoom"), [("fractions", 1.25), ("border box", 1.5), ("centred", 0.8)])
def test_marks_lie_on_the_letters_zoomed(url: str, open_page: Open, style: str, zoom: float) -> None:
    """With a zoom the browser puts letters between pixels, by itself in each box: within half a pixel, that is."""
    page = open_marked(open_page, url, style, device_scale_factor=zoom)
    carets = 0
    for part in (0, 0.5, 1):
        scroll(page, part)
        carets += page.evaluate(CARETS)
    assert carets >= 8


def open_marked(open_page: Open, url: str, style: str, **options: Any) -> Page:
    body = '<textarea id="reply" rows="6" cols="40"></textarea><reply-check for="reply" mode="hints"></reply-check>'
    page = open_page(
        f"{url}/host", FORM.format(body=body, style=f"<style>{STYLES[style]}</style>"), **options
    )
    write(page, LONG)
    expect(page.locator("reply-check-marks .mark").first).to_be_attached()
    assert page.evaluate("reply.scrollHeight - reply.clientHeight") > 50
    return page


def scroll(page: Page, part: float) -> None:
    """Scroll so far down, and wait until it is drawn."""
    page.evaluate(
        """(part) => {
            reply.blur();
            reply.form.scrollTop = 25;
            reply.scrollTop = part * (reply.scrollHeight - reply.clientHeight);
            return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        }""",
        part,
    )


def letters(page: Page, what: str) -> bytes:
    """A picture of the textarea with its own letters, those of the copy, or none."""
    page.evaluate(SHOW, what)
    picture = page.locator("#reply").screenshot(caret="hide")
    page.evaluate(SHOW, "both")
    return picture


def contrast(page: Page, one: bytes, other: bytes) -> int:
    """The greatest difference of a pixel's channel between two pictures, 0 to 255; 255 where the sizes differ."""
    return page.evaluate(CONTRAST, [base64.b64encode(picture).decode() for picture in (one, other)])


CONTRAST = """async (pictures) => {
  const pixels = async (picture) => {
    const bytes = Uint8Array.from(atob(picture), (sign) => sign.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    canvas.drawImage(bitmap, 0, 0);
    return canvas.getImageData(0, 0, bitmap.width, bitmap.height).data;
  };
  const [one, other] = [await pixels(pictures[0]), await pixels(pictures[1])];
  if (one.length !== other.length) return 255;
  return one.reduce((most, channel, index) => Math.max(most, Math.abs(channel - other[index])), 0);
}"""


# Shows the letters of the textarea, of the copy over it, or none; without marks, so that only letters are compared.
SHOW = """(what) => {
  const marks = document.querySelector("reply-check-marks");
  const reply = document.getElementById("reply");
  reply.style.color = what === "own" || what === "both" ? "black" : "transparent";
  const sheet = (marks.own ??= new CSSStyleSheet());
  const letters = what === "copy" ? "black" : "transparent";
  sheet.replaceSync(what === "both" ? "" : `div, .mark { color: ${letters} !important }
    .mark { text-decoration: none !important; background: none !important }`);
  const sheets = marks.shadowRoot.adoptedStyleSheets;
  if (!sheets.includes(sheet)) sheets.push(sheet);
}"""

# Asks the browser which caret of the textarea is nearest to both ends of each mark that can be seen; counts them.
CARETS = """() => {
  const reply = document.getElementById("reply");
  const box = reply.getBoundingClientRect();
  const { shadowRoot } = document.querySelector("reply-check-marks");
  let seen = 0;
  for (const mark of shadowRoot.querySelectorAll(".mark")) {
    const range = document.createRange();
    range.setStart(shadowRoot.querySelector("div"), 0);
    range.setEndBefore(mark);
    const start = range.toString().length;
    const lines = mark.getClientRects();
    const [first, last] = [lines[0], lines[lines.length - 1]];
    const ends = [[first.left + 0.6, first, start], [last.right - 0.6, last, start + mark.textContent.length]];
    for (const [x, line, offset] of ends) {
      const y = (line.top + line.bottom) / 2;
      if (y < box.top + 12 || y > box.bottom - 12) continue;
      const found = document.caretPositionFromPoint(x, y);
      if (found.offsetNode !== reply || found.offset !== offset) {
        throw new Error(`${mark.textContent}: ${found.offset}, not ${offset}`);
      }
      seen += 1;
    }
  }
  return seen;
}"""


def test_two_in_one_form(url: str, open_page: Open) -> None:
    """Both are asked before the form goes, by its own button and with its own fields; a third text is left alone."""
    body = (
        '<reply-check><textarea id="reply" name="a"></textarea></reply-check>'
        '<textarea id="other" name="b"></textarea><reply-check for="other"></reply-check>'
        '<textarea name="c"></textarea>'
    )
    page = open_page(f"{url}/host", FORM.format(body=body, style=""))
    page.route("**/sent?**", lambda route: route.fulfill(body="sent", content_type="text/html"))
    write(page, PROMISE)
    page.locator("#other").fill("Hei! Kirjoitimme sinulle eilen.")
    page.locator("[name=c]").fill(PROMISE)
    wait_for_cards(page, 2)
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Lähetä silti").click()
    page.get_by_role("button", name="Korjaa ja lähetä").click()
    page.wait_for_url("**/sent?**")
    fields = httpx.URL(page.url).params
    assert (fields["a"], fields["b"]) == (PROMISE, "Hei! Kirjoitimme teille eilen.")
    assert (fields["c"], fields["id"], fields["how"]) == (PROMISE, "7", "now")


def test_made_and_removed_by_script(url: str, open_page: Open) -> None:
    page = open_page(f"{url}/host", FORM.format(body='<p id="place"></p>', style=""))
    page.evaluate(
        """() => {
            const check = document.createElement("reply-check");
            check.setAttribute("messages", "en");
            place.append(check);
            check.innerHTML = '<textarea id="reply"></textarea>';
        }"""
    )
    write(page, PROMISE)
    expect(page.locator("reply-check .badge")).to_have_text("Check first")
    assert (
        page.evaluate(
            "(async () => (await customElements.whenDefined('reply-check'), place.firstChild.textarea.id))()"
        )
        == "reply"
    )
    page.evaluate("place.firstChild.remove()")
    assert page.locator("reply-check-marks").count() == 0
    page.get_by_role("button", name="Send").click()  # nobody holds the form
    page.wait_for_url("**/sent?**")


def test_what_a_script_does_to_the_text_is_seen(url: str, open_page: Open) -> None:
    body = '<reply-check for="reply"></reply-check>'
    page = open_page(f"{url}/host", FORM.format(body=body, style=""))
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<textarea id=reply></textarea>')")
    page.evaluate("(text) => { reply.value = text; }", PROMISE)
    wait_for_cards(page, 1)
    page.evaluate("reply.value = ''")
    expect(page.locator("reply-check-marks .mark")).to_have_count(0)
    wait_for_cards(page, 0)


def test_a_field_with_a_limit_keeps_it(url: str, open_page: Open) -> None:
    draft = "Hei! Kirjoitimme sun osoitteeseen, ja sinulle."
    body = f'<reply-check><textarea id="reply" maxlength="{len(draft)}"></textarea></reply-check>'
    page = open_page(f"{url}/host", FORM.format(body=body, style=""))
    write(page, draft)
    wait_for_cards(page, 2)
    page.get_by_role("button", name="Korjaa kaikki").click()
    expect(page.locator("reply-check [role=status]")).to_have_text(
        "Korjaus ei mahdu kentän enimmäispituuteen."
    )
    assert value(page) == draft


def test_text_functions(url: str, open_page: Open) -> None:
    """Edits word by word give the other text exactly, never cut a surrogate pair, and carets follow them."""
    page = open_page(url)
    failures = page.evaluate(
        """async () => {
            const { applyEdits, difference, follow, rebase, utf16, wordEdits } = await import("/reply-check/text.js");
            let seed = 7;
            const random = (n) => (seed = (seed * 16807) % 2147483647) % n;
            const signs = ["a", "ä", "😀", "😁", " ", "\\n", "lasku", "nne", ".", "👩‍👩‍👧"];
            const text = () => Array.from({ length: random(12) }, () => signs[random(signs.length)]).join("");
            const failures = [];
            for (let round = 0; round < 3000; round += 1) {
                const [before, after] = [text(), text()];
                for (const edits of [[difference(before, after)], wordEdits(before, after)]) {
                    if (applyEdits(before, edits) !== after) failures.push(["apply", before, after, edits]);
                    for (const { start, end, replacement } of edits) {
                        const parts = [before.slice(0, start), before.slice(start, end), replacement];
                        if (!parts.every((part) => part.isWellFormed())) failures.push(["cut", before, after]);
                    }
                    const caret = follow(before.length, edits);
                    if (caret !== after.length) failures.push(["caret", before, after, caret]);
                }
                const at = utf16(before);
                [...before].forEach((sign, index) => {
                    if (before.slice(at(index), at(index + 1)) !== sign) failures.push(["offset", before, index]);
                });
                const place = { start: random(before.length + 1), end: before.length };
                const moved = rebase(place, difference(before, after));
                if (moved && before.slice(place.start, place.end) !== after.slice(moved.start, moved.end)) {
                    failures.push(["rebase", before, after]);
                }
            }
            return failures;
        }"""
    )
    assert failures == []


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def test_demo_helpdesk(open_page: Open, shoot: Any) -> None:
    desk, checker = free_port(), free_port()
    command = [
        sys.executable,
        str(ROOT / "examples/helpdesk/run.py"),
        "--port",
        str(desk),
        "--checker-port",
        str(checker),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            wait_for(f"http://127.0.0.1:{checker}/ready")
            page = open_page(f"http://127.0.0.1:{desk}/")
            page.get_by_role("button", name="Mikko Lahtinen").click()
            page.keyboard.type(
                "Hei, pahoittelen katkosta. Käynnistäkää reititin 🙂 ja lähetä kuva laitteestasi."
            )
            expect(cards(page).first).to_be_visible()
            shoot(page, "helpdesk")
            page.get_by_role("button", name="Lähetä vastaus").click()
            expect(page.get_by_role("dialog")).to_be_visible()
            page.get_by_role("button", name="Korjaa ja lähetä").click()
            expect(page.locator("#messages .ours")).to_contain_text(
                "Voisitteko käynnistää reitittimen 🙂 ja lähettää kuvan laitteestanne?"
            )
            assert value(page) == ""
        finally:
            running.terminate()


def wait_for(address: str) -> None:
    for _ in range(300):
        try:
            if httpx.get(address).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError(address)
