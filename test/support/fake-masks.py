"""A `create-masks` of no dependencies that does what its pictures say: it stands in for that command of the trainer.

A picture holds one word: `somebody`, or `nobody` (its mask is white); `hangs` (sleeps over it), `lacks` (the model is
not installed), `dies` (ends without a word of the contract). A mask holds `mask of` and the word, so that one which was
there before can be told from a new one.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def main() -> int:
    command, dataset, whole, flag, out = sys.argv[1:]
    if (command, whole, flag) != ("create-masks", "--whole", "--out"):
        sys.exit(f"this stands in for create-masks alone, not for {sys.argv[1:]}")
    nobody = []
    for picture in sorted(path for path in Path(dataset).iterdir() if path.suffix == ".jpg"):
        word = picture.read_text()
        if word == "hangs":
            time.sleep(120)
        if word == "lacks":
            print(json.dumps({"ok": False, "code": "masks-unavailable", "message": "no model for masks"}))
            return 64
        if word == "dies":
            print("Traceback: it died", file=sys.stderr)
            return 3
        mask = Path(out) / f"{picture.stem}.mask.png"
        if not mask.exists():
            mask.write_text(f"mask of {word}")
        if word == "nobody":
            nobody.append(picture.name)
    print(json.dumps({"ok": True, "made": [], "kept": [], "nobody": nobody}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
