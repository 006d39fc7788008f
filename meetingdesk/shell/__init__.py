"""The window: navigation, theme, shared widgets, settings."""
