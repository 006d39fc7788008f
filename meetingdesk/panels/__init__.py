"""What a clerk sees: one panel a module, found through the shell's registry."""
