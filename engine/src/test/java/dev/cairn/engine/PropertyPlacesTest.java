package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that a refusal points at the refused property and not at another one of its family. */
class PropertyPlacesTest {
    private static final Map<String, String> DYNAMIC_PARTITION_PROPERTIES = Map.of(
            "dynamic_partition.enable", "true",
            "dynamic_partition.time_unit", "DAY",
            "dynamic_partition.end", "3");

    private static Refusal refusalOfTable(Map<String, String> properties) {
        StringBuilder sql = new StringBuilder("CREATE TABLE t (d DATE, v INT) DUPLICATE KEY(d) PARTITION BY RANGE(d) ()"
                + " DISTRIBUTED BY HASH(d) BUCKETS 2 PROPERTIES (\n");
        List<String> lines = new ArrayList<>();
        properties.forEach((name, value) -> lines.add("'" + name + "' = '" + value + "'"));
        sql.append(String.join(",\n", lines)).append(")");
        Engine engine = new Engine(ServerProfile.DEFAULT.withReplicas(1, 3));
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("s"));
        return catchThrowableOfType(
                Refusal.class, () -> engine.apply(catalog, new Session("s"), Sql.parse(sql.toString())));
    }

    @ParameterizedTest
    @CsvSource({
        "dynamic_partition.enable, perhaps",
        "dynamic_partition.time_unit, CENTURY",
        "dynamic_partition.time_unit, HOUR",
        "dynamic_partition.start, 1",
        "dynamic_partition.start, x",
        "dynamic_partition.end, 0",
        "dynamic_partition.end, x",
        "dynamic_partition.end, 501",
        "dynamic_partition.prefix, a b",
        "dynamic_partition.buckets, x",
        "dynamic_partition.start_day_of_week, 8",
        "dynamic_partition.start_day_of_month, 29",
        "dynamic_partition.time_zone, Mars",
        "dynamic_partition.replication_num, 0",
        "dynamic_partition.history_partition_num, -1",
        "dynamic_partition.nonsense, 1",
        "flat_json.null.factor, x",
        "flat_json.column.max, x",
        "replication_num, x",
        "bloom_filter_fpp, 2",
        "compression, BEST",
        "storage_medium, PAPER",
        "write_quorum, SOME",
        "partition_live_number, x",
        "nonsense, 1",
    })
    void aRefusalPointsAtTheRefusedProperty(String name, String value) {
        Map<String, String> properties = new LinkedHashMap<>(DYNAMIC_PARTITION_PROPERTIES);
        if (name.startsWith("flat_json")) {
            properties.put("flat_json.enable", "true");
        }
        if (name.startsWith("bloom")) {
            properties.put("bloom_filter_columns", "d");
        }
        properties.remove(name);
        properties.put(name, value);
        Refusal refusal = refusalOfTable(properties);
        assertThat(refusal).isNotNull();
        assertThat(refusal.span().line()).as(refusal.detail()).isEqualTo(1 + properties.size());
    }
}
