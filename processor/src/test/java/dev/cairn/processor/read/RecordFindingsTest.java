package dev.cairn.processor.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that errors in records are reported at their place. */
class RecordFindingsTest {
    @Test
    void onlyRecordsDescribeTables() {
        String messages = MarkedSources.of("""
            @Table // [not-a-record]
            public class Order {
                @View(query = "SELECT 1") // [not-a-record]
                interface Inner {}
            }
            """).verify();
        assertThat(messages)
                .contains("[not-a-record] 'shop.Order' has @Table, but it is not a record; change it to a record");
    }

    @Test
    void aClassOfKotlinIsDeclaredInJava() {
        String messages = MarkedSources.of("""
            @Table // [not-a-record]
            @PrimaryKey("id")
            @DistributedByHash("id")
            @kotlin.Metadata
            public final class Order {
                private final long id = 0L;

                public Order(long id) {}

                public final long getId() {
                    return 0L;
                }
            }
            """).and("""
            package kotlin;

            public @interface Metadata {}
            """).verify();
        assertThat(messages)
                .contains("'shop.Order' has @Table, but it is not a record; declare it in Java, as a record");
    }

    @Test
    void namesOfCairnsOwnObjectsAreReserved() {
        String messages = MarkedSources.of("""
            @Table(name = "order__cairn_new") // [illegal-name]
            @PrimaryKey("id")
            @DistributedByHash("id")
            public record Order(long id) {}
            """).and("""
            @Table(name = "__cairn_shop_history") // [illegal-name]
            @DuplicateKey("id")
            public record History(long id) {}
            """).verify();
        assertThat(messages)
                .contains(
                        "'__cairn_shop_history' is not a valid name of a table or view",
                        "'order__cairn_new' is not a valid name of a table or view; choose another one, because names with"
                                + " __cairn_ are those of Cairn's own objects");
    }

    @Test
    void clausesWithoutAnObjectAreErrors() {
        MarkedSources.of("""
            @PrimaryKey("id") // [no-object]
            @DistributedByHash("id")
            public record Order(long id) {}
            """).verify();
    }

    @Test
    void typeParametersAndPrivateRecordsAreRefusedAndNeighboursAreRead() {
        MarkedSources.of("""
            public class Outer<T> {
                @Table
                public record Page<E>(long id) {} // [generic-record]

                @Table
                private record Secret(long id) {} // [private-type]

                private static class Hidden {
                    @Table
                    public record Deep(long id) {} // [private-type]
                }

                @Table
                public record Fine(long id) {
                    static final int LIMIT = 5;

                    public Fine {
                        if (id < 0) {
                            throw new IllegalArgumentException();
                        }
                    }
                }

                interface Inner {
                    @Table
                    @Deprecated
                    record FineToo(@Deprecated long id) {}
                }
            }
            """).verify();
    }

    @Test
    void contradictoryAnnotationsAreReported() {
        String messages = MarkedSources.of("""
            public interface Records {
                @Table
                @View(query = "SELECT 1 AS id") // [contradiction]
                record Both(long id) {}

                @Table
                @PrimaryKey("id")
                @UniqueKey("id") // [contradiction]
                record TwoKeys(long id) {}

                @Table
                @PartitionBy("day")
                @PartitionByList("day") // [contradiction]
                @DistributedByHash(value = "id", buckets = 3, bucketsFrom = "${b:8}") // [contradiction]
                @DistributedByRandom // [contradiction]
                record TwoWays(long id, @NotNull LocalDate day) {}

                @Table
                @ColocateWith("other") // [contradiction]
                @Property(name = "colocate_with", value = "group")
                record TwoProperties(
                        @Default(value = "5", sql = "6") long id, // [contradiction]
                        @Varchar(5) @Char(6) String name) {} // [contradiction]
            }
            """).verify();
        assertThat(messages)
                .contains("[contradiction] @PrimaryKey and @UniqueKey exclude each other; remove one of them");
    }

    @Test
    void annotationsWithoutAnEffectAreReported() {
        String messages = MarkedSources.of("""
            public interface Records {
                @View(query = "SELECT 1 AS id")
                @PrimaryKey("id") // [meaningless]
                record Keyed(
                        @Aggregate(SUM) // [meaningless]
                        long id) {}

                @Table
                @Refresh(mode = ASYNC) // [meaningless]
                record Refreshed(
                        long id,
                        @Embedded @Varchar(5) // [meaningless]
                        Audit audit,
                        Point place) {}

                record Audit(@Column(comment = "at") LocalDateTime at) {}

                record Point(
                        double x,
                        @NotNull // [meaningless]
                        Double y,
                        @RenamedFrom("w") // [meaningless]
                        Double z) {}

                @External("lake.sales.customer")
                record Customer(
                        @Default("5") // [meaningless]
                        long id) {}
            }
            """).verify();
        assertThat(messages)
                .contains("[meaningless] @Aggregate has no effect on a column of a view; remove it")
                .contains("[meaningless] @NotNull has no effect on a field of a STRUCT")
                .contains("[meaningless] @RenamedFrom has no effect on a field of a STRUCT, which no server can rename"
                        + " (@Column(name = …) keeps the former name); remove it");
    }

    /** The record of a table is a row of values as a parameter or result of a statement, or as the type of a column. */
    @Test
    void aTableThatIsUsedAsTheTypeOfValuesKeepsTheAnnotationsOfItsColumns() {
        MarkedSources.of("""
            @Table @AggregateKey("id") @DistributedByHash("id")
            record Reading(
                    @Index(name = "by_id", using = BITMAP) long id,
                    @Aggregate(REPLACE) @Default("0") @Column(comment = "watts") int power,
                    @Aggregate(REPLACE) @NotNull @Varchar(10) @Default("") String unit,
                    @StateOf("avg(bigint)") State mean) {}
            """)
                .and("""
            @Table @DuplicateKey("id")
            record Batch(
                    long id,
                    @Default("0") int count,
                    @Embedded Audit audit,
                    @GeneratedAs("count + 1") Long next) {}
            """)
                .and("record Audit(@NotNull @Default(\"now\") @Varchar(8) String by) {}")
                .and("""
            @Table @DuplicateKey("id")
            record Log(long id, Event event, List<Event> events) {}
            """)
                .and("""
            @Table @DuplicateKey("id")
            record Event(long id, @Default("0") @Allow("implied-key") int level) {}
            """)
                .and("""
            @Schema(name = "shop", value = {Reading.class, Batch.class, Log.class, Event.class})
            interface Shop {}
            """)
                .and("""
            @Queries(Shop.class)
            interface Statements {
                @Execute("INSERT INTO reading (id, power, unit) VALUES (:reading.id, :reading.power, :reading.unit)")
                void one(Reading reading);

                @Execute("INSERT INTO reading (id, power, unit) VALUES (:list.id, :list.power, :list.unit)")
                long list(List<Reading> list);

                @Execute("INSERT INTO reading (id, power, unit) VALUES (:array.id, :array.power, :array.unit)")
                long array(Reading... array);

                @Execute("INSERT INTO batch (id, count, `by`) VALUES (:batches.id, :batches.count, :batches.audit.by)")
                long embedded(Collection<Batch> batches);

                @Execute("INSERT INTO log (id, event, events) VALUES (1, :event, :events)")
                void log(Optional<Event> event, List<Event> events);

                @Query("SELECT id, event, events FROM log")
                List<Log> logs();
            }
            """)
                .verify();
    }

    @Test
    void aRecordWithoutColumnsIsReported() {
        MarkedSources.of("""
            public interface Records {
                @Table
                record Empty() {} // [no-columns]
            }
            """).verify();
    }

    @Test
    void recordsThatContainThemselvesAreReported() {
        MarkedSources.of("""
            public interface Records {
                @Table
                record Tree(long id, @Embedded Tree parent) {} // [recursive-record]

                @Table
                record Forest(long id, Node root) {}

                record Node(
                        String name,
                        List<Node> children) {} // [recursive-record]

                @Table
                record Wrong(
                        long id,
                        @Embedded String audit) {} // [not-embeddable]
            }
            """).verify();
    }

    @Test
    void recordsThatDoubleAtEachLevelAreRefusedEarly() {
        StringBuilder records = new StringBuilder("public interface Records {\n");
        records.append("    @Table\n    record Deep(long id, Level0 tree) {}\n");
        records.append("    @Table\n    record Wide(long id, @Embedded(prefix = \"p\") Row0 tree) {}\n");
        for (int i = 0; i < 40; i++) {
            records.append("    record Level" + i + "(\n        Level" + (i + 1) + " a,"
                    + (i == 27 ? " // [type-too-large]" : "") + "\n        Level" + (i + 1) + " b) {}\n");
            records.append("    record Row" + i + "(\n        @Embedded(prefix = \"a\") Row" + (i + 1) + " a,"
                    + "\n        @Embedded(prefix = \"b\") Row" + (i + 1) + " b) {}"
                    + (i == 26 ? " // [type-too-large]" : "") + "\n");
        }
        records.append("    record Level40(int n) {}\n    record Row40(int n) {}\n}\n");
        MarkedSources.of(records.toString()).verify();
    }

    @Test
    void propertiesOfUnreadablePartitionsAreNotReported() {
        String dynamicPartitionProperties = """
            @Property(name = "dynamic_partition.enable", value = "true")
            @Property(name = "dynamic_partition.time_unit", value = "DAY")
            @Property(name = "dynamic_partition.end", value = "3")
            @Property(name = "dynamic_partition.prefix", value = "p")
            """;
        for (String partitioning : List.of(
                "@PartitionBy(\"date_trunc('day' day)\") // [syntax]",
                "@PartitionByRange(\"date_trunc('day' day)\") // [syntax]",
                "@PartitionBy({\"day\", \"date_trunc(\"}) // [syntax]")) {
            MarkedSources.of("@Table\n@DuplicateKey(\"id\")\n" + partitioning + "\n" + dynamicPartitionProperties
                            + "public record Event(long id, java.time.LocalDate day) {}\n")
                    .verify();
        }
    }

    @Test
    void inaccessibleTypesAreReported() {
        new MarkedSources().and("""
            package other;
            public class Types {
                enum Color { RED }
                public record Point(double x, Color color) {} // [hidden-type]
            }
            """).and("""
                @Table
                public record Shape(
                        long id,
                        Secret secret, // [hidden-type]
                        other.Types.Point point) {
                    private enum Secret { A }
                }
                """).verify();
    }

    @Test
    void collidingNamesAreReported() {
        new MarkedSources()
                .and("""
                    public interface Outer {
                        @Table
                        record Inner(long id) {}
                    }
                    """)
                .and("""
                    @Table
                    public record OuterInner(long id) {} // [descriptor-name]
                    """)
                .and("""
                    @Table
                    public record Order(long id) {} // [descriptor-name]
                    """)
                .and("public class OrderTable {}")
                .verify();
    }

    @Test
    void aNameCannotContainABackquote() {
        MarkedSources.of("""
            @Table(name = "a`b") // [backquote]
            public record Order(long id) {}
            """).verify();
    }
}
