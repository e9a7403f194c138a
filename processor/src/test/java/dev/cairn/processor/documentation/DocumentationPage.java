package dev.cairn.processor.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A page of the documentation: its blocks of Java, and the SQL that stands behind them. */
final class DocumentationPage {
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```\\n(?:\\n```sql\\n(.*?)\\n```\\n)?");
    private static final Pattern IMPORTS = Pattern.compile("(?:import [^\n]*;\n|\n)*");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| `` (.*) `` \\|$");

    private final Path file;
    private final String text;

    private DocumentationPage(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /** @param sql null where there is none */
    record Block(String java, @Nullable String sql, int start, int end) {}

    static DocumentationPage of(String name) throws IOException {
        Path file = Path.of("..", "docs", name);
        return new DocumentationPage(file, Files.readString(file));
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = JAVA.matcher(text);
        while (matcher.find()) {
            if (!IMPORTS.matcher(matcher.group(1)).matches()) {
                blocks.add(new Block(matcher.group(1), matcher.group(2), matcher.start(2), matcher.end(2)));
            }
        }
        return blocks;
    }

    /** Components and their columns, side by side. */
    List<Block> rows() {
        List<Block> rows = new ArrayList<>();
        Matcher matcher = ROW.matcher(text);
        while (matcher.find()) {
            rows.add(new Block(matcher.group(1), matcher.group(2), matcher.start(2), matcher.end(2)));
        }
        return rows;
    }

    /** With other SQL behind some blocks, given in their order. */
    void rewrite(List<Block> blocks, List<String> sql) throws IOException {
        StringBuilder changed = new StringBuilder(text);
        for (int i = blocks.size() - 1; i >= 0; i--) {
            changed.replace(blocks.get(i).start(), blocks.get(i).end(), sql.get(i));
        }
        Files.writeString(file, changed);
    }
}
