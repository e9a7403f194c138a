package dev.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.source.QueryObserver;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.TypeText;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryObserverTest {
    private static final String DATABASE = "shop";

    private static final String SCHEMA = """
            CREATE DATABASE shop;
            USE shop;
            CREATE TABLE orders (id BIGINT NOT NULL, day DATE NOT NULL, city VARCHAR(20), price DECIMAL(10,2),
                customer INT) PRIMARY KEY (id) DISTRIBUTED BY HASH(id);
            CREATE TABLE log (at DATETIME, city VARCHAR(20), hits INT DEFAULT '0') DUPLICATE KEY (at) DISTRIBUTED BY HASH(at);
            CREATE TABLE customer (id INT NOT NULL, name VARCHAR(50), home STRUCT<street VARCHAR(20)>)
                DUPLICATE KEY (id) DISTRIBUTED BY HASH(id);
            CREATE VIEW sales AS SELECT city, sum(price + 1) AS total FROM orders WHERE day > '2024-01-01' GROUP BY city;
            """;

    private final Engine engine = new Engine(ServerProfile.DEFAULT);
    private final Catalog catalog = catalog();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            SELECT price * 2 FROM orders                              | price decimal(10,2), 2 tinyint, price * 2 decimal(19,2)
            SELECT upper(city) FROM orders WHERE id IN (1)            | id bigint, 1 tinyint, id IN (1) boolean, city varchar(20), upper(city) varchar
            SELECT city FROM orders WHERE id = ?                      | id bigint, ? ?, id = ? boolean, city varchar(20)
            SELECT (id) AS n, n + 1 FROM orders                       | id bigint, (id) bigint, 1 tinyint, n + 1 bigint
            SELECT 1 FROM orders WHERE id IN (SELECT id FROM customer) | id bigint, id int, id IN (SELECT id FROM customer) boolean, 1 tinyint
            SELECT total FROM sales                                   | total decimal(38,2)
            """)
    void everyPartOfAnExpressionHasAType(String query, String types) {
        assertThat(reports(query).types).containsExactlyInAnyOrder(types.split(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            SELECT city FROM orders o WHERE o.id = 1         | o.id -> o orders.id, city -> o orders.city
            SELECT c.home.street FROM customer c             | c.home.street -> c customer.home
            SELECT total FROM sales                          | total -> sales orders.price sales.total
            SELECT x FROM (SELECT id AS x FROM orders) q     | id -> orders orders.id, x -> q orders.id
            SELECT city AS x FROM orders ORDER BY x          | city -> orders orders.city
            SELECT city AS x FROM orders GROUP BY x HAVING x > 'a' | city -> orders orders.city
            SELECT city FROM orders UNION SELECT name FROM customer ORDER BY city | city -> orders orders.city, name -> customer customer.name
            SELECT 1 FROM orders JOIN customer USING (id)    | id -> orders orders.id, id -> customer customer.id
            SELECT array_map(x -> x + id, [1]) FROM orders   | id -> orders orders.id
            SELECT city FROM orders QUALIFY row_number() OVER (ORDER BY id) = 1 | city -> orders orders.city, id -> orders orders.id
            """)
    void aNameRefersToAColumnOfARelation(String query, String columns) {
        assertThat(reports(query).columns).containsExactlyInAnyOrder(columns.split(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            SELECT left(city, ?), left(city, '2') FROM orders | left(city, '2'): varchar(20), int
            SELECT date_add(day, INTERVAL id DAY) FROM orders | date_add(day, INTERVAL id DAY): datetime, int
            SELECT sum(DISTINCT price) FROM orders            | sum(DISTINCT price): decimal(10,2)
            SELECT lag(id, 1) OVER (ORDER BY day) FROM orders | lag(id, 1): bigint, bigint
            SELECT year(city) FROM orders                     | year(city): date
            """)
    void theSignatureOfAFunctionTellsTheTypesOfItsArguments(String query, String call) {
        assertThat(reports(query).calls).containsExactly(call);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            SELECT 1 FROM orders WHERE city = 1                      | city ~ 1: decimal(38,9)
            SELECT 1 FROM orders WHERE city < 1                      | city ~ 1: double
            SELECT 1 FROM orders WHERE day >= '2024-01-01'           | day ~ '2024-01-01': date
            SELECT 1 FROM log WHERE at IN ('2024-01-01', '2024-01-02') | at ~ '2024-01-01': datetime; at ~ '2024-01-02': datetime
            SELECT 1 FROM orders WHERE id = '1' OR id = '1.0'        | id ~ '1': bigint; id ~ '1.0': decimal(38,9)
            SELECT 1 FROM orders WHERE id = ?                        | id ~ ?: ?
            SELECT 1 FROM orders WHERE id IN (1, 2.5)                | id ~ 1: decimal(20,1); id ~ 2.5: decimal(20,1)
            SELECT 1 FROM orders WHERE id BETWEEN 1 AND ?            | id ~ 1: ?; id ~ ?: ?
            SELECT 1 FROM orders WHERE customer IN (SELECT id FROM orders) | customer ~ SELECT id FROM orders: bigint
            SELECT CASE city WHEN 'a' THEN 1 END FROM orders         | city ~ 'a': varchar
            SELECT 1 FROM orders o JOIN customer c ON o.customer = c.id | o.customer ~ c.id: int
            SELECT 1 FROM orders JOIN customer USING (id)            | orders.id ~ customer.id: bigint
            """)
    void bothSidesOfAComparisonAreCastToOneType(String query, String comparisons) {
        assertThat(reports(query).comparisons).containsExactly(comparisons.split("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            SELECT * FROM customer                                        | *: customer.id customer.name customer.home
            SELECT l.*, 1 FROM log l, customer                            | l.*: l.at l.city l.hits
            SELECT * EXCLUDE (home, hits) FROM customer JOIN log ON true  | * EXCLUDE (home, hits): customer.id customer.name log.at log.city
            SELECT * EXCLUDE (home) FROM orders o JOIN customer c USING (id)  | * EXCLUDE (home): o.id o.day o.city o.price o.customer c.name
            SELECT * EXCLUDE (home) FROM orders FULL JOIN customer USING (id) | * EXCLUDE (home): id orders.day orders.city orders.price orders.customer customer.name
            SELECT * FROM (SELECT id AS a, 1 FROM orders) q               | *: q.a q.1
            """)
    void aStarExpandsToColumnsWithTheirRelations(String query, String star) {
        assertThat(reports(query).stars).containsExactly(star);
    }

    @Test
    void aStarCanBeReplacedByTheNamesOfItsColumns() {
        String query = "SELECT * FROM orders o FULL JOIN customer c USING (id) JOIN log USING (city)";
        String expanded = reports(query).expandedStars.get(0);
        assertThat(expanded).startsWith("`o`.`city`").contains("`id`", "`c`.`name`");
        String replaced = query.replace("*", expanded);
        assertThat(analysis(QueryObserver.NONE).of(Sql.parseQuery(replaced)).columns())
                .extracting(column -> column.name() + " " + column.typed())
                .containsExactlyElementsOf(analysis(QueryObserver.NONE).of(Sql.parseQuery(query)).columns().stream()
                        .map(column -> column.name() + " " + column.typed())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            SELECT 1 FROM orders o, sales                     | o is TABLE shop.orders; sales is VIEW shop.sales
            WITH q AS (SELECT hits FROM shop.log) SELECT 1 FROM q | log is TABLE shop.log
            SELECT 1 FROM information_schema.tables           | tables is SYSTEM information_schema.tables
            """)
    void aRelationInFromIsATableOrAView(String query, String sources) {
        assertThat(reports(query).sources).containsExactly(sources.split("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            INSERT INTO log (hits, city) VALUES (1, upper('x')), (DEFAULT, 'y') | 1 -> hits; upper('x') -> city; 'y' -> city
            INSERT INTO log SELECT now(), name, 0 FROM customer                | now() -> at; name -> city; 0 -> hits
            INSERT INTO log SELECT now(), * EXCLUDE (home, id), 0 FROM customer | now() -> at; 0 -> hits
            INSERT INTO log (city) SELECT 'a' UNION ALL (SELECT city FROM log) | 'a' -> city; city -> city
            INSERT INTO log BY NAME SELECT city, 1 AS hits FROM log            | city -> city; 1 -> hits
            UPDATE orders SET city = name, price = ? FROM customer c WHERE customer = c.id | name -> city; ? -> price
            """)
    void aValueIsAssignedToAColumn(String statement, String assignments) {
        assertThat(manipulation(statement).assignments).containsExactly(assignments.split("; "));
    }

    @Test
    void theConditionOfADeleteIsReportedWhateverTheKeyOfTheTable() {
        assertThat(manipulation("DELETE FROM log WHERE at < '2024-01-01'").comparisons)
                .containsExactly("at ~ '2024-01-01': datetime");
        assertThat(manipulation("DELETE FROM orders USING customer c WHERE customer = c.id").comparisons)
                .containsExactly("customer ~ c.id: int");
        assertThat(manipulation("DELETE FROM orders WHERE id = 1").sources)
                .containsExactly("orders is TABLE shop.orders");
    }

    private Reports reports(String query) {
        Reports reports = new Reports(query);
        analysis(reports).of(Sql.parseQuery(query));
        return reports;
    }

    private Reports manipulation(String statement) {
        Reports reports = new Reports(statement);
        engine.check(catalog, new Session(DATABASE), Sql.parseManipulation(statement), reports);
        return reports;
    }

    private QueryAnalysis analysis(QueryObserver observer) {
        return new QueryAnalysis(engine.profile(), new CatalogSources(engine.profile(), catalog), DATABASE, observer);
    }

    private Catalog catalog() {
        Catalog applied = Catalog.EMPTY;
        Session session = Session.NONE;
        for (Statement statement : Sql.parseScript(SCHEMA)) {
            StatementResult result = engine.apply(applied, session, statement);
            applied = result.catalog();
            session = result.session();
        }
        return applied;
    }

    /** Writes each report as text, with parts as they stand in the query. */
    private static final class Reports implements QueryObserver {
        private final String text;
        final Set<String> types = new LinkedHashSet<>();
        final Set<String> columns = new LinkedHashSet<>();
        final Set<String> calls = new LinkedHashSet<>();
        final Set<String> comparisons = new LinkedHashSet<>();
        final Set<String> sources = new LinkedHashSet<>();
        final List<String> stars = new ArrayList<>();
        final List<String> expandedStars = new ArrayList<>();
        final List<String> assignments = new ArrayList<>();

        Reports(String text) {
            this.text = text;
        }

        @Override
        public void typed(Expression expression, ExpressionType type) {
            types.add(at(expression.span()) + " " + shown(type.type()));
        }

        @Override
        public void column(Expression.Reference reference, RelationField field) {
            String origins = field.origins().stream()
                    .map(cell -> cell.use().origin(cell.column()))
                    .map(origin ->
                            origin.source().name() + "." + origin.column().name())
                    .collect(Collectors.joining(" "));
            columns.add(at(reference.span()) + " -> " + relation(field) + " " + origins);
        }

        @Override
        public void call(Expression.Call call, List<Type> parameters) {
            assertThat(parameters).hasSameSizeAs(call.arguments());
            if (!parameters.isEmpty()) {
                calls.add(at(call.span()) + ": "
                        + parameters.stream().map(Reports::shown).collect(Collectors.joining(", ")));
            }
        }

        @Override
        public void comparison(Expression left, Expression right, @Nullable Type comparedAs) {
            comparisons.add(side(left) + " ~ " + side(right) + ": " + shown(comparedAs));
        }

        @Override
        public void star(Query.Item.Star star, List<RelationField> fields) {
            stars.add(
                    at(star.span()) + ": " + fields.stream().map(Reports::name).collect(Collectors.joining(" ")));
            expandedStars.add(fields.stream().map(Reports::quoted).collect(Collectors.joining(", ")));
        }

        @Override
        public void source(Relation.Named relation, RelationName name, Source source) {
            sources.add(name.table() + " is " + source.kind() + " " + source.database() + "." + source.name());
        }

        @Override
        public void assigned(Expression value, Column column) {
            assignments.add(at(value.span()) + " -> " + column.name());
        }

        private String at(Span span) {
            return text.substring(span.offset(), span.offset() + span.length());
        }

        /** Both columns of USING stand at the same place. */
        private String side(Expression value) {
            boolean ofUsing = text.contains("USING (") && value instanceof Expression.Reference;
            return ofUsing && value instanceof Expression.Reference reference
                    ? reference.name().toString().replace("shop.", "")
                    : at(value.span());
        }

        private static String name(RelationField field) {
            return field.relation() == null ? field.name() : relation(field) + "." + field.name();
        }

        private static String relation(RelationField field) {
            return field.relation() == null ? "" : field.relation().table();
        }

        private static String quoted(RelationField field) {
            List<Name> parts = field.relation() == null
                    ? List.of(Name.of(field.name()))
                    : List.of(Name.of(field.relation().table()), Name.of(field.name()));
            return parts.stream().map(part -> "`" + part.text() + "`").collect(Collectors.joining("."));
        }

        private static String shown(@Nullable Type type) {
            return type == null ? "?" : TypeText.listed(type);
        }
    }
}
