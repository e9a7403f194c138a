package dev.cairn.processor.generate;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.UserClassPath;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/** Tests that only those calls compile that are meaningful for a table or a view. */
class TypedUseTest {
    private static final List<JavaFileObject> SCHEMA_SOURCES = List.of(
            source("Order", """
                @Table
                @DuplicateKey("id")
                @PartitionBy("date_trunc('day', day)")
                @DistributedByHash("id")
                public record Order(
                        long id,
                        @Varchar(64) String city,
                        LocalDate day,
                        @Decimal(precision = 10, scale = 2) BigDecimal amount,
                        @Json String note) {}
                """),
            source("Account", """
                @Table
                @PrimaryKey("id")
                @DistributedByHash("id")
                public record Account(long id, String name, boolean active) {}
                """),
            source("ActiveAccount", """
                @View(query = "SELECT id, name FROM account WHERE active")
                public record ActiveAccount(long id, String name) {}
                """),
            source("DailySales", """
                @MaterializedView(query = "SELECT day, sum(amount) AS total FROM `order` GROUP BY day")
                @Refresh(mode = Refresh.Mode.MANUAL)
                @PartitionBy("day")
                @DistributedByHash("day")
                public record DailySales(LocalDate day, @Decimal(precision = 38, scale = 2) BigDecimal total) {}
                """),
            source("Shop", """
                @Schema(name = "shop", value = {Order.class, Account.class, ActiveAccount.class, DailySales.class})
                public interface Shop {}
                """));

    private static final List<String> MEANINGFUL_CALLS = List.of(
            "long inserted = db.insert(ORDER, orders)",
            "long one = db.insert(ORDER, orders.get(0))",
            "List<Order> big = db.from(ORDER).where(ORDER.amount.gt(100).and(ORDER.city.in(\"Oslo\", \"Rome\")))"
                    + ".orderBy(ORDER.day.desc()).limit(10).list()",
            "try (Stream<ActiveAccount> rows = db.from(ACTIVE_ACCOUNT).stream()) { rows.forEach(row -> row.name()); }",
            "List<DailySales> sales = db.from(DAILY_SALES).where(DAILY_SALES.day.ge(LocalDate.EPOCH)).list()",
            "List<Long> counts = db.query(\"SELECT city, count(*) FROM orders GROUP BY city\", row -> row.longAt(1))",
            "List<Order> latest = db.query(\"SELECT * FROM orders ORDER BY day DESC LIMIT ?\", ORDER, 10)",
            "Optional<Order> last = db.from(ORDER).where(ORDER.city.isNull()).orderBy(ORDER.id.desc()).first()",
            "db.refresh(DAILY_SALES).partitions(\"2026-01-01\", \"2026-02-01\").force().await()",
            "db.into(ORDER).without(ORDER.note, ORDER.day).insert(orders)",
            "db.update(ACCOUNT, new Account(1, \"ada\", true))",
            "db.delete(ACCOUNT, List.of(new Account(1, \"ada\", true)))",
            "db.delete(ACCOUNT, ACCOUNT.id.eq(1))",
            "db.execute(ACTIVE_ACCOUNT.create(orReplace()))",
            "db.execute(ACTIVE_ACCOUNT.create(ifNotExists()))",
            "db.execute(DAILY_SALES.refresh())",
            "db.execute(ACTIVE_ACCOUNT.drop(ifExists()))");

    private static final List<String> MEANINGLESS_CALLS = List.of(
            "db.from(ORDER).where(ORDER.note.lt(\"{}\"))",
            "db.from(ORDER).where(ORDER.city.eq(7))",
            "db.from(ORDER).where(ORDER.id.eq(\"7\"))",
            "db.from(ORDER).where(ACCOUNT.id.eq(7))",
            "db.from(ORDER).orderBy(ORDER.note.asc())",
            "db.from(ORDER).orderBy(ACCOUNT.id.asc())",
            "List<Account> accounts = db.from(ORDER).list()",
            "db.query(\"SELECT * FROM orders\", Order.class)",
            "db.insert(ACTIVE_ACCOUNT, new ActiveAccount(1, \"ada\"))",
            "db.insert(DAILY_SALES, List.of())",
            "db.insert(ORDER, List.of(new Account(1, \"ada\", true)))",
            "db.into(ORDER).without(ACCOUNT.name)",
            "db.update(ORDER, orders)",
            "db.delete(ORDER, orders)",
            "db.delete(ORDER, ORDER.id.eq(1))",
            "db.delete(ACCOUNT, ORDER.id.eq(1))",
            "db.update(ACTIVE_ACCOUNT, new ActiveAccount(1, \"ada\"))",
            "db.refresh(ORDER)",
            "db.refresh(ACTIVE_ACCOUNT)");

    private static JavaFileObject source(String name, String declaration) {
        return JavaFileObjects.forSourceString(
                "shop." + name,
                "package shop;\n\nimport dev.cairn.annotation.*;\nimport java.math.BigDecimal;\n"
                        + "import java.time.LocalDate;\n\n" + declaration);
    }

    @Test
    void meaningfulCallsCompile() {
        Compilation compilation = compileUses(MEANINGFUL_CALLS);

        assertThat(compilation).succeeded();
    }

    @Test
    void meaninglessCallsDoNotCompile() {
        Compilation compilation = compileUses(MEANINGLESS_CALLS);

        assertThat(compilation).failed();
        assertThat(compilation.errors())
                .extracting(Diagnostic::getLineNumber)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, MEANINGLESS_CALLS.size())
                        .boxed()
                        .toList());
    }

    /**
     * Compiles statements. Each of them is in a method of its own, on a line of its own, beginning with the first line.
     */
    private static Compilation compileUses(List<String> statements) {
        StringBuilder uses = new StringBuilder("package shop; import static dev.cairn.schema.DdlClause.*;"
                + " import java.util.Optional;"
                + " import static shop.AccountTable.ACCOUNT; import static shop.ActiveAccountView.ACTIVE_ACCOUNT;"
                + " import static shop.DailySalesMv.DAILY_SALES; import static shop.OrderTable.ORDER;"
                + " import dev.cairn.data.Database; import java.time.LocalDate; import java.util.List;"
                + " import java.util.stream.Stream; class Uses {");
        int number = 0;
        for (String statement : statements) {
            uses.append(" void use").append(number++).append("(Database db, List<Order> orders) { ");
            uses.append(statement).append(statement.endsWith("}") ? " }\n" : "; }\n");
        }
        List<JavaFileObject> sources = new ArrayList<>(SCHEMA_SOURCES);
        sources.add(
                JavaFileObjects.forSourceString("shop.Uses", uses.append("}\n").toString()));
        return UserClassPath.javac()
                .withProcessors(new CairnProcessor())
                .withOptions("-Acairn.pending=off")
                .compile(sources);
    }
}
