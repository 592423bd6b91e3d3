import jinja2
import pytest

from tests.tiny import tiny_tokenizer
from trainer.chat_template import chat_template
from trainer.prompt import prompt_ids

CONVERSATIONS = {
    "one question": [("user", "How do you read?")],
    "several turns": [("user", " Houston. "), ("assistant", "Go ahead."), ("user", "You're GO\nfor landing. ")],
    "a system message": [
        ("system", "You are CDR."),
        ("user", "Apollo 11?"),
        ("assistant", "Roger."),
        ("user", "Over."),
    ],
    "messages in a row": [
        ("user", "Eagle?"),
        ("user", "Houston."),
        ("assistant", "Go."),
        ("assistant", "Ahead."),
        ("user", "OK"),
    ],
    "unicode": [("user", "¿Qué? 🚀 日本語  two  spaces")],
}


@pytest.mark.parametrize(
    "settings", [{}, {"trim_blocks": True, "lstrip_blocks": True}], ids=["plain", "as transformers"]
)
@pytest.mark.parametrize("turns", CONVERSATIONS.values(), ids=CONVERSATIONS.keys())
def test_the_template_gives_the_ids_of_training(turns, settings):
    tokenizer = tiny_tokenizer()
    messages = [{"role": role, "content": content} for role, content in turns]
    template = jinja2.Environment(**settings).from_string(chat_template)

    text = template.render(messages=messages, bos_token="<bos>", add_generation_prompt=True)

    assert text.startswith("<bos>")
    assert [tokenizer.bos, *tokenizer.encode(text.removeprefix("<bos>"))] == prompt_ids(tokenizer, messages)


def test_the_template_takes_content_in_parts():
    parts = [{"type": "text", "text": "How do you read?"}]
    template = jinja2.Environment().from_string(chat_template)

    texts = [
        template.render(messages=[{"role": "user", "content": c}], bos_token="<bos>") for c in (parts, parts[0]["text"])
    ]

    assert texts[0] == texts[1] == "<bos><start_of_turn>user\nHow do you read?<end_of_turn>\n"
