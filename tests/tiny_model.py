"""A sentence-transformers model that a test can make: random weights, 16 dimensions."""

from pathlib import Path

WORDS = "who sent troops the alliance a query : . ? mirror bridge of to in and was"


def make_tiny_model(folder: Path, prompts: dict[str, str] | None = None) -> Path:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
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
    transformer = Transformer(str(source), max_seq_length=64)
    pooling = Pooling(transformer.get_embedding_dimension())
    model = SentenceTransformer(modules=[transformer, pooling], prompts=prompts, device="cpu")
    model.save(str(folder), create_model_card=False)
    return folder
