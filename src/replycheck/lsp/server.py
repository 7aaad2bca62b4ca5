"""The Language Server Protocol: what an editor tells, asks and orders, and what it is told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from replycheck import __version__, config
from replycheck.errors import ReplycheckError, place_in_code
from replycheck.lsp import actions, shown
from replycheck.lsp.opened import Checked, Opened, Wishes
from replycheck.lsp.places import Places
from replycheck.lsp.words import Words, words
from replycheck.model import AddressForm, Edit, Switch
from replycheck.positions import Positions
from replycheck.suppression import remember

# So long nobody must have typed before findings are pushed to an editor that does not ask for them.
PAUSE = 0.25
WATCHED = (config.FILE, config.PYPROJECT)
SECTION = "replycheck"
REASON = "ignored in the editor"

Result = TypeVar("Result")

log = logging.getLogger(__name__)


class Server(LanguageServer):
    """A server of one editor.

    An editor that asks for diagnostics (``textDocument/diagnostic``) is answered; to any other they are pushed,
    since one that got both would show everything twice.
    """

    def __init__(self) -> None:
        super().__init__("replycheck", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.wishes = Wishes()
        self._pool = ThreadPoolExecutor(1, "check")
        self._opened: dict[str, Opened] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: set[str] = set()
        self.told_to_stop = False

    def opened(self, uri: str) -> Opened | None:
        """An open document as it stands now."""
        return self._opened.get(uri)

    def renew(self, uri: str, pause: float = PAUSE) -> None:
        """Take a document as it stands now; push what is found in it after a pause, to whom it is pushed."""
        document = self.workspace.get_text_document(uri)
        path = to_fs_path(uri) or to_fs_path(self.workspace.root_uri or "")
        opened = Opened(document, Path(path) if path else None, self.wishes, self._pool)
        self._opened[uri] = opened
        if not self.can("text_document.diagnostic"):
            self._start(self._push(uri, opened, pause))

    def renew_all(self) -> None:
        """Check every open document anew, since something else than its text has changed."""
        self._told.clear()
        for uri in self._opened:
            self.renew(uri, pause=0)
        if self.can("workspace.diagnostics.refresh_support"):
            self.workspace_diagnostic_refresh(None)

    def forget(self, uri: str) -> None:
        """Forget a document that was closed, and take back what was shown of it."""
        self._opened.pop(uri, None)
        if not self.can("text_document.diagnostic"):
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def places(self, opened: Opened) -> Places:
        """The places of a document in the unit that was agreed on."""
        return Places(opened.text, self.workspace.position_encoding or types.PositionEncodingKind.Utf16)

    async def checked(self, opened: Opened) -> Checked | None:
        """The check of a document; None where there is none, and the person is told why."""
        return await self.answer(opened.checked())

    async def answer(self, work: Awaitable[Result]) -> Result | None:
        """What comes of some work; None where it fails. A failure is never the end of the server."""
        try:
            return await work
        except Exception as error:
            self.failed(error)
        return None

    def failed(self, error: Exception) -> None:
        """Tell the person what they can mend, once; anything else goes to the log, without its words."""
        if not isinstance(error, ReplycheckError):
            log.error("failed: %s at %s", type(error).__name__, place_in_code(error))
        elif str(error) not in self._told:
            self._told.add(str(error))
            said = words(str(self.wishes.given.get("messages")))
            self.say(said.unusable.format(fault=error), types.MessageType.Error)

    async def diagnostics(self, uri: str, opened: Opened) -> list[types.Diagnostic]:
        """The diagnostics of a document; none where it could not be checked."""
        checked = await self.checked(opened)
        if checked is None:
            return []
        together = self.can("text_document.publish_diagnostics.related_information") or self.can(
            "text_document.diagnostic.related_information"
        )
        return shown.diagnostics(checked, self.places(opened), uri if together else None)

    def edit_of(self, uri: str, opened: Opened, edits: Sequence[Edit]) -> types.WorkspaceEdit:
        """A change of a document: of the very version that was checked, where the editor can be told so."""
        changes = list(map(self.places(opened).edit, edits))
        if not self.can("workspace.workspace_edit.document_changes"):
            return types.WorkspaceEdit(changes={uri: changes})
        document = types.OptionalVersionedTextDocumentIdentifier(uri, opened.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, changes)])

    def say(self, message: str, kind: types.MessageType = types.MessageType.Info) -> None:
        """Show a sentence to the person at the editor."""
        self.window_show_message(types.ShowMessageParams(kind, message))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log that a message failed; what pygls would show of it may quote the draft."""
        log.error("a message failed: %s", type(error).__name__)

    def can(self, capability: str) -> bool:
        """Whether the editor has a capability, named as in ``ClientCapabilities``."""
        return bool(get_capability(self.client_capabilities, capability))

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _push(self, uri: str, opened: Opened, pause: float) -> None:
        await asyncio.sleep(pause)
        if self.opened(uri) is not opened:
            return
        found = await self.diagnostics(uri, opened)
        if self.opened(uri) is opened:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, opened.version))


class EditorLog(logging.Handler):
    """Sends log records to the editor, which keeps them among those of its servers: counts and times, no text."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self._server = server
        self._loop = asyncio.get_running_loop()

    def emit(self, record: logging.LogRecord) -> None:
        """Send a record, from whichever thread it comes."""
        kind = types.MessageType.Error if record.levelno >= logging.ERROR else types.MessageType.Log
        params = types.LogMessageParams(kind, record.getMessage())
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._server.window_log_message, params)


def make_server() -> Server:
    """A server that knows what to do; what it runs on is the caller's."""
    server = Server()
    _follow_documents(server)
    _follow_settings(server)
    _answer_questions(server)
    _obey_commands(server)
    return server


def serve() -> bool:
    """Serve the editor on standard input and output until it leaves; whether it asked for the end before."""
    # Nobody else's log is kept: a library may quote what it was sent.
    logging.getLogger().addHandler(logging.NullHandler())
    server = make_server()
    server.start_io()
    return server.told_to_stop


def _follow_documents(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.renew(params.text_document.uri, pause=0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        server.renew(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.forget(params.text_document.uri)


def _follow_settings(server: Server) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.wishes.given = _given(params.initialization_options)
        own = logging.getLogger("replycheck.lsp")
        own.setLevel(logging.INFO)
        own.addHandler(EditorLog(server))

    @server.feature(types.SHUTDOWN)
    def shutdown(params: None) -> None:
        server.told_to_stop = True

    @server.feature(types.INITIALIZED)
    def initialized(params: types.InitializedParams) -> None:
        if server.can("workspace.did_change_watched_files.dynamic_registration"):
            watchers = [types.FileSystemWatcher(f"**/{name}") for name in WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = types.Registration("configuration-files", method, options)
            server.client_register_capability(types.RegistrationParams([registration]))

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        settings: Any = params.settings
        if settings is None and server.can("workspace.configuration"):  # the editor is to be asked
            item = types.ConfigurationItem(section=SECTION)
            (settings,) = await server.workspace_configuration_async(types.ConfigurationParams([item]))
        if settings is not None:
            server.wishes.given = _given(settings)
        server.renew_all()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(params: types.DidChangeWatchedFilesParams) -> None:
        server.renew_all()


def _given(settings: Any) -> Mapping[str, Any]:
    """The settings that an editor gives: ours, or a table of everybody's with ours in it."""
    settings = settings.get(SECTION, settings) if isinstance(settings, Mapping) else settings
    return dict(settings) if isinstance(settings, Mapping) else {}


def _answer_questions(server: Server) -> None:
    diagnostic_options = types.DiagnosticOptions(
        inter_file_dependencies=False, workspace_diagnostics=False, identifier=SECTION
    )

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, diagnostic_options)
    async def diagnostic(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        uri = params.text_document.uri
        opened = server.opened(uri)
        if opened is None:
            return types.RelatedFullDocumentDiagnosticReport(items=[])
        if params.previous_result_id == opened.name:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=opened.name)
        items = await server.diagnostics(uri, opened)
        return types.RelatedFullDocumentDiagnosticReport(items=items, result_id=opened.name)

    action_options = types.CodeActionOptions(code_action_kinds=list(actions.KINDS), resolve_provider=False)

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, action_options)
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        opened = server.opened(uri)
        checked = await server.checked(opened) if opened else None
        if opened is None or checked is None:
            return []
        places = server.places(opened)
        asked = actions.Asked(
            places.offset(params.range.start),
            places.offset(params.range.end),
            params.context.only,
            params.context.trigger_kind is not types.CodeActionTriggerKind.Automatic,
        )
        return list(actions.actions(checked, places, asked, uri, partial(server.edit_of, uri, opened)))

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        opened = server.opened(params.text_document.uri)
        checked = await server.checked(opened) if opened else None
        if opened is None or checked is None:
            return None
        places = server.places(opened)
        formats = get_capability(server.client_capabilities, "text_document.hover.content_format") or []
        markdown = types.MarkupKind.Markdown in formats
        return shown.hover(checked, places, places.offset(params.position), markdown=markdown)


def _obey_commands(server: Server) -> None:
    async def language(uri: str) -> Words:
        opened = server.opened(uri)
        checked = await server.checked(opened) if opened else None
        return words(checked.settings.policy.messages if checked else "fi")

    @server.command(actions.IGNORE)
    async def ignore(uri: str, fingerprint: str) -> None:
        opened = server.opened(uri)
        checked = await server.checked(opened) if opened else None
        if opened is None or checked is None:
            return
        found = [each for each in checked.report.findings if each.fingerprint == fingerprint]
        file = checked.settings.ignored
        if file is None:
            server.wishes.ignored.add(fingerprint)
            server.say(words(checked.settings.policy.messages).ignored)
        else:
            path = to_fs_path(uri)
            await server.answer(
                asyncio.to_thread(remember, file, found, REASON, Path(path) if path else None)
            )
        server.renew_all()

    @server.command(actions.DISABLE)
    async def disable(uri: str, rule: str) -> None:
        said = await language(uri)
        server.wishes.rules.add(rule)
        server.say(said.disabled.format(rule=rule))
        server.renew_all()

    @server.command(actions.ACCEPT)
    async def accept(uri: str, term: str) -> None:
        said = await language(uri)
        server.wishes.terms.add(term)
        server.say(said.accepted.format(term=term))
        server.renew_all()

    @server.command(actions.SWITCH)
    async def switch(uri: str, to: AddressForm) -> None:
        opened = server.opened(uri)
        if opened is None:
            return
        said = await language(uri)
        try:
            done = await opened.switched(to)
        except Exception as error:
            server.failed(error)
            return
        if done is None:
            server.say(said.markup, types.MessageType.Warning)
        elif done.refused:
            server.say("\n".join(_refusals(done, said)), types.MessageType.Warning)
        elif not done.edits:
            server.say(said.nothing_to_switch)
        elif server.opened(uri) is opened:
            edit = server.edit_of(uri, opened, done.edits)
            label = said.to_formal if to == "formal" else said.to_informal
            server.workspace_apply_edit(types.ApplyWorkspaceEditParams(edit, label=label))


def _refusals(switch: Switch, said: Words) -> Iterator[str]:
    """Where and why a draft was not switched, a line each; counted as people do."""
    positions = Positions(switch.draft)
    for refusal in switch.refused:
        line, column = positions.line_column(refusal.start)
        yield said.refused.format(line=line, column=column, message=refusal.message)
