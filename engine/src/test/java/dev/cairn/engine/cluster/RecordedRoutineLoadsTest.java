package dev.cairn.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterKind;
import dev.cairn.sql.ast.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Compares the answers to statements about Routine Loads with those of a frontend of StarRocks 4.1. */
class RecordedRoutineLoadsTest {
    private static final ClusterRules RULES = ClusterRules.of(ClusterKind.ROUTINE_LOAD);
    private static final String DATABASE = "rl_s";

    private final Engine engine = new Engine(ServerProfile.DEFAULT);
    private final Map<String, String> shownStatements = new HashMap<>();
    private Catalog catalog = Catalog.EMPTY.with(ClusterObjects.NONE);
    private Session session = Session.NONE;

    private static List<String[]> read() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                RecordedRoutineLoadsTest.class.getResourceAsStream("/dev/cairn/cluster/routine-loads-4.1.txt"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<String[]> blocks = new ArrayList<>();
            for (String block : text.substring(text.indexOf("> ") + 2).split("\n> ", -1)) {
                blocks.add(block.strip().split("\n", 2));
            }
            return blocks;
        }
    }

    @Test
    void eachStatementIsAnsweredAsRecorded() throws IOException {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        int compared = 0;
        for (String[] block : read()) {
            String recorded = block[1].strip();
            if (block[0].startsWith("SHOW ROUTINE LOAD")) {
                compared += checkReading(block[0], recorded);
            } else {
                expected.add(block[0] + "\n" + normalize(recorded));
                actual.add(block[0] + "\n" + normalize(answer(block[0])));
                shownStatements.put(block[0], recorded);
            }
        }
        assertThat(actual).hasSizeGreaterThan(70).containsExactlyElementsOf(expected);
        assertThat(compared).isGreaterThan(5);
    }

    /** The order of the properties of a client depends on their hashes, and the backquotes of names on the statement that set them. */
    private static String normalize(String answer) {
        if (!answer.startsWith("| Job=")) {
            return answer;
        }
        List<String> lines = new ArrayList<>(List.of(answer.split("\\\\n", -1)));
        lines.replaceAll(line -> line.replaceAll(",$", "").replaceAll("`(\\w+)`", "$1"));
        lines.sort(null);
        return String.join("\n", lines);
    }

    /** Reads what the server has shown, and compares it with the load in the catalog. */
    private int checkReading(String sql, String recorded) {
        String name = sql.substring(sql.lastIndexOf(' ') + 1);
        ClusterObject expected = find(name).orElseThrow();
        Map<String, String> row = columns(recorded);
        ClusterRules.ShowServer server = text -> List.of(
                text.startsWith("SHOW CREATE")
                        ? column -> columns(shownStatements.getOrDefault("SHOW CREATE ROUTINE LOAD " + name, ""))
                                .getOrDefault(column, "")
                        : (ClusterRules.ShownRow) column -> row.getOrDefault(column, ""));
        ClusterObject live =
                RULES.readObjects(server, Set.of(DATABASE), any -> true).get(DATABASE + "." + name);
        assertThat(ClusterRules.withSecretsOf(expected, live)).describedAs(sql).isEqualTo(expected);
        return 1;
    }

    private static Map<String, String> columns(String recorded) {
        Map<String, String> columns = new HashMap<>();
        for (String column : recorded.replaceFirst("^\\| ", "").split(" \\| ", -1)) {
            int equals = column.indexOf('=');
            if (equals > 0) {
                boolean isStatement = column.startsWith("Create Job");
                String value = column.substring(equals + 1);
                columns.put(column.substring(0, equals), isStatement ? value.replace("\\n", "\n") : value);
            }
        }
        return columns;
    }

    private Optional<ClusterObject> find(String name) {
        return catalog.clusterObjects().find(ClusterKind.ROUTINE_LOAD, DATABASE + "." + name);
    }

    private String answer(String sql) {
        if (sql.startsWith("SHOW CREATE")) {
            return find(sql.substring(sql.lastIndexOf(' ') + 1))
                    .map(load -> {
                        List<String> row = RULES.show(load).rows().get(0);
                        return "| Job=" + row.get(0) + " | Create Job="
                                + row.get(1).replace("\n", "\\n");
                    })
                    .orElse("| (none)");
        }
        try {
            Statement statement = Sql.parse(sql);
            assertThat(Sql.parse(Sql.render(statement)))
                    .usingRecursiveComparison()
                    .ignoringFieldsOfTypes(dev.cairn.sql.ast.Span.class)
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
