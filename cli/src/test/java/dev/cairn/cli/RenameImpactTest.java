package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The impact of declared and recorded renames. */
class RenameImpactTest {
    @TempDir
    private Path folder;

    @Test
    void aRenameBreaksTheReadersOfTheOldNameOnly() throws IOException {
        CommandProject project = new CommandProject(folder);
        project.write("shop/Shop.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = {Orders.class, Paid.class, CityTotal.class})
            public interface Shop {}
            """);
        writeOrders(project, "Integer amount");
        writePaid(project, "amount");
        project.write("shop/CityTotal.java", """
            package shop;
            import dev.cairn.annotation.*;
            @MaterializedView(query = "SELECT city, sum(amount) AS total FROM paid GROUP BY city")
            @Refresh(mode = Refresh.Mode.MANUAL) @DistributedByHash(value = "city", buckets = 2)
            public record CityTotal(@Varchar(40) String city, Long total) {}
            """);
        project.write("report/Report.java", """
            package report;
            import dev.cairn.annotation.*;
            @Schema(name = "report", value = {ShopOrders.class, Amounts.class})
            public interface Report {}
            """);
        project.write("report/ShopOrders.java", """
            package report;
            import dev.cairn.annotation.*;
            @External("shop.orders")
            public record ShopOrders(long id, @Column(name = "amount") Integer amount) {}
            """);
        project.write("report/Amounts.java", """
            package report;
            import dev.cairn.annotation.*;
            @View(query = "SELECT id, amount FROM shop.orders")
            public record Amounts(long id, Integer amount) {}
            """);
        project.record("first tables", "shop");

        writeOrders(project, "@RenamedFrom(\"amount\") Integer price");
        writePaid(project, "price AS amount");
        project.write("shop/Sales.java", """
            package shop;
            import dev.cairn.annotation.*;
            import java.util.*;
            @Queries(Shop.class)
            public interface Sales {
                @Query("SELECT price FROM orders WHERE city = :city")
                List<Integer> prices(String city);
            }
            """);
        project.compile();
        String expectedImpact = """
            shop.orders.amount is renamed to price
              breaks  report.amounts (amount): Column 'amount' cannot be resolved
              touches shop.paid (amount): it follows the rename
              touches Sales.prices (price): it has the new name
            Readers: 1 break, 2 touched.
            """;
        assertThat(renderImpact(project, "pending")).isEqualTo(expectedImpact);

        project.record("prices", "shop");
        project.compile();
        assertThat(renderImpact(project, "V0002")).isEqualTo(expectedImpact);
        assertThat(renderImpact(project, "V0002", "--format=json"))
                .contains("\"part\":\"column\",\"name\":\"price\",\"renamedFrom\":\"amount\"");
        assertThat(renderImpact(project, "pending")).isEqualTo("Nothing changes.\n");
    }

    private static String renderImpact(CommandProject project, String... migrations) {
        String[] command = new String[migrations.length + 4];
        command[0] = "lineage";
        command[1] = project.classes().toString();
        command[2] = "--schema=shop";
        command[3] = "--impact";
        System.arraycopy(migrations, 0, command, 4, migrations.length);
        assertThat(project.cairn(command)).as(project::err).isZero();
        return project.out();
    }

    private static void writeOrders(CommandProject project, String lastComponent) {
        project.write("shop/Orders.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash(value = "id", buckets = 2)
            public record Orders(long id, @Varchar(40) String city, %s) {}
            """.formatted(lastComponent));
    }

    private static void writePaid(CommandProject project, String column) {
        project.write("shop/Paid.java", """
            package shop;
            import dev.cairn.annotation.*;
            @View(query = "SELECT city, %s FROM orders")
            public record Paid(@Varchar(40) String city, Integer amount) {}
            """.formatted(column));
    }
}
