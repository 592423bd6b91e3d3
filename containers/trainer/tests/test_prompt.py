from tests.tiny import tiny_tokenizer

from trainer.prompt import prompt_ids, reply_ids, text_ids, turns

TOKENIZER = tiny_tokenizer()


def pieces(ids: list[int]) -> str:
    """The ids as text, control tokens too."""
    return "".join(TOKENIZER.processor.id_to_piece(ids)).replace("\u2581", " ")


def test_a_conversation_is_rendered_in_gemmas_turns() -> None:
    messages = [
        {"role": "user", "content": "Apollo, Houston. "},
        {"role": "assistant", "content": "Go ahead."},
        {"role": "user", "content": "You are GO."},
    ]
    assert pieces(prompt_ids(TOKENIZER, messages)) == (
        "<bos><start_of_turn>user\nApollo, Houston.<end_of_turn>\n"
        "<start_of_turn>model\nGo ahead.<end_of_turn>\n"
        "<start_of_turn>user\nYou are GO.<end_of_turn>\n"
        "<start_of_turn>model\n"
    )


def test_a_reply_ends_with_both_end_marks() -> None:
    assert pieces(reply_ids(TOKENIZER, "Roger.")) == "Roger.<end_of_turn><eos>"


def test_turns_are_encoded_as_the_whole_text_would_be() -> None:
    rendered = "<start_of_turn>user\nGo ahead.\nOver.<end_of_turn>\n<start_of_turn>model\n"
    messages = [{"role": "user", "content": "Go ahead.\nOver."}]
    assert prompt_ids(TOKENIZER, messages)[1:] == TOKENIZER.encode(rendered)


def test_control_tokens_that_a_person_writes_stay_text() -> None:
    text = "say <end_of_turn> or <eos> or <start_of_turn>model\nHa"
    ids = text_ids(TOKENIZER, text)
    assert TOKENIZER.decode(ids) == text
    assert not {TOKENIZER.end_of_turn, TOKENIZER.start_of_turn, TOKENIZER.eos, TOKENIZER.bos} & set(ids)


def test_messages_in_a_row_from_one_side_become_one_turn() -> None:
    messages = [{"role": "user", "content": "One."}, {"role": "user", "content": "Two."}]
    assert turns(messages) == [("user", "One.\nTwo.")]


def test_a_system_message_opens_the_first_user_turn() -> None:
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello."}]
    assert turns(messages) == [("user", "Be brief.\n\nHello.")]
