from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from replycheck.cli import cli
from replycheck.cli.running import Guarded
from replycheck.explain import rule_page
from replycheck.model import Report
from replycheck.rules import load_rules

CLEAN = "Hei! Kiitos viestistänne. Tilauksenne on matkalla."
FAULTY = "Hei! Kiitos viestistänne. Saimme tilauksesi eilen."
MENDED = "Hei! Kiitos viestistänne. Saimme tilauksenne eilen."

PACK = """\
category: blame
rules:
  - id: blame/own-words
    title: Oma sääntö
    why: Koska näin on sovittu.
    why_en: It was agreed so.
    source: house style
    message: "”{text}” ei käy."
    message_en: "“{text}” will not do."
    severity: SEVERITY
    when: {first_reply: true}
    phrases: [sininen]
    unless: [{after: norsu}]
    bad:
      - {text: "Hei! Auto on <sininen>.", given: {first_reply: true}}
      - {text: "Hei! Talo on <sininen>.", given: {first_reply: true}}
    good:
      - {text: "Hei! Talo on vihreä.", given: {first_reply: true}}
      - {text: "Hei! Täällä on sininen norsu.", given: {first_reply: true}}
"""


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments], input=stdin)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_text(FAULTY, encoding="utf-8")
    return path


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "pack.yaml"
    path.write_text(PACK.replace("SEVERITY", "error"), encoding="utf-8")
    return path


# --- check: what is printed ---


def test_check_clean_draft() -> None:
    result = run("check", stdin=CLEAN)
    assert result.exit_code == 0
    assert result.stdout == "<stdin>: verdict pass\n\n1 draft: 0 findings\n"


def test_check_prints_place_message_mark_fix_and_verdict(faulty: Path) -> None:
    result = run("check", faulty)
    assert result.exit_code == 1
    head, message, line, marks, fix, *rest = result.stdout.split("\n")
    assert head == f"{faulty}:1:34 address/possessive-2sg warning"
    assert "tilauksesi" in message
    assert line[marks.index("^") : marks.rindex("^") + 1] == "tilauksesi"
    assert fix == "    → Saimme tilauksenne eilen."
    assert f"{faulty}: verdict confirm" in rest


def test_check_show_fixed(faulty: Path) -> None:
    assert f"mended text:\n  {MENDED}\n" in run("check", faulty, "--show-fixed").stdout


def test_check_colours_only_on_demand_here(faulty: Path) -> None:
    assert "\x1b[" not in run("check", faulty).stdout
    assert "\x1b[33mwarning" in run("check", faulty, "--color").stdout


def test_check_no_color_variable_is_heeded_and_the_option_goes_before_it(faulty: Path) -> None:
    runner = CliRunner(env={"NO_COLOR": "1"})
    assert "\x1b[" not in runner.invoke(cli, ["check", str(faulty)], color=True).stdout
    assert "\x1b[" in runner.invoke(cli, ["check", "--color", str(faulty)]).stdout


def test_check_sends_no_control_characters_of_the_draft() -> None:
    result = run("check", "--show-fixed", stdin="Saimme tilauksesi \x1b[2Jeilen.")
    assert result.exit_code == 1
    assert "\x1b" not in result.stdout
    assert "␛[2J" in result.stdout


def test_check_messages_in_english(faulty: Path) -> None:
    assert "formal" in run("check", faulty, "--messages", "en").stdout


@pytest.mark.parametrize("command", ["check", "explain", "evaluate"])
def test_light_profile_loads_no_model(command: str, faulty: Path, corpus: Path) -> None:
    arguments = {"check": [faulty], "explain": ["--text", FAULTY], "evaluate": [corpus]}[command]
    code = f"import sys, atexit; atexit.register(lambda: print(*sys.modules)); {MAIN}"
    result = python(code, command, "--profile", "light", *map(str, arguments))
    assert "spacy_fi_experimental_web_md" not in result.stdout.split("\n")[-2].split()
    assert result.stdout.startswith(run(command, "--profile", "light", *arguments).stdout)


def test_check_json_of_one_file_is_its_report(faulty: Path) -> None:
    result = run("check", faulty, "--format", "json")
    report = Report.model_validate_json(result.stdout)
    assert result.exit_code == 1
    assert report.draft == FAULTY
    assert report.fixed == MENDED
    assert [(finding.text, finding.start) for finding in report.findings] == [("tilauksesi", 33)]


def test_check_json_of_a_folder_is_an_array_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name, text in {"a.md": CLEAN, "b/c.txt": FAULTY, "b/d.pdf": FAULTY, ".hidden/e.txt": FAULTY}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    items = json.loads(run("check", tmp_path, "--format", "json").stdout)
    assert [item["path"] for item in items] == [str(tmp_path / "a.md"), str(tmp_path / "b" / "c.txt")]
    assert [item["report"]["verdict"] for item in items] == ["pass", "confirm"]


def test_check_several_paths_and_standard_input(faulty: Path) -> None:
    result = run("check", faulty, "-", stdin=CLEAN)
    assert "2 drafts: 1 finding (1 warning)" in result.stdout
    assert "<stdin>: verdict pass" in result.stdout


# --- check: situation and policy ---


@pytest.mark.parametrize(
    ("draft", "arguments", "exit_code"),
    [
        (FAULTY, ["--address", "informal"], 1),  # viestistänne is the fault then
        ("Hei! Kiitos viestistäsi.", ["--address", "informal"], 0),
        ("Hei! Kiitos viestistäsi.", ["--address", "mirror", "--customer", "Moi, voisitko sinä auttaa?"], 0),
        ("Hei! Kiitos viestistäsi.", ["--address", "mirror"], 1),
        ("Hei! Kiitos viestistäsi.", ["--address", "consistent"], 0),
        ("Hei! Kiitos! Toivottavasti olette tyytyväisiä.", [], 1),
        ("Hei! Kiitos! Toivottavasti olette tyytyväisiä.", ["--recipient", "many"], 0),
        (FAULTY, ["--ignore", "address"], 0),
        (FAULTY, ["--ignore", "blame,address/possessive-2sg"], 0),
        (FAULTY, ["--select", "imperative", "--select", "necessity"], 0),
        (FAULTY, ["--select", "necessity,address"], 1),
        (FAULTY, ["--channel", "email"], 1),
    ],
)
def test_check_policy_and_context(draft: str, arguments: list[str], exit_code: int) -> None:
    assert run("check", *arguments, stdin=draft).exit_code == exit_code


def test_check_customer_from_a_file(tmp_path: Path) -> None:
    message = tmp_path / "customer.txt"
    message.write_text("Moi, voisitko sinä auttaa?", encoding="utf-8")
    draft = "Hei! Kiitos viestistäsi."
    assert run("check", "--address", "mirror", "--customer", f"@{message}", stdin=draft).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        (["--ignore", "courtesy"], 1),
        (["--ignore", "courtesy", "--later-reply"], 0),
        (["--ignore", "courtesy", "--ignore", "blame/own-words"], 0),
    ],
)
def test_check_own_rules_and_later_reply(pack: Path, arguments: list[str], exit_code: int) -> None:
    result = run("check", "--rules", pack, *arguments, stdin="Autonne on sininen.")
    assert result.exit_code == exit_code
    assert ("”sininen” ei käy." in result.stdout) == (exit_code == 1)


@pytest.mark.parametrize(
    ("severity", "fail_on", "exit_code"),
    [
        ("info", None, 0),
        ("warning", None, 1),
        ("error", None, 1),
        ("info", "info", 1),
        ("warning", "error", 0),
        ("error", "error", 1),
    ],
)
def test_check_fail_on(tmp_path: Path, severity: str, fail_on: str | None, exit_code: int) -> None:
    pack = tmp_path / "pack.yaml"
    pack.write_text(PACK.replace("SEVERITY", severity), encoding="utf-8")
    arguments = ["--fail-on", fail_on] if fail_on else []
    result = run(
        "check", "--rules", pack, "--select", "blame/own-words", *arguments, stdin="Auto on sininen."
    )
    assert "1 finding" in result.stdout
    assert result.exit_code == exit_code


# --- check: fixing ---


def test_check_fix_writes_the_file_and_keeps_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_bytes(b"\xef\xbb\xbf" + f"Hei!\r\n{FAULTY}\r\nKiitos!\n".encode())
    result = run("check", "--fix", path)
    assert path.read_bytes() == b"\xef\xbb\xbf" + f"Hei!\r\n{MENDED}\r\nKiitos!\n".encode()
    assert result.exit_code == 0
    assert "1 draft mended" in result.stdout
    assert run("check", path).exit_code == 0


def test_check_fix_leaves_a_clean_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text(CLEAN, encoding="utf-8")
    before = path.stat().st_mtime_ns
    assert "0 drafts mended" in run("check", "--fix", path).stdout
    assert path.stat().st_mtime_ns == before


def test_check_fix_of_standard_input_prints_the_mended_text_alone() -> None:
    result = run("check", "--fix", stdin=FAULTY)
    assert result.exit_code == 0
    assert result.stdout == MENDED
    assert "1 draft mended" in result.stderr


def test_check_fix_with_json_reports_what_is_left(faulty: Path) -> None:
    result = run("check", "--fix", "--format", "json", faulty)
    assert Report.model_validate_json(result.stdout).draft == MENDED
    assert faulty.read_text(encoding="utf-8") == MENDED


def test_check_diff_prints_and_writes_nothing(faulty: Path) -> None:
    result = run("check", "--diff", "--fix", faulty)
    assert result.exit_code == 1
    assert f"-{FAULTY}\n" in result.stdout
    assert f"+{MENDED}\n" in result.stdout
    assert faulty.read_text(encoding="utf-8") == FAULTY


def test_check_diff_of_a_clean_draft_is_empty() -> None:
    assert run("check", "--diff", stdin=CLEAN).stdout == ""


# --- check: what cannot be checked ---


@pytest.mark.parametrize(
    "draft", ["", "\n", "\ufeff", "\0", "👩\u200d🔧", "Ma\u0308", "a" * 10_000, "!" * 5_000]
)
def test_check_odd_text_gives_a_report(draft: str) -> None:
    result = run("check", "--format", "json", "--select", "address", stdin=draft.encode())
    assert result.exit_code == 0
    assert Report.model_validate_json(result.stdout).draft == draft.removeprefix("\ufeff")


def test_check_undecodable_file_is_named_and_stops_a_fix(tmp_path: Path, faulty: Path) -> None:
    other = tmp_path / "latin.txt"
    other.write_bytes("Hyvää päivää".encode("latin-1"))
    result = run("check", "--fix", faulty, other)
    assert result.exit_code == 2
    assert result.stderr == f"replycheck: {other}: not UTF-8 text (byte 4); save it as UTF-8\n"
    assert faulty.read_text(encoding="utf-8") == FAULTY


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such-file.txt"], "no-such-file.txt"),
        (["--select", "address/posessive-2sg", "-"], "did you mean 'address/possessive-2sg'?"),
        (["--customer", "@no-such-file.txt", "-"], "no-such-file.txt"),
        (["--customer", "\udc80", "-"], "not UTF-8"),
        (["--format", "json", "--diff", "-"], "--diff"),
        (["--format", "json", "--fix", "-"], "--fix"),
        (["--address", "polite", "-"], "'polite'"),
        (["--profile", "lite", "-"], "'lite' is not one of 'full', 'light'"),
    ],
)
def test_check_wrong_usage(arguments: list[str], said: str) -> None:
    result = run("check", *arguments, stdin=CLEAN)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_check_folder_without_drafts(tmp_path: Path) -> None:
    result = run("check", tmp_path)
    assert result.exit_code == 2
    assert "no *.txt, *.md, " in result.stderr


def test_check_broken_rule_file_is_named_with_its_place(tmp_path: Path) -> None:
    pack = tmp_path / "pack.yaml"
    pack.write_text(PACK.replace("SEVERITY", "grave"), encoding="utf-8")
    result = run("check", "--rules", pack, stdin=CLEAN)
    assert result.exit_code == 2
    assert f"{pack}:10:15: severity" in result.stderr
    assert "Traceback" not in result.stderr


def test_unexpected_failure_says_its_kind_and_never_the_draft() -> None:
    @click.group(cls=Guarded)
    def group() -> None:
        pass

    @group.command()
    def fail() -> None:
        raise KeyError("Salainen viesti")

    result = CliRunner().invoke(group, ["fail"])
    assert result.exit_code == 2
    assert result.stderr.startswith("replycheck: internal failure: KeyError at ")
    assert "Salainen" not in result.output


# --- the other commands ---


def test_rules_lists_each_rule() -> None:
    table = run("rules").stdout.split("\n")
    rows = json.loads(run("rules", "--format", "json").stdout)
    assert len(table) == len(rows) + 2
    assert {"address", "imperative", "necessity"} <= {row["category"] for row in rows}
    assert all(row["id"] in line and row["title"] in line for row, line in zip(rows, table[1:], strict=False))


def test_rules_with_a_pack(pack: Path) -> None:
    assert "blame/own-words" in run("rules", "--rules", pack).stdout


def test_explain_rule_prints_the_page() -> None:
    page = run("explain", "address/possessive-2sg").stdout
    for part in ("Why", "Message", "Source", "address.yaml:", "Saimme <tilauksesi> eilen.", "Lets pass"):
        assert part in page


def test_every_rule_has_a_page() -> None:
    for rule in load_rules():
        assert rule.title in rule_page(rule)


def test_explain_unknown_rule_names_the_nearest() -> None:
    result = run("explain", "address/posessive-2sg")
    assert result.exit_code == 2
    assert "did you mean 'address/possessive-2sg'?" in result.stderr


def test_explain_text_shows_readings_choice_and_matches() -> None:
    page = run("explain", "--text", "Lähetä kuva laskustasi.").stdout
    assert "0–6        Lähetä: lähettää VERB Mood=Imp" in page
    assert "not lähettää VERB Connegative=Yes" in page
    assert "12–22      address/possessive-2sg: “laskustasi” is a finding" in page


def test_explain_text_shows_vetoes_and_skipped_zones(pack: Path) -> None:
    arguments = ["--rules", str(pack), "--rule", "blame/own-words", "--text"]
    page = run("explain", *arguments, "Tämä on sininen norsu. Kirjoititte: ”Auto on sininen tänään.”").stdout
    assert "“sininen” was vetoed by unless after norsu" in page
    assert "“sininen” was skipped: quotation" in page


def test_explain_text_of_a_rule_that_matches_nothing(pack: Path) -> None:
    page = run("explain", "--rules", pack, "--rule", "blame/own-words", "--text", CLEAN).stdout
    assert "none: blame/own-words matched nothing here" in page
    assert "it speaks first_reply true, and looks for sininen" in page


@pytest.mark.parametrize("arguments", [[], ["address/verb-2sg", "--text", "Hei!"]])
def test_explain_needs_a_rule_or_a_text(arguments: list[str]) -> None:
    assert run("explain", *arguments).exit_code == 2


def test_test_passes_and_fails_by_a_packs_examples(pack: Path) -> None:
    result = run("test", pack)
    assert (result.exit_code, result.stdout) == (0, "5 of 5 examples and phrases hold\n")
    pack.write_text(pack.read_text(encoding="utf-8").replace("vihreä", "sininen"), encoding="utf-8")
    result = run("test", pack)
    assert result.exit_code == 1
    assert f"{pack}:3: blame/own-words:good-1:" in result.stdout
    assert "4 of 5 examples and phrases hold" in result.stdout


ROW = {
    "id": "a-1",
    "draft": FAULTY,
    "findings": [
        {"category": "address", "text": "tilauksesi", "start": 33, "end": 43},
        {"category": "blame", "text": "Saimme", "start": 26, "end": 32},
    ],
    "rewrites": [
        {"sentence": "Saimme tilauksesi eilen.", "accepted": ["Saimme tilauksenne eilen."]},
        {"sentence": "Kiitos viestistänne.", "accepted": ["Kiitos!"]},
    ],
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    informal = {"draft": "Hei! Kiitos viestistäsi.", "address": "informal"}
    path.write_text(f"{json.dumps(ROW)}\n{json.dumps(informal)}\n", encoding="utf-8")
    return path


def test_evaluate_prints_the_score(corpus: Path) -> None:
    result = run("evaluate", corpus, "--by-rule", "--errors")
    assert result.exit_code == 0
    rows = [line.split() for line in result.stdout.split("\n")]
    assert ["address", "1", "0", "0", "1.00", "1.00", "1.00"] in rows
    assert ["address/possessive-2sg", "1", "0", "1.00"] in rows
    assert "clean drafts: 1 of 2, 3 words, 0 false findings (0.0 for each 1,000 words)" in result.stdout
    assert "rewrites: 1 right, 0 wrong, 1 unchanged" in result.stdout
    assert f"{corpus}:1: a-1: missed blame: “Saimme”" in result.stdout
    assert f"{corpus}:1: a-1: unchanged rewrite: Kiitos viestistänne." in result.stdout


def test_evaluate_json(corpus: Path) -> None:
    values = json.loads(run("evaluate", corpus, "--format", "json", "--errors").stdout)
    assert values["categories"]["address"]["f1"] == 1.0
    assert [error["kind"] for error in values["errors"]] == ["missed", "unchanged"]


def test_evaluate_broken_line(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text('{"draft": 1}\n', encoding="utf-8")
    result = run("evaluate", path)
    assert result.exit_code == 2
    assert f"{path}:1: draft: " in result.stderr


def test_doctor_says_what_is_in_use() -> None:
    result = run("doctor")
    assert result.exit_code == 0
    assert "(in use)" in result.stdout
    assert "spacy-fi-experimental-web-md" in result.stdout
    assert "A draft, light profile: checked" in result.stdout
    assert "A draft, full profile: checked" in result.stdout


@pytest.mark.parametrize(
    ("what", "property_"),
    [
        ("report", "findings"),
        ("switch", "refused"),
        ("decision", "verdict"),
        ("context", "customer"),
        ("policy", "address"),
        ("rules", "rules"),
    ],
)
def test_schema(what: str, property_: str) -> None:
    schema = json.loads(run("schema", "--of", what).stdout)
    assert property_ in schema["properties"]


def test_schema_of_a_report_requires_what_every_report_has() -> None:
    assert {"draft", "findings", "fixed", "verdict"} <= set(json.loads(run("schema").stdout)["required"])


@pytest.mark.parametrize(
    "arguments", [["-h"], ["--help"], ["--version"], *([each, "-h"] for each in cli.commands)]
)
def test_help_and_version(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 0
    assert "replycheck" in result.stdout


# --- rewrite ---

SINA = "Hei!\nSaitko jo laskusi?\n"
TE = "Hei!\nSaitteko jo laskunne?\n"
TO_ALL = "Hei!\nKiitos teille kaikille!\n"


@pytest.fixture
def drafts(tmp_path: Path) -> list[Path]:
    """A draft that can be made informal, and one that speaks to several people."""
    paths = [tmp_path / "te.txt", tmp_path / "all.txt"]
    for path, text in zip(paths, (TE, TO_ALL), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


@pytest.mark.parametrize(("to", "source", "wanted"), [("formal", SINA, TE), ("informal", TE, SINA)])
def test_rewrite_prints_the_draft_in_the_other_form(to: str, source: str, wanted: str) -> None:
    result = run("rewrite", "--to", to, "-", stdin=source)
    assert (result.exit_code, result.stdout, result.stderr) == (0, wanted, "")


def test_rewrite_to_several_people() -> None:
    result = run("rewrite", "--to", "formal", "--recipient", "many", "-", stdin="Olet tilannut liput.")
    assert result.stdout == "Olette tilanneet liput."


def test_rewrite_says_what_stands_in_the_way_and_leaves_the_draft_alone(drafts: list[Path]) -> None:
    result = run("rewrite", "--to", "informal", "--messages", "en", drafts[1])
    assert (result.exit_code, result.stdout) == (1, TO_ALL)
    assert result.stderr == f"{drafts[1]}:2:8: several people are addressed here\n"


def test_rewrite_in_place(drafts: list[Path]) -> None:
    result = run("rewrite", "--to", "informal", "--in-place", *drafts)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{drafts[1]}:2:8: tässä puhutellaan useaa\n"
    assert [path.read_text(encoding="utf-8") for path in drafts] == [SINA, TO_ALL]


def test_rewrite_diff_writes_nothing(drafts: list[Path]) -> None:
    result = run("rewrite", "--to", "informal", "--diff", *drafts)
    assert "-Saitteko jo laskunne?\n+Saitko jo laskusi?\n" in result.stdout
    assert [path.read_text(encoding="utf-8") for path in drafts] == [TE, TO_ALL]


def test_rewrite_keeps_byte_order_mark_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "windows.txt"
    path.write_bytes(b"\xef\xbb\xbf" + SINA.replace("\n", "\r\n").encode())
    assert run("rewrite", "--to", "formal", "--in-place", path).exit_code == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + TE.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["-"], "Missing option '--to'"),
        (["--to", "formal"], "Missing argument"),
        (["--to", "polite", "-"], "'polite' is not one of"),
        (["--to", "formal", "--in-place", "-"], "leave out --in-place"),
        (["--to", "formal", "--in-place", "--diff", "te.txt"], "does not go with --in-place"),
        (["--to", "formal", "te.txt", "all.txt"], "several files need --in-place or --diff"),
    ],
)
def test_rewrite_used_wrongly(
    arguments: list[str], complaint: str, drafts: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(drafts[0].parent)
    result = run("rewrite", *arguments, stdin="")
    assert result.exit_code == 2
    assert complaint in result.stderr


# --- a process of its own ---


def python(code: str, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, encoding="utf-8", check=False)


MAIN = "from replycheck.cli import main; main()"


def test_main_prints_what_the_runner_prints() -> None:
    result = python(MAIN, "check", "-", stdin=FAULTY)
    assert (result.returncode, result.stdout, result.stderr) == (1, run("check", stdin=FAULTY).stdout, "")


def test_main_rewrites() -> None:
    result = python(MAIN, "rewrite", "--to", "formal", "-", stdin=SINA)
    assert (result.returncode, result.stdout, result.stderr) == (0, TE, "")


def test_main_prints_to_a_terminal_that_does_not_know_every_sign() -> None:
    code = f"import sys; sys.stdout.reconfigure(encoding='latin-1'); {MAIN}"
    command = [sys.executable, "-c", code, "check", "-"]
    result = subprocess.run(command, input=FAULTY.encode(), capture_output=True, check=False)
    assert result.returncode == 1
    assert "? Saimme tilauksenne eilen." in result.stdout.decode("latin-1")


def test_help_loads_neither_spacy_nor_pydantic() -> None:
    code = f"import sys, atexit; atexit.register(lambda: print(*sys.modules)); {MAIN}"
    modules = python(code, "-h").stdout.split("\n")[-2].split()
    assert "click" in modules
    assert not {"spacy", "pydantic", "yaml"} & set(modules)


def test_engine_is_loaded_without_spacys_command_line_and_leaves_it_usable() -> None:
    code = (
        "import sys; from replycheck.cli.running import load_engine; load_engine()\n"
        "print('typer' in sys.modules)\n"
        "import spacy.cli; print(spacy.cli.info.__module__)"
    )
    assert python(code).stdout.split() == ["False", "spacy.cli.info"]


def test_a_check_does_not_import_the_command_line_of_spacy(faulty: Path) -> None:
    code = f"import sys, atexit; atexit.register(lambda: print('spacy.cli' in sys.modules)); {MAIN}"
    assert python(code, "check", "--profile", "light", str(faulty)).stdout.split()[-1] == "False"


# A machine without either dictionary: the native library cannot be loaded, the embedded one is not installed.
MISSING = """
import ctypes, sys
class Loader(ctypes.CDLL):
    def __init__(self, name, *arguments, **options):
        if "voikko" in str(name):
            raise OSError("no such library")
        super().__init__(name, *arguments, **options)
ctypes.CDLL = Loader
sys.modules["pyvoikko"] = None
"""


def test_missing_dictionary_is_an_error_that_names_the_commands() -> None:
    result = python(MISSING + MAIN, "check", "-", stdin=CLEAN)
    assert (result.returncode, result.stdout) == (2, "")
    assert "replycheck: no Finnish dictionary found" in result.stderr
    assert "apt-get install libvoikko1 voikko-fi" in result.stderr


def test_missing_dictionary_leaves_no_traceback() -> None:
    assert "Traceback" not in python(MISSING + MAIN, "check", "-", stdin=CLEAN).stderr


def test_doctor_says_what_is_missing() -> None:
    result = python(MISSING + MAIN, "doctor")
    assert result.returncode == 1
    assert "missing   Morphology: no Finnish dictionary" in result.stdout
    assert "pip install 'replycheck[embedded]'" in result.stdout
