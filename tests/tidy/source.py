"""source.py: the tree as text, and C with its comments and strings blanked out."""
import os
import re

SKIPPED_FOLDERS = {"var", "node_modules", "__pycache__", "dist"}
# Made by tools/web from the server's own description, and not kept.
SKIPPED_FILES = {"web/src/shared/api.gen.ts"}
TEXT_ENDINGS = (".c", ".h", ".py", ".sh", ".sql", ".yaml", ".yml", ".md", ".build", ".ts", ".vue",
                ".mjs", ".css", ".html", ".txt", ".tsv", ".service", ".conf")
SCRIPTS = ("run", "check", ".ci/run", "tools/build", "tools/install-packages",
           "tools/web")


def is_text(path):
    return path.endswith(TEXT_ENDINGS) or path in SCRIPTS


class Tree:
    """Every text file of the project, read once."""

    def __init__(self, root):
        self.root = root
        self.texts = {}
        self._stripped = {}
        for folder, folders, files in os.walk(root):
            folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS
                                and not name.startswith("build")
                                and (not name.startswith(".") or name == ".ci"))
            for name in sorted(files):
                path = os.path.relpath(os.path.join(folder, name), root)
                if is_text(path) and path not in SKIPPED_FILES:
                    self.read(path)

    def read(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8", errors="replace",
                  newline="") as file:
            self.texts[path] = file.read()

    def files(self, *endings, under=""):
        return [path for path in self.texts
                if path.startswith(under) and (not endings or path.endswith(endings))]

    def lines(self, path):
        """(number, line) from 1."""
        return enumerate(self.texts[path].split("\n"), 1)

    def code(self, path):
        """C without comments and contents of strings; lines stay where they are."""
        if path not in self._stripped:
            self._stripped[path] = blank(self.texts[path], strings=True)
        return self._stripped[path]

    def code_lines(self, path):
        return enumerate(self.code(path).split("\n"), 1)

    def strings(self, path):
        """(line, text) of every string literal of a C file, but those of #include."""
        text = blank(self.texts[path], strings=False)
        line = 1
        at = 0
        for found in re.finditer(r'"((?:[^"\\\n]|\\.)*)"|\'(?:[^\'\\\n]|\\.)+\'', text):
            line += text.count("\n", at, found.start())
            at = found.start()
            start = text.rfind("\n", 0, at) + 1
            if found.group(1) is not None and not text[start:at].lstrip().startswith("#include"):
                yield line, found.group(1)


TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)+\'', re.S)


def blank(text, strings):
    def empty(found):
        token = found.group(0)
        if token[0] == "/":
            return re.sub(r"[^\n]", " ", token)
        if strings and token[0] == '"':
            return '"' + " " * (len(token) - 2) + '"'
        if strings and token[0] == "'":
            return "'" + " " * (len(token) - 2) + "'"
        return token
    if strings:
        # Paths of #include lines are code.
        kept = {}

        def keep(found):
            kept[found.start(1)] = found.group(1)
            return found.group(0)
        re.sub(r'^[ \t]*#[ \t]*include[ \t]+("[^"\n]*")', keep, text, flags=re.M)
        text = TOKEN.sub(empty, text)
        for at, path in kept.items():
            if text[at] == '"':
                text = text[:at] + path + text[at + len(path):]
        return text
    return TOKEN.sub(empty, text)


def drop_preprocessor(code):
    """Blanks preprocessor lines, and every branch of a conditional after its first."""
    kept, first_branch, continued = [], [], False
    for line in code.split("\n"):
        directive = re.match(r"\s*#\s*(\w+)", line)
        if directive and not continued:
            word = directive.group(1)
            if word in ("if", "ifdef", "ifndef"):
                first_branch.append(True)
            elif word in ("else", "elif") and first_branch:
                first_branch[-1] = False
            elif word == "endif" and first_branch:
                first_branch.pop()
        hidden = continued or directive is not None or not all(first_branch)
        continued = (directive is not None or continued) and line.endswith("\\")
        kept.append("" if hidden else line)
    return "\n".join(kept)


def functions(code):
    """(name, first line of the body, last line) of each function of stripped C."""
    code = drop_preprocessor(code)
    depth, line, start, name = 0, 1, 0, None
    head = ""
    for character in code:
        if character == "\n":
            line += 1
        if character == "{":
            if depth == 0 and re.search(r"\)\s*(?:__attribute__\s*\(\(.*\)\)\s*)?$", head):
                start = line
                called = re.search(r"([A-Za-z_]\w*)\s*\(", head)
                name = called.group(1) if called else "?"
            depth += 1
        elif character == "}":
            depth = max(depth - 1, 0)
            if depth == 0:
                if name is not None:
                    yield name, start, line
                name, head = None, ""
                continue
        if depth == 0:
            head = "" if character == ";" else head + character
