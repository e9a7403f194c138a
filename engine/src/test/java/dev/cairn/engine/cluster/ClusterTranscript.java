package dev.cairn.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads the recorded answers of a StarRocks frontend to statements about cluster objects, and lets an engine answer the
 * same statements.
 */
final class ClusterTranscript {
    private final Engine engine;
    private Catalog catalog = Catalog.EMPTY.withClusterObjects(ClusterObjects.MANAGED_EMPTY);
    private Session session = Session.EMPTY;

    ClusterTranscript() {
        this(ServerProfile.DEFAULT);
    }

    ClusterTranscript(ServerProfile profile) {
        this.engine = new Engine(profile);
    }

    /**
     * A statement and its recorded answer: {@code OK}, {@code ERR} with a number and a message, or rows.
     *
     * @param answer a line for each row, or {@code | (none)}
     */
    record Exchange(String statement, String answer) {}

    static List<Exchange> read(String fileName) throws IOException {
        try (InputStream resource =
                Objects.requireNonNull(ClusterTranscript.class.getResourceAsStream("/dev/cairn/cluster/" + fileName))) {
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            List<Exchange> exchanges = new ArrayList<>();
            for (String block : text.substring(text.indexOf("> ") + 2).split("\n> ", -1)) {
                String[] parts = block.strip().split("\n", 2);
                exchanges.add(new Exchange(parts[0], parts[1].strip()));
            }
            return exchanges;
        }
    }

    Catalog catalog() {
        return catalog;
    }

    /** Returns the values of a recorded row by their columns. */
    static Map<String, String> parseRow(String row) {
        Map<String, String> valuesByColumn = new HashMap<>();
        for (String column : row.replaceFirst("^\\| ", "").split(" \\| ", -1)) {
            int separator = column.indexOf('=');
            if (separator > 0) {
                valuesByColumn.put(column.substring(0, separator), column.substring(separator + 1));
            }
        }
        return valuesByColumn;
    }

    /** Applies a statement other than SHOW, and returns the answer in the form of a transcript. */
    String answerStatement(String sql) {
        try {
            Statement statement = Sql.parse(sql);
            assertThat(Sql.parse(Sql.render(statement)))
                    .usingRecursiveComparison()
                    .ignoringFieldsOfTypes(Span.class)
                    .ignoringFieldsMatchingRegexes(".*quote")
                    .isEqualTo(statement);
            StatementResult result = engine.apply(catalog, session, statement);
            catalog = result.catalog();
            session = result.session();
            return "OK";
        } catch (Refusal refusal) {
            return "ERR " + refusal.errno() + " " + refusal.getMessage();
        }
    }
}
