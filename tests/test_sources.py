"""What a file holds, format by format, and files that are checked and mended."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from replycheck.cli import cli
from replycheck.cli.files import read_files, write
from replycheck.errors import ReplycheckError
from replycheck.fixes import apply
from replycheck.model import Edit
from replycheck.sources import find_drafts

FAULTY = "Hei! Saimme tilauksesi eilen."
MENDED = "Hei! Saimme tilauksenne eilen."


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments], input=stdin)


def put(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def prose(text: str, form: str) -> str:
    (draft,) = find_drafts(text, form, "source")
    return draft.marked.prose


# --- JSON Lines ---


def line(**fields) -> str:
    return json.dumps(fields, ensure_ascii=False)


def test_a_line_is_a_draft_in_its_situation():
    written = r'{"id": 7, "channel": "email", "draft": "Hei\n\"y\u00f6\" \ud83d\ude00", "x": [{}]}'
    text = f"\n{written}\r\n{line(draft='Moi', address='informal')}"
    first, second = find_drafts(text, "jsonl", "drafts.jsonl")
    assert (first.line, first.marked.prose) == (2, 'Hei\n"yö" 😀')
    assert (dict(first.situation), first.address) == ({"channel": "email"}, None)
    assert (second.line, second.marked.prose, second.address) == (3, "Moi", "informal")
    for draft in (first, second):
        assert text[draft.start :].startswith(draft.marked.source)


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ('{"draft": "Hei"', "1:16: not JSON: no comma after a value"),
        ('{"draft": "Hei}', "1:11: not JSON: Unterminated string starting at"),
        ('["salaisuus"]', "1:1: not a JSON object"),
        ('{"draft": "salaisuus"} x', "1:24: not JSON: something stands after the object"),
        ('{"text": "salaisuus"}', '1:1: no field "draft"'),
        ('{"draft": 5}', '1:11: "draft" is not a text'),
        ('{"draft": "a", "channel": "salaisuus"}', "1:27: \"channel\": Input should be 'chat' or 'email'"),
        ('{"draft": "a", "address": "salaisuus"}', '1:27: "address" is none of formal, informal'),
        ("[" * 100_000, "1:1: not a JSON object"),
        ('{"draft": ' + "[" * 100_000, "1:1: not JSON that can be read: nested too deep"),
    ],
)
def test_a_broken_line_is_named_and_never_quoted(broken, complaint):
    with pytest.raises(ReplycheckError) as caught:
        find_drafts(broken, "jsonl", "drafts.jsonl")
    assert str(caught.value) == f"drafts.jsonl:{complaint}"
    assert "salaisuus" not in str(caught.value)


def test_every_broken_line_is_named_and_nothing_is_written(tmp_path):
    path = put(tmp_path / "drafts.jsonl", f"{line(draft=FAULTY)}\nHei\n\n{{}}\n")
    before = path.read_bytes()
    result = run("check", "--fix", path)
    assert result.exit_code == 2
    assert result.stderr == (f'replycheck: {path}:2:1: not a JSON object\n{path}:4:1: no field "draft"\n')
    assert path.read_bytes() == before


def test_lines_are_mended_and_all_else_stays(tmp_path):
    text = (
        f'\ufeff{{ "id":1,"draft" :"{FAULTY}",  "note": "\\u00e4ä"}}\r\n'
        "\n"
        f"{line(customer='Moi', draft='Kiitos!', extra=None)}\n"
        f'{{"draft": "Hei!\\nL\\u00e4het\\u00e4 \\"kuva\\" laskustasi."}}'
    )
    path = put(tmp_path / "drafts.jsonl", text)
    result = run("check", "--fix", path)
    assert path.read_bytes().decode() == text.replace(FAULTY, MENDED).replace(
        'L\\u00e4het\\u00e4 \\"kuva\\" laskustasi.', 'Voisitteko lähettää \\"kuva\\" laskustanne?'
    ), result.output
    assert "2 drafts mended" in result.stdout


def test_a_file_in_ascii_stays_so(tmp_path):
    path = put(tmp_path / "drafts.jsonl", json.dumps({"draft": "Lähetä kuva."}))
    run("check", "--fix", path)
    assert path.read_text(encoding="ascii") == json.dumps({"draft": "Voisitteko lähettää kuvan?"})


def test_findings_are_placed_in_the_file(tmp_path):
    path = put(tmp_path / "drafts.jsonl", f"{line(draft='Kiitos!')}\n{line(draft=FAULTY)}\n")
    column = line(draft=FAULTY).index("tilauksesi") + 1
    result = run("check", path)
    assert f"{path}:2:{column} address/possessive-2sg" in result.stdout
    assert f"{path}:1: verdict" in result.stdout
    items = json.loads(run("check", "--format", "json", path).stdout)
    assert [(item["path"], item["line"]) for item in items] == [(str(path), 1), (str(path), 2)]
    (finding,) = [each for each in items[1]["report"]["findings"] if each["category"] == "address"]
    assert items[1]["report"]["draft"][finding["start"] : finding["end"]] == "tilauksesi"


def test_what_a_line_says_of_its_situation_goes_before_the_options(tmp_path):
    lines = [
        line(draft=FAULTY, address="informal"),
        line(draft=FAULTY),
        line(draft="Lähetä kuva.", first_reply=True),
        line(draft="Lähetä kuva."),
    ]
    path = put(tmp_path / "drafts.jsonl", "\n".join(lines))
    items = json.loads(run("check", "--later-reply", "--format", "json", path).stdout)
    rules = [{finding["category"] for finding in item["report"]["findings"]} for item in items]
    assert [("address" in each, "courtesy" in each) for each in rules] == [
        (False, False),
        (True, False),
        (False, True),
        (False, False),
    ]


def test_a_corpus_of_evaluate_can_be_checked():
    corpus = Path(__file__).parent / "corpus" / "own-a.jsonl"
    assert find_drafts(corpus.read_text(encoding="utf-8"), "jsonl", str(corpus))


@given(st.text(), st.booleans(), st.data())
def test_any_text_survives_in_a_line(text, ascii_only, data):
    source = json.dumps({"a": "ä" * (not ascii_only), "draft": text}, ensure_ascii=ascii_only)
    (draft,) = find_drafts(source, "jsonl", "x")
    marked = draft.marked
    assert (marked.source, marked.prose) == (source, text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edit = Edit(start=start, end=end, replacement=data.draw(st.text('ä"\\\n😀')))
    mended = marked.edited([edit])
    assert mended.prose == apply(text, [edit])
    assert json.loads(mended.source)["draft"] == mended.prose
    assert mended.source.isascii() == source.isascii() or not ascii_only


# --- files ---


def test_files_are_replaced_whole_and_keep_their_mode_and_links(tmp_path):
    path = put(tmp_path / "draft.txt", FAULTY)
    path.chmod(0o640)
    link = tmp_path / "link.txt"
    link.symlink_to(path)
    before = path.stat().st_ino
    run("check", "--fix", link)
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == MENDED
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.stat().st_ino != before
    assert sorted(os.listdir(tmp_path)) == ["draft.txt", "link.txt"]


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path):
    first, second = put(tmp_path / "a.txt", FAULTY), put(tmp_path / "b.txt", FAULTY)
    files = read_files([str(first), str(second)], ())
    put(second, "Muuttui.")
    with pytest.raises(ReplycheckError, match=re.escape(f"{second}: changed while it was checked")):
        write((file, MENDED) for file in files)
    assert first.read_text(encoding="utf-8") == FAULTY
    assert second.read_text(encoding="utf-8") == "Muuttui."


def test_folders_leave_out_what_is_hidden_or_excluded(tmp_path):
    for name in ("a.txt", "old/b.txt", "new/c.txt", "new/skip.txt", ".git/d.txt", "e.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        put(tmp_path / name, FAULTY)
    items = json.loads(
        run("check", "--format", "json", tmp_path, "--exclude", "old", "--exclude", "sk*").stdout
    )
    assert [Path(item["path"]).name for item in items] == ["a.txt", "c.txt"]


# --- standard input ---


def test_standard_input_has_a_name_and_a_format():
    text = line(draft=FAULTY)
    result = run("check", "--stdin-filename", "x/drafts.jsonl", stdin=text)
    assert "x/drafts.jsonl:1:24 address/possessive-2sg" in result.stdout
    assert run("check", "--fix", "--input-format", "jsonl", stdin=text).stdout == line(draft=MENDED)
    # As text, what stands in quotation marks is a quotation.
    assert run("check", "--fix", "--stdin-filename", "a.txt", stdin=text).stdout == text
