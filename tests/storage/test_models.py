"""What the tables promise: every column is marked, and nothing holds what it must not."""

import pytest
from sqlalchemy import Column, Table

from bot.storage.models import Base
from bot.storage.storage import personal_columns

_MODELS = sorted(
    (mapper.class_ for mapper in Base.registry.mappers), key=lambda model: model.__tablename__
)
_TABLES = list(Base.metadata.tables.values())
_COLUMNS = [column for table in _TABLES for column in table.columns]


@pytest.mark.parametrize("column", _COLUMNS, ids=str)
def test_each_column_says_whether_it_holds_personal_data(column: Column[object]) -> None:
    assert isinstance(column.info.get("personal"), bool), f"mark {column} in bot/storage/models"


@pytest.mark.parametrize("table", _TABLES, ids=str)
def test_a_chats_own_columns_are_personal(table: Table) -> None:
    about_a_chat = {"chat_id", "question", "comment", "data", "calls"} & set(table.columns.keys())
    assert about_a_chat <= set(personal_columns(table))


@pytest.mark.parametrize("model", _MODELS, ids=lambda model: model.__tablename__)
def test_what_is_personal_can_be_erased_or_says_why_not(model: type[Base]) -> None:
    columns = model.__table__.columns
    subjects = [column.name for column in columns if column.info.get("subject")]
    assert len(subjects) <= 1
    if any(column.info["personal"] for column in columns):
        assert subjects or model.survives_erasure


@pytest.mark.parametrize("model", _MODELS, ids=lambda model: model.__tablename__)
def test_what_is_kept_for_a_time_names_a_column(model: type[Base]) -> None:
    if model.kept is not None:
        assert model.kept.since in model.__table__.columns


@pytest.mark.parametrize("table", _TABLES, ids=str)
def test_no_column_is_made_for_a_nik(table: Table) -> None:
    assert not {"nik", "kpj", "phone", "birth_date"} & set(table.columns.keys())


def test_statistics_know_no_persons() -> None:
    assert personal_columns(Base.metadata.tables["tallies"]) == []
