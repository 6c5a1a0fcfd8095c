"""The views over the tables, in DuckDB's SQL (``exclude`` is its only word that others spell otherwise)."""

VERSIONS = """\
create view versions as
select * exclude (version_rank) from (
  select *, row_number() over (partition by article_id, text_hash order by captured, id) as version_rank
  from articles
) where version_rank = 1"""
"""Each text of each article once, at its earliest capture over all units."""

CURRENT = """\
create view "current" as
select * exclude (age_rank) from (
  select *, row_number() over (partition by article_id order by captured desc, id desc) as age_rank
  from versions
) where age_rank = 1"""
"""Of each article the version that appeared last."""

AS_OF = """\
create macro as_of(moment) as table
select * exclude (age_rank) from (
  select *, row_number() over (partition by article_id order by captured desc, id desc) as age_rank
  from versions where captured <= moment::timestamptz
) where age_rank = 1"""
"""Of each article the version that was there at a moment: ``select … from as_of('2026-01-08 12:00+01')``."""

VIEWS = (VERSIONS, CURRENT, AS_OF)
