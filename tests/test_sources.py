"""What a file holds, format by format, and files that are checked and mended."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from replycheck import Checker
from replycheck.cli import cli
from replycheck.cli.files import read_files, write
from replycheck.errors import ReplycheckError
from replycheck.fixes import apply
from replycheck.marked import check_marked
from replycheck.model import Edit
from replycheck.sources import find_drafts, markdown

FAULTY = "Hei! Saimme tilauksesi eilen."
MENDED = "Hei! Saimme tilauksenne eilen."


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments], input=stdin)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker()


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
    text = f"\n{written}\r\n{line(draft='Moi', address='informal', channel=None)}"
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


# --- HTML ---


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("<p>Hei <b>Maija</b>,</p>\n<p>Kiitos.</p>", "Hei Maija,\n\nKiitos.\n\n"),
        ("L&auml;het&#228;  kuva\n   nyt&nbsp;&lt;b&gt;", "Lähetä kuva nyt\xa0<b>"),
        ("Hei<br>Maija<BR/><br />x", "Hei\n\nMaija\n\nx"),
        ("<h1>Otsikko</h1><div><div>teksti</div></div>", "Otsikko\n\nteksti\n\n"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\n\nb\n\n"),
        ("<ol start='3'><li>Avaa<li><p>Lähetä</p></ol><ul><li>x</ul>", "3. Avaa\n\n4. Lähetä\n\n- x\n\n"),
        ("<ul><li>a<ol><li>b</ol><li>c</ul>", "- a\n\n1. b\n\n- c\n\n"),
        ("a<style>b</style><script>if (a<b) '</p>'</script><title>c</title>d", "a\n\nd"),
        ("a <code>b <i>c</i></code> d<pre>e</pre>", "a `x` d\n\n"),
        ("<code>rikki<p>teksti</p>", "`x`\n\nteksti\n\n"),
        ("a<blockquote>b<blockquote>c</blockquote>d</blockquote>e", "a\n\n> …\n\ne"),
        ("a<blockquote>b", "a\n\n> …\n\n"),
        ('<img src="x" alt="Lähetä kuva"><a href="https://x.fi" title="a<b">linkki</a>', "linkki"),
        ("{{ticket.name}}, {% if a < b %}x{% endif %} <%= x %>", "{{ticket.name}}, {% if a < b %}x{% endif %} {x}"),
        ('<p {% if a > 1 %}class="b"{% endif %}>x', "x"),
        ("<!-- a --><!DOCTYPE html><![if !mso]>x<![endif]><!--[if mso]><p>y</p><![endif]--><o:p></o:p>", "x"),
        ("Kysyit <q>miksi</q>", "Kysyit ”miksi”"),
        ("a < b & c &auml &olematon;", "a < b & c ä &olematon;"),
        ("", ""),
    ],
)  # fmt: skip
def test_html_reads_as_it_is_shown(source, reads):
    assert prose(source, "html") == reads


def test_html_that_writes_letters_as_entities_goes_on_so(checker):
    (draft,) = find_drafts("<p>L&auml;het&auml; kuva &amp; kuitti.</p>", "html", "a.html")
    assert check_marked(checker, draft.marked).fixed == (
        "<p>Voisitteko l&auml;hett&auml;&auml; kuvan &amp; kuitin?</p>"
    )
    (draft,) = find_drafts("<p>L&auml;hetä kuva.</p>", "html", "a.html")
    assert check_marked(checker, draft.marked).fixed == "<p>Voisitteko lähettää kuvan?</p>"


def test_a_list_that_a_fix_makes_is_one_in_html_too():
    text = "<p>Avatkaa sovellus, kirjautukaa sisään ja painakaa Maksa.</p>"
    items = json.loads(run("check", "--format", "json", "--input-format", "html", stdin=text).stdout)
    fixes = [fix for finding in items["findings"] for fix in finding["fixes"] if "1." in str(fix["edits"])]
    edits = [Edit.model_validate(edit) for edit in fixes[0]["edits"]]
    assert apply(text, edits) == (
        "<p>Voitte toimia näin:<br>\n1. Avatkaa sovellus.<br>\n2. Kirjautukaa sisään.<br>\n3. Painakaa Maksa.</p>"
    )


OUTLOOK = """\
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<!--[if !mso]><style>v\\:* {behavior:url(#default#VML);}</style><![endif]-->
<style><!-- p.MsoNormal {margin:0cm; font-family:"Calibri",sans-serif;} --></style>
</head><body lang="FI" link="#0563C1"><div class="WordSection1">
<p class="MsoNormal">Hei Maija,<o:p></o:p></p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p>
<p class="MsoNormal">Kiitos viestistänne. Saimme <span style='mso-fareast-language:"EN-US"'>tilauksesi</span>
eilen.<o:p></o:p></p>
<p class="MsoListParagraph"><![if !supportLists]><span>·<span style="font:7pt">&nbsp; </span></span><![endif]>
Toimitus kestää viikon.<o:p></o:p></p>
<p class="MsoNormal">Ystävällisin terveisin<br>Sinun asiakaspalvelijasi<o:p></o:p></p>
<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">
<p class="MsoNormal"><b>Lähettäjä:</b> Maija &lt;maija@esimerkki.fi&gt; <br><b>Lähetetty:</b> maanantai 3. maaliskuuta
2025 12.30<br><b>Vastaanottaja:</b> Palvelu<br><b>Aihe:</b> Laskusi<o:p></o:p></p></div>
<p class="MsoNormal">Lähetä lasku heti. Sinun vikasi!<o:p></o:p></p>
</div></body></html>
"""
GMAIL = """\
<div dir="ltr">Hei,<div><br></div><div>Saimme tilauksesi eilen.</div></div><br>
<div class="gmail_quote"><div dir="ltr" class="gmail_attr">ma 3. maalisk. 2025 klo 12.30 Maija
(<a href="mailto:maija@esimerkki.fi">maija@esimerkki.fi</a>) kirjoitti:<br></div>
<blockquote class="gmail_quote"><div>Lähetä lasku heti.</div><blockquote>Laskusi ohessa.</blockquote>
Sinun vikasi!</blockquote></div><div>Laitteesi on korjattu.</div>
"""


@pytest.mark.parametrize(("mail", "words"), [(OUTLOOK, ["tilauksesi"]), (GMAIL, ["tilauksesi", "Laitteesi"])])
def test_only_the_agents_own_words_of_a_mail_are_judged(checker, mail, words):
    (draft,) = find_drafts(mail, "html", "mail.html")
    report = check_marked(checker, draft.marked)
    assert [finding.text for finding in report.findings if finding.start is not None] == words
    assert report.fixed == mail.replace("tilauksesi", "tilauksenne").replace("Laitteesi", "Laitteenne")


# --- Markdown ---


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("# Otsikko\nteksti", "Otsikko\n\nteksti"),
        ("teksti\n# Otsikko", "teksti\n\nOtsikko"),
        ("Hei **Maija**, *se* ~~on~~ __nyt__", "Hei Maija, se on nyt"),
        ('[linkki](https://x.fi "t") ![kuva](x.png) [nimi]', "linkki  [nimi]"),
        ("[a][1]\n\n[1]: https://x.fi", "a"),
        ("`npm` ja ``a`b``", "`x` ja `x`"),
        ("&auml; \\* 5 * 6 \\\\", "ä * 5 * 6 \\"),
        ("Hei <nimi>, <b>a</b><br>b", "Hei <nimi>, a\n\nb"),
        ("rivi  \ntoinen\\\nkolmas\nneljäs", "rivi\n\ntoinen\n\nkolmas\nneljäs"),
        ("1. Avaa *x*\n2. Lähetä\n\n- [ ] y", "1. Avaa x\n2. Lähetä\n\n-  y"),
        ("> lainaus\njatkuu\n\nvastaus", "> …\n\nvastaus"),
        ("---\na: b\n---\nx", "x"),
        ("a\n\n```py\nb\n```\nc\n\n    d\n\n<div>\ne\n</div>\n", "a\n\nc"),
        ("| a | b |\n|---|---|\n| *c* | d |\nloppu", "a\n\nb\n\nc\n\nd\n\nloppu"),
        ("Terveisin\n-- \nMaija", "Terveisin\n-- \nMaija"),
        ("snake_case, 5$ ja 6$", "snake_case, 5$ ja 6$"),
        ("", ""),
    ],
)
def test_markdown_reads_as_it_is_shown(source, reads):
    for text in (source, source.replace("\n", "\r\n")):
        shown = prose(text, "markdown").replace("\r", "")
        assert re.sub(r" *\n *\n\s*", "\n\n", shown).strip() == reads


def test_markdown_is_mended_around_its_marks(checker):
    source = "# Hei\n\n1. *Lähetä* [kuva](https://x.fi) `laskustasi` ja **laskustasi**.\n\n> Laskusi!\n"
    (draft,) = find_drafts(source, "markdown", "a.md")
    assert check_marked(checker, draft.marked).fixed == (
        "# Hei\n\n1. *Voisitteko lähettää* [kuvan](https://x.fi) `laskustasi` ja **laskustanne**?\n\n> Laskusi!\n"
    )


def test_a_very_long_paragraph_is_read_as_it_stands():
    source = "*a **b " * 10_000
    assert prose(source, "markdown") == source


# --- any source ---

WORDS = (
    "Lähetä|L&auml;het&auml;|kuva|laskustasi|tilauksesi|.|!|Teidän täytyy|maksaa|Voitko|😀|\n|\r\n| ".split(
        "|"
    )
)
TAGS = "<p> </p> <b> </b> <li> <br> <blockquote> </blockquote> <code> </code> <ol> </ol> <a href='x '> <!-- --> <"
SIGNS = "*|**|_|`|[|](x)|> |- |1. |# |\\|```|<br>|<b>|{{nimi}}|    |\n\n|\n---\n"
HTML = [*WORDS, *TAGS.split(), "&", "&lt;", "{{nimi}}"]
MARKDOWN = [*WORDS, *SIGNS.split("|"), "|", "\n|---|\n"]
FILES = st.one_of(
    st.tuples(st.just("html"), st.lists(st.sampled_from(HTML), max_size=25).map("".join)),
    st.tuples(st.just("markdown"), st.lists(st.sampled_from(MARKDOWN), max_size=25).map("".join)),
    st.tuples(
        st.just("jsonl"),
        st.lists(st.sampled_from(WORDS), max_size=25).map(lambda words: line(draft="".join(words))),
    ),
)


@settings(max_examples=100, deadline=None)
@given(FILES)
def test_findings_stand_where_the_file_says_and_fixes_leave_the_markup(checker, file):
    form, text = file
    (draft,) = find_drafts(text, form, "source")
    report = check_marked(checker, draft.marked)
    assert report.draft == text
    for finding in report.findings:
        if finding.start is not None:
            assert text[finding.start : finding.end] == finding.text
    (mended,) = find_drafts(report.fixed, form, "source")
    assert markup(mended.marked) == markup(draft.marked)


def markup(marked):
    return [piece.source for piece in marked.pieces if piece.markup]


@given(st.sampled_from(["html", "markdown"]), st.text())
def test_any_text_is_a_source(form, text):
    (draft,) = find_drafts(text, form, "source")
    assert draft.marked.source == text


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
    put(tmp_path / "replycheck.toml", 'exclude = ["new", "a.*"]')
    items = json.loads(run("check", "--format", "json", tmp_path).stdout)
    assert [Path(item["path"]).name for item in items] == ["b.txt"]


# --- standard input ---


def test_standard_input_has_a_name_and_a_format():
    text = line(draft=FAULTY)
    result = run("check", "--stdin-filename", "x/drafts.jsonl", stdin=text)
    assert "x/drafts.jsonl:1:24 address/possessive-2sg" in result.stdout
    assert run("check", "--fix", "--input-format", "jsonl", stdin=text).stdout == line(draft=MENDED)
    # As text, what stands in quotation marks is a quotation.
    assert run("check", "--fix", "--stdin-filename", "a.txt", stdin=text).stdout == text


# --- unsafe fixes ---

RUDE = "Hei! Oma vikasi, lähetä kuva.\n"
BOLD = "Hei! Oma vikanne, voisitteko lähettää kuvan?\n"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.txt", RUDE, BOLD),
        ("a.md", f"# Otsikko\n\n{RUDE}", f"# Otsikko\n\n{BOLD}"),
        ("a.html", "<p>Läh<b>etä</b> kuva.</p>", "<p>Voisitteko lähettää<b></b> kuvan?</p>"),
        ("a.jsonl", line(draft=RUDE), line(draft=BOLD)),
    ],
)
def test_unsafe_fixes_are_applied_when_asked_for_and_said(tmp_path, name, before, after):
    path = put(tmp_path / name, before)
    options = ("check", "--later-reply", "--unsafe-fixes", path)
    result = run(*options, "--diff")
    assert "Unsafe fixes" in result.stderr
    assert path.read_bytes().decode() == before
    assert "unsafe fixes" in run(*options, "--fix").stdout
    assert path.read_bytes().decode() == after
    assert after.splitlines()[-1] in result.stdout


def test_unsafe_fixes_are_for_mending():
    result = run("check", "--unsafe-fixes", stdin=RUDE)
    assert result.exit_code == 2
    assert "--unsafe-fixes goes with --fix or --diff" in result.stderr


# --- what is shown ---


def test_a_fix_is_shown_without_what_stands_around_the_draft(tmp_path):
    jsonl = put(tmp_path / "a.jsonl", '{"draft": "Saimme tilauksesi.", "note": "Hei. Moi!"}')
    html = put(tmp_path / "b.html", "<ul><li>Hei</li><li>Saimme <b>tilauksesi</b>.</li></ul>" * 3)
    lines = [each.strip() for each in run("check", "--later-reply", jsonl, html).stdout.splitlines()]
    assert "→ Saimme tilauksenne." in lines
    assert "→ Saimme <b>tilauksenne</b>." in lines


# --- what is missing, and where settings are looked for ---


def test_markdown_without_its_parser_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "tree_sitter_markdown", None)
    markdown._parsers.cache_clear()
    result = run("check", put(tmp_path / "a.md", FAULTY))
    markdown._parsers.cache_clear()
    assert result.exit_code == 2
    assert result.stderr.startswith(
        "replycheck: reading Markdown needs a parser: pip install 'replycheck[lint]'"
    )
    assert run("check", "--input-format", "text", tmp_path / "a.md").exit_code == 1


def test_standard_input_has_the_settings_of_the_place_that_its_name_says(tmp_path):
    put(tmp_path / "replycheck.toml", 'address = "informal"\n')
    assert run("check", "--later-reply", stdin=FAULTY).exit_code == 1
    assert run("check", "--later-reply", "--stdin-filename", tmp_path / "a.txt", stdin=FAULTY).exit_code == 0
