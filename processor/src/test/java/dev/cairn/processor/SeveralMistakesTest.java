package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Independent mistakes in one record are reported in one compilation, each at its own place. */
class SeveralMistakesTest {
    private static final String SHOP_SCHEMA = "@Schema(name = \"shop\", value = Order.class)\npublic interface Shop {}";

    @Test
    void fiveMistakesInOneRecordAreReportedInOneCompilation() {
        MarkedSources.of("""
            @Table
            @DuplicateKey("id")
            @PartitionByRange(value = "day", partitions = {
                @Partition(name = "p1", values = "LESS THAN ('2024-01-01')"),
                @Partition(name = "p2", values = "LESS THAN ('yesterday')")}) // [refused]
            @DistributedByHash("customer") // [unknown-column]
            @Property(name = "compresion", value = "LZ4") // [unknown-property]
            public record Order(
                long id,
                LocalDate day,
                @Default("abc") int amount, // [default-value]
                @Varchar(2_000_000) String note) {} // [text-length]
            """).and(SHOP_SCHEMA).verify();
    }

    @Test
    void aMistakeInTheKeyHidesNoOtherMistake() {
        MarkedSources.of("""
            @Table
            @AggregateKey({"id", "dya"}) // [unknown-column]
            @PartitionByRange(value = "day", partitions =
                @Partition(name = "p1", values = "LESS THAN ('soon')")) // [refused]
            @DistributedByHash("id")
            @Property(name = "compression", value = "BEST") // [property-value]
            public record Order(
                long id,
                LocalDate day,
                @Aggregate(SUM) String name, // [aggregate-type]
                @Default("many") @Aggregate(SUM) int amount) {} // [default-value]
            """).and(SHOP_SCHEMA).verify();
    }

    @Test
    void eachMistakenPropertyOfAFamilyIsReported() {
        MarkedSources.of("""
            @Table
            @PartitionByRange("day")
            @Property(name = "dynamic_partition.enable", value = "maybe") // [property-value]
            @Property(name = "dynamic_partition.time_unit", value = "CENTURY") // [property-value]
            @Property(name = "dynamic_partition.start", value = "5") // [property-value]
            @Property(name = "dynamic_partition.end", value = "soon") // [property-value]
            @Property(name = "dynamic_partition.prefix", value = "1 p") // [property-value]
            @Property(name = "dynamic_partition.buckets", value = "many") // [property-value]
            @Property(name = "dynamic_partition.replication_num", value = "0") // [property-value]
            @Property(name = "dynamic_partition.history_partition_num", value = "-1") // [property-value]
            @Property(name = "dynamic_partition.start_day_of_week", value = "9") // [property-value]
            @Property(name = "dynamic_partition.time_zone", value = "Mars") // [property-value]
            @Property(name = "dynamic_partition.strat", value = "-3") // [unknown-property]
            @Property(name = "storage_medium", value = "TAPE") // [property-value]
            @Property(name = "storage_cooldown_time", value = "soon") // [property-value]
            public record Order(@NotNull LocalDate day) {}
            """).and(SHOP_SCHEMA).verify();
    }

    @Test
    void propertiesOfATableWithoutPartitionsAreReportedOnce() {
        MarkedSources.of("""
            @Table
            @DuplicateKey("id")
            @Property(name = "dynamic_partition.enable", value = "true") // [property-value]
            @Property(name = "dynamic_partition.time_unit", value = "DAY")
            @Property(name = "dynamic_partition.end", value = "3")
            @Property(name = "replication_num", value = "none") // [property-value]
            public record Order(long id) {}
            """).and(SHOP_SCHEMA).verify();
    }

    @Test
    void clausesThatDependOnAMistakenColumnAreNotReported() {
        MarkedSources.of("""
            @Table
            @UniqueKey({"id", "day"})
            @DistributedByHash("day")
            @OrderBy({"day", "id"})
            @BloomFilter("day")
            @Property(name = "replication_num", value = "none") // [property-value]
            public record Order(
                long id,
                double day, // [key-type]
                int amount,
                @GeneratedAs("day + 1") Double next) {}
            """).and(SHOP_SCHEMA).verify();
    }

    @Test
    void aViewOfATableWithMistakesIsStillChecked() {
        MarkedSources.of("""
            @Table
            @DuplicateKey("id")
            public record Order(
                long id,
                @Decimal(precision = 99) BigDecimal price) {} // [decimal-digits]
            """)
                .and("""
            @View(query = "SELECT id, prize FROM `order`") // [unknown-column]
            public record Prices(Long id, BigDecimal prize) {}
            """)
                .and("@Schema(name = \"shop\", value = {Order.class, Prices.class})\npublic interface Shop {}")
                .verify();
    }

    @Test
    void statementsAboutATableWhoseRecordIsUnreadableAreNotReported() {
        MarkedSources.of("""
            @Table
            @PrimaryKey("id")
            public record Order(
                long id,
                UUID token) {} // [no-column-for-type]
            """).and("""
            @Queries(Shop.class)
            public interface Orders {
                @Query("SELECT id FROM `order`")
                List<Long> ids();

                @Execute("INSERT INTO `order` (id) VALUES (1)")
                long add();

                @Execute("UPDATE `order` SET token = 'a' WHERE id = 1")
                long change();

                @Execute("DELETE FROM `order` WHERE id = 1")
                long remove();

                @Execute("TRUNCATE TABLE `order`")
                void clear();
            }
            """).and(SHOP_SCHEMA).verify();
    }

    @Test
    void importsOfClassesThatAMistakePreventsAreNotReported(@TempDir Path folder) {
        SourceTree tree = new SourceTree(folder).with("""
            package shop;
            import dev.cairn.annotation.*;
            @Table
            @PrimaryKey("id")
            @DistributedByHash("id")
            public record Order(long id, java.util.UUID token) {}
            """).with("""
            package shop;
            import dev.cairn.annotation.*;
            @Queries(Shop.class)
            public interface Orders {
                @Query("SELECT id FROM `order` WHERE id = :id")
                java.util.List<Long> ids(Thread id);
            }
            """).with("""
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = Order.class)
            public interface Shop {}
            """).with("""
            package service;
            import static shop.OrderTable.ORDER;
            import shop.OrderTable;
            import shop.OrdersQueries;
            import shop.ShopSchema;
            class Service {
                Object name = ORDER.name;
            }
            """);
        assertThat(tree.compile()).hasSize(2).allMatch(message -> message.contains("[no-column-for-type]"));
    }

    @Test
    void importsOfClassesThatAMissingTypePreventsAreNotReported(@TempDir Path folder) {
        SourceTree tree = new SourceTree(folder)
                .with("""
            package shop;
            import dev.cairn.annotation.*;
            @Table
            @PrimaryKey("id")
            @DistributedByHash("id")
            public record Order(long id, Stat state) {}
            """)
                .with("""
            package shop;
            import dev.cairn.annotation.*;
            @Table
            @PrimaryKey("id")
            @DistributedByHash("id")
            public record Account(long id) {}
            """)
                .with("""
            package shop;
            import dev.cairn.annotation.*;
            @Table
            @PrimaryKey("id")
            @DistributedByHash("id")
            public record Item(long id) {}
            """)
                .with("""
            package shop;
            import dev.cairn.annotation.*;
            @Queries(Shop.class)
            public interface Accounts {
                @Query("SELECT id FROM account")
                java.util.List<Long> ids();
            }
            """)
                .with("""
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = {Order.class, Account.class, Item.class, Removed.class})
            public interface Shop {}
            """)
                .with("""
            package service;
            import static shop.AccountTable.ACCOUNT;
            import static shop.OrderTable.ORDER;
            import static shop.ShopSchema.SCHEMA;
            import shop.AccountsQueries;
            import shop.OrderTable;
            import shop.ShopSchema;
            class Service {
                ShopSchema schema;
                AccountsQueries accounts;
                Object name = ORDER.name;
            }
            """);
        assertThat(tree.compile())
                .anyMatch(message -> message.contains("class Stat"))
                .anyMatch(message -> message.contains("class Removed"))
                .noneMatch(message -> message.contains("Service.java"));
    }

    @Test
    void theKeyOfATableWithAMistakeIsNotNullInQueries() {
        MarkedSources.of("""
            @Table(name = "orders")
            @PrimaryKey({"id", "code"})
            public record Order(
                @AutoIncrement @Nullable Long id,
                @Varchar(10) String code,
                int amount,
                @GeneratedAs("amount + 1") Integer next) {} // [generated-type]
            """).and("""
            @NullMarked
            @Queries(Shop.class)
            public interface Orders {
                record Key(long id, String code) {}

                @Query("SELECT id, code FROM orders")
                List<Key> keys();
            }
            """).and(SHOP_SCHEMA).verify();
    }

    @Test
    void aReferenceToAKeyWithAMistakeIsNotReported() {
        MarkedSources.of("""
            @Table
            @PrimaryKey("idd") // [unknown-column]
            public record Account(long id) {}
            """)
                .and("""
            @Table
            @PrimaryKey("id")
            @References(column = "account_id", value = Account.class)
            public record Order(long id, long accountId) {}
            """)
                .and("@Schema(name = \"shop\", value = {Account.class, Order.class})\npublic interface Shop {}")
                .verify();
    }

    @Test
    void anUnknownKeyColumnIsReportedAlone() {
        MarkedSources.of("""
            @Table
            @PrimaryKey("customer") // [unknown-column]
            @PartitionBy("day")
            @DistributedByHash("id")
            public record Order(String id, LocalDate day, double price) {}
            """).and(SHOP_SCHEMA).verify();
    }
}
