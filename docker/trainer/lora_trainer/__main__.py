"""`python -m lora_trainer`: see cli.py for the commands."""

from lora_trainer.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
