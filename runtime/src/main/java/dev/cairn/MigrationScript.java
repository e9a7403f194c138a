package dev.cairn;

import dev.cairn.internal.script.RenderedScript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The SQL of migrations, for a person who runs it without a migrator.
 *
 * <pre>{@code
 * MigrationScript script = migrator.script(1, 3, "shop");
 * // one file, with a comment wherever a person has to wait
 * Files.writeString(Path.of("shop.sql"), script.text());
 * // or one file for each part between these comments
 * script.files().forEach((fileName, content) -> …);
 * }</pre>
 *
 * @param text the whole script, with a comment wherever a person has to wait; empty if there is nothing to run
 * @param parts the parts of the script, each of which runs without a wait
 */
public record MigrationScript(String text, List<Part> parts) {
    public MigrationScript {
        parts = List.copyOf(parts);
    }

    /**
     * A part of a script. Once the jobs have ended for which it waits at its beginning, it runs without a further wait.
     *
     * @param fileName the name of the file for the part: {@code 001.sql}
     * @param content the content of this file
     * @param waits the jobs that must have ended before the part begins
     */
    public record Part(String fileName, String content, List<Wait> waits) {
        public Part {
            waits = List.copyOf(waits);
        }
    }

    /**
     * A job of the server, or a refresh, that must have ended before a script continues.
     *
     * @param statement the beginning of the statement that started the job: {@code ALTER TABLE orders}
     * @param statusStatement a statement that shows whether the job has ended
     */
    public record Wait(String statement, String statusStatement) {}

    /** Returns the number of places where the script has to wait. */
    public int countWaits() {
        return (int) parts.stream().filter(part -> !part.waits().isEmpty()).count();
    }

    /** Returns the content of the file of each part, by the file name, in the order in which the files are run. */
    public Map<String, String> files() {
        Map<String, String> contentByFileName = new LinkedHashMap<>();
        parts.forEach(part -> contentByFileName.put(part.fileName(), part.content()));
        return contentByFileName;
    }

    static MigrationScript of(RenderedScript script) {
        List<Part> parts = new ArrayList<>();
        for (Map.Entry<String, String> fileEntry : script.renderFiles().entrySet()) {
            List<Wait> waits = script.sections().get(parts.size()).waits().stream()
                    .map(wait -> new Wait(wait.renderStatement(), wait.renderShowStatement()))
                    .toList();
            parts.add(new Part(fileEntry.getKey(), fileEntry.getValue(), waits));
        }
        return new MigrationScript(script.renderText(), parts);
    }
}
