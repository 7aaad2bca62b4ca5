"""The language server as an editor starts it: a process of its own, spoken to by a client of the protocol."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.workspace import PositionCodec
from pytest_lsp import ClientServerConfig, LanguageClient

from replycheck import check_reply
from replycheck.lsp.places import Places
from replycheck.suppression import write_baseline

pytestmark = pytest.mark.front_end

SERVER = [sys.executable, "-c", "from replycheck.cli import main; main()", "lsp"]
FAULTY = "Hei ääh 😀! Lähetä kuva laskustasi.\r\nKiitos 😀, saimme tilauksesi.\r\n"
MENDED = "Hei ääh 😀! Voisitteko lähettää kuvan laskustanne?\r\nKiitos 😀, saimme tilauksenne.\r\n"
SECRET = "Salainen Asiakas"
QUICK_FIX, FIX_ALL = types.CodeActionKind.QuickFix, "source.fixAll.replycheck"


@dataclass
class Editor:
    """What an editor does: it keeps documents, tells the server of them, and applies what comes back."""

    client: LanguageClient
    encoding: str
    pulls: bool
    applied: list[types.WorkspaceEdit]
    texts: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    async def open(self, uri: str, text: str, language: str = "plaintext") -> list[types.Diagnostic]:
        self.texts[uri], self.versions[uri] = text, 1
        document = types.TextDocumentItem(uri, language, 1, text)
        return await self._told(
            uri, self.client.text_document_did_open, types.DidOpenTextDocumentParams(document)
        )

    async def change(self, uri: str, text: str) -> list[types.Diagnostic]:
        self.texts[uri] = text
        self.versions[uri] += 1
        document = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        whole = types.TextDocumentContentChangeWholeDocument(text)
        return await self._told(
            uri, self.client.text_document_did_change, types.DidChangeTextDocumentParams(document, [whole])
        )

    async def _told(self, uri: str, tell: Any, params: Any) -> list[types.Diagnostic]:
        if self.pulls:
            tell(params)
            return await self.pull(uri)
        waiting = asyncio.ensure_future(self.client.wait_for_notification("textDocument/publishDiagnostics"))
        tell(params)
        await asyncio.wait_for(waiting, 30)
        return list(self.client.diagnostics[uri])

    async def pull(self, uri: str) -> list[types.Diagnostic]:
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        answer = await self.client.text_document_diagnostic_async(params)
        return list(answer.items)

    async def close(self, uri: str) -> None:
        del self.texts[uri]
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
        )

    async def actions(
        self, uri: str, at: types.Range, only: list[str] | None = None, *, by_hand: bool = True
    ) -> list[types.CodeAction]:
        trigger = types.CodeActionTriggerKind.Invoked if by_hand else types.CodeActionTriggerKind.Automatic
        context = types.CodeActionContext([], only, trigger)
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), at, context)
        return list(await self.client.text_document_code_action_async(params) or [])

    async def run(self, command: types.Command | None) -> None:
        assert command is not None
        params = types.ExecuteCommandParams(command.command, command.arguments)
        await self.client.workspace_execute_command_async(params)

    async def hover(self, uri: str, position: types.Position) -> types.Hover | None:
        params = types.HoverParams(types.TextDocumentIdentifier(uri), position)
        return await self.client.text_document_hover_async(params)

    def span(self, uri: str, at: types.Range) -> tuple[int, int]:
        """A range as the editor that asked for this encoding understands it, in code points."""
        lines = self.texts[uri].splitlines(keepends=True)
        codec = PositionCodec(self.encoding)
        places = (
            codec.position_from_client_units(lines, at.start),
            codec.position_from_client_units(lines, at.end),
        )
        start, end = (sum(map(len, lines[: place.line])) + place.character for place in places)
        return start, end

    def shown(self, uri: str, at: types.Range) -> str:
        start, end = self.span(uri, at)
        return self.texts[uri][start:end]

    def after(self, edit: types.WorkspaceEdit | None) -> str:
        """The text of the one document that an edit changes, after it."""
        assert edit is not None
        if edit.document_changes:
            (change,) = edit.document_changes
            assert change.text_document.version == self.versions[change.text_document.uri]
            uri, edits = change.text_document.uri, change.edits
        else:
            ((uri, edits),) = edit.changes.items()
        text = self.texts[uri]
        spans = sorted(((*self.span(uri, each.range), each.new_text) for each in edits), reverse=True)
        for start, end, words in spans:
            text = text[:start] + words + text[end:]
        return text

    @property
    def messages(self) -> list[str]:
        return [each.message for each in self.client.messages]


def capabilities(encoding: str, *, pulls: bool) -> types.ClientCapabilities:
    documents = types.TextDocumentClientCapabilities(
        hover=types.HoverClientCapabilities(
            content_format=[types.MarkupKind.Markdown] if pulls else [types.MarkupKind.PlainText]
        ),
        publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=True),
        diagnostic=types.DiagnosticClientCapabilities() if pulls else None,
    )
    workspace = types.WorkspaceClientCapabilities(
        configuration=True,
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=pulls),
    )
    general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(encoding)])
    return types.ClientCapabilities(text_document=documents, workspace=workspace, general=general)


async def started(encoding: str, *, pulls: bool, options: Any = None) -> Editor:
    client = await ClientServerConfig(SERVER, server_env=dict(os.environ)).start()
    applied: list[types.WorkspaceEdit] = []
    # The client's library takes every action that has a command for the command itself.
    structure = client.protocol._converter.structure
    client.protocol._converter.register_structure_hook(
        types.Command | types.CodeAction,
        lambda given, _: structure(given, types.Command if given.get("arguments") else types.CodeAction),
    )

    @client.feature(types.WORKSPACE_APPLY_EDIT)
    def apply_edit(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        applied.append(params.edit)
        return types.ApplyWorkspaceEditResult(applied=True)

    params = types.InitializeParams(
        capabilities=capabilities(encoding, pulls=pulls), initialization_options=options
    )
    answer = await client.initialize_session(params)
    assert answer.capabilities.position_encoding == encoding
    return Editor(client, encoding, pulls, applied)


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["utf-16", "utf-8"])
async def editor(request: pytest.FixtureRequest) -> AsyncIterator[Editor]:
    """One editor that counts in UTF-16 and is sent diagnostics, and one that counts in UTF-8 and asks for them."""
    options = {"first-reply": False} if request.param == "utf-16" else {"replycheck": {"first_reply": False}}
    editor = await started(request.param, pulls=request.param == "utf-8", options=options)
    yield editor
    await editor.client.shutdown_session()


@pytest.mark.asyncio(loop_scope="module")
async def test_from_open_over_quick_fixes_to_clean(editor: Editor) -> None:
    uri = "untitled:quick"
    left = await editor.open(uri, FAULTY)
    assert [editor.shown(uri, each.range) for each in left] == ["Lähetä", "laskustasi", "tilauksesi"]
    assert {each.source for each in left} == {"replycheck"}
    assert left[0].code == "imperative/bare-order"
    assert left[0].severity == types.DiagnosticSeverity.Warning
    while left:
        actions = await editor.actions(uri, left[0].range, [QUICK_FIX])
        (preferred,) = [each for each in actions if each.is_preferred]
        assert preferred.diagnostics[0].data == left[0].data
        before = len(left)
        left = await editor.change(uri, editor.after(preferred.edit))
        assert len(left) < before
    assert editor.texts[uri] == MENDED


@pytest.mark.asyncio(loop_scope="module")
async def test_fix_all_makes_the_safe_fixes_and_nothing_else(editor: Editor) -> None:
    uri = "untitled:all"
    text = f"{FAULTY}Emme voi auttaa.\r\n"
    await editor.open(uri, text)
    start = types.Range(types.Position(0, 0), types.Position(0, 0))
    for kind in ("source", "source.fixAll", FIX_ALL):
        (action,) = await editor.actions(uri, start, [kind], by_hand=False)
        assert action.kind == FIX_ALL
        assert editor.after(action.edit) == f"{MENDED}Emme voi auttaa.\r\n"
    changed = (action.edit.changes or {}).get(uri) or action.edit.document_changes[0].edits
    assert [each.new_text for each in changed] == [
        "Voisitteko",
        "lähettää",
        "kuvan laskustanne?",
        "tilauksenne",
    ]
    (left,) = await editor.change(uri, editor.after(action.edit))
    assert left.code == "dismissive/refusal"
    assert await editor.actions(uri, start, [FIX_ALL]) == []


@pytest.mark.asyncio(loop_scope="module")
async def test_every_fix_says_what_it_gives_and_only_the_first_safe_one_is_preferred(editor: Editor) -> None:
    uri = "untitled:ladder"
    (found,) = await editor.open(uri, "Lähetä kuva kuitista.")
    actions = await editor.actions(uri, found.range, [QUICK_FIX])
    fixes = [each for each in actions if each.edit]
    (finding,) = check_reply("Lähetä kuva kuitista.", context={"first_reply": False}).findings
    assert len(fixes) == len(finding.fixes) > 1
    assert fixes[0].title == "Voisitteko lähettää kuvan kuitista?"
    assert [each.is_preferred for each in fixes] == [True, *[False] * (len(fixes) - 1)]


@pytest.mark.asyncio(loop_scope="module")
async def test_an_unsafe_fix_says_why_and_is_never_preferred(editor: Editor) -> None:
    uri = "untitled:unsafe"
    text = "Teidän täytyy täyttää lomake. Ette ole maksanut laskua."
    unsafe = {
        fix.safety_note
        for finding in check_reply(text, context={"first_reply": False}).findings
        for fix in finding.fixes
        if fix.applicability == "unsafe" and fix.safety_note
    }
    assert unsafe
    found = await editor.open(uri, text)
    actions = [each for one in found for each in await editor.actions(uri, one.range, [QUICK_FIX])]
    for note in unsafe:
        assert not any(each.is_preferred for each in actions if note in each.title)
        assert any(note in each.title for each in actions)


@pytest.mark.asyncio(loop_scope="module")
async def test_spots_of_the_other_form_of_address_lead_to_each_other(editor: Editor) -> None:
    uri = "untitled:spots"
    _, first, second = await editor.open(uri, FAULTY)
    (there,) = first.related_information
    assert there.location == types.Location(uri, second.range)
    assert [each.location.range for each in second.related_information] == [first.range]


@pytest.mark.asyncio(loop_scope="module")
async def test_hover_says_message_reason_source_and_rule(editor: Editor) -> None:
    uri = "untitled:hover"
    order, *_ = await editor.open(uri, FAULTY)
    hover = await editor.hover(uri, order.range.end)
    assert editor.shown(uri, hover.range) == "Lähetä"
    for said in ("käskee asiakasta", "Miksi: ", "Lähde: ", "imperative/bare-order"):
        assert said in hover.contents.value
    assert (hover.contents.kind == types.MarkupKind.Markdown) == editor.pulls
    assert hover.contents.value.startswith("**”Lähetä”" if editor.pulls else "”Lähetä”")
    assert await editor.hover(uri, types.Position(0, 0)) is None


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_said_of_the_whole_draft_stands_at_its_first_line() -> None:
    editor = await started("utf-32", pulls=True)
    (found,) = await editor.open("untitled:whole", "Laskunne on maksettu 😀.\nSe on nyt kunnossa.")
    assert found.code == "courtesy/no-courtesy"
    assert editor.shown("untitled:whole", found.range) == "Laskunne on maksettu 😀."
    await editor.client.shutdown_session()


@pytest.mark.parametrize(
    ("to", "text", "switched"),
    [
        ("formal", "Ääh 😀! Saitko jo laskusi?", "Ääh 😀! Saitteko jo laskunne?"),
        ("informal", "Saitteko jo laskunne?", "Saitko jo laskusi?"),
    ],
)
@pytest.mark.asyncio(loop_scope="module")
async def test_a_draft_is_switched_as_a_whole(editor: Editor, to: str, text: str, switched: str) -> None:
    uri = f"untitled:switch-{to}"
    await editor.open(uri, text)
    somewhere = types.Range(types.Position(0, 0), types.Position(0, 0))
    actions = await editor.actions(uri, somewhere, ["refactor"])
    (action,) = [each for each in actions if each.command.arguments[1] == to]
    await editor.run(action.command)
    assert editor.after(editor.applied.pop()) == switched


@pytest.mark.asyncio(loop_scope="module")
async def test_a_switch_that_is_refused_says_where_and_why(editor: Editor) -> None:
    uri = "untitled:refused"
    await editor.open(uri, "Hei ääh 😀!\nMä siirrän sun sähköpostiin.")
    await editor.run(types.Command("", "replycheck.switchRegister", arguments=[uri, "formal"]))
    assert editor.applied == []
    assert "Rivi 2, merkki 12: ei ole varmaa, puhutteleeko sana asiakasta." in editor.messages[-1]


@pytest.mark.asyncio(loop_scope="module")
async def test_switches_are_offered_to_who_asks_and_not_at_every_step_of_the_cursor(editor: Editor) -> None:
    uri = "untitled:offers"
    await editor.open(uri, "Kiitos viestistänne.")
    start = types.Range(types.Position(0, 0), types.Position(0, 0))
    assert await editor.actions(uri, start, by_hand=False) == []
    assert len(await editor.actions(uri, start)) == 2


@pytest.mark.asyncio(loop_scope="module")
async def test_markup_is_checked_in_places_of_the_source(editor: Editor) -> None:
    page = "<p>Ääh &amp; 😀! Saimme <b>tilauksesi</b>.</p>"
    for language, source, mended in (
        ("html", page, page.replace("tilauksesi", "tilauksenne")),
        (
            "markdown",
            "> Lähetä kuva\n\nSaimme **tilauksesi** 😀.",
            "> Lähetä kuva\n\nSaimme **tilauksenne** 😀.",
        ),
    ):
        uri = f"untitled:{language}"
        (found,) = await editor.open(uri, source, language)
        assert editor.shown(uri, found.range) == "tilauksesi"
        fix, *_ = await editor.actions(uri, found.range, [QUICK_FIX])
        assert editor.after(fix.edit) == mended
        await editor.run(types.Command("", "replycheck.switchRegister", arguments=[uri, "formal"]))
        assert editor.after(editor.applied.pop()) == mended


@pytest.mark.asyncio(loop_scope="module")
async def test_a_finding_is_ignored_a_rule_switched_off_and_a_name_accepted_for_the_session() -> None:
    editor = await started("utf-16", pulls=True, options={"first-reply": False, "messages": "en"})
    uri = "untitled:exceptions"
    text = "Saimme tilauksesi. Saimme laskusi. Kotisi kuntoon on täällä. Saimme kuvasi."
    one, two, three, _ = await editor.open(uri, text)

    async def choose(at: types.Range, command: str) -> list[str]:
        actions = await editor.actions(uri, at, [QUICK_FIX])
        (action,) = [each for each in actions if each.command and each.command.command == command]
        await editor.run(action.command)
        return [editor.shown(uri, each.range) for each in await editor.pull(uri)]

    assert await choose(one.range, "replycheck.ignoreOnce") == ["laskusi", "Kotisi", "kuvasi"]
    assert "until the editor is restarted" in editor.messages[-1]
    name = types.Range(
        three.range.start, types.Position(0, three.range.start.character + len("Kotisi kuntoon"))
    )
    assert await choose(name, "replycheck.addTerm") == ["laskusi", "kuvasi"]
    assert await choose(two.range, "replycheck.disableRule") == []
    await editor.run(types.Command("", "replycheck.disableRule", arguments=[uri, "house/of-another-folder"]))
    assert await editor.change(uri, f"Lähetä kuva. {text}") != []
    await editor.client.shutdown_session()


@pytest.mark.asyncio(loop_scope="module")
async def test_documents_are_apart_and_closing_one_clears_it(editor: Editor) -> None:
    faulty, clean = "untitled:faulty", "untitled:clean"
    assert len(await editor.open(faulty, FAULTY)) == 3
    assert await editor.open(clean, MENDED) == []
    assert len(editor.client.diagnostics.get(faulty, [None] * 3)) == 3
    assert await editor.change(clean, FAULTY) != []
    if editor.pulls:
        await editor.close(faulty)
        assert await editor.pull(faulty) == []
    else:
        waiting = asyncio.ensure_future(
            editor.client.wait_for_notification("textDocument/publishDiagnostics")
        )
        await editor.close(faulty)
        await asyncio.wait_for(waiting, 30)
        assert not editor.client.diagnostics[faulty]
    assert await editor.change(clean, MENDED) == []


@pytest.mark.asyncio(loop_scope="module")
async def test_what_has_not_changed_is_not_sent_again() -> None:
    editor = await started("utf-8", pulls=True)
    document = types.TextDocumentIdentifier("untitled:same")
    await editor.open(document.uri, FAULTY)
    ask = editor.client.text_document_diagnostic_async
    first = await ask(types.DocumentDiagnosticParams(document))
    again = await ask(types.DocumentDiagnosticParams(document, previous_result_id=first.result_id))
    assert again.kind == "unchanged"
    await editor.change(document.uri, MENDED)
    after = await ask(types.DocumentDiagnosticParams(document, previous_result_id=first.result_id))
    assert (after.kind, list(after.items)) == ("full", [])
    await editor.client.shutdown_session()


@pytest.mark.asyncio(loop_scope="module")
async def test_any_text_is_a_document(editor: Editor) -> None:
    for number, text in enumerate(
        ("", "\n", "\r", "\ud800 Lähetä kuva.", "\u2028\x00\ufeff", "Lähetä kuva. " * 400)
    ):
        await editor.open(f"untitled:any-{number}", text)
    assert await editor.open("untitled:any", "Saimme tilauksesi.", "python") != []
    far = types.Range(types.Position(9, 0), types.Position(99, 99))
    assert await editor.actions("untitled:any-0", far, [QUICK_FIX]) == []


@pytest.mark.asyncio(loop_scope="module")
async def test_only_the_last_of_quick_changes_is_pushed() -> None:
    editor = await started("utf-16", pulls=False, options={"first-reply": False})
    uri = "untitled:typing"
    await editor.open(uri, "Saimme")
    seen: list[types.PublishDiagnosticsParams] = []
    waiting = asyncio.ensure_future(editor.client.wait_for_notification("textDocument/publishDiagnostics"))
    for version, text in enumerate(("Saimme til", "Saimme tilauksesi", "Saimme tilauksesi."), 2):
        document = types.VersionedTextDocumentIdentifier(version, uri)
        whole = types.TextDocumentContentChangeWholeDocument(text)
        editor.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [whole]))
    seen.append(await asyncio.wait_for(waiting, 30))
    assert seen[0].version == 4
    assert [each.code for each in seen[0].diagnostics] == ["address/possessive-2sg"]
    await editor.client.shutdown_session()


@pytest.mark.asyncio(loop_scope="module")
async def test_settings_come_from_the_editor_then_from_the_file_of_the_document(tmp_path: Path) -> None:
    house = tmp_path / "replycheck.toml"
    house.write_text('address = "informal"\nfirst-reply = false\n', encoding="utf-8")
    editor = await started("utf-16", pulls=True)
    uri = (tmp_path / "drafts" / "ääh.txt").as_uri()
    assert await editor.open(uri, "Saimme tilauksesi.") == []

    house.write_text('address = "formal"\nfirst-reply = false\n', encoding="utf-8")
    changed = types.FileEvent(house.as_uri(), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
    assert [each.code for each in await editor.pull(uri)] == ["address/possessive-2sg"]

    settings = types.DidChangeConfigurationParams({"replycheck": {"severities": {"address": "error"}}})
    editor.client.workspace_did_change_configuration(settings)
    assert [each.severity for each in await editor.pull(uri)] == [types.DiagnosticSeverity.Error]

    for wrong, said in (
        ({"adress": "formal"}, "no setting 'adress'; did you mean 'address'?"),
        ({"address": "polite"}, "policy: address: Input should be 'formal'"),
        ({"ignore": ["adress"]}, "no rule or category 'adress'"),
    ):
        editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(wrong))
        assert await editor.pull(uri) == []
        assert said in editor.messages[-1]
    told = len(editor.messages)
    assert await editor.change(uri, "Saimme laskusi.") == []
    assert len(editor.messages) == told

    house.write_text("address = formal", encoding="utf-8")
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams({}))
    assert await editor.pull(uri) == []
    assert "replycheck.toml:1:11: not TOML" in editor.messages[-1]
    await editor.client.shutdown_session()


@pytest.mark.asyncio(loop_scope="module")
async def test_an_editor_that_keeps_its_settings_to_itself_is_asked_for_them() -> None:
    editor = await started("utf-16", pulls=True, options={"first-reply": False})
    uri = "untitled:asked"
    assert [each.severity for each in await editor.open(uri, "Saimme laskusi.")] == [
        types.DiagnosticSeverity.Warning
    ]
    editor.client.set_configuration(
        {"severities": {"address": "info"}, "first-reply": False}, section="replycheck"
    )
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
    await asyncio.sleep(0.1)
    assert [each.severity for each in await editor.pull(uri)] == [types.DiagnosticSeverity.Information]
    await editor.client.shutdown_session()


@pytest.mark.asyncio(loop_scope="module")
async def test_a_long_document_is_checked_for_its_time_and_others_are_answered_meanwhile() -> None:
    editor = await started("utf-16", pulls=True, options={"first-reply": False, "profile": "light"})
    (found,) = await editor.open("untitled:short", "Saimme tilauksesi.")
    long = asyncio.ensure_future(editor.open("untitled:long", "Kiitos viestistänne. " * 10_000))
    await asyncio.sleep(0)
    hover = asyncio.ensure_future(editor.hover("untitled:short", found.range.start))
    await asyncio.wait({long, hover}, return_when=asyncio.FIRST_COMPLETED)
    assert not long.done()
    assert hover.result() is not None
    (last,) = await asyncio.wait_for(long, 30)
    assert last.code == "time-limit"
    assert last.range.start == last.range.end
    await editor.client.shutdown_session()


@pytest.mark.asyncio(loop_scope="module")
async def test_what_the_baseline_knows_is_not_shown(tmp_path: Path) -> None:
    house, draft, baseline = (tmp_path / name for name in ("replycheck.toml", "draft.txt", "baseline.json"))
    house.write_text('baseline = "baseline.json"\nfirst-reply = false\n', encoding="utf-8")
    known = check_reply("Saimme tilauksesi.", context={"first_reply": False}).findings
    write_baseline(baseline, [(draft, known)])
    editor = await started("utf-16", pulls=True)
    (found,) = await editor.open(draft.as_uri(), "Saimme tilauksesi. Saimme laskusi.")
    assert editor.shown(draft.as_uri(), found.range) == "laskusi"
    await editor.client.shutdown_session()


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_ignored_stays_in_the_file_that_the_configuration_names(tmp_path: Path) -> None:
    house, ignored = tmp_path / "replycheck.toml", tmp_path / "ignored.json"
    house.write_text('ignored = "ignored.json"\nfirst-reply = false\n', encoding="utf-8")
    editor = await started("utf-8", pulls=True)
    uri = (tmp_path / "draft.txt").as_uri()
    (found,) = await editor.open(uri, "Saimme tilauksesi.")
    await editor.run(types.Command("", "replycheck.ignoreOnce", arguments=[uri, found.data["fingerprint"]]))
    assert await editor.pull(uri) == []
    (entry,) = json.loads(ignored.read_text(encoding="utf-8"))["ignored"]
    assert (entry["fingerprint"], entry["path"]) == (found.data["fingerprint"], "draft.txt")
    await editor.client.shutdown_session()


def test_nothing_of_a_document_is_logged_and_the_server_outlives_what_it_cannot_read() -> None:
    document = {"uri": f"file:///{SECRET}", "languageId": "plaintext", "version": 1}
    messages = [
        {"id": 1, "method": "initialize", "params": {"capabilities": {}, "processId": None, "rootUri": None}},
        {"method": "initialized", "params": {}},
        {
            "method": "textDocument/didOpen",
            "params": {"textDocument": {**document, "text": f"{SECRET}: Lähetä."}},
        },
        {"method": "textDocument/didOpen", "params": {"textDocument": SECRET}},
        {"method": SECRET, "params": {SECRET: SECRET}},
        {"id": 2, "method": "textDocument/hover", "params": {"textDocument": SECRET}},
        {"id": 3, "method": "workspace/executeCommand", "params": {"command": SECRET, "arguments": [SECRET]}},
        {
            "id": 4,
            "method": "textDocument/hover",
            "params": {"textDocument": {"uri": document["uri"]}, "position": {"line": 0, "character": 20}},
        },
    ]
    end = [{"id": 5, "method": "shutdown"}, {"method": "exit"}]
    for last, code in ((end, 0), (end[1:], 1), ([], 1)):
        with subprocess.Popen(SERVER, stdin=-1, stdout=-1, stderr=-1) as server:
            server.stdin.write(framed(messages))
            server.stdin.flush()
            answers: dict[int, Any] = {}
            log = ""
            while not answers.keys() >= {1, 3, 4}:
                answer = read_framed(server.stdout)
                answers[answer.get("id", 0)] = answer
                log += answer["params"]["message"] if answer.get("method") == "window/logMessage" else ""
            server.stdin.write(framed(last))
            server.stdin.close()
            assert server.stderr.read() == b""
            assert server.wait(30) == code
        assert "käskee" in answers[4]["result"]["contents"]["value"]
        assert "code points: 25, findings: 2, ms: " in log
        assert not [word for word in SECRET.split() if word in log]


def framed(messages: list[dict[str, Any]]) -> bytes:
    bodies = [json.dumps({"jsonrpc": "2.0", **message}).encode() for message in messages]
    return b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies)


def read_framed(stream: Any) -> dict[str, Any]:
    length = 0
    while line := stream.readline().strip():
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    return json.loads(stream.read(length))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_places_are_counted_as_the_editor_counts_and_back(encoding: str) -> None:
    text = "ääh 😀\r\n\u2028ä\r😀\n"
    places = Places(text, encoding)
    lines = ["ääh 😀", "\u2028ä", "😀", ""]
    width = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    starts = (0, 7, 10, 12)
    for number, (line, start) in enumerate(zip(lines, starts, strict=True)):
        for column in range(len(line) + 1):
            units = len(line[:column].encode(f"{encoding}-le" if width > 1 else encoding)) // width
            position = types.Position(number, units)
            assert places.position(start + column) == position
            assert places.offset(position) == start + column
        assert places.offset(types.Position(number, 999)) == start + len(line)
    assert places.offset(types.Position(99, 0)) == len(text)
    assert Places("😀", "utf-16").offset(types.Position(0, 1)) == 0
