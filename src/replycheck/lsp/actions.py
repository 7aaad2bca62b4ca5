"""What an editor offers to do about findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lsprotocol import types

from replycheck import fixes
from replycheck.lsp.opened import Checked
from replycheck.lsp.places import Places
from replycheck.lsp.shown import diagnostic_of, shown, span
from replycheck.lsp.words import Words, words
from replycheck.model import Edit, Finding, Fix

IGNORE, DISABLE, ACCEPT = "replycheck.ignoreOnce", "replycheck.disableRule", "replycheck.addTerm"
SWITCH = "replycheck.switchRegister"
FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.replycheck"
KINDS = (types.CodeActionKind.QuickFix, types.CodeActionKind.RefactorRewrite, FIX_ALL)

# A title is read at a glance.
TITLE = 72
# A name that is longer is no name.
TERM = 60


@dataclass(frozen=True)
class Asked:
    """What code actions are asked for.

    start, end: the selection, in code points
    only: the kinds that are wanted; None where none is named
    by_hand: whether a person asked, and not the editor at a step of the cursor
    """

    start: int
    end: int
    only: Sequence[str] | None
    by_hand: bool

    def wants(self, kind: str) -> bool:
        """Whether actions of a kind are wanted; what changes the whole draft, only where somebody asks for it."""
        if self.only is None:
            return self.by_hand or kind == types.CodeActionKind.QuickFix
        return any(kind == each or kind.startswith(f"{each}.") for each in self.only)


def actions(
    checked: Checked,
    places: Places,
    asked: Asked,
    uri: str,
    edit_of: Callable[[Sequence[Edit]], types.WorkspaceEdit],
) -> Iterator[types.CodeAction]:
    """The actions on a selection, the likeliest first.

    uri: the document's
    edit_of: makes a change of the document as the editor takes it
    """
    said = words(checked.settings.policy.messages)
    touched = [
        finding
        for finding in shown(checked.report)
        if span(finding, places)[0] <= asked.end and asked.start <= span(finding, places)[1]
    ]
    if asked.wants(types.CodeActionKind.QuickFix):
        for finding in touched:
            yield from _fixes(finding, checked, places, said, edit_of)
        yield from _exceptions(touched, checked, places, asked, uri, said)
    if asked.wants(FIX_ALL) and checked.report.fixed != checked.report.draft:
        mended = [
            Edit(start=start, end=end, replacement=text)
            for start, end, text in fixes.changes(checked.report.draft, checked.report.fixed)
        ]
        yield types.CodeAction(said.fix_all, kind=FIX_ALL, edit=edit_of(mended))
    if asked.wants(types.CodeActionKind.RefactorRewrite):
        for to, title in (("formal", said.to_formal), ("informal", said.to_informal)):
            yield _command(title, types.CodeActionKind.RefactorRewrite, SWITCH, [uri, to])


def _fixes(
    finding: Finding,
    checked: Checked,
    places: Places,
    said: Words,
    edit_of: Callable[[Sequence[Edit]], types.WorkspaceEdit],
) -> Iterator[types.CodeAction]:
    first_safe = next((fix for fix in finding.fixes if fix.applicability == "safe"), None)
    for fix in finding.fixes:
        yield types.CodeAction(
            _title(fix, checked.report.draft, said),
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic_of(finding, places)],
            is_preferred=fix is first_safe,
            edit=edit_of(fix.edits),
        )


def _title(fix: Fix, draft: str, said: Words) -> str:
    """What a fix gives, and why it is not applied by itself."""
    start, end = fix.edits[0].start, max(edit.end for edit in fix.edits)
    edits = [
        edit.model_copy(update={"start": edit.start - start, "end": edit.end - start}) for edit in fix.edits
    ]
    after = _short(fixes.apply(draft[start:end], edits))
    title = after or said.delete.format(text=_short(draft[start:end]))
    note = said.fill_in if fix.applicability == "display" else fix.safety_note
    return f"{title} ({note})" if fix.applicability != "safe" and note else title


def _exceptions(
    touched: Sequence[Finding], checked: Checked, places: Places, asked: Asked, uri: str, said: Words
) -> Iterator[types.CodeAction]:
    """What a person decides otherwise than the rules: this once, always, or for a name."""
    for finding in touched:
        title = said.ignore.format(rule=finding.rule)
        yield _command(
            title,
            types.CodeActionKind.QuickFix,
            IGNORE,
            [uri, finding.fingerprint],
            diagnostic_of(finding, places),
        )
    for rule in dict.fromkeys(finding.rule for finding in touched):
        yield _command(said.disable.format(rule=rule), types.CodeActionKind.QuickFix, DISABLE, [uri, rule])
    term = checked.report.draft[asked.start : asked.end].strip()
    if touched and term and len(term) <= TERM and "\n" not in term:
        yield _command(said.accept.format(term=term), types.CodeActionKind.QuickFix, ACCEPT, [uri, term])


def _command(
    title: str,
    kind: types.CodeActionKind,
    command: str,
    arguments: list[str],
    of: types.Diagnostic | None = None,
) -> types.CodeAction:
    return types.CodeAction(
        title,
        kind=kind,
        diagnostics=[of] if of else None,
        command=types.Command(title, command, arguments=arguments),
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TITLE else f"{line[: TITLE - 1].rstrip()}…"
