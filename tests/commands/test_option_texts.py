"""Every option of every command has a help text in both languages, written alike."""

import pytest

from salesplan.cli import COMMANDS, load
from salesplan.words.messages import MESSAGES

OPTIONS = [(entry.name, param.name, param.help) for entry in COMMANDS for param in load(entry.name).params]


@pytest.mark.parametrize(("command", "name", "slug"), OPTIONS, ids=lambda part: str(part))
def test_an_option_is_told_in_both_languages(command, name, slug):
    message = MESSAGES[slug]
    assert message.zh
    assert message.en[0].isupper()
    assert not message.en.endswith(".")
    assert not message.zh.endswith("。")


@pytest.mark.parametrize("command", [e.name for e in COMMANDS])
def test_a_command_is_told_in_both_languages(command):
    for slug in (f"help-{command}", f"about-{command}", f"examples-{command}"):
        assert MESSAGES[slug].zh
        assert MESSAGES[slug].en
