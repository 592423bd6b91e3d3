import json

import pytest
import tokenizers

from tests.tiny import UNICODE_TEXTS, tiny_tokenizer
from trainer.executor import TaskError
from trainer.tokenizer import BYTE, CONTROL, NORMAL, UNKNOWN, Piece, Tokenizer, load_tokenizer, sentencepiece_model


def tokenizer_json() -> dict:
    """The tiny vocabulary as a `tokenizer.json`, the way transformers writes Gemma's."""
    processor = tiny_tokenizer().processor
    count = processor.get_piece_size()
    pieces = {processor.id_to_piece(token): token for token in range(count)}
    normal = [
        piece
        for piece, token in pieces.items()
        if not (processor.is_control(token) or processor.is_byte(token) or processor.is_unknown(token))
    ]
    special = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", "<unused0>", "<start_of_turn>", "<end_of_turn>", "\n"]
    merges = []
    for piece in sorted(set(normal) - set(special), key=lambda piece: -processor.get_score(pieces[piece])):
        splits = [(piece[:at], piece[at:]) for at in range(1, len(piece))]
        merges += [split for split in splits if split[0] in normal and split[1] in normal and len(piece) > 1]
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False}
    return {
        "version": "1.0",
        "added_tokens": [{"id": pieces[p], "content": p, "special": p[0] == "<", **flags} for p in special],
        "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
        "model": {
            "type": "BPE",
            "vocab": pieces,
            "merges": [list(merge) for merge in merges],
            "unk_token": "<unk>",
            "byte_fallback": True,
            "fuse_unk": True,
        },
    }


def test_a_tokenizer_json_gives_the_ids_that_its_own_library_gives(tmp_path):
    description = tokenizer_json()
    (tmp_path / "tokenizer.json").write_text(json.dumps(description))
    reference = tokenizers.Tokenizer.from_str(json.dumps(description))
    texts = [*UNICODE_TEXTS, "Roger. Understand, GO for landing.", "<start_of_turn>user\nHi<end_of_turn>\n"]

    tokenizer = load_tokenizer(tmp_path)

    assert [tokenizer.encode(text) for text in texts] == [reference.encode(text).ids for text in texts]
    assert [tokenizer.encode(text) for text in texts] == [tiny_tokenizer().encode(text) for text in texts]
    assert (tokenizer.pad, tokenizer.eos, tokenizer.bos, tokenizer.unk) == (0, 1, 2, 3)


@pytest.mark.parametrize("text", UNICODE_TEXTS)
def test_decoding_gives_the_text_back(text):
    tokenizer = tiny_tokenizer()

    assert tokenizer.decode([tokenizer.bos, *tokenizer.encode(text), tokenizer.eos]) == text


def test_a_vocabulary_without_turn_tokens_and_what_is_no_vocabulary_are_refused():
    kinds = {"<pad>": CONTROL, "<eos>": CONTROL, "<bos>": CONTROL, "<unk>": UNKNOWN, "a": NORMAL}
    bytes_ = {f"<0x{byte:02X}>": BYTE for byte in range(256)}
    model = sentencepiece_model(Piece(text, 0.0, kind) for text, kind in (kinds | bytes_).items())

    for given, message in {
        model: "tokenizer: the vocabulary has no <start_of_turn>. Use the tokenizer of a Gemma 1, 2 or 3.",
        b"nonsense": "tokenizer: its tokenizer.model is no SentencePiece model. Copy or download it again.",
    }.items():
        with pytest.raises(TaskError) as refused:
            Tokenizer(given)
        assert str(refused.value) == message
