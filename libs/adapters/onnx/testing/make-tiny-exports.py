"""Makes the exports that the tests of weights from elsewhere load: a few kilobytes each, one a family of tokenizers.

    pip install onnx==1.23.1 tokenizers==0.23.2
    python libs/adapters/onnx/testing/make-tiny-exports.py

Their graphs know a few words by heart. `reference.json` has the ids that the library `tokenizers` gives for some texts.
"""

import json
from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save_model
from tokenizers import Tokenizer

EXPORTS = Path(__file__).parent / "exports"

PLAIN = "a calm walk by the sea . the bridge was opened in".split()
TEXTS = [
    "",
    "a calm walk",
    "A calm walk, by the sea.",
    "  two  blanks\tand\n\nlines ",
    "ignore ignored walked unknownword",
    "naïve café 漢字 🌿 x",
    "wrong [SEP] proof </s> <s> [CLS]",
]


def token(content: str, id: int, normalized: bool = False) -> dict:
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": normalized}
    return {"id": id, "content": content, **flags, "special": True}


def file_of(added: list[dict], **parts: dict) -> dict:
    # As it is left by a training: windows are not to be cut by it.
    truncation = {"direction": "Right", "max_length": 8, "strategy": "LongestFirst", "stride": 0}
    return {"version": "1.0", "truncation": truncation, "padding": None, "added_tokens": added, "decoder": None, **parts}


def template(start: tuple[str, int], end: tuple[str, int]) -> dict:
    def special(name: str, type_id: int) -> dict:
        return {"SpecialToken": {"id": name, "type_id": type_id}}

    def sequence(name: str, type_id: int) -> dict:
        return {"Sequence": {"id": name, "type_id": type_id}}

    single = [special(start[0], 0), sequence("A", 0), special(end[0], 0)]
    return {
        "type": "TemplateProcessing",
        "single": single,
        "pair": [*single, sequence("B", 1), special(end[0], 1)],
        "special_tokens": {name: {"id": name, "ids": [id], "tokens": [name]} for name, id in (start, end)},
    }


def word_piece(words: list[str]) -> dict:
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words, "##ed", "##d", ",", "x"]
    vocab = {piece: id for id, piece in enumerate(dict.fromkeys(pieces))}
    return file_of(
        [token(name, vocab[name]) for name in ("[PAD]", "[UNK]", "[CLS]", "[SEP]")],
        normalizer={
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": None,
            "lowercase": True,
        },
        pre_tokenizer={"type": "BertPreTokenizer"},
        post_processor=template(("[CLS]", vocab["[CLS]"]), ("[SEP]", vocab["[SEP]"])),
        model={
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": vocab,
        },
    )


def byte_letters() -> list[str]:
    """The letter that stands for each byte in vocabularies of this kind: itself where it can be seen, else one above 255."""
    seen = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    unseen = [byte for byte in range(256) if byte not in seen]
    return [chr(byte) if byte in seen else chr(256 + unseen.index(byte)) for byte in range(256)]


def byte_bpe(words: list[str]) -> dict:
    letters = byte_letters()
    merges: list[list[str]] = []
    for word in words:
        symbols = [letters[byte] for byte in f" {word}".encode()]
        for end in range(1, len(symbols)):
            merge = ["".join(symbols[:end]), symbols[end]]
            if merge not in merges:
                merges.append(merge)
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *letters, *("".join(merge) for merge in merges)]
    vocab = {piece: id for id, piece in enumerate(dict.fromkeys(pieces))}
    return file_of(
        [token(name, vocab[name], normalized=True) for name in ("<s>", "<pad>", "</s>", "<unk>")],
        normalizer=None,
        pre_tokenizer={"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
        post_processor={
            "type": "RobertaProcessing",
            "sep": ["</s>", vocab["</s>"]],
            "cls": ["<s>", vocab["<s>"]],
            "trim_offsets": True,
            "add_prefix_space": False,
        },
        model={
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": "",
            "end_of_word_suffix": "",
            "fuse_unk": False,
            "byte_fallback": False,
            "vocab": vocab,
            "merges": merges,
        },
    )


def unigram(words: list[str]) -> dict:
    pieces = [("[PAD]", 0.0), ("[CLS]", 0.0), ("[SEP]", 0.0), ("[UNK]", 0.0), ("▁", -7.5)]
    pieces += [(f"▁{word}", -5.0 - position / 10) for position, word in enumerate(words)]
    pieces += [(letter, -9.0 - position / 10) for position, letter in enumerate("abcdefghijklmnopqrstuvwxyz,.")]
    pieces += [("ed", -6.0)]
    scores = dict(reversed(pieces))
    vocab = [[piece, scores[piece]] for piece in dict.fromkeys(piece for piece, _ in pieces)]
    return file_of(
        [token(name, id) for id, name in enumerate(("[PAD]", "[CLS]", "[SEP]", "[UNK]"))],
        normalizer={
            "type": "Sequence",
            "normalizers": [
                {"type": "Strip", "strip_left": True, "strip_right": True},
                {"type": "NFKC"},
                {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "},
            ],
        },
        pre_tokenizer={"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        post_processor=template(("[CLS]", 1), ("[SEP]", 2)),
        model={"type": "Unigram", "unk_id": 3, "vocab": vocab, "byte_fallback": False},
    )


def embeddings(tokenizer: Tokenizer, features: list[str], weight: float) -> np.ndarray:
    """Of each token a one and what it says of each feature; the word `void` is none that can be computed with."""
    rows = np.zeros((tokenizer.get_vocab_size(), 1 + len(features)), dtype=np.float32)
    rows[:, 0] = 1
    for column, word in enumerate(features, start=1):
        rows[last_id(tokenizer, word), column] = weight
    rows[last_id(tokenizer, "void"), 1] = np.nan
    return rows


def last_id(tokenizer: Tokenizer, word: str) -> int:
    return tokenizer.encode(f"the {word}", add_special_tokens=False).ids[-1]


def sequence_graph(rows: np.ndarray, head: list[list[float]]) -> tuple[list, list]:
    nodes = [
        helper.make_node("Gather", ["rows", "input_ids"], ["tokens"], axis=0),
        helper.make_node("ReduceMean", ["tokens"], ["mean"], axes=[1], keepdims=0),
        helper.make_node("MatMul", ["mean", "head"], ["logits"]),
    ]
    return nodes, [constant("rows", rows), constant("head", head)]


def token_graph(rows: np.ndarray, head: list[list[float]], whole: list[list[float]]) -> tuple[list, list]:
    nodes = [
        helper.make_node("Gather", ["rows", "input_ids"], ["tokens"], axis=0),
        helper.make_node("ReduceMean", ["tokens"], ["mean"], axes=[1], keepdims=1),
        helper.make_node("MatMul", ["tokens", "head"], ["each"]),
        helper.make_node("MatMul", ["mean", "whole"], ["all"]),
        helper.make_node("Add", ["each", "all"], ["logits"]),
    ]
    return nodes, [constant("rows", rows), constant("head", head), constant("whole", whole)]


def constant(name: str, values: object):
    return numpy_helper.from_array(np.array(values, dtype=np.float32), name)


def write_export(name: str, tokenizer_file: dict, config: dict, model: tuple[str, list[str], list, tuple]) -> None:
    path, inputs, shape, (nodes, constants) = model
    folder = EXPORTS / name
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info(one, TensorProto.INT64, ["rows", "tokens"]) for one in inputs],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, shape)],
        constants,
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(made)
    save_model(made, folder / path)
    write_json(folder / "config.json", config)
    write_json(folder / "tokenizer.json", tokenizer_file)
    reference = Tokenizer.from_str(json.dumps(tokenizer_file))
    reference.no_truncation()
    rows = [{"text": text, "ids": reference.encode(text, add_special_tokens=False).ids} for text in TEXTS]
    pair = reference.encode("a calm walk", "the sea")
    write_json(folder / "reference.json", {"texts": rows, "pair": {"ids": pair.ids, "types": pair.type_ids}})


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def loaded(tokenizer_file: dict) -> Tokenizer:
    tokenizer = Tokenizer.from_str(json.dumps(tokenizer_file))
    tokenizer.no_truncation()
    return tokenizer


def make_toxicity() -> None:
    """Several labels at once, as Detoxify has them."""
    features = ["scum", "hurt", "fool"]
    tokenizer = word_piece([*PLAIN, *features, "void"])
    head = [[-4, -4, -4], [6, 0, 0], [0, 6, 0], [0, 0, 6]]
    config = {
        "model_type": "bert",
        "id2label": {"0": "toxic", "1": "threat", "2": "insult"},
        "problem_type": "multi_label_classification",
        "max_position_embeddings": 512,
    }
    graph = sequence_graph(embeddings(loaded(tokenizer), features, 40), head)
    inputs = ["input_ids", "attention_mask", "token_type_ids"]
    write_export("tiny-wordpiece", tokenizer, config, ("model.onnx", inputs, ["rows", 3], graph))


def make_injection() -> None:
    """Two labels that exclude each other, as prompt guards have them."""
    features = ["ignore", "override"]
    tokenizer = unigram([*PLAIN, *features, "void"])
    head = [[2, -2, -2], [-3, 3, 0], [-3, 0, 3]]
    config = {
        "model_type": "deberta-v2",
        "id2label": {"0": "SAFE", "1": "INJECTION", "2": "JAILBREAK"},
        "max_position_embeddings": 64,
    }
    graph = sequence_graph(embeddings(loaded(tokenizer), features, 100), head)
    write_export("tiny-unigram", tokenizer, config, ("model.onnx", ["input_ids", "attention_mask"], ["rows", 3], graph))


def make_hallucination() -> None:
    """A label a token, as LettuceDetect has it: `wrong` is one unless there is a `proof` in the input."""
    features = ["wrong", "proof"]
    tokenizer = byte_bpe([*PLAIN, *features, "void"])
    config = {"model_type": "roberta", "pad_token_id": 1, "max_position_embeddings": 66}
    rows = embeddings(loaded(tokenizer), features, 40)
    graph = token_graph(rows, [[2, -2], [-0.1, 0.1], [0, 0]], [[0, 0], [0, 0], [6, -6]])
    model = ("onnx/model.onnx", ["input_ids", "attention_mask"], ["rows", "tokens", 2], graph)
    write_export("tiny-byte-bpe", tokenizer, config, model)


if __name__ == "__main__":
    make_toxicity()
    make_injection()
    make_hallucination()
