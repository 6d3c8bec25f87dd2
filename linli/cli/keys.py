"""A deployment's passwords and signing key: made once at random, readable by their owner only."""

import json
import secrets

from linli.cli.house import House, read_json, write_whole
from linli.cli.words import Refusal

NAMES = ("secret_key", "postgres", "linli_owner", "linli_app")


def load(house: House, *, cluster_exists: bool) -> dict[str, str]:
    """Read the keys, or make them on the first start. Raises Refusal when a database exists whose keys are gone."""
    known = {name: str(value) for name, value in read_json(house.secrets).items()}
    missing = [name for name in NAMES if name not in known]
    if not missing:
        return known
    if cluster_exists:
        raise Refusal(
            f"密钥文件 {house.secrets} 缺失或已损坏，无法打开现有数据库；请从备份中恢复该文件。",
            f"The key file {house.secrets} is missing or damaged, so the existing database cannot be opened; "
            "put the file back from a backup.",
        )
    known |= {name: secrets.token_urlsafe(50 if name == "secret_key" else 24) for name in missing}
    write_whole(house.secrets, json.dumps(known, indent=1), mode=0o600)
    return known
