"""A plan that holds a secret is refused, and the secret is shown nowhere."""

import pytest

from salesplan.cli import main
from salesplan.plan.secrets import MASK, secrets

SECRETS = (
    "password: hunter2",
    "{user: a, passwd: 'hunter2'}",
    "- 密码：hunter2",
    "smtp_token: hunter2",
    "url: https://u:hunter2@example.test/",
    "url: https://example.test/send?access_token=hunter2hunter2",
    "url: https://example.test/open-apis/bot/v2/hook/hunter2-4f0b-aa",
    "# old: sk-hunter2hunter2hunter2",
)
NO_SECRETS = (
    "password: $SMTP_PASSWORD",
    "password: ${SMTP_PASSWORD}",
    "token: env:WECOM",
    "password_env: SMTP_PASSWORD",
    "token: null",
    "key accounts: 12",
    "members: {密钥产品: {market: 3}}",
    "why: 见 https://example.test/notes/2027?page=3",
    "# password: never here",
    "tokens: [a, b]",
)


@pytest.mark.parametrize("line", SECRETS)
def test_secrets_are_found_and_masked(line):
    [problem] = secrets(f"year: 2027\n{line}\n", "plan.yaml")
    assert problem.place.line == 2
    assert "hunter2" not in problem.place.text
    assert problem.place.text[problem.place.column - 1 :].startswith(MASK)


@pytest.mark.parametrize("line", NO_SECRETS)
def test_what_is_no_secret_passes(line):
    assert not secrets(line, "plan.yaml")


@pytest.mark.parametrize("name", ["plan.yaml", "goals.yaml", "scenarios/base.yaml"])
def test_the_secret_is_on_neither_stream(tmp_path, capsys, name):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "plan.yaml").write_text("name: a\nyear: 2027\n", "utf-8")
    (tmp_path / "goals.yaml").write_text("targets: {revenue: 100万}\n", "utf-8")
    (tmp_path / "scenarios" / "base.yaml").write_text("name: b\n", "utf-8")
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write("smtp: {password: hunter2-SECRET, colour: red}\n")
    assert main(["check", str(tmp_path), "--scenario", "base"]) == 3
    told = capsys.readouterr()
    assert "hunter2" not in told.out + told.err
    assert MASK in told.err
