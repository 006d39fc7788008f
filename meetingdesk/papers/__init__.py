"""What goes on paper: one neutral document model and its renderers."""
