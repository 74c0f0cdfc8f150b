"""Models that a test can make: random weights, 16 dimensions, one for each kind there is."""

from pathlib import Path

WORDS = "who sent troops the alliance a query : . ? mirror bridge of to in and was"


def make_tiny_model(folder: Path, prompts: dict[str, str] | None = None) -> Path:
    """A sentence encoder with mean pooling."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    transformer = Transformer(str(_make_bert(folder)), max_seq_length=64)
    pooling = Pooling(transformer.get_embedding_dimension())
    model = SentenceTransformer(modules=[transformer, pooling], prompts=prompts, device="cpu")
    model.save(str(folder), create_model_card=False)
    return folder


def make_tiny_colbert(folder: Path) -> Path:
    """A multi-vector encoder whose token vectors have 8 dimensions."""
    from sentence_transformers import MultiVectorEncoder
    from sentence_transformers.base.modules import Dense, Transformer

    transformer = Transformer(str(_make_bert(folder)), max_seq_length=64)
    projection = Dense(16, 8, bias=False, module_input_name="token_embeddings")
    model = MultiVectorEncoder(modules=[transformer, projection], device="cpu")
    model.save(str(folder), create_model_card=False)
    return folder


def make_tiny_cross_encoder(folder: Path) -> Path:
    from sentence_transformers import CrossEncoder

    model = CrossEncoder(str(_make_bert(folder)), num_labels=1, device="cpu")
    model.save_pretrained(str(folder))
    return folder


def make_tiny_reader(tiny_model: Path, folder: Path) -> Path:
    """A model for extractive question answering, with the tokenizer of a tiny model."""
    from transformers import BertConfig, BertForQuestionAnswering

    folder.mkdir()
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (folder / name).write_bytes((tiny_model / name).read_bytes())
    config = BertConfig(
        vocab_size=2_000,
        hidden_size=8,
        intermediate_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
    )
    BertForQuestionAnswering(config).save_pretrained(folder)
    return folder


def _make_bert(folder: Path) -> Path:
    """A BERT of one layer beside the folder, with a vocabulary of a few words and all letters."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizer

    torch.manual_seed(0)
    source = folder.with_name(folder.name + "-source")
    source.mkdir(parents=True)
    letters = [
        f"{prefix}{c}" for c in "abcdefghijklmnopqrstuvwxyz0123456789" for prefix in ("", "##")
    ]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS.split(), *letters]
    vocabulary = list(dict.fromkeys(vocabulary))
    (source / "vocab.txt").write_text("\n".join(vocabulary) + "\n")
    BertTokenizer(str(source / "vocab.txt")).save_pretrained(source)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(source)
    return source
