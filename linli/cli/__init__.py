"""The `linli` command. Everything that can run before the packages are installed uses the standard library only."""
