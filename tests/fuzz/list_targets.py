"""Lists the fuzz targets: "name<TAB>source<TAB>corpus folder or -", one a line."""
import os
import sys

root = sys.argv[1]
for top in ("src", os.path.join("tests", "fuzz")):
    for folder, folders, files in os.walk(os.path.join(root, top)):
        folders.sort()
        for file in sorted(files):
            if file.endswith("_fuzz.c"):
                name = file[:-len("_fuzz.c")]
                corpus = os.path.join(root, "tests", "fuzz", "corpus", name)
                print(name, os.path.join(folder, file),
                      corpus if os.path.isdir(corpus) else "-", sep="\t")
