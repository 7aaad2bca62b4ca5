"""The configuration file: where it is found, what it may say, what goes before what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from replycheck.checker import Checker
from replycheck.cli import cli
from replycheck.config import FIELDS, find, load
from replycheck.errors import ConfigError, ContextError, PolicyError

PACK = """\
category: blame
rules:
  - id: blame/own-words
    title: Oma sääntö
    why: Koska näin on sovittu.
    source: house style
    message: "”{text}” ei käy."
    message_en: "“{text}” will not do."
    phrases: [sininen]
    bad: ["Auto on <sininen>.", "Talo on <sininen>."]
    good: ["Talo on vihreä.", "Auto on vihreä."]
"""
FORMAL = "Hei! Kiitos viestistänne. Saitteko jo laskunne?"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments], input=stdin)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A file whose every value differs from its default."""
    return write(
        tmp_path / "replycheck.toml",
        """\
address = "informal"
select = ["address", "hostile"]
ignore = [
  "hostile",
]
enable = []
tone-model = "none"
messages = "en"
rules = ["packs", "/abs/pack.yaml"]
profile = "light"

channel = "email"
recipient = "many"
first-reply = false

fail-on = "error"
exclude = ["old/*", "*.sv.txt"]
remembered = ["0123456789abcdef"]
ignored = "ignored.json"
baseline = "/abs/baseline.json"

[vocabulary]
accept = ["Muista-laina"]
reject = {tiketti = "tukipyyntö"}

[severities]
address = "info"
"address/verb-2pl" = "error"
""",
    )


# --- where it is found ---


def test_nearest_file_upwards(tmp_path: Path) -> None:
    outer = write(tmp_path / "replycheck.toml", "")
    inner = write(tmp_path / "a" / "replycheck.toml", "")
    draft = write(tmp_path / "a" / "b" / "draft.txt", FORMAL)
    assert find(draft) == find(draft.parent) == find(tmp_path / "a") == inner
    assert find(tmp_path / "not-there" / "draft.txt") == outer


def test_own_file_goes_before_pyproject(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.replycheck]\n")
    assert find(tmp_path) == tmp_path / "pyproject.toml"
    write(tmp_path / "replycheck.toml", "")
    assert find(tmp_path) == tmp_path / "replycheck.toml"


@pytest.mark.parametrize(
    "text",
    [
        "[project]\n",
        "not TOML at all",
        '[project]\ndependencies = ["replycheck"]\n',
        "tool = 1 # replycheck\n",
    ],
)
def test_pyproject_of_others_is_passed_over(tmp_path: Path, text: str) -> None:
    outer = write(tmp_path / "replycheck.toml", "")
    write(tmp_path / "inner" / "pyproject.toml", text)
    assert find(tmp_path / "inner") == outer


def test_without_file_everything_has_its_default(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.file is None
    assert settings.policy.address == "formal"
    assert {origin for _, _, origin in settings.effective()} == {"default"}


# --- what it says ---


def test_every_value_of_the_file_holds_and_says_where_it_stands(house: Path) -> None:
    settings = load(house.parent)
    policy, context = settings.policy, settings.context
    assert (policy.address, policy.messages, policy.profile) == ("informal", "en", "light")
    assert (policy.select, policy.ignore) == (("address", "hostile"), ("hostile",))
    assert policy.severities == {"address": "info", "address/verb-2pl": "error"}
    assert (context.channel, context.recipient, context.first_reply) == ("email", "many", False)
    assert context.customer is None
    assert policy.vocabulary.model_dump() == {
        "accept": ("Muista-laina",),
        "reject": {"tiketti": "tukipyyntö"},
    }
    assert (settings.fail_on, settings.exclude) == ("error", (f"{house.parent}/old/*", "*.sv.txt"))

    defaults = {key: value for key, value, _ in load(isolated=True).effective()}
    lines = house.read_text().splitlines()
    for key, value, origin in settings.effective():
        line = int(origin.removeprefix(f"{house}:"))
        assert lines[line - 1].startswith((f"{key} =", f"[{key}]"))
        assert key == "enable" or value != defaults[key]
    assert len(defaults) == len(FIELDS)


def test_paths_are_relative_to_the_file(house: Path) -> None:
    settings = load(house.parent)
    assert settings.policy.rules == (house.parent / "packs", Path("/abs/pack.yaml"))
    assert (settings.ignored, settings.baseline) == (
        house.parent / "ignored.json",
        Path("/abs/baseline.json"),
    )


def test_pyproject_table(tmp_path: Path) -> None:
    file = write(
        tmp_path / "pyproject.toml",
        '[project]\nname = "x"\n\n[tool.replycheck]\naddress = "mirror"\n'
        '\n[tool.replycheck.severities]\nblame = "info"\n\n[tool.other]\nmessages = "en"\n',
    )
    settings = load(tmp_path)
    assert (settings.policy.address, settings.policy.messages) == ("mirror", "fi")
    assert settings.origins == {"address": f"{file}:5", "severities": f"{file}:7"}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('[tool]\nreplycheck.address = "mirror"\nreplycheck.messages = "en"', (2, 3)),
        ('[tool]\nreplycheck = {address = "mirror", messages = "en"}', (2, 2)),
        ('tool.replycheck.address = "mirror"\n\ntool.replycheck.messages = "en"', (1, 3)),
        (
            '[[tool.x]]\na = """\n[tool.replycheck]\n"""\n["tool".replycheck]\n"address" = "mirror"\nmessages = "en"',
            (6, 7),
        ),
    ],
)
def test_lines_are_told_however_the_table_is_written(
    tmp_path: Path, text: str, lines: tuple[int, int]
) -> None:
    file = write(tmp_path / "pyproject.toml", text)
    settings = load(tmp_path)
    assert (settings.policy.address, settings.policy.messages) == ("mirror", "en")
    assert settings.origins == dict(
        zip(("address", "messages"), (f"{file}:{line}" for line in lines), strict=True)
    )


def test_given_values_go_before_the_file(house: Path) -> None:
    settings = load(house.parent, given={"address": "mirror", "fail_on": "info", "first_reply": True})
    origins = {key: (value, origin) for key, value, origin in settings.effective()}
    assert origins["address"] == ("mirror", "option")
    assert origins["fail-on"] == ("info", "option")
    assert origins["first-reply"] == (True, "option")
    assert origins["messages"] == ("en", f"{house}:8")


def test_isolated_reads_no_file_and_a_named_one_is_not_looked_for(house: Path, tmp_path: Path) -> None:
    assert load(house.parent, isolated=True).policy.address == "formal"
    other = write(tmp_path / "elsewhere" / "strict.toml", 'address = "consistent"')
    assert load(house.parent, file=other).policy.address == "consistent"
    with pytest.raises(ConfigError, match=r"pyproject\.toml:1:1: no table \[tool\.replycheck\]"):
        load(file=write(tmp_path / "elsewhere" / "pyproject.toml", "[project]\n"))


# --- what is wrong with it ---


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('\nadress = "formal"', "2:1: no key 'adress'; did you mean 'address'?"),
        ("first_reply = true", "1:1: no key 'first_reply'; did you mean 'first-reply'?"),
        ('customer = "Hei"', "1:1: no key 'customer'"),
        ('# polite\n  address = "polite"', "2:3: address: Input should be 'formal', 'informal'"),
        ('select = [\n"address",\n3]', "1:1: select: Input should be a valid string"),
        ('select = "address"', "1:1: select: Input should be a list"),
        (
            '[severities]\nblame = "info"\naddress = "grave"',
            "3:1: severities.address: Input should be 'info'",
        ),
        ('severities = {address = "grave"}', "1:1: severities.address: Input should be 'info'"),
        ('fail-on = "error"\nfail-on = "info"', "2:17: not TOML: Cannot overwrite a value"),
        ('address = """\n\n', "3:1: not TOML: Unterminated string"),
        ("tone-model = 3", "1:1: tone-model: "),
        ('[vocabulary]\nacept = ["x"]', "2:1: no key 'vocabulary.acept'; did you mean 'vocabulary.accept'?"),
        ("[vocabulary.reject]\nold = 3", "2:1: vocabulary.reject.old: Input should be a valid string"),
    ],
)
def test_faults_are_said_with_their_place(tmp_path: Path, text: str, said: str) -> None:
    file = write(tmp_path / "replycheck.toml", text)
    with pytest.raises(ConfigError) as caught:
        load(tmp_path)
    assert str(caught.value).startswith(f"{file}:{said}")


def test_every_fault_is_said_in_the_order_of_the_file(tmp_path: Path) -> None:
    write(tmp_path / "replycheck.toml", 'colour = 1\nchannel = "sms"\nexclude = "x"')
    with pytest.raises(ConfigError) as caught:
        load(tmp_path)
    assert [line.split(":")[1] for line in str(caught.value).split("\n")] == ["1", "2", "3"]


def test_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "replycheck.toml").write_bytes(b'address = "\xff"')
    with pytest.raises(ConfigError, match=r"replycheck\.toml:1:1: not UTF-8 \(byte 11\)"):
        load(tmp_path)


def test_pyproject_with_our_name_that_is_no_toml(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.replycheck]\naddress =")
    with pytest.raises(ConfigError, match=r"pyproject\.toml:2:10: not TOML"):
        load(tmp_path)


def test_wrong_given_values() -> None:
    with pytest.raises(PolicyError):
        load(isolated=True, given={"address": "polite"})
    with pytest.raises(ContextError):
        load(isolated=True, given={"channel": "sms"})


# --- the command line ---


def test_check_heeds_the_file_of_the_draft(tmp_path: Path) -> None:
    write(tmp_path / "replycheck.toml", 'address = "informal"\nselect = ["address"]\nfail-on = "error"')
    draft = write(tmp_path / "drafts" / "draft.txt", FORMAL)
    result = run("check", draft)
    assert "address/verb-2pl warning" in result.stdout
    assert result.exit_code == 0
    assert run("check", draft, "--fail-on", "warning").exit_code == 1
    assert "0 findings" in run("check", draft, "--isolated", "--select", "address").stdout
    assert "0 findings" in run("check", draft, "--address", "formal").stdout


def test_file_of_the_folder_that_holds_all_drafts(tmp_path: Path) -> None:
    write(tmp_path / "replycheck.toml", 'select = ["address"]\naddress = "informal"')
    write(tmp_path / "a" / "replycheck.toml", 'select = ["address"]')
    one, two = write(tmp_path / "a" / "one.txt", FORMAL), write(tmp_path / "b" / "two.txt", FORMAL)
    assert "0 findings" in run("check", one).stdout
    assert "6 findings" in run("check", one, two).stdout


def test_standard_input_is_checked_by_the_file_of_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "replycheck.toml", 'address = "informal"\nselect = ["address"]')
    monkeypatch.chdir(tmp_path)
    assert "3 findings" in run("check", stdin=FORMAL).stdout
    assert "3 findings" in run("check", "-", stdin=FORMAL).stdout


def test_rewrite_and_explain_heed_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "replycheck.toml", 'recipient = "many"\nmessages = "en"\naddress = "informal"')
    monkeypatch.chdir(tmp_path)
    assert run("rewrite", "--to", "informal", "-", stdin=FORMAL).stdout == FORMAL
    assert "Saitko" in run("rewrite", "--to", "informal", "--recipient", "one", "-", stdin=FORMAL).stdout
    page = run(
        "explain", "--text", "Saitteko laskunne?", "--recipient", "one", "--rule", "address/verb-2pl"
    ).stdout
    assert "is a finding" in page


def test_rules_of_the_house_are_listed_and_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "pack.yaml", PACK)
    write(tmp_path / "replycheck.toml", 'rules = ["pack.yaml"]')
    monkeypatch.chdir(tmp_path)
    assert "blame/own-words" in run("rules").stdout
    assert "blame/own-words" not in run("rules", "--isolated").stdout
    assert "house style" in run("explain", "blame/own-words").stdout


def test_excluded_files_are_named_from_the_folder_of_the_file(tmp_path: Path) -> None:
    write(tmp_path / "replycheck.toml", 'exclude = ["macros/old", "*.sv.txt"]')
    for name in ("a.txt", "a.sv.txt", "old/b.txt", "new/old/c.txt"):
        write(tmp_path / "macros" / name, FORMAL)
    for start in (tmp_path, tmp_path / "macros"):
        reports = json.loads(run("check", start, "--format", "json").stdout)
        names = [Path(each["path"]).relative_to(tmp_path / "macros").as_posix() for each in reports]
        assert names == ["a.txt", "new/old/c.txt"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('\nselect = ["adress"]', ":2: select: no rule or category 'adress'; did you mean 'address'?"),
        ('[severities]\n"blame/x" = "info"', ":1: severities: no rule or category 'blame/x'"),
    ],
)
def test_names_that_no_rule_has_are_said_with_their_line(tmp_path: Path, text: str, said: str) -> None:
    file = write(tmp_path / "replycheck.toml", text)
    result = run("check", write(tmp_path / "draft.txt", FORMAL))
    assert result.exit_code == 2
    assert result.stderr.startswith(f"replycheck: {file}{said}")
    given = run("check", tmp_path / "draft.txt", "--isolated", "--ignore", "adress")
    assert given.stderr.startswith("replycheck: ignore: no rule or category")


def test_faulty_file_stops_the_command(tmp_path: Path) -> None:
    file = write(tmp_path / "replycheck.toml", "adress = 1")
    result = run("check", write(tmp_path / "draft.txt", FORMAL))
    assert result.exit_code == 2
    assert result.stderr == f"replycheck: {file}:1:1: no key 'adress'; did you mean 'address'?\n"


def test_config_command_shows_values_and_origins(house: Path) -> None:
    result = run("config", house.parent, "--address", "mirror", "--later-reply", "--format", "json")
    shown = json.loads(result.stdout)
    assert shown["file"] == str(house)
    settings = shown["settings"]
    assert settings["address"] == {"value": "mirror", "origin": "option"}
    assert settings["first-reply"] == {"value": False, "origin": "option"}
    assert settings["channel"] == {"value": "email", "origin": f"{house}:12"}

    rows = [line.split() for line in run("config", "--isolated", "--messages", "en").stdout.splitlines()]
    assert ["messages", '"en"', "option"] in rows
    assert ["fail-on", '"warning"', "default"] in rows


def test_example_of_the_documentation_names_every_key_and_can_be_used(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "config.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    write(tmp_path / "replycheck.toml", example)
    settings = load(tmp_path)
    assert {key for key, _, origin in settings.effective() if origin == "default"} == set()
    report = Checker(settings.policy).check("Avasimme tiketin Hinta-Haukalle.", context=settings.context)
    assert report.fixed == "Avasimme tukipyynnön Hinta-Haukalle."


def test_schema_of_the_file_names_every_key() -> None:
    schema = json.loads(run("schema", "--of", "config").stdout)
    assert set(schema["properties"]) == {key for key, _, _ in load(isolated=True).effective()}
