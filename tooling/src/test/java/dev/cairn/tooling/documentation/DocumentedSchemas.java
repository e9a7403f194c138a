package dev.cairn.tooling.documentation;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.SeedRows;
import dev.cairn.engine.context.Session;
import dev.cairn.lineage.ColumnUse;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.lineage.ReaderGraph.Edge;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.seed.SeedStatements;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.tooling.definition.ComparisonSide;
import dev.cairn.tooling.definition.ComparisonSideReader;
import dev.cairn.tooling.definition.SourceDefinitions;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedKind;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedMigration;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedObject;
import dev.cairn.tooling.documentation.SchemaDocument.ObjectConnections;
import dev.cairn.tooling.documentation.SchemaDocument.ObjectFacts;
import dev.cairn.tooling.documentation.SchemaDocument.ObjectSource;
import dev.cairn.tooling.documentation.SchemaDocument.ObjectTitle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Documents of schemas for tests. */
final class DocumentedSchemas {
    private static final Path SHOP = Path.of("src/test/resources/dev/cairn/tooling/documentation/shop.sql");

    private DocumentedSchemas() {}

    /** Returns a shop with 13 tables, 9 views and 4 materialized views. */
    static SchemaDocument shop() {
        return of("shop", SHOP);
    }

    /** Returns the shop with two queries of an application and two migrations. */
    static SchemaDocument application() {
        SchemaDocument shop = shop();
        List<DocumentedObject> objects = new ArrayList<>();
        List<Edge> uses = new ArrayList<>(shop.connections().uses());
        for (String[] query :
                new String[][] {{"Sales.open", "orders", "status"}, {"Sales.named", "account", "email"}}) {
            ObjectName name = new ObjectName("", query[0]);
            String sql = "SELECT count(*) FROM " + query[1] + " WHERE " + query[2] + " = ?";
            objects.add(new DocumentedObject(
                    new ObjectTitle(name, DocumentedKind.QUERY, ""),
                    List.of(),
                    SeedRows.NONE,
                    new ObjectFacts(List.of(), List.of(), List.of()),
                    new ObjectSource(sql, "")));
            ObjectColumn read = new ObjectColumn(new ObjectName("db", query[1]), query[2]);
            uses.add(new Edge(read, new ObjectColumn(name, ""), ColumnUse.FILTER, name));
        }
        objects.addAll(shop.objects());
        ObjectName account = new ObjectName("db", "account");
        ObjectColumn email = new ObjectColumn(account, "email");
        return new SchemaDocument(
                "application",
                shop.serverDescription(),
                objects,
                new ObjectConnections(uses, shop.connections().relationships()),
                List.of(
                        new DocumentedMigration(
                                "V0001First",
                                "First",
                                false,
                                List.of(account),
                                List.of(new ObjectColumn(account, "id"), email),
                                "CREATE TABLE account …;"),
                        new DocumentedMigration(
                                "V0002LongerMails",
                                "Longer mails",
                                false,
                                List.of(account),
                                List.of(email, new ObjectColumn(account, "gone")),
                                "ALTER TABLE account MODIFY COLUMN email varchar(300);")),
                shop.omissions());
    }

    private static SchemaDocument of(String title, Path file, String... seeds) {
        SourceDefinitions definitions =
                ComparisonSideReader.readDefinitions(new ComparisonSide.SqlFiles(List.of(file), ServerProfile.DEFAULT));
        Catalog catalog = definitions.catalog();
        for (String seed : seeds) {
            catalog = SeedStatements.apply(catalog, new Session("db"), MigrationAction.parse("-- seed\n" + seed));
        }
        return new DocumentBuilder(title, ReaderGraph.build(definitions.profile(), catalog))
                .addOmissions(definitions.unknownDefinitions().stream()
                        .map(Object::toString)
                        .toList())
                .build();
    }

    /**
     * Returns the document of statements in a temporary file.
     *
     * @param seeds the statements that insert the declared rows
     */
    static SchemaDocument of(Path folder, String sql, String... seeds) {
        try {
            return of("test", Files.writeString(folder.resolve("schema.sql"), sql), seeds);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns a table of currencies with three declared rows, and a table of as many numbered rows as given. */
    static SchemaDocument ofSeededTables(Path folder, int count) {
        String numbers = IntStream.range(0, count).mapToObj(i -> "(" + i + ")").collect(Collectors.joining(", "));
        return of(
                folder,
                """
                CREATE TABLE currency (code VARCHAR(3) NOT NULL, digits TINYINT, note VARCHAR(90), twice SMALLINT AS digits * 2)
                    PRIMARY KEY (code) DISTRIBUTED BY HASH (code);
                CREATE TABLE number (id INT NOT NULL) PRIMARY KEY (id) DISTRIBUTED BY HASH (id);
                CREATE VIEW codes AS SELECT code FROM currency;
                """,
                "INSERT INTO currency (note, code, digits) VALUES ('</script><b>a|b</b> &amp; ~c~', 'EUR', 2),"
                        + " (NULL, 'JPY', 0), ('NULL\nor\n `not`', 'XXX', NULL)",
                "INSERT INTO number VALUES " + numbers);
    }

    /**
     * Returns tables with twelve columns each, with a view over two of them for every third table, and a materialized
     * view over two views for every ninth.
     */
    static String renderTables(int count) {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < count; i++) {
            sql.append("CREATE TABLE fact_")
                    .append(i)
                    .append(" (id BIGINT NOT NULL COMMENT \"The number of the row\",");
            sql.append(" day DATE NOT NULL, parent_id BIGINT COMMENT \"Refers to the table before\",");
            sql.append(" state TINYINT NOT NULL DEFAULT \"0\"");
            for (int column = 0; column < 8; column++) {
                sql.append(", measure_").append(column).append(" DECIMAL(12, 2) COMMENT \"Measure ");
                sql.append(column).append(" of the facts of kind ").append(i).append('"');
            }
            sql.append(") PRIMARY KEY (id, day) COMMENT \"Facts of kind ")
                    .append(i)
                    .append('"');
            sql.append(" PARTITION BY date_trunc('month', day) DISTRIBUTED BY HASH (id) BUCKETS 8;\n");
        }
        for (int i = 1; i < count; i += 3) {
            sql.append("CREATE VIEW view_")
                    .append(i)
                    .append(" AS SELECT a.day, a.state, sum(a.measure_0 + b.measure_1) AS total,");
            sql.append(" count(*) AS n FROM fact_")
                    .append(i)
                    .append(" a JOIN fact_")
                    .append(i - 1);
            sql.append(" b ON b.id = a.parent_id AND b.day = a.day WHERE a.state < 3 GROUP BY a.day, a.state;\n");
        }
        for (int i = 4; i < count; i += 9) {
            sql.append("CREATE MATERIALIZED VIEW summary_").append(i).append(" DISTRIBUTED BY HASH (day) BUCKETS 2");
            sql.append(" REFRESH MANUAL AS SELECT a.day, max(a.total) AS total, sum(b.n) AS n FROM view_")
                    .append(i);
            sql.append(" a JOIN view_").append(i - 3).append(" b ON a.day = b.day GROUP BY a.day;\n");
        }
        return sql.toString();
    }
}
