package dev.cairn.integration.chaos;

import dev.cairn.Migrator;
import dev.cairn.Status.OpenStep;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A schema whose upgrade is disturbed. */
enum DisturbedSchema {
    /** Its migrations only change definitions, which a frontend can do without backends. */
    SHOP,

    /** Its migrations also insert and update rows, and copy them into new tables. */
    SALES;

    /** Matches statements that may run twice if they arrive late; the documentation lists them as unprotected. */
    private static final Pattern UNPROTECTED_PATTERN =
            Pattern.compile("(?is)\\s*(update|delete|truncate|insert(?!.*\\bwith\\s+label\\b))\\b.*");

    private static final List<String> SALES_QUERIES = List.of(
            "SELECT id, country, region FROM account ORDER BY id",
            "SELECT day, account_id, product, price FROM sale ORDER BY day, account_id, product",
            "SELECT product, sold, total, last FROM product_sales ORDER BY product",
            "SELECT day, sales, total FROM turnover ORDER BY day");

    SchemaDescriptor descriptor() {
        return this == SHOP ? ShopSchema.SCHEMA : new CountedSales();
    }

    int lastMigrationNumber() {
        return descriptor().migrations().size();
    }

    boolean needsRows() {
        return this == SALES;
    }

    static boolean isProtected(String statement) {
        return !UNPROTECTED_PATTERN.matcher(statement).matches();
    }

    /** Prepares an empty database for the disturbed upgrade, over connections without faults. */
    void prepare(FreshDatabase database, String url) throws SQLException {
        if (this == SALES) {
            Migrator.of(descriptor(), url).upgradeTo(1);
            database.execute(
                    "INSERT INTO account VALUES (1, 'NO'), (2, 'US'), (3, NULL)",
                    "INSERT INTO sale VALUES ('2024-01-01', 1, 'tea', 2.50), ('2024-01-01', 2, 'tea', 2.50),"
                            + " ('2024-01-02', 1, 'cup', 12.00)");
        }
    }

    /** Returns the rows that users see after the upgrade. */
    List<List<@Nullable String>> readRows(FreshDatabase database) throws SQLException {
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (String query : this == SALES ? SALES_QUERIES : List.<String>of()) {
            rows.addAll(database.rows(query));
        }
        return rows;
    }

    /** Returns whether a step has had its effect, as an operator would find; empty if no operator should be asked. */
    Optional<Boolean> hasRun(OpenStep step, FreshDatabase database) throws SQLException {
        if (this == SALES && step.migration() == 2) {
            return Optional.of(
                    !database.rows("SELECT product FROM product_sales").isEmpty());
        }
        if (this == SALES && step.migration() == CountedSales.COUNTED_MIGRATION_NUMBER) {
            String effectQuery = step.text().startsWith("UPDATE")
                    ? "SELECT id FROM account WHERE region LIKE '%+'"
                    : "SELECT product FROM product_sales WHERE product = 'code'";
            return Optional.of(!database.rows(effectQuery).isEmpty());
        }
        return Optional.empty();
    }

    /** Returns whether user code failed with an exception of the driver, which Cairn can't classify. */
    boolean isCodeCutOff(Ending ending) {
        return this == SALES
                && ending.exceptionName().equals(StepFailedException.class.getSimpleName())
                && ending.text().contains("the code of the migration failed")
                && ending.text().contains("Communications link failure");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
