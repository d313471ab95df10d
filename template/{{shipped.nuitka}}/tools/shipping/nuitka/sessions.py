"""One executable with Python inside, its code compiled to machine code."""

import os
import tomllib
from importlib.metadata import Distribution
from pathlib import Path

import nox
from shipping import common, frozen, release
from shipping.artifact import start
from shipping.project import Project
from shipping.windows import numbers, texts

HERE = common.HERE / "nuitka"
SETTINGS = tomllib.loads((HERE / "settings.toml").read_text(encoding="utf-8"))
# What is shipped: the executable, or the folder that it is in, packed.
ENDS = [f".nuitka{end}" for end in (frozen.SUFFIX, frozen.ARCHIVE)]
END = ENDS[SETTINGS["folder"]]
# No package can have the name of the file that starts the command.
PROGRAM = "start-command"
# How the executable in the folder ends: beside it there may be one for the files of a package with the project's name.
INNER = frozen.SUFFIX or ".bin"

# What Windows shows of it, and the option that says it.
DETAILS = {
    "CompanyName": "company-name",
    "FileDescription": "file-description",
    "LegalCopyright": "copyright",
    "ProductName": "product-name",
}
# Toolkits for windows that it has to be told of, by the names of its plugins. Packages are called so, or begin so.
TOOLKITS = ("pyqt5", "pyqt6", "pyside2", "pyside6")
# Options that hold for every project.
FIXED = [
    f"--mode={'standalone' if SETTINGS['folder'] else 'onefile'}",
    "--onefile-child-grace-time=infinity",  # it ends when it has finished, not after five seconds
    "--reproducible=yes",
    "--assume-yes-for-downloads",
    "--progress-bar=none",
]
# With the hash seed, the bytes are the same each time.
ENV = {"PYTHONHASHSEED": "0"}
if os.name != "nt":
    ENV["CFLAGS"] = f"-include {HERE / 'signals.h'}"


def work(session: nox.Session) -> Path:
    """The folder that the build and the release share."""
    return common.cache(session) / "nuitka"


def program(session: nox.Session, file: Path) -> Path:
    """The executable; if what is shipped is a folder, it is unpacked first."""
    return frozen.unpacked(session, file, INNER) if SETTINGS["folder"] else file


def importable(package: Distribution) -> list[str]:
    """What can be imported of a package: first what is called as it is."""
    files = [file for file in package.files or [] if file.suffix in (".py", ".pyd", ".so")]
    names = {file.parts[0].split(".")[0] for file in files}
    own = package.name.lower().replace("-", "_")
    found = [name for name in names if name.isidentifier()]
    return sorted(found, key=lambda name: (name.lower() != own, name))


def toolkits(session: nox.Session) -> list[str]:
    """The options that have the plugins and files of a toolkit for windows go in."""
    found = {name.split("-")[0] for name in frozen.packages(session)}
    return [f"--enable-plugin={name}" for name in TOOLKITS if name in found]


def inclusions(session: nox.Session) -> list[str]:
    """The options that say what goes in beside what is imported: the project's own modules and data, and metadata."""
    project = common.project(session)
    tops = {name.split("/")[0] for name in project.files if "/" in name}
    folders = [name for name in project.modules if name in tops]
    known = frozen.installed(session)
    found = {name: importable(known[name]) for name in frozen.packages(session)}
    # Nuitka refuses metadata without code: of what nothing imports, such as a plugin, a module goes in.
    needed = {name: names[0] for name, names in found.items() if names}
    return [
        *(f"--include-package={name}" for name in folders),
        *(f"--include-package-data={name}" for name in folders),
        *(f"--include-module={name}" for name in project.modules if name not in tops),
        *(f"--include-module={name}" for name in needed.values() if name not in project.modules),
        *(f"--include-distribution-metadata={name}" for name in needed),
    ]


def resources(project: Project) -> list[str]:
    """The options that say what Windows shows of the executable; its icon is icon.ico in this folder, if it is there."""
    if os.name != "nt":
        return []
    said = texts(project.metadata.metadata)
    version = ".".join(map(str, numbers(project.version)))
    options = [f"--file-version={version}", f"--product-version={version}"]
    options += [f"--{option}={said[key]}" for key, option in DETAILS.items() if key in said]
    options += ["--windows-console-mode=disable"] if project.is_windowed else []
    icon = HERE / "icon.ico"
    return [*options, f"--windows-icon-from-ico={icon}"] if icon.exists() else options


@nox.session(default=False, tags=["build"], requires=["dist"])
def build_nuitka(session: nox.Session) -> None:
    """Compile the installed wheel with all that it imports, and put Python beside it."""
    project = common.project(session)
    code = f"import sys\n\n{start(common.main_command(session))}"
    frozen.install(session, "nuitka")
    folder = work(session)
    common.clear(folder)
    folder.mkdir(parents=True)
    (folder / f"{PROGRAM}.py").write_text(code, encoding="utf-8")
    common.discard(*(project.name + end for end in ENDS))
    options = [*FIXED, f"--output-dir={folder}", f"--report={folder / 'report.xml'}"]
    options += [f"--output-filename={project.name}{INNER if SETTINGS['folder'] else END}"]
    options += [*toolkits(session), *inclusions(session), *resources(project), *SETTINGS["options"]]
    # Bytecode as another process left it would make its constants those of that process: this one begins anew.
    env = {**ENV, "PYTHONPYCACHEPREFIX": str(folder / "pycache")}
    session.run("python", "-m", "nuitka", *options, str(folder / f"{PROGRAM}.py"), env=env)
    frozen.check(session, folder / f"{PROGRAM}.dist", SETTINGS["glibc"], "nuitka/settings.toml")
    if SETTINGS["folder"]:
        unpacked = (folder / f"{PROGRAM}.dist").rename(folder / project.name)
        frozen.packed(unpacked).rename(folder / f"{project.name}{END}")
    common.place(session, folder / f"{project.name}{END}")


@nox.session(default=False, tags=["smoke"], requires=["build_nuitka"])
def smoke_nuitka(session: nox.Session) -> None:
    """Run the executable, from its folder if it has one."""
    common.smoke(session, str(program(session, common.artifact(session, END))))


@nox.session(default=False, tags=["release"], requires=["build_nuitka"])
def release_nuitka(session: nox.Session) -> None:
    """Build it again, and put it into dist/release with its checksum and SBOM."""
    [file] = release.again(session, "build_nuitka")
    title = f"nuitka-{release.this_platform()}"
    files = release.put(session, title, {release.named(session, file): file})
    session.install(*common.locked(session), common.project(session).requirement)
    inside = common.scratch(session) / "inside"
    common.clear(inside)
    script = [str(HERE / "inside.py"), str(work(session) / "report.xml"), str(inside)]
    session.run("python", *script, env=common.PATHS)
    release.sbom(session, title, inside, files, "--python")
