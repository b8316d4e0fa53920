"""Every setting, once: read from the environment and from `.env`, checked, secrets masked."""

import re
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AnyHttpUrl, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.content.approval import Approval
from bot.desk.office import OfficeHours, parse_office_hours
from bot.registry.budgets import Budgets, ProofKind
from bot.storage.storage import parse_url

DEFAULT_DATABASE_URL = "sqlite:///var/jamsosbot.sqlite3"
_TELEGRAM_ALLOWS = re.compile(r"[A-Za-z0-9_-]{16,256}")


class Settings(BaseSettings):
    """The settings of one installation. `.env.example` explains each."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,  # `NAME=` in .env means: not set
        extra="ignore",
        hide_input_in_errors=True,
    )

    telegram_token: SecretStr | None = None
    telegram_api_url: AnyHttpUrl = AnyHttpUrl("https://api.telegram.org")
    database_url: SecretStr = SecretStr(DEFAULT_DATABASE_URL)
    secret_key: SecretStr | None = None
    old_secret_key: SecretStr | None = None
    webhook_url: AnyHttpUrl | None = None
    webhook_secret: SecretStr | None = None
    webhook_host: str = "127.0.0.1"
    webhook_port: Annotated[int, Field(ge=0, le=65_535)] = 8_080
    metrics_host: str = "127.0.0.1"
    metrics_port: Annotated[int, Field(ge=0, le=65_535)] | None = None
    timezone: str = "Asia/Makassar"
    bulk_per_second: Annotated[float, Field(gt=0, le=28)] = 25.0
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    lookup_proof: ProofKind = ProofKind.EITHER
    lookup_attempts_per_day: Annotated[int, Field(ge=1)] = 5
    lookup_niks_per_30_days: Annotated[int, Field(ge=1)] = 3
    lookup_failures_per_nik: Annotated[int, Field(ge=1)] = 5
    lookup_failures_per_hour: Annotated[int, Field(ge=1)] = 300
    office_hours: str = "Senin–Jumat 08.00–16.00 WITA"
    desk_reminder_hours: Annotated[int, Field(ge=1)] = 24
    content_approval: Approval = Approval.AUTO
    coverage_target_date: date = date(2027, 12, 31)
    coverage_from_registry: bool = False
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _split_ids(cls, value: object) -> object:
        if isinstance(value, str):
            return value.replace(",", " ").split()
        return value

    @field_validator("database_url")
    @classmethod
    def _names_a_known_database(cls, value: SecretStr) -> SecretStr:
        parse_url(value.get_secret_value())
        return value

    @field_validator("timezone")
    @classmethod
    def _is_a_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"there is no time zone {value!r}") from error
        return value

    @field_validator("office_hours")
    @classmethod
    def _are_office_hours(cls, value: str) -> str:
        parse_office_hours(value, ZoneInfo("UTC"))
        return value

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.webhook_url is None:
            return self
        if self.webhook_secret is None:
            raise ValueError("WEBHOOK_URL needs WEBHOOK_SECRET (16 characters or more)")
        if not _TELEGRAM_ALLOWS.fullmatch(self.webhook_secret.get_secret_value()):
            raise ValueError("WEBHOOK_SECRET: 16 to 256 letters, digits, '_' or '-'")
        return self

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which days begin and digests are sent."""
        return ZoneInfo(self.timezone)

    @cached_property
    def desk_hours(self) -> OfficeHours:
        """When admins are there for people who need a person."""
        return parse_office_hours(self.office_hours, self.zone)

    @property
    def budgets(self) -> Budgets:
        """How often may be looked up."""
        return Budgets(
            self.lookup_attempts_per_day,
            self.lookup_niks_per_30_days,
            self.lookup_failures_per_nik,
            self.lookup_failures_per_hour,
        )

    @property
    def uses_default_database(self) -> bool:
        """Whether the database is the SQLite file of a first start, migrated without asking."""
        return self.database_url.get_secret_value() == DEFAULT_DATABASE_URL


def read_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings. Raises pydantic.ValidationError, which never shows a secret's value."""
    return Settings(_env_file=env_file)  # type: ignore[call-arg]  # pydantic-settings reads this argument
