"""What a value can be, what a file can hold, where a place can be, and what can stand in the environment."""

import os
from collections.abc import Callable
from pathlib import Path


def giant(path: Path) -> None:
    """Make a file of a terabyte that takes no room."""
    path.touch()
    os.truncate(path, 2**40)


# A case says what it makes in its folder: the bytes of a file, or whatever else a function makes there.
Make = bytes | Callable[[Path], object]

DIGITS = "9" * 5000
BOMB = b"a: &a0 [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n".encode() for n in range(1, 11)
)
VALUES = [
    "", " ", "~", "null", "true", "no", "7", "-0", "1.10", "1e999", ".nan", "0x1F", "0o17", "1_000", DIGITS, "2020-01-01", "2020-13-45",
    "2001-12-14t21:59:43.10-05:00", "12:30:45", "!!bool abc", "!!int abc", "!!float x", "!!timestamp abc", "!!binary '%'",
    "!!python/object/apply:os.system [true]", "!!set {a}", "!!omap [a]", "!own x", "[]", "[a, [b]]", "[1, 2.5, null]", "[2020-13-45]",
    "[!!bool abc]", f"[{DIGITS}]", "[", "]", "{", "{}", "{a: 1}", "&a [*a]", "*a", "<<: *a", "? a", "- a\n- b", "a: b: c", "|", "> x",
    "%YAML 9.9", "---", "--- a\n--- b", "'", '"', '"\\ud800"', "\\x00", "\udcff", "\ud83d", "\u202edlrow", "שלום", "😀" * 99, "\x1b[31m", "\x7f",
    "\x85", "\u2028", "\ufeff", "\r\n", "\t", "{{ 7 * 7 }}", "{% raw %}", "{{ 'a' * 10**9 }}", "${{ x }}", "$(touch x)", "../..", "/etc",
    "a" * 100_000, "[" * 5000, "{a: " * 5000, "[" * 5000 + "]" * 5000, "- " * 5000, "&a " * 999, "a," * 9999, "!" * 9999, "#", "a #b",
]  # fmt: skip
CONTENTS: dict[str, Make] = {
    "empty": b"",
    "only a comment": b"# nothing\n",
    "a text": b"text",
    "a list": b"[1, 2]\n",
    "a number": b"7\n",
    "null": b"null\n",
    "nul": b"shape: c\0li\n",
    "nuls": b"\0" * 5000,
    "bytes": bytes(range(256)),
    "a program": b"\x7fELF\x02\x01\x01" + bytes(999),
    "latin-1": "description: é\n".encode("latin-1"),
    "utf-16": "shape: cli\n".encode("utf-16"),
    "utf-32": "shape: cli\n".encode("utf-32"),
    "bom": b"\xef\xbb\xbfshape: cli\n",
    "two boms": b"\xef\xbb\xbf\xef\xbb\xbfshape: cli\n",
    "crlf": b"shape: cli\r\nusers: everyone\r\n",
    "cr": b"shape: cli\rusers: everyone\r",
    "tabs": b"\tshape: cli\n",
    "surrogates": b"description: \xed\xa0\x80\n",
    "escaped surrogates": b'description: "\\ud83d"\n',
    "right to left": "description: \u202edlrow\n".encode(),
    "keys that are no text": b"1: a\nnull: b\n2020-01-01: c\n? [a]\n: d\n? {a: b}\n: e\n",
    "a key twice": b"shape: cli\nshape: service\n",
    "an unknown tag": b"shape: !x cli\n",
    "code": b"shape: !!python/object/apply:os.system ['touch run']\n",
    "a merge": b"a: &a {shape: cli}\n<<: *a\n",
    "a merge of itself": b"a: &a\n  <<: *a\n",
    "itself": b"description: &a [*a]\n",
    "itself far down": b"description: &a {b: [{c: *a}]}\n",
    "a bomb": BOMB,
    "a bomb of long texts": b"a: &a " + b"x" * 9999 + b"\ndescription: [" + b"*a, " * 9999 + b"]\n",
    "lists in lists": b"description: " + b"[" * 5000 + b"]" * 5000 + b"\n",
    "mappings in mappings": b"description: " + b"{a: " * 5000 + b"}" * 5000 + b"\n",
    "steps": b"".join(b" " * n + b"a:\n" for n in range(900)),
    "a line without an end": b"description: " + b"x" * 300_000,
    "many lines": b"- a\n" * 100_000,
    "many keys": b"".join(b"k%d: v\n" % n for n in range(9999)),
    "many documents": b"---\n" * 9999,
    "many anchors": b"".join(b"- &a%d x\n" % n for n in range(9999)),
    "many brackets": b"]" * 9999,
    "question marks": b"? " * 9999,
    "toml": b'[project]\nname = "x"\n',
    "json": b'{"shape": "cli", "target_has": ["python"]}',
    "a conflict": b"<<<<<<< HEAD\nshape: cli\n=======\nshape: service\n>>>>>>> other\n",
    "a folder": Path.mkdir,
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
    "a link to all zeros": lambda path: path.symlink_to("/dev/zero"),
    "a link to nothing at all": lambda path: path.symlink_to("/dev/null"),
    "memory": lambda path: path.symlink_to("/proc/self/mem"),
    "a pipe that nobody writes": lambda path: os.mkfifo(path),
    "a sparse giant": giant,
    "unreadable": lambda path: path.touch(0),
}
PLACES = [
    "", " ", ".", "..", "missing", "missing/below", "file", "file/below", "file/", "~", "~nosuch", "~nosuch/x", "a\nb", "a\tb", "\x1b[31m", "\udcff",
    "שלום", "\u202edlrow", "😀", "x" * 300, "x/" * 3000, "loop", "loop/below", "dangling", "dangling/below", "pipe", "pipe/below", "readonly/x",
    "/dev/null", "/dev/null/x", "/proc/nowhere/x", "/proc/self/mem", "CON", "a:b", "http://a", "{{ 7 }}", "$(touch x)", "-x", "--", "empty",
    "bare", "broken", "unborn", "gone", "weird",
]  # fmt: skip
TEMPLATES = [
    *PLACES, "git+", "git+x", "gh:", "gh:/", "gh:x", "git@:x", "file://", "file:///", "file:///nowhere", "file:nowhere.git", "ssh://",
    "https://", "https://[", "https://:99999/", "ext::touch run", "-u", "--upload-pack=touch run", "x" * 5000, "http://127.0.0.1:9/x",
]  # fmt: skip
REFS = [
    "", " ", "nosuch", "HEAD~9", "-x", "--", "--help", "..", "a..b", "a b", "\n", "\udcff", "😀", "@{", "@{999}", ":/", "^", "0" * 40, "f" * 64,
    "x" * 5000, "HEAD:copier.yml", "1.0.0^{tree}", "refs/heads/", "$(touch x)", "9" * 5000,
]  # fmt: skip
VARIABLES = {
    "COLUMNS": ["", "0", "-1", "1", "x", "²", "9" * 9, DIGITS],
    "LINES": ["", "x", "²"],
    "TERM": ["", "dumb", "\udcff"],
    "HOME": ["", "/nowhere", "/dev/null", "x", "\udcff"],
    "TMPDIR": ["", "/nowhere", "/dev/null", "x", "\udcff"],
    "PATH": ["", "/nowhere", "/dev/null"],
    "XDG_CONFIG_HOME": ["", "/nowhere", "x"],
    "COPIER_SETTINGS_PATH": ["", "/nowhere", "/dev/null", ".", "file"],
    "LC_ALL": ["", "C", "xx_YY.nosuch"],
    "NO_COLOR": ["", "1"],
    "FORCE_COLOR": ["", "1"],
    "GIT_CONFIG_COUNT": ["", "x", "-1", "²", "99", DIGITS],
    "GIT_CONFIG_GLOBAL": ["/nowhere", ".", "file"],
    "GIT_CONFIG_SYSTEM": ["/nowhere", "."],
    "GIT_CONFIG_PARAMETERS": ["'", "x"],
    "GIT_DIR": ["", "/nowhere"],
    "GIT_WORK_TREE": ["/nowhere"],
    "GIT_INDEX_FILE": ["/nowhere/x"],
    "GIT_OBJECT_DIRECTORY": ["/nowhere"],
    "GIT_CEILING_DIRECTORIES": ["/", "x"],
    "GIT_EXEC_PATH": ["/nowhere"],
    "GIT_TEMPLATE_DIR": ["/nowhere"],
    "GIT_DEFAULT_HASH": ["x"],
    "GIT_AUTHOR_DATE": ["x"],
    "GIT_AUTHOR_NAME": ["", "\n"],
    "GIT_COMMITTER_EMAIL": ["", "<>"],
    "GIT_TRACE": ["1"],
    "GIT_OPTIONAL_LOCKS": ["x"],
    "GIT_PROTOCOL": ["x"],
    "GIT_ALLOW_PROTOCOL": ["none"],
    "GIT_QUARANTINE_PATH": ["/nowhere"],
    "GIT_TEST_ASSUME_DIFFERENT_OWNER": ["1"],
}
