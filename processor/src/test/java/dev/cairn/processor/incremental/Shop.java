package dev.cairn.processor.incremental;

/**
 * The sources of a schema with all that is difficult to read from class files: annotated type arguments, embedded
 * records, old names.
 */
final class Shop {
    static final String ROOT = """
        package shop;

        import dev.cairn.annotation.Property;
        import dev.cairn.annotation.Schema;

        @Schema(
                name = "shop",
                value = {Order.class, Account.class, OrderNames.class, DailySales.class, CityOrders.class},
                properties = @Property(name = "replication_num", value = "${replicas:1}"))
        public interface Shop {}
        """;

    static final String AUDIT = """
        package shop;

        import dev.cairn.annotation.*;
        import java.time.LocalDateTime;

        public record Audit(@NotNull LocalDateTime createdAt, @Varchar(64) String createdBy) {}
        """;

    static final String ADDRESS = """
        package shop;

        import dev.cairn.annotation.*;

        public record Address(@Varchar(80) String street, @Column(name = "ZIP") @Char(5) String zip) {}
        """;

    static final String ORDER = """
        package shop;

        import dev.cairn.annotation.*;
        import java.math.BigDecimal;
        import java.time.LocalDate;
        import java.util.List;
        import java.util.Map;

        @Table(name = "orders", comment = "What was bought")
        @RenamedFrom("purchase")
        @DuplicateKey({"id", "day"})
        @PartitionBy("date_trunc('month', day)")
        @DistributedByHash(value = "id", buckets = 4)
        public record Order(
                long id,
                @NotNull LocalDate day,
                @RenamedFrom("town") @Varchar(80) String city,
                @Decimal(precision = 10, scale = 2) BigDecimal price,
                List<@Varchar(10) String> tags,
                Map<@Varchar(20) String, @Decimal(precision = 5, scale = 1) BigDecimal> scores,
                Address address,
                @Embedded Audit audit) {}
        """;

    static final String ACCOUNT = """
        package shop;

        import dev.cairn.annotation.*;

        @Table
        @PrimaryKey("id")
        @DistributedByHash("id")
        record Account(long id, @Varchar(64) @NotNull String name) {}
        """;

    static final String ORDER_NAMES = """
        package shop;

        import dev.cairn.annotation.*;

        @View(query = "SELECT o.id, a.name, o.city FROM orders o JOIN account a ON o.id = a.id")
        public record OrderNames(long id, String name, @Column(comment = "where") String city) {}
        """;

    static final String DAILY_SALES = """
        package shop;

        import dev.cairn.annotation.*;
        import java.math.BigDecimal;
        import java.time.LocalDate;

        @MaterializedView(query = "SELECT day, sum(price) FROM orders GROUP BY day", columns = ColumnMatch.BY_POSITION)
        @Refresh(mode = Refresh.Mode.ASYNC, every = "1 DAY")
        @DistributedByHash(value = "day", buckets = 4)
        public record DailySales(LocalDate day, @Decimal(precision = 38, scale = 2) BigDecimal total) {}
        """;

    static final String CITY_ORDERS = """
        package shop;

        import dev.cairn.annotation.*;

        @SnapshotTable(query = "SELECT city, count(*) AS orders FROM orders GROUP BY city")
        @DistributedByHash("city")
        public record CityOrders(@Varchar(80) String city, long orders) {}
        """;

    static final String NULL_MARKED = "@org.jspecify.annotations.NullMarked package shop;";

    private Shop() {}

    /** Writes the sources into a project, in a null-marked package. */
    static Project writeNullMarkedTo(Project project) {
        return writeTo(project)
                .write("shop.package-info", NULL_MARKED)
                .write("shop.Audit", AUDIT.replace("@Varchar(64)", "@Varchar(64) @org.jspecify.annotations.Nullable"))
                .write(
                        "shop.DailySales",
                        DAILY_SALES.replace("BigDecimal total", "@org.jspecify.annotations.Nullable BigDecimal total"))
                .write("shop.OrderNames", ORDER_NAMES);
    }

    /** Writes the sources into a project. */
    static Project writeTo(Project project) {
        return project.write("shop.Shop", ROOT)
                .write("shop.Audit", AUDIT)
                .write("shop.Address", ADDRESS)
                .write("shop.Order", ORDER)
                .write("shop.Account", ACCOUNT)
                .write("shop.OrderNames", ORDER_NAMES)
                .write("shop.DailySales", DAILY_SALES)
                .write("shop.CityOrders", CITY_ORDERS);
    }
}
