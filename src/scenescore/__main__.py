"""`python -m scenescore` is the command `scenescore`."""

from scenescore.apps.cli.main import main

if __name__ == "__main__":
    main()
