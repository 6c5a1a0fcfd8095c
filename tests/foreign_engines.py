"""Engines of others that read the corpus's tables, as the README shows; run by the Python of ``make engines``.

``python foreign_engines.py ENGINE``: address and key of the catalog are JSON on standard input, the answer is JSON on
standard output: articles by site and language, and id, headline, day and length of the text of each. Nothing of coranto
is imported.
"""

import json
import os
import sys
from typing import Any

COUNTS = "select site, language, count(*) as n from news.articles group by site, language"
ROWS = "select id, headline, cast(day as string) as day, length(text) as size from news.articles"


def by_pyiceberg(at: dict[str, str]) -> Any:
    """The library that reads tables, with DuckDB, pandas or Arrow behind it."""
    import pyarrow.compute as pc
    from pyiceberg.catalog import load_catalog

    found = load_catalog("coranto", **at).load_table("news.articles").scan().to_arrow()
    counts = found.group_by(["site", "language"]).aggregate([([], "count_all")]).to_pylist()
    sizes = pc.utf8_length(found["text"]).to_pylist()
    rows = found.select(["id", "headline", "day"]).to_pylist()
    return (
        [[row["site"], row["language"], row["count_all"]] for row in counts],
        [[row["id"], row["headline"], str(row["day"]), size] for row, size in zip(rows, sizes, strict=True)],
    )


def by_polars(at: dict[str, str]) -> Any:
    """A lazy frame over the table."""
    import polars as pl
    from pyiceberg.catalog import load_catalog

    table = load_catalog("coranto", **at).load_table("news.articles")
    s3 = {
        "aws_endpoint_url": at["s3.endpoint"],
        "aws_access_key_id": at["s3.access-key-id"],
        "aws_secret_access_key": at["s3.secret-access-key"],
        "aws_region": at["s3.region"],
        "aws_allow_http": "true",
    }
    articles = pl.scan_iceberg(
        table, storage_options=s3
    )  # or reader_override="pyiceberg", which needs none of that
    counts = articles.group_by("site", "language").len().collect()
    size = pl.col("text").str.len_chars()
    rows = articles.select("id", "headline", pl.col("day").cast(pl.String), size).collect()
    return counts.rows(), rows.rows()


def by_daft(at: dict[str, str]) -> Any:
    """Daft, which spreads the same over many machines with Ray."""
    import daft
    from daft.functions import length
    from daft.io import IOConfig, S3Config
    from pyiceberg.catalog import load_catalog

    s3 = S3Config(
        endpoint_url=at["s3.endpoint"],
        key_id=at["s3.access-key-id"],
        access_key=at["s3.secret-access-key"],
        region_name=at["s3.region"],
        force_virtual_addressing=False,
        use_ssl=at["s3.endpoint"].startswith("https"),
    )
    table = load_catalog("coranto", **at).load_table("news.articles")
    articles = daft.read_iceberg(table, io_config=IOConfig(s3=s3))
    counts = articles.groupby("site", "language").agg(daft.col("id").count().alias("n")).to_pylist()
    rows = articles.select("id", "headline", "day", length(daft.col("text")).alias("size")).to_pylist()
    return (
        [[row["site"], row["language"], row["n"]] for row in counts],
        [[row["id"], row["headline"], str(row["day"]), row["size"]] for row in rows],
    )


def by_sail(at: dict[str, str]) -> Any:
    """Sail: Spark's SQL without a Java machine, on the catalog itself."""
    import requests
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    user, _, secret = at["credential"].partition(":")
    asked = {
        "grant_type": "client_credentials",
        "client_id": user,
        "client_secret": secret,
        "scope": "catalog",
    }
    token = requests.post(at["oauth2-server-uri"], data=asked, timeout=30).json()["access_token"]
    os.environ |= {
        "AWS_ENDPOINT": at["s3.endpoint"],
        "AWS_ENDPOINT_URL": at["s3.endpoint"],
        "AWS_ACCESS_KEY_ID": at["s3.access-key-id"],
        "AWS_SECRET_ACCESS_KEY": at["s3.secret-access-key"],
        "AWS_REGION": at["s3.region"],
        "AWS_ALLOW_HTTP": "true",
        "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "false",
        "SAIL_CATALOG__LIST": f'[{{type="iceberg-rest", name="coranto", uri="{at["uri"]}",'
        f' warehouse="{at["warehouse"]}", oauth_access_token="{token}"}}]',
        "SAIL_CATALOG__DEFAULT_CATALOG": "coranto",
    }
    server = SparkConnectServer()
    server.start()
    _, port = server.listening_address
    spark = SparkSession.builder.remote(f"sc://localhost:{port}").getOrCreate()
    try:
        return [list(row) for row in spark.sql(COUNTS).collect()], [
            list(row) for row in spark.sql(ROWS).collect()
        ]
    finally:
        spark.stop()
        server.stop()


ENGINES = {"pyiceberg": by_pyiceberg, "polars": by_polars, "daft": by_daft, "sail": by_sail}


if __name__ == "__main__":
    counted, listed = ENGINES[sys.argv[1]](json.load(sys.stdin))
    print(json.dumps({"counts": sorted(map(list, counted)), "rows": sorted(map(list, listed))}))
