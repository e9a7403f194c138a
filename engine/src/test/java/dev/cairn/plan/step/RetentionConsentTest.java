package dev.cairn.plan.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.RetentionRole;
import dev.cairn.plan.PlanScenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A change of each property with which the server deletes partitions on its own needs consent. */
class RetentionConsentTest {
    private static final String TABLE_SQL = "CREATE TABLE visits (day DATE NOT NULL, id BIGINT) DUPLICATE KEY (day)"
            + " PARTITION BY RANGE (day) (PARTITION p1 VALUES LESS THAN ('2024-01-01'))"
            + " DISTRIBUTED BY HASH (day) BUCKETS 1";
    private static final String VIEW_TEMPLATE =
            "CREATE MATERIALIZED VIEW visitors PARTITION BY day REFRESH MANUAL %s AS SELECT day, id FROM visits";

    /** The properties that dynamic partitioning requires, and the one that limits which partitions it keeps. */
    private static final Map<String, String> DYNAMIC_PROPERTIES = Map.of(
            "dynamic_partition.enable", "true",
            "dynamic_partition.time_unit", "DAY",
            "dynamic_partition.start", "-30",
            "dynamic_partition.end", "3");

    /** Two values of a form; the shorter one certainly keeps less than the longer one. */
    private record Values(String longer, String shorter) {
        static Values of(RetentionRole form) {
            return switch (form) {
                case CONDITION ->
                    new Values("day >= CURRENT_DATE() - INTERVAL 2 MONTH", "day >= CURRENT_DATE() - INTERVAL 1 MONTH");
                case AGE -> new Values("1 YEAR", "11 MONTH");
                case COUNT -> new Values("90", "30");
                case PERIOD_COUNT -> new Values("-30", "-7");
                case SWITCH -> new Values("false", "true");
                case PERIOD_DEFINITION -> throw new IllegalArgumentException("a part of another value");
            };
        }
    }

    /** A property that limits which partitions a table or materialized view keeps. */
    record Limit(OwnerKind holder, KnownProperty property, RetentionRole form) {
        List<String> findObjections(String before, String after) {
            return PlanScenario.of(createSchema(before), createSchema(after))
                    .plan()
                    .findObjections(AllowedChanges.NONE)
                    .stream()
                    .map(Objection::toString)
                    .toList();
        }

        private String createSchema(String value) {
            Map<String, String> values = new TreeMap<>();
            if (property.propertyName().startsWith("dynamic_partition.")) {
                values.putAll(DYNAMIC_PROPERTIES);
                values.remove(property.propertyName());
            }
            if (!value.isEmpty()) {
                values.put(property.propertyName(), value);
            }
            return holder == OwnerKind.TABLE
                    ? TABLE_SQL + renderProperties(values)
                    : TABLE_SQL + ";" + VIEW_TEMPLATE.formatted(renderProperties(values));
        }
    }

    private static String renderProperties(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> "'" + entry.getKey() + "' = \"" + entry.getValue() + "\"")
                .collect(Collectors.joining(", ", " PROPERTIES ('replication_num' = '1', ", ")"))
                .replace(", )", ")");
    }

    static List<Limit> limits() {
        List<Limit> limits = new ArrayList<>();
        for (OwnerKind holder : OwnerKind.values()) {
            for (KnownProperty property : KnownProperty.findByOwnerKind(holder)) {
                property.findDefinition(holder)
                        .flatMap(PropertyDefinition::retentionRole)
                        .filter(form -> form != RetentionRole.PERIOD_DEFINITION)
                        .ifPresent(form -> limits.add(new Limit(holder, property, form)));
            }
        }
        return limits;
    }

    static Stream<Limit> limitsWithoutSwitch() {
        return limits().stream().filter(limit -> limit.form() != RetentionRole.SWITCH);
    }

    @Test
    void theRegistryNamesThePropertiesByWhichTheServerDeletesPartitions() {
        assertThat(limits())
                .extracting(limit -> limit.holder() + " " + limit.property().propertyName())
                .containsExactlyInAnyOrder(
                        "TABLE partition_live_number",
                        "TABLE partition_ttl",
                        "TABLE partition_retention_condition",
                        "TABLE dynamic_partition.enable",
                        "TABLE dynamic_partition.start",
                        "MATERIALIZED_VIEW partition_ttl",
                        "MATERIALIZED_VIEW partition_ttl_number",
                        "MATERIALIZED_VIEW partition_retention_condition");
    }

    @ParameterizedTest
    @MethodSource("limits")
    void aShorterRetentionNeedsConsent(Limit limit) {
        Values values = Values.of(limit.form());
        String object = limit.holder() == OwnerKind.TABLE ? "visits" : "visitors";
        assertThat(limit.findObjections(values.longer(), values.shorter()))
                .singleElement()
                .asString()
                .contains("deletes partitions of " + object, "rows are lost");
    }

    /** The server stores the limit for list partitions, but neither deletes one by it nor lets a client change it. */
    @ParameterizedTest
    @CsvSource({"partition_live_number, 30", "partition_ttl, 1 MONTH"})
    void aLimitThatListPartitionsIgnoreIsNoChange(String property, String value) {
        String lists = TABLE_SQL.replace(
                "RANGE (day) (PARTITION p1 VALUES LESS THAN ('2024-01-01'))",
                "LIST (day) (PARTITION p1 VALUES IN ('2024-01-01'))");
        String limitedLists = lists + renderProperties(Map.of(property, value));
        String unlimitedLists = lists + renderProperties(Map.of());
        assertThat(PlanScenario.of(limitedLists, unlimitedLists).plan().isEmpty())
                .isTrue();
        assertThat(PlanScenario.of(unlimitedLists, limitedLists).plan().isEmpty())
                .isTrue();
        assertThat(PlanScenario.of(limitedLists, TABLE_SQL + renderProperties(Map.of(property, value)))
                        .plan()
                        .findObjections(new AllowedChanges(false, true)))
                .as("ranges do not ignore it")
                .anyMatch(objection -> objection.toString().contains("deletes partitions of visits"));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void aLongerRetentionNeedsNoneUnlessItIsACondition(Limit limit) {
        Values values = Values.of(limit.form());
        List<String> objections = limit.findObjections(values.shorter(), values.longer());
        assertThat(objections).hasSize(limit.form() == RetentionRole.CONDITION ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("limitsWithoutSwitch")
    void aNewRetentionNeedsConsent(Limit limit) {
        assertThat(limit.findObjections("", Values.of(limit.form()).longer()))
                .singleElement()
                .asString()
                .contains("deletes partitions of");
    }

    @ParameterizedTest
    @MethodSource("limitsWithoutSwitch")
    void aRemovedRetentionLosesNoRows(Limit limit) {
        assertThat(limit.findObjections(Values.of(limit.form()).longer(), ""))
                .noneMatch(why -> why.contains("deletes"));
    }

    @ParameterizedTest
    @MethodSource("limitsWithoutSwitch")
    void aPlaceholderIsComparedOnlyWithItself(Limit limit) {
        String longer = Values.of(limit.form()).longer();
        assertThat(limit.findObjections(longer, "${keep}"))
                .singleElement()
                .asString()
                .contains("${keep}");
        assertThat(limit.findObjections("${keep}", longer)).hasSize(1);
        assertThat(limit.findObjections("${keep}", "${kept}")).hasSize(1);
        assertThat(limit.findObjections("${keep}", "${keep}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1 YEAR,   12 MONTH, false",
        "1 YEAR,   364 DAY,  true",
        "30 DAY,   1 MONTH,  true",
        "28 DAY,   1 MONTH,  false",
        "1 MONTH,  31 DAY,   false",
        "1 MONTH,  30 DAY,   true",
        "4 WEEK,   28 DAY,   false",
        "24 HOUR,  1 DAY,    false",
        "1 MONTH,  1 MONTH 1 DAY, false",
        "2 MONTH,  1 MONTH 59 DAY, false",
    })
    void durationsAreComparedByTheLeastAndTheMostTheyCanMean(String before, String after, boolean isShorter) {
        String schema = TABLE_SQL + " PROPERTIES ('replication_num' = '1', 'partition_ttl' = '%s')";
        assertThat(needsConsent(schema.formatted(before), schema.formatted(after)))
                .isEqualTo(isShorter);
    }

    @ParameterizedTest
    @CsvSource({
        "DAY   -30 Asia/Shanghai, DAY   -31 Asia/Shanghai, false",
        "DAY   -30 Asia/Shanghai, DAY   -30 Europe/Paris,  true",
        "DAY   -30 Asia/Shanghai, DAY   -33 Europe/Paris,  false",
        "DAY   -30 Asia/Shanghai, MONTH -1  Asia/Shanghai, true",
        "DAY   -30 Asia/Shanghai, MONTH -2  Asia/Shanghai, false",
        "MONTH -1  Asia/Shanghai, WEEK  -4  Asia/Shanghai, true",
        "YEAR  -1  Asia/Shanghai, MONTH -25 Asia/Shanghai, false",
    })
    void periodsOfDifferentUnitsAreComparedByTheirLengths(String before, String after, boolean isShorter) {
        assertThat(needsConsent(dynamicTable(before), dynamicTable(after))).isEqualTo(isShorter);
    }

    private static String dynamicTable(String limit) {
        String[] unitCountAndZone = limit.split("\\s+", -1);
        return TABLE_SQL
                + renderProperties(new TreeMap<>(Map.of(
                        "dynamic_partition.enable", "true",
                        "dynamic_partition.time_unit", unitCountAndZone[0],
                        "dynamic_partition.start", unitCountAndZone[1],
                        "dynamic_partition.time_zone", unitCountAndZone[2],
                        "dynamic_partition.end", "3")));
    }

    @Test
    void onlyTheFirstOfConditionAgeAndNumberCounts() {
        String schema = TABLE_SQL + " PROPERTIES ('replication_num' = '1', 'partition_ttl' = '1 DAY'%s)";
        String condition = ", 'partition_retention_condition' = 'day >= CURRENT_DATE() - INTERVAL 9 MONTH'";
        String number = ", 'partition_live_number' = '3'";
        assertThat(needsConsent(schema.formatted(condition), schema.formatted("")))
                .isTrue();
        assertThat(needsConsent(schema.formatted(""), schema.formatted(number))).isFalse();
    }

    /** The server deletes whole partitions: larger ones keep what smaller ones kept, but not the reverse. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        date_trunc('day', at)             | date_trunc('month', at)           | false
        date_trunc('month', at)           | date_trunc('day', at)             | true
        date_trunc('hour', at)            | date_trunc('year', at)            | false
        date_trunc('day', at)             | date_trunc('day', booked)         | true
        date_trunc('day', at)             | time_slice(at, INTERVAL 7 DAY)    | false
        time_slice(at, INTERVAL 7 DAY)    | time_slice(at, INTERVAL 21 DAY)   | false
        time_slice(at, INTERVAL 7 DAY)    | time_slice(at, INTERVAL 10 DAY)   | true
        time_slice(at, INTERVAL 7 DAY)    | date_trunc('month', at)           | true
        time_slice(at, INTERVAL 6 HOUR)   | date_trunc('month', at)           | false
        time_slice(at, INTERVAL 5 HOUR)   | date_trunc('month', at)           | true
        time_slice(at, INTERVAL 3 MONTH)  | date_trunc('year', at)            | false
        time_slice(at, INTERVAL 5 MONTH)  | date_trunc('year', at)            | true
        RANGE (at) (PARTITION p VALUES LESS THAN ('2024-01-01')) | date_trunc('month', at) | true
        """)
    void anUnchangedLimitKeepsLessUnlessPartitionsBecomeLarger(String before, String after, boolean keepsLess) {
        for (String limit : List.of(
                "'partition_live_number' = '90'",
                "'partition_ttl' = '90 DAY'",
                "'partition_retention_condition' = 'at > CURRENT_DATE() - INTERVAL 90 DAY'")) {
            String schema = "CREATE TABLE visits (at DATETIME NOT NULL, booked DATETIME NOT NULL, id BIGINT)"
                    + " DUPLICATE KEY (at, booked) PARTITION BY %s PROPERTIES ('replication_num' = '1', %s)";
            boolean isConditionValid = !limit.contains("condition") || !after.contains("booked");
            if (isConditionValid) {
                assertThat(needsConsent(schema.formatted(before, limit), schema.formatted(after, limit)))
                        .as(limit)
                        .isEqualTo(keepsLess);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"day, month, false", "month, day, true"})
    void aViewKeepsRowsTogetherLikeATable(String before, String after, boolean keepsLess) {
        String schema =
                TABLE_SQL.replace("DATE NOT NULL", "DATETIME NOT NULL") + " PROPERTIES ('replication_num' = '1');"
                        + "CREATE MATERIALIZED VIEW visitors PARTITION BY date_trunc('%s', day) REFRESH MANUAL"
                        + " PROPERTIES ('replication_num' = '1', 'partition_ttl_number' = '12') AS SELECT day, id FROM visits";
        assertThat(needsConsent(schema.formatted(before), schema.formatted(after), "visitors"))
                .isEqualTo(keepsLess);
    }

    @Test
    void aRebuildIsMarkedWhereTheNewTableTakesTheNameOfTheOldOne() {
        String schema = TABLE_SQL + " PROPERTIES ('replication_num' = '1', 'partition_live_number' = '%s')";
        Plan plan = PlanScenario.of(
                        schema.formatted("90"), schema.formatted("30").replace("id BIGINT", "id BIGINT NOT NULL"))
                .plan();
        assertThat(plan.steps())
                .filteredOn(step -> step.action().isMarked(Marker.Destructive.class))
                .singleElement()
                .extracting(Step::text)
                .asString()
                .startsWith("-- destructive: deletes partitions of visits older than the newest 30"
                        + " (partition_live_number); rows are lost\nALTER TABLE `visits` SWAP WITH");
    }

    private static boolean needsConsent(String from, String to) {
        return needsConsent(from, to, "visits");
    }

    private static boolean needsConsent(String from, String to, String object) {
        return PlanScenario.of(from, to).plan().findObjections(AllowedChanges.NONE).stream()
                .anyMatch(objection -> objection.toString().contains("deletes partitions of " + object));
    }
}
