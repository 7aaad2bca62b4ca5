"""Judgement by likeness: the tone model that comes with replycheck, and training another one."""

import json
import subprocess
import sys

import numpy as np
import pytest

from replycheck import Checker, Policy, check_reply
from replycheck.analysis import analyse, load_pipeline
from replycheck.errors import ReplycheckError, SetupError
from replycheck.rules import load_rules
from replycheck.tone import LETTERS, SHIPPED, ToneModel, features, likenesses
from replycheck.train import read_examples, train

NLP = load_pipeline()
MODEL = ToneModel.load()
CALM = "Kiitos viestistänne! Tarkistin laskun, ja summa on 49 euroa. Eräpäivä on 12.5."


def everything(model):
    """The model, asked for every likeness however small."""
    zero = np.zeros(len(model.categories))
    return ToneModel(**{**vars(model), "likely": zero})


def test_the_model_knows_the_five_faults_of_tone_and_their_strategies():
    assert MODEL.categories == tuple(LETTERS)
    described = load_rules()[0].pack.strategies
    assert set(MODEL.strategies) <= set(described)
    assert {name[0] for name in MODEL.strategies} == set(LETTERS.values())


def test_a_likeness_is_a_clause_of_a_sentence_of_the_agents_own():
    draft = 'Kirjoititte: "Oma vika!" Avasitte laitteen väkisin, joten takuu raukesi.\n> vanha viesti teiltä'
    analysed = analyse(NLP, draft)
    found = likenesses(everything(MODEL), analysed)
    assert {each.category for each in found} == set(LETTERS)
    for each in found:
        assert analysed.zone_at(each.start, each.end) is None
        assert analysed.sentence_of[each.start] == analysed.sentence_of[each.end - 1]
        assert each.strategy.startswith(LETTERS[each.category])
        assert 0 <= each.probability <= 1


@pytest.mark.parametrize("draft", ["", " ", "…", "😀", "?", "a", "\n\n", "123 456"])
def test_any_draft_can_be_judged(draft):
    analysed = analyse(NLP, draft)
    assert isinstance(likenesses(everything(MODEL), analysed), list)


def test_what_a_stretch_is_made_of_does_not_depend_on_its_neighbours():
    alone = analyse(NLP, "Laite on rikki.")
    beside = analyse(NLP, "Laite on rikki. Tilaan uuden.")
    ((rows, _),) = features(alone, [(0, len(alone.doc))])
    together = features(beside, beside.sentences)
    assert np.array_equal(rows, together[0][0])
    assert len(together) == 2


def test_a_saved_model_judges_as_before(tmp_path):
    MODEL.save(tmp_path / "again.npz")
    again = ToneModel.load(tmp_path / "again.npz")
    analysed = analyse(NLP, CALM)
    before, after = (likenesses(everything(each), analysed) for each in (MODEL, again))
    assert [each.category for each in before] == [each.category for each in after]
    assert np.allclose([b.probability for b in before], [a.probability for a in after], atol=0.02)


@pytest.mark.parametrize("content", [b"", b"not a model", SHIPPED.read_bytes()[:2000]])
def test_a_broken_model_file_is_refused_by_name(tmp_path, content):
    path = tmp_path / "broken.npz"
    path.write_bytes(content)
    with pytest.raises(SetupError, match=r"broken\.npz: not a tone model"):
        ToneModel.load(path)
    with pytest.raises(SetupError, match=r"broken\.npz"):
        Checker(Policy(tone_model=path))


def test_a_missing_model_file_is_refused_by_name(tmp_path):
    with pytest.raises(SetupError, match="nowhere"):
        Checker(Policy(tone_model=tmp_path / "nowhere.npz"))


LIKE = {rule.id for rule in load_rules() if rule.model}


def test_each_fault_of_tone_has_one_rule_that_judges_by_likeness():
    assert sorted(name.split("/")[0] for name in LIKE) == sorted(LETTERS)


def judged(draft, **policy):
    return [each for each in check_reply(draft, policy=policy).findings if each.rule in LIKE]


def bad_examples():
    return [(rule.id, bad.draft) for rule in load_rules() if rule.model for bad in rule.bad]


@pytest.mark.parametrize(("rule", "draft"), bad_examples())
def test_the_judgement_can_be_switched_off(rule, draft):
    assert rule in {each.rule for each in judged(draft)}
    assert not judged(draft, tone_model="none")
    assert rule not in {each.rule for each in judged(draft, ignore=(rule,))}


@pytest.mark.parametrize(("rule", "draft"), bad_examples())
def test_a_finding_by_likeness_says_so_and_is_never_more_than_a_hint_below_its_threshold(rule, draft):
    (finding,) = (each for each in judged(draft) if each.rule == rule)
    column = MODEL.categories.index(finding.category)
    assert "samankaltaisuuteen" in finding.message
    assert "{" not in finding.message
    assert (finding.severity == "info") == (finding.confidence < MODEL.sure[column])


def test_where_a_rule_and_the_model_agree_the_rule_speaks_and_is_the_surer():
    draft = "Täytitte lomakkeen väärin."
    alone = check_reply(draft, policy={"tone_model": "none"}).findings
    both = check_reply(draft).findings
    assert [each.rule for each in alone if each.category == "blame"] == ["blame/wrong-act"]
    (finding,) = (each for each in both if each.category == "blame")
    assert finding.rule == "blame/wrong-act"
    assert finding.confidence > alone[0].confidence


# ------------------------------------------------------------------------------------------ training

FAULTS = {
    "blame": ["Rikoitte {} itse", "Oma syynne, kun {} hajosi", "Olisitte katsonut {} ohjeesta"],
    "dismissive": ["Ei {} ole iso asia", "Turha {} takia on valittaa", "Muilla {} kyllä toimii"],
    "overpromise": ["Takaan, että {} kestää ikuisesti", "Aivan varmasti {} on huomenna", "Paras {} ikinä"],
    "defensive": ["Meidän {} ei ole vikaa", "Emme ole {} väärin tehneet", "Meillä {} toimii hyvin"],
    "hostile": ["Senkin {} pelle", "Voi voi, {} taas", "Osaatteko lukea {} ollenkaan"],
}
THINGS = ["lamppu", "kaappi", "tuoli", "kello"]


def marked_lines(writer):
    for category, frames in FAULTS.items():
        for frame in frames:
            for thing in THINGS:
                text = frame.format(thing) + "."
                yield {"text": text, "labels": [category], "kind": LETTERS[category] + "1", "writer": writer}
    for thing in THINGS * 4:
        yield {"text": f"Lähetämme {thing} maanantaina {writer}.", "writer": writer}


@pytest.fixture
def marked(tmp_path):
    path = tmp_path / "marked.jsonl"
    rows = [*marked_lines("a"), *marked_lines("b")]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_training_gives_the_same_model_every_time_and_it_finds_what_it_was_shown(marked, tmp_path):
    paths = [tmp_path / "one.npz", tmp_path / "two.npz"]
    for path in paths:
        model, measures = train(read_examples(NLP, [marked]))
        model.save(path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert {each.writer for each in measures} == {"all", "a", "b"}
    assert all(each.average_precision > 0.9 for each in measures)
    findings = check_reply("Turha pöydän takia on valittaa.", policy={"tone_model": paths[0]}).findings
    assert "dismissive" in {each.category for each in findings}


def test_one_writer_alone_cannot_be_left_out(tmp_path):
    path = tmp_path / "one.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in marked_lines("a")), encoding="utf-8")
    with pytest.raises(ReplycheckError, match="no sentence of another writer than a is marked blame"):
        train(read_examples(NLP, [path]))


def test_marked_drafts_and_rule_files_can_be_trained_on(tmp_path):
    row = {
        "id": "x-1",
        "draft": "Hei! Täytitte lomakkeen väärin. Korjaan sen.",
        "findings": [{"category": "blame", "text": "Täytitte lomakkeen väärin", "start": 5, "end": 30}],
    }
    path = tmp_path / "drafts.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    assert [sorted(each.labels) for each in read_examples(NLP, [path])] == [[], ["blame"], []]
    rule = next(rule for rule in load_rules() if rule.category == "blame")
    of_rules = read_examples(NLP, [rule.path])
    assert {tuple(each.labels) for each in of_rules} == {("blame",), ()}


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "not a JSON object"),
        ("[]", "not a JSON object"),
        ('{"text": "a", "labels": ["rude"]}', "labels.0: "),
        ('{"txt": "a"}', "text: "),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_not_quoted(tmp_path, line, what):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "hyvä"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(ReplycheckError) as fault:
        read_examples(NLP, [path])
    assert str(fault.value).startswith(f"{path}:2: ")
    assert what in str(fault.value)


def test_the_command_line_trains(marked, tmp_path):
    out = tmp_path / "model.npz"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from replycheck.cli import main; main()",
            "train",
            str(marked),
            "--out",
            str(out),
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].split()[:3] == ["category", "writer", "faults"]
    assert ToneModel.load(out).categories == MODEL.categories
