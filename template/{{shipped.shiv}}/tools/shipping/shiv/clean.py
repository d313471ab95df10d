"""Run by the .pyz file at each start, once it is unpacked: remove versions that it unpacked long ago.

The one before this stays. It may still run, and a roll back needs it.
"""

import shutil

own = globals()["site_packages"].parent  # where shiv has unpacked this version
name = own.name.rpartition("_")[0]
others = [
    folder
    for folder in own.parent.glob(f"{name}_*")
    if folder != own and len(folder.name) == len(own.name)
]
for folder in sorted(others, key=lambda folder: folder.stat().st_mtime)[:-1]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.with_name(f".{folder.name}_lock").unlink(missing_ok=True)
