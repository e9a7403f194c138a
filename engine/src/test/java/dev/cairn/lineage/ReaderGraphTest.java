package dev.cairn.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.lineage.ReaderGraph.Edge;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.template.RenderedTemplate;
import dev.cairn.sql.template.SqlTemplate;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReaderGraphTest {
    private static final List<String> SCHEMA_STATEMENTS = List.of(
            "CREATE TABLE orders (id BIGINT NOT NULL, city VARCHAR(40), amount DECIMAL(10, 2), status INT,"
                    + " tags ARRAY<VARCHAR(20)>, place STRUCT<x INT, y INT>) PRIMARY KEY (id)",
            "CREATE TABLE city (name VARCHAR(40) NOT NULL, country VARCHAR(40)) PRIMARY KEY (name)",
            "CREATE VIEW paid (id, city, price) AS SELECT id, city, amount FROM orders WHERE status = 2",
            "CREATE VIEW countries AS SELECT c.country, sum(p.price) AS total, count(*) AS n FROM paid p JOIN city c ON"
                    + " c.name = p.city GROUP BY c.country HAVING max(p.id) > 3",
            "CREATE VIEW broken AS SELECT id FROM paid");

    private static Catalog createCatalog(List<String> statements) {
        Engine engine = new Engine(ServerProfile.DEFAULT);
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("d"));
        for (String statement : statements) {
            catalog = engine.apply(catalog, new Session("d"), Sql.parse(statement))
                    .catalog();
        }
        return catalog;
    }

    private static final Catalog CATALOG = createCatalog(SCHEMA_STATEMENTS);
    private static final ReaderGraph GRAPH = ReaderGraph.build(ServerProfile.DEFAULT, CATALOG);

    private static ObjectName objectName(String object) {
        return new ObjectName("d", object);
    }

    private static ObjectColumn column(String object, String column) {
        return new ObjectColumn(objectName(object), column);
    }

    /**
     * Returns the whole lineage of a query as text: its outputs with their origins, a vertical bar, and the influences.
     */
    private static String describeLineage(String query) {
        return describeLineage(ReaderGraph.analyzeLineage(
                ServerProfile.DEFAULT,
                new CatalogSourceResolver(ServerProfile.DEFAULT, CATALOG),
                "d",
                Sql.parseQuery(query)));
    }

    private static String describeLineage(QueryLineage lineage) {
        StringBuilder text = new StringBuilder();
        for (OutputLineage output : lineage.outputs()) {
            text.append(text.isEmpty() ? "" : "; ").append(output.name());
            output.origins().forEach((origin, use) -> text.append(' ').append(describeUse(origin, use)));
        }
        text.append(text.isEmpty() ? "|" : " |");
        new TreeMap<>(lineage.influences())
                .forEach((origin, uses) -> uses.forEach(use -> text.append(' ').append(describeUse(origin, use))));
        return text.toString();
    }

    private static String describeUse(ObjectColumn origin, ColumnUse use) {
        return origin.toString().replaceFirst("^d\\.", "") + ":" + use;
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " >> ",
            value = {
                "SELECT city, amount * 2 AS twice FROM orders >> city orders.city:IDENTITY; twice"
                        + " orders.amount:TRANSFORMATION |",
                "SELECT * FROM city >> name city.name:IDENTITY; country city.country:IDENTITY |",
                "SELECT o.*, 1 AS one FROM city o WHERE name = 'x' >> name city.name:IDENTITY; country"
                        + " city.country:IDENTITY; one | city.name:FILTER",
                "SELECT count(*) AS n, sum(amount) AS s FROM orders GROUP BY city ORDER BY s >> n; s"
                        + " orders.amount:AGGREGATION | orders.amount:SORT orders.city:GROUP_BY",
                "SELECT city AS c FROM orders GROUP BY c >> c orders.city:IDENTITY | orders.city:GROUP_BY",
                "SELECT row_number() OVER (PARTITION BY city ORDER BY id) AS n FROM orders >> n orders.city:WINDOW"
                        + " orders.id:WINDOW |",
                "SELECT sum(amount) OVER (PARTITION BY amount) AS n FROM orders >> n orders.amount:AGGREGATION |",
                "SELECT q.a FROM (SELECT amount AS a, city FROM orders) q >> a orders.amount:IDENTITY |"
                        + " orders.city:UNUSED",
                "SELECT amount AS a, a * 2 AS b FROM orders >> a orders.amount:IDENTITY; b"
                        + " orders.amount:TRANSFORMATION |",
                "WITH q (k) AS (SELECT max(id) FROM orders) SELECT k + 1 AS m FROM q >> m orders.id:AGGREGATION |",
                "SELECT id FROM orders UNION ALL SELECT status FROM orders >> id orders.id:IDENTITY"
                        + " orders.status:IDENTITY |",
                "SELECT (SELECT max(country) FROM city WHERE name = o.city) AS c FROM orders o >> c"
                        + " city.country:AGGREGATION | city.name:FILTER orders.city:FILTER",
                "SELECT id FROM orders WHERE city IN (SELECT name FROM city) >> id orders.id:IDENTITY |"
                        + " city.name:FILTER orders.city:FILTER",
                "SELECT id, name FROM orders JOIN city ON city = name >> id orders.id:IDENTITY; name"
                        + " city.name:IDENTITY | city.name:JOIN orders.city:JOIN",
                "SELECT a.id FROM orders a JOIN orders b USING (id) >> id orders.id:IDENTITY | orders.id:JOIN",
                "SELECT place.x AS x FROM orders >> x orders.place:TRANSFORMATION |",
                "SELECT t.tag FROM orders, unnest(tags) AS t (tag) >> tag orders.tags:TRANSFORMATION |",
                "SELECT array_map(e -> upper(e), tags) AS u FROM orders >> u orders.tags:TRANSFORMATION |",
                "SELECT CASE WHEN status = 2 THEN amount END AS a FROM orders >> a orders.amount:TRANSFORMATION"
                        + " orders.status:CONDITIONAL |",
                "SELECT sum(if(status = 2, amount, id)) AS a FROM orders >> a orders.amount:AGGREGATION"
                        + " orders.id:AGGREGATION orders.status:CONDITIONAL |",
                "SELECT CASE status WHEN 1 THEN status ELSE 0 END AS a FROM orders >> a orders.status:TRANSFORMATION |",
                "SELECT total FROM countries >> total countries.total:IDENTITY |"
            })
    void eachOutputHasItsOriginsWithTheirUses(String query, String expectedLineage) {
        assertThat(describeLineage(query)).isEqualTo(expectedLineage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " >> ",
            value = {
                "SELECT id FROM orders o JOIN city c ON c.name = o.city AND o.status = 2 >> city.name = orders.city",
                "SELECT id FROM orders o, city c WHERE (c.name = o.city) && o.city = c.country >> city.country ="
                        + " orders.city; city.name = orders.city",
                "SELECT id FROM orders o JOIN (SELECT name AS city FROM city) c USING (city) >> city.name ="
                        + " orders.city",
                "WITH q (k) AS (SELECT city FROM paid) SELECT k FROM q JOIN city ON name = k >> city.name = paid.city",
                "SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM city WHERE name = o.city) >> city.name ="
                        + " orders.city",
                "SELECT a.id FROM orders a JOIN orders b ON a.id = b.status AND a.id = b.id >> orders.id ="
                        + " orders.status",
                "SELECT id FROM orders o JOIN city ON upper(city) = name OR city = name >> ''"
            })
    void columnsThatAQueryRequiresToBeEqualAreItsJoins(String query, String expectedJoins) {
        QueryLineage lineage = ReaderGraph.analyzeLineage(
                ServerProfile.DEFAULT,
                new CatalogSourceResolver(ServerProfile.DEFAULT, CATALOG),
                "d",
                Sql.parseQuery(query));
        assertThat(lineage.equalColumns().stream()
                        .map(join -> (join.first() + " = " + join.second()).replaceAll("\\bd\\.", ""))
                        .collect(Collectors.joining("; ")))
                .isEqualTo(expectedJoins);
    }

    @Test
    void edgesAreFoundByTheirOriginAndByTheirTarget() {
        assertThat(GRAPH.findOrigins(column("countries", "total")))
                .contains(
                        new Edge(
                                column("paid", "price"),
                                column("countries", "total"),
                                ColumnUse.AGGREGATION,
                                objectName("countries")),
                        new Edge(
                                column("paid", "city"),
                                column("countries", ""),
                                ColumnUse.JOIN,
                                objectName("countries")),
                        new Edge(
                                column("paid", "id"),
                                column("countries", ""),
                                ColumnUse.FILTER,
                                objectName("countries")));
        assertThat(GRAPH.findUses(column("orders", "amount")))
                .containsExactly(new Edge(
                        column("orders", "amount"), column("paid", "price"), ColumnUse.IDENTITY, objectName("paid")));
        assertThat(GRAPH.findUses(column("orders", "status")))
                .containsExactly(
                        new Edge(column("orders", "status"), column("paid", ""), ColumnUse.FILTER, objectName("paid")));
        assertThat(GRAPH.findUses(column("orders", "tags"))).isEmpty();
        assertThat(GRAPH.findReaders(objectName("paid")))
                .extracting(Reader::name)
                .containsExactly(objectName("broken"), objectName("countries"));
        assertThat(GRAPH.readerByName().get(objectName("paid")).lineage().usesByColumn())
                .containsEntry(column("orders", "status"), Set.of(ColumnUse.FILTER));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " >> ",
            value = {
                "INSERT INTO city (country, name) SELECT city, id FROM orders WHERE status = 1 >> city << country"
                        + " orders.city:IDENTITY; name orders.id:IDENTITY | orders.status:FILTER",
                "INSERT INTO city SELECT city, id FROM orders >> city << name orders.city:IDENTITY; country"
                        + " orders.id:IDENTITY |",
                "INSERT INTO city BY NAME SELECT 'x' AS name, city AS country FROM orders >> city << name; country"
                        + " orders.city:IDENTITY |",
                "INSERT INTO city VALUES ('a', 'b') >> city << name; country |",
                "CREATE TABLE copy (n) AS SELECT count(*) FROM orders >> copy << n |",
                "UPDATE orders SET city = c.country, amount = amount + 1 FROM city c WHERE c.name = orders.city >>"
                        + " orders << city city.country:IDENTITY city.name:FILTER orders.city:FILTER; amount"
                        + " city.name:FILTER orders.amount:TRANSFORMATION orders.city:FILTER |",
                "DELETE FROM orders WHERE status = 2 >> orders << | orders.status:FILTER"
            })
    void aStatementThatChangesRowsHasTheOriginsOfTheWrittenColumns(String statement, String expectedLineage) {
        ReadingStatement readingStatement = new ReadingStatement(
                Reader.Kind.STATEMENT, new ObjectName("", "Sales.fill"), new Session("d"), Sql.parse(statement));
        Reader reader = readingStatement.analyze(ServerProfile.DEFAULT, CATALOG).orElseThrow();
        assertThat(reader.target() + " << " + describeLineage(reader.lineage())).isEqualTo("d." + expectedLineage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT id, concat(city, :note, 'x') AS place FROM orders WHERE status = :status | id, concat(city,"
                        + " :note, 'x')",
                "UPDATE orders SET city = :order.city, status = status + :n WHERE id = :id | :order.city, status + :n",
                "INSERT INTO city (name, country) SELECT upper(:name), city FROM orders /*? WHERE id = :id */ |"
                        + " upper(:name), city",
            })
    void theExpressionsOfAStatementHaveItsParameters(String statement, String expressions) {
        SqlTemplate template = SqlTemplate.parse(statement);
        RenderedTemplate renderedTemplate = template.render(
                template.optionalParts().isEmpty() ? Set.of() : Set.of(0),
                parameter -> List.of("note", "name").contains(parameter.path())
                        ? "CAST('day' AS VARCHAR)"
                        : parameter.path().equals("order.city") ? "'day'" : "1");
        ReadingStatement readingStatement = new ReadingStatement(
                Reader.Kind.STATEMENT,
                new ObjectName("", "Sales.fill"),
                new Session("d"),
                Sql.parse(renderedTemplate.text()),
                renderedTemplate);
        Reader reader = readingStatement.analyze(ServerProfile.DEFAULT, CATALOG).orElseThrow();
        assertThat(reader.lineage().outputs().stream()
                        .map(OutputLineage::expression)
                        .collect(Collectors.joining(", ")))
                .isEqualTo(expressions);
    }

    @Test
    void aViewThatReadsADroppedObjectIsUnreadable() {
        Catalog changedCatalog = new Engine(ServerProfile.DEFAULT)
                .apply(CATALOG, new Session("d"), Sql.parse("DROP VIEW paid"))
                .catalog();

        ReaderGraph graph = ReaderGraph.build(ServerProfile.DEFAULT, changedCatalog);

        assertThat(graph.failureByReader())
                .containsOnlyKeys(new ObjectName("d", "broken"), new ObjectName("d", "countries"));
        assertThat(graph.failureByReader().get(new ObjectName("d", "broken"))).contains("paid");
    }
}
