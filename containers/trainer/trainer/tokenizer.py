"""Gemma's vocabulary: text to token ids and back.

A vocabulary is a SentencePiece model. Folders that only have a `tokenizer.json`, and GGUF files, carry the
same pieces in another form; `sentencepiece_model` puts them back into one, so that there is one tokenizer here.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as sentencepiece_format

from trainer.executor import TaskError

NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE = 1, 2, 3, 4, 5, 6  # numbers of the SentencePiece format


class Piece(NamedTuple):
    text: str
    score: float
    kind: int


class Tokenizer:
    """Encodes and decodes with one SentencePiece model (its bytes); knows the ids Gemma gives a meaning to."""

    def __init__(self, model: bytes):
        self.model = model
        try:
            self.processor = sentencepiece.SentencePieceProcessor(model_proto=model)
        except RuntimeError:
            hint = "Copy or download it again"
            raise TaskError(f"tokenizer: its tokenizer.model is no SentencePiece model. {hint}.") from None
        self.vocabulary_size = self.processor.get_piece_size()
        self.pad, self.bos, self.eos, self.unk = (self.id(piece) for piece in ("<pad>", "<bos>", "<eos>", "<unk>"))
        self.start_of_turn = self.id("<start_of_turn>")
        self.end_of_turn = self.id("<end_of_turn>")

    def encode(self, text: str) -> list[int]:
        """The ids of a text, without <bos> or <eos>. Turn tokens written out in the text become turn tokens."""
        return self.processor.encode(text)

    def decode(self, ids: Sequence[int]) -> str:
        """The text of ids; pad, bos and eos have none, bytes that are no UTF-8 become U+FFFD."""
        return self.processor.decode([int(token) for token in ids])

    def id(self, piece: str) -> int:
        """The id of a piece that the vocabulary must have."""
        token = self.processor.piece_to_id(piece)
        if token == self.processor.unk_id() and piece != "<unk>":
            raise TaskError(f"tokenizer: the vocabulary has no {piece}. Use the tokenizer of a Gemma 1, 2 or 3.")
        return token

    def user_defined(self) -> dict[int, str]:
        """The pieces that text always is cut at: turn tokens, line breaks, HTML tags, unused ones."""
        pieces = sentencepiece_format.ModelProto.FromString(self.model).pieces
        return {token: piece.piece for token, piece in enumerate(pieces) if piece.type == USER_DEFINED}

    def is_byte(self, token: int) -> bool:
        return self.processor.is_byte(int(token))


def load_tokenizer(folder: str | Path) -> Tokenizer:
    """The tokenizer of a Hugging Face folder: its `tokenizer.model`, else what its `tokenizer.json` describes."""
    folder = Path(folder)
    if (folder / "tokenizer.model").is_file():
        return Tokenizer((folder / "tokenizer.model").read_bytes())
    if (folder / "tokenizer.json").is_file():
        return Tokenizer(sentencepiece_model(pieces_of_json(json.loads((folder / "tokenizer.json").read_text()))))
    raise TaskError(f"{folder}: has no tokenizer.model and no tokenizer.json. Copy the model's tokenizer there.")


def sentencepiece_model(pieces: Iterable[Piece]) -> bytes:
    """A SentencePiece model with these pieces, ids in their order, that treats text the way Gemma's does."""
    model = sentencepiece_format.ModelProto()
    model.trainer_spec.model_type = sentencepiece_format.TrainerSpec.BPE
    model.trainer_spec.byte_fallback = True
    for spec in (model.normalizer_spec, model.denormalizer_spec):
        spec.add_dummy_prefix = False
        spec.remove_extra_whitespaces = False
        spec.escape_whitespaces = True
    model.normalizer_spec.name = "identity"
    for index, piece in enumerate(pieces):
        model.pieces.add(piece=piece.text, score=piece.score, type=piece.kind)
        for name in ("pad", "bos", "eos", "unk"):
            if piece.text == f"<{name}>":
                setattr(model.trainer_spec, f"{name}_id", index)
    model.trainer_spec.vocab_size = len(model.pieces)
    return model.SerializeToString()


def pieces_of_json(description: dict) -> list[Piece]:
    """The pieces of a `tokenizer.json` in the order of their ids. A merge's rank is its result's score, negated."""
    if description["model"].get("type") != "BPE":
        raise TaskError(f"tokenizer.json: the model is {description['model'].get('type')}. Gemma's is BPE.")
    added = {token["content"]: token["id"] for token in description.get("added_tokens", [])}
    special = {token["content"] for token in description.get("added_tokens", []) if token.get("special")}
    vocabulary = {**description["model"]["vocab"], **added}
    ranks: dict[str, int] = {}
    for rank, merge in enumerate(description["model"]["merges"]):
        left, right = merge.split(" ", 1) if isinstance(merge, str) else merge
        ranks.setdefault(left + right, rank)
    pieces = [Piece("", 0.0, UNUSED)] * (max(vocabulary.values()) + 1)
    for text, token in vocabulary.items():
        pieces[token] = Piece(text, -float(ranks.get(text, len(ranks))), kind_of(text, text in added, text in special))
    return [piece if piece.text else Piece(f"<unnamed{index}>", 0.0, UNUSED) for index, piece in enumerate(pieces)]


def kind_of(text: str, added: bool, special: bool) -> int:
    """Which kind of piece a token of a Gemma vocabulary is. Turn tokens are user defined: text can spell them."""
    if text == "<unk>":
        return UNKNOWN
    if text in ("<pad>", "<bos>", "<eos>"):
        return CONTROL
    if len(text) == 6 and text.startswith("<0x") and text.endswith(">"):
        return BYTE
    return USER_DEFINED if added or special else NORMAL
