package dev.cairn.processor.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A page of the documentation: its blocks of Java, and the SQL that follows them. */
final class DocumentationPage {
    private static final Pattern JAVA_BLOCK =
            Pattern.compile("(?ms)^```java\\n(.*?)^```\\n(?:\\n```sql\\n(.*?)\\n```\\n)?");
    private static final Pattern IMPORTS = Pattern.compile("(?:import [^\n]*;\n|\n)*");
    private static final Pattern TABLE_ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| `` (.*) `` \\|$");

    private final Path file;
    private final String text;

    private DocumentationPage(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Java and its SQL.
     *
     * @param sql null if no SQL follows the Java
     * @param start the start of the SQL in the page; -1 without SQL
     * @param end the end of the SQL in the page; -1 without SQL
     */
    record Block(String java, @Nullable String sql, int start, int end) {}

    static DocumentationPage of(String name) throws IOException {
        Path file = Path.of("..", "docs", name);
        return new DocumentationPage(file, Files.readString(file));
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = JAVA_BLOCK.matcher(text);
        while (matcher.find()) {
            if (!IMPORTS.matcher(matcher.group(1)).matches()) {
                blocks.add(new Block(matcher.group(1), matcher.group(2), matcher.start(2), matcher.end(2)));
            }
        }
        return blocks;
    }

    /** Returns the rows of the table of types: a component and its column. */
    List<Block> rows() {
        List<Block> rows = new ArrayList<>();
        Matcher matcher = TABLE_ROW.matcher(text);
        while (matcher.find()) {
            rows.add(new Block(matcher.group(1), matcher.group(2), matcher.start(2), matcher.end(2)));
        }
        return rows;
    }

    /**
     * Writes the file with other SQL for some blocks.
     *
     * @param blocks the blocks, in the order of the page
     * @param sql the SQL of each of the blocks
     */
    void rewrite(List<Block> blocks, List<String> sql) throws IOException {
        StringBuilder newText = new StringBuilder(text);
        for (int i = blocks.size() - 1; i >= 0; i--) {
            newText.replace(blocks.get(i).start(), blocks.get(i).end(), sql.get(i));
        }
        Files.writeString(file, newText);
    }
}
