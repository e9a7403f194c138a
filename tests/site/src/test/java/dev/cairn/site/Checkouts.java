package dev.cairn.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes folders with the files from which a site is generated. */
final class Checkouts {
    /** The checkout of this build. Tests run in the folder of their module. */
    static final Path REAL = Path.of("..", "..");

    private static final String STYLESHEET_FILE =
            "tooling/src/main/resources/dev/cairn/tooling/documentation/page/page.css";

    private Checkouts() {}

    /** Writes a checkout with a README and some pages, which llms.txt lists. */
    static Path write(Path folder, Map<String, String> pages) throws IOException {
        StringBuilder index = new StringBuilder("# Index\n\n## Group\n\n- [README.md](README.md): what it is\n");
        writeFile(folder, "README.md", "# Cairn\n");
        writeFile(folder, "pom.xml", "<project/>\n");
        writeFile(folder, STYLESHEET_FILE, ":root {\n  --page: white;\n}\n");
        for (Map.Entry<String, String> page : pages.entrySet()) {
            writeFile(folder, page.getKey(), page.getValue());
            if (!page.getKey().equals("README.md")) {
                index.append("- [x](").append(page.getKey()).append("): about it\n");
            }
        }
        writeFile(folder, "llms.txt", index.toString());
        return folder;
    }

    private static void writeFile(Path folder, String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
