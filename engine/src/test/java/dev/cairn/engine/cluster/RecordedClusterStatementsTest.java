package dev.cairn.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Compares the answers to statements about cluster objects with those of a frontend of StarRocks 4.1. */
class RecordedClusterStatementsTest {
    private final Engine engine = new Engine(ServerProfile.DEFAULT);
    private Catalog catalog = Catalog.EMPTY.withClusterObjects(ClusterObjects.MANAGED_EMPTY);

    @Test
    void eachStatementIsAnsweredAsRecorded() throws IOException {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        for (String block : readTranscript().split("\n> ", -1)) {
            String[] lines = block.split("\n", -1);
            if (!lines[0].startsWith("#")) {
                List<String> recordedLines = new ArrayList<>();
                for (String line : List.of(lines).subList(1, lines.length)) {
                    if (line.startsWith("  ")) {
                        recordedLines.add(line.strip());
                    }
                }
                // The server shows a limit of 0 as no limit.
                expected.add(lines[0] + "\n" + String.join("\n", recordedLines).replace("=null", "=0"));
                actual.add(lines[0] + "\n" + answerStatement(lines[0]).replace("=null", "=0"));
            }
        }
        assertThat(actual).hasSizeGreaterThan(80).containsExactlyElementsOf(expected);
    }

    private static String readTranscript() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                RecordedClusterStatementsTest.class.getResourceAsStream("/dev/cairn/cluster/recorded-4.1.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String answerStatement(String sql) {
        try {
            if (sql.startsWith("SHOW") || sql.startsWith("DESC")) {
                return answerShow(sql);
            }
            Statement statement = Sql.parse(sql);
            assertThat(Sql.parse(Sql.render(statement)))
                    .usingRecursiveComparison()
                    .ignoringFieldsOfTypes(dev.cairn.sql.ast.Span.class)
                    .ignoringFieldsMatchingRegexes(".*quote")
                    .isEqualTo(statement);
            catalog = engine.apply(catalog, Session.EMPTY, statement).catalog();
            return "OK";
        } catch (Refusal refusal) {
            return "ERR " + refusal.errno() + " " + refusal.getMessage();
        }
    }

    private String answerShow(String sql) {
        if (sql.equals("SHOW CATALOGS")) {
            ClusterListing listing =
                    ClusterObjectRules.of(ClusterObjectKind.EXTERNAL_CATALOG).list(listObjects());
            return renderRows(listing, listing.columnNames())
                    + "\n| Catalog=default_catalog | Type=Internal | Comment=An internal"
                    + " catalog contains this cluster's self-managed tables.";
        }
        String name = sql.substring(sql.lastIndexOf(' ') + 1);
        ClusterObjectKind kind = sql.contains("GROUP")
                ? ClusterObjectKind.RESOURCE_GROUP
                : sql.contains("VOLUME") ? ClusterObjectKind.STORAGE_VOLUME : ClusterObjectKind.EXTERNAL_CATALOG;
        ClusterObject object = catalog.clusterObjects()
                .find(kind, name)
                .orElseThrow(() -> ClusterObjectRules.of(kind).createShowNotFoundRefusal(Name.of(name)));
        ClusterListing listing = ClusterObjectRules.of(kind).show(object);
        List<String> columns = new ArrayList<>(listing.columnNames());
        if (sql.startsWith("SHOW RESOURCE")) {
            columns.removeAll(List.of("cpu_weight", "exclusive_cpu_cores", "max_cpu_cores", "type", "mem_pool"));
        }
        return renderRows(listing, columns).replaceAll("\\bid=\\d+", "id=#");
    }

    private List<ClusterObject> listObjects() {
        List<ClusterObject> objects = new ArrayList<>();
        catalog.clusterObjects().objects().values().forEach(objects::add);
        return objects;
    }

    private static String renderRows(ClusterListing listing, List<String> columns) {
        List<String> rows = new ArrayList<>();
        for (List<String> row : listing.rows()) {
            List<String> values = new ArrayList<>();
            columns.forEach(column -> values.add(column + "="
                    + row.get(listing.columnNames().indexOf(column)).replace("\n", "\\n")));
            rows.add("| " + String.join(" | ", values));
        }
        return String.join("\n", rows);
    }
}
