package dev.cairn.tooling.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.model.EnumColumn.PathStep;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The queries that count the rows with a constant that is gone. */
class RemovedEnumConstantsTest {
    private static final PathStep KIND_FIELD = PathStep.ofField("kind");

    private static ReleasedConstants createConstants(List<PathStep> path, String... constants) {
        return new ReleasedConstants(new ObjectName("shop", "orders"), "state", path, "shop.State", List.of(constants));
    }

    private static String renderCondition(PathStep... path) {
        ReleasedConstants previousConstants = createConstants(List.of(path), "OPEN", "LOST");
        assertThat(ReleasedConstants.parse(previousConstants.toJson())).contains(previousConstants);
        List<RemovedEnumConstants> removed = RemovedEnumConstants.find(
                List.of(previousConstants), List.of(createConstants(List.of(path), "OPEN", "PAID")));
        assertThat(removed).hasSize(1);
        assertThat(removed.get(0).renderRenameStatement().isPresent()).isEqualTo(path.length == 0);
        return removed.get(0).renderCountQuery().replace("SELECT count(*) FROM shop.orders WHERE ", "");
    }

    @Test
    void constantsAreSearchedWhereTheyAreInTheValues() {
        assertThat(renderCondition()).isEqualTo("state = 'LOST'");
        assertThat(renderCondition(KIND_FIELD)).isEqualTo("state.kind = 'LOST'");
        assertThat(renderCondition(PathStep.ELEMENTS)).isEqualTo("arrays_overlap(state, ['LOST'])");
        assertThat(renderCondition(PathStep.KEYS)).isEqualTo("arrays_overlap(map_keys(state), ['LOST'])");
        assertThat(renderCondition(PathStep.VALUES, KIND_FIELD))
                .isEqualTo("arrays_overlap(array_map(v -> v.kind, map_values(state)), ['LOST'])");
        assertThat(renderCondition(KIND_FIELD, PathStep.ELEMENTS, PathStep.VALUES))
                .isEqualTo("arrays_overlap(array_flatten(array_map(v -> map_values(v), state.kind)), ['LOST'])");
        assertThat(renderCondition(PathStep.ELEMENTS, PathStep.ELEMENTS))
                .isEqualTo("arrays_overlap(array_flatten(state), ['LOST'])");
    }

    @Test
    void aServerCountsTheRows() throws SQLException {
        Map<String, List<PathStep>> columns = new LinkedHashMap<>();
        columns.put("VARCHAR(10)", List.of());
        columns.put("ARRAY<VARCHAR(10)>", List.of(PathStep.ELEMENTS));
        columns.put("MAP<VARCHAR(10), INT>", List.of(PathStep.KEYS));
        columns.put("STRUCT<kind VARCHAR(10)>", List.of(KIND_FIELD));
        columns.put("MAP<INT, STRUCT<kind VARCHAR(10)>>", List.of(PathStep.VALUES, KIND_FIELD));
        columns.put(
                "STRUCT<kind ARRAY<MAP<INT, VARCHAR(10)>>>", List.of(KIND_FIELD, PathStep.ELEMENTS, PathStep.VALUES));
        List<String> values = List.of(
                "'LOST'",
                "['LOST']",
                "map('LOST', 1)",
                "named_struct('kind', 'LOST')",
                "map(1, named_struct('kind', 'LOST'))",
                "named_struct('kind', [map(1, 'LOST')])");
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            server.createDatabase("shop");
            try (Connection connection = server.dataSource("shop").getConnection();
                    Statement statement = connection.createStatement()) {
                Iterator<String> lostValues = values.iterator();
                for (Map.Entry<String, List<PathStep>> column : columns.entrySet()) {
                    String value = lostValues.next();
                    statement.execute("DROP TABLE IF EXISTS orders FORCE");
                    statement.execute("CREATE TABLE orders (id INT, state " + column.getKey() + ") DUPLICATE KEY (id)");
                    statement.execute("INSERT INTO orders VALUES (1, " + value.replace("LOST", "OPEN") + "), (2, "
                            + value + "), (3, NULL)");
                    String countQuery = "SELECT count(*) FROM shop.orders WHERE "
                            + renderCondition(column.getValue().toArray(PathStep[]::new));
                    try (ResultSet rows = statement.executeQuery(countQuery)) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getLong(1)).as(countQuery).isOne();
                    }
                }
            }
        }
    }

    @Test
    void anotherPathIsAnotherColumn() {
        assertThat(RemovedEnumConstants.find(
                        List.of(createConstants(List.of(PathStep.KEYS), "LOST")),
                        List.of(createConstants(List.of(PathStep.VALUES), "OPEN"))))
                .isEmpty();
    }
}
