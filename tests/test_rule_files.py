"""Reading rule files: what is refused, and where the message points."""

from pathlib import Path

import pytest

from replycheck.errors import RuleError
from replycheck.rules import load_rules
from replycheck.shipped import shipped_rules_dir

HEAD = "category: blame\nrules:\n"
RULE = """  - id: blame/example
    title: t
    why: w
    source: s
    message: m
    message_en: m
    phrases: ["~vika teissä"]
    bad: ["<Vika teissä>.", "<Vika teissä>!"]
    good: ["a", "b"]
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_own_pack_comes_after_the_shipped_rules(tmp_path):
    path = write(tmp_path, HEAD + RULE)
    rules = load_rules([path])
    assert rules[-1].id == "blame/example"
    assert (rules[-1].category, rules[-1].path, rules[-1].line) == ("blame", path, 3)
    assert len(rules) == len(load_rules()) + 1


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("category: [\n", "2:1", "not YAML"),
        ("category: blaim\nrules: []\n", "1:11", "category"),
        (HEAD + RULE.replace("    title: t\n", ""), "3:5", "title is missing"),
        (HEAD + RULE.replace("message_en: m", "message_en: m\n    colour: red"), "9:5", "unknown key colour"),
        (HEAD + RULE.replace("~vika teissä", "~vika[Csae=Nom] teissä"), "9:15", "no feature Csae"),
        (HEAD + RULE.replace("~vika teissä", "@x"), "9:15", "no word class @x"),
        (HEAD + RULE.replace('good: ["a", "b"]', 'good: ["a"]'), "11:5", "good"),
        (HEAD + RULE.replace("blame/example", "address/example"), "1:1", "does not start with blame/"),
        (HEAD + RULE.replace("id: blame/example", "id: blame/Example"), "3:5", "category/fault-name"),
        (HEAD + RULE.replace('bad: ["', 'unless: [nowhere]\n    bad: ["'), "10:14", "no condition nowhere"),
        (HEAD + RULE.replace('bad: ["', 'mark: x\n    bad: ["'), "10:11", "no capture x"),
        (HEAD + RULE.replace("phrases:", "check: x\n    phrases:"), "3:5", "exactly one of"),
        (HEAD + RULE.replace('bad: ["', 'pattern: [{OP: "!"}]\n    bad: ["'), "3:5", "exactly one of"),
        (HEAD + RULE + RULE, "12:1", "id blame/example is also at"),
    ],
)
def test_fault_is_named_with_its_place(tmp_path, text, place, says):
    path = write(tmp_path, text)
    with pytest.raises(RuleError) as error:
        load_rules([path])
    line = str(error.value).splitlines()[0]
    assert line.startswith(f"{path}:{place}: ")
    assert says in line


def test_every_fault_of_a_file_is_named(tmp_path):
    text = HEAD + RULE.replace("    title: t\n", "").replace("    why: w\n", "")
    with pytest.raises(RuleError) as error:
        load_rules([write(tmp_path, text)])
    assert len(str(error.value).splitlines()) == 2


def test_file_that_is_not_utf8(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_bytes("category: blåme".encode("latin-1"))
    with pytest.raises(RuleError, match=r"own\.yaml:1:1: not UTF-8"):
        load_rules([path])


def test_missing_file_and_empty_folder(tmp_path):
    with pytest.raises(RuleError, match="no such file"):
        load_rules([tmp_path / "nothing.yaml"])
    with pytest.raises(RuleError, match="no rule file"):
        load_rules([tmp_path])


def test_token_pattern_of_the_design(tmp_path):
    rule = RULE.replace(
        'phrases: ["~vika teissä"]', "pattern:\n      - {LOWER: vika, as: word}\n    mark: word"
    )
    assert load_rules([write(tmp_path, HEAD + rule)])[-1].pattern


def test_shipped_rules_are_complete():
    assert (shipped_rules_dir() / "shared.yaml").is_file()
    assert {rule.category for rule in load_rules()} >= {"address", "imperative", "necessity"}
