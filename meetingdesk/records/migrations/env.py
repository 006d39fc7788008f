"""Alembic's entry: the connection is handed in by :class:`meetingdesk.records.desk.Desk`."""

from __future__ import annotations

from alembic import context

from meetingdesk.records.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
