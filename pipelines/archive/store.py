from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Keys of an S3 identity and where to use them."""

    access: str
    secret: str = field(repr=False)
    endpoint: str
    region: str = "us-east-1"
