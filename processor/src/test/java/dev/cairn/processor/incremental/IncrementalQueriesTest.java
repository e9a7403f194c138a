package dev.cairn.processor.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.incremental.Project.Result;
import java.io.IOException;
import java.nio.file.Path;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that queries are checked against a schema of the same compilation, or against one of class files. */
class IncrementalQueriesTest {
    private static final String SALES_SOURCE = """
        package report;

        import dev.cairn.annotation.*;
        import java.math.BigDecimal;
        import java.time.LocalDate;
        import java.util.List;
        import java.util.Optional;
        import java.util.stream.Stream;

        @Queries(shop.Shop.class)
        public interface Sales {
            record City(String city, long orders, BigDecimal total) {}

            record Filter(LocalDate from, String city) {}

            @Query(\"""
                SELECT city, count(*) AS orders, sum(price) AS total
                FROM orders
                WHERE day >= :filter.from /*? AND city IN (:cities) */
                GROUP BY city ORDER BY total DESC LIMIT :limit\""")
            List<City> perCity(Filter filter, List<String> cities, int limit);

            @Allow({"all-partitions", "several-rows"})
            @Query("SELECT * FROM orders WHERE id = :id")
            Optional<shop.Order> order(long id);

            @Query("SELECT name FROM order_names WHERE id = :id")
            Stream<String> names(long id);

            @Execute("DELETE FROM account WHERE id = :id")
            long delete(long id);
        }
        """;

    @TempDir
    private Path folder;

    private enum Tool {
        JAVAC,
        ECLIPSE;

        JavaCompiler compiler() {
            return this == JAVAC ? ToolProvider.getSystemJavaCompiler() : new EclipseCompiler();
        }
    }

    private Project createShop(Tool tool) {
        return Shop.writeTo(new Project(tool.compiler(), folder)).write("report.Sales", SALES_SOURCE);
    }

    @ParameterizedTest
    @EnumSource(Tool.class)
    void aSchemaOfClassFilesIsTheSameAsOneOfSources(Tool tool) throws IOException {
        Project shop = createShop(tool);
        Result fullResult = shop.compile();
        Result partialResult = shop.compile("report.Sales");

        assertThat(fullResult.messages()).isEmpty();
        assertThat(partialResult.messages()).isEmpty();
        assertThat(partialResult.generatedSources()).containsOnlyKeys("SalesQueries.java");
        assertThat(fullResult.generatedSources()).containsAllEntriesOf(partialResult.generatedSources());
    }

    @ParameterizedTest
    @EnumSource(Tool.class)
    void aChangedRecordIsAnErrorAtTheQuery(Tool tool) throws IOException {
        Project shop = createShop(tool);
        shop.compile();
        shop.write("shop.Order", Shop.ORDER.replace("BigDecimal price", "BigDecimal amount"))
                .write("shop.DailySales", Shop.DAILY_SALES.replace("sum(price)", "sum(amount)"));
        shop.compile("shop.Order", "shop.DailySales", "shop.Shop");

        assertThat(shop.compile("report.Sales").messages())
                .anySatisfy(message ->
                        assertThat(message).contains("[unknown-column]").contains("price"))
                .anySatisfy(message ->
                        assertThat(message).contains("line 1, column 38:").contains("sum(price)"));
    }

    @ParameterizedTest
    @EnumSource(Tool.class)
    void theColumnsOfAnExternalTableAreThoseOfItsClassFile(Tool tool) throws IOException {
        Project crm = new Project(tool.compiler(), folder)
                .write("crm.Customer", """
                        package crm;

                        import dev.cairn.annotation.*;

                        @External("lake.crm.customer")
                        public record Customer(String town, String name) {}
                        """)
                .write("crm.Crm", """
                        package crm;

                        import dev.cairn.annotation.*;

                        @Schema(name = "crm", value = Customer.class)
                        public interface Crm {}
                        """)
                .write("report.Customers", """
                        package report;

                        import dev.cairn.annotation.*;
                        import java.util.List;

                        @Queries(crm.Crm.class)
                        public interface Customers {
                            @Query("SELECT name FROM lake.crm.customer WHERE town = :town")
                            List<String> names(String town);
                        }
                        """);
        Result fullResult = crm.compile();
        assertThat(fullResult.messages()).isEmpty();
        assertThat(crm.compile("report.Customers").messages()).isEmpty();

        crm.write("crm.Customer", """
                        package crm;

                        import dev.cairn.annotation.*;

                        @External("lake.crm.customer")
                        public record Customer(String town, String label) {}
                        """);
        crm.compile("crm.Customer", "crm.Crm");
        assertThat(crm.compile("report.Customers").messages())
                .anySatisfy(message ->
                        assertThat(message).contains("[unknown-column]").contains("name"));
    }
}
