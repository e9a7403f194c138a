package dev.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundPivot;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
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
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingsTest {
    private static final String DATABASE = "shop";

    private static final String SCHEMA = """
            CREATE DATABASE shop;
            USE shop;
            CREATE TABLE orders (id BIGINT NOT NULL, day DATE NOT NULL, city VARCHAR(20), price DECIMAL(10,2),
                customer INT) PRIMARY KEY (id) DISTRIBUTED BY HASH(id);
            CREATE TABLE log (at DATETIME, city VARCHAR(20), hits INT DEFAULT '0') DUPLICATE KEY (at) DISTRIBUTED BY HASH(at);
            CREATE TABLE customer (id INT NOT NULL, name VARCHAR(50), home STRUCT<street VARCHAR(20)>)
                DUPLICATE KEY (id) DISTRIBUTED BY HASH(id);
            CREATE MATERIALIZED VIEW hits_by_city AS SELECT city, sum(hits) AS total FROM log GROUP BY city;
            CREATE VIEW sales AS SELECT city, sum(price + 1) AS total FROM orders WHERE day > '2024-01-01' GROUP BY city;
            """;

    private final Engine engine = new Engine(ServerProfile.DEFAULT);
    private final Catalog catalog = createCatalog();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            SELECT price * 2 FROM orders                              | price decimal(10,2), 2 tinyint, price * 2 decimal(19,2)
            SELECT upper(city) FROM orders WHERE id IN (1)            | id bigint, 1 tinyint, id IN (1) boolean, city varchar(20), upper(city) varchar
            SELECT city FROM orders WHERE id = ?                      | id bigint, ? ?, id = ? boolean, city varchar(20)
            SELECT (id) AS n, n + 1 FROM orders                       | id bigint, (id) bigint, 1 tinyint, n bigint, n + 1 bigint
            SELECT id AS n FROM orders GROUP BY n HAVING n + 1 > 2    | id bigint, n bigint, 1 tinyint, n + 1 bigint, 2 tinyint, n + 1 > 2 boolean
            SELECT 1 FROM orders WHERE id IN (SELECT id FROM customer) | id bigint, id int, id IN (SELECT id FROM customer) boolean, 1 tinyint
            SELECT total FROM sales                                   | total decimal(38,2)
            SELECT mv_sum_hits FROM hits_by_city [_SYNC_MV_]          | mv_sum_hits bigint
            """)
    void everyPartOfAnExpressionHasAType(String query, String types) {
        assertThat(bindQuery(query).types).containsExactlyInAnyOrder(types.split(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            SELECT city FROM orders o WHERE o.id = 1         | o.id -> orders o#0 orders.id, city -> orders o#2 orders.city
            SELECT c.home.street FROM customer c             | c.home.street -> customer c#2 customer.home
            SELECT total FROM sales                          | total -> sales#1 orders.price sales.total
            SELECT x FROM (SELECT id AS x FROM orders) q     | id -> orders#0 orders.id, x -> (SELECT id AS x FROM orders) q#0 orders.id
            SELECT city AS x FROM orders ORDER BY x          | city -> orders#2 orders.city
            SELECT city AS x FROM orders GROUP BY x HAVING x > 'a' | city -> orders#2 orders.city
            SELECT city FROM orders UNION SELECT name FROM customer ORDER BY city | city -> orders#2 orders.city, name -> customer#1 customer.name
            SELECT 1 FROM orders JOIN customer USING (id)    | id -> orders#0 orders.id, id -> customer#0 customer.id
            SELECT array_map(x -> x + id, [1]) FROM orders   | id -> orders#0 orders.id
            SELECT city FROM orders QUALIFY row_number() OVER (ORDER BY id) = 1 | city -> orders#2 orders.city, id -> orders#0 orders.id
            """)
    void aNameRefersToAColumnOfARelation(String query, String columns) {
        assertThat(bindQuery(query).columns).containsExactlyInAnyOrder(columns.split(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            SELECT c.home.street FROM customer c                   | c.home.street -> home.street
            SELECT home AS x FROM customer ORDER BY x.street       | home -> home, x.street -> output 0.street
            SELECT id, city AS x FROM orders ORDER BY x, day       | id -> id, city -> city, x -> output 1, day -> day
            SELECT DISTINCT * FROM log ORDER BY city               | city -> output 1
            SELECT sum(id) AS id FROM orders ORDER BY sum(id), id  | id -> id, id -> id, id -> output 0
            SELECT city FROM orders UNION SELECT name FROM customer ORDER BY city | city -> city, name -> name, city -> output 0
            SELECT array_map((x, y) -> y + id, [1], [2]) FROM orders | y -> parameter 1, id -> id
            SELECT array_map(x -> __LAMBDA_TABLE.__LAMBDA_TABLE.x, [1]) | __LAMBDA_TABLE.__LAMBDA_TABLE.x -> parameter 0
            SELECT array_map(x -> x.street, [home]) FROM customer  | home -> home, x.street -> parameter 0.street
            """)
    void aNameRefersToAColumnAnOutputOrAParameterAndToAFieldInIt(String query, String referents) {
        assertThat(bindQuery(query).referents).containsExactlyInAnyOrder(referents.split(", "));
    }

    @Test
    void anUnqualifiedNameMayBeAColumnOfEachRelationWhoseColumnsAreUnknown() {
        String from = "information_schema.tables s WHERE EXISTS (SELECT s.x.y, z FROM information_schema.columns c)";
        BoundParts boundParts = bindQuery("SELECT 1 FROM " + from);
        assertThat(boundParts.referents).containsExactly("s.x.y -> *.x.y", "z -> *.z");
        assertThat(boundParts.columns)
                .containsExactly(
                        "s.x.y -> information_schema.tables s#0 ",
                        "z -> information_schema.columns c#0 information_schema.tables s#0 ");
    }

    @Test
    void outputsPrecedeColumnsInQueriesOfTheTablesOfTheInformationSchema() {
        Query query = Sql.parseQuery("SELECT lower(table_name) AS table_name FROM information_schema.tables"
                + " GROUP BY table_name HAVING table_name > 'a'");
        Bindings bindings = createAnalysis().analyze(query).bindings();
        Query.Select select = query.body().firstSelect();
        assertThat(bindings.findReplacement(
                        Objects.requireNonNull(select.groupBy()).plainItems().get(0)))
                .hasToString(
                        ((Query.SelectItem.Value) select.items().get(0)).value().toString());
    }

    @Test
    void pivotKeepsTheColumnsThatItDoesNotMention() {
        Query query = Sql.parseQuery("SELECT * FROM log PIVOT (sum(hits) FOR city IN ('a', 'b'))");
        Bindings bindings = createAnalysis().analyze(query).bindings();
        BoundPivot pivot = Objects.requireNonNull(bindings.findBoundPivot(
                Objects.requireNonNull(query.body().firstSelect().pivot())));
        assertThat(pivot.keys()).extracting(RelationField::name).containsExactly("at");
        assertThat(pivot.cellRelation().fields().fields())
                .extracting(RelationField::name)
                .containsExactly("'a'", "'b'");
        assertThat(pivot.aggregates())
                .allSatisfy(cell ->
                        assertThat(formatType(bindings.findValueType(cell))).isEqualTo("bigint"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            SELECT left(city, ?), left(city, '2') FROM orders | city of left(city, '2'): varchar(20); '2' of left(city, '2'): int
            SELECT date_add(day, INTERVAL id DAY) FROM orders | day of date_add(day, INTERVAL id DAY): datetime; id of date_add(day, INTERVAL id DAY): int
            SELECT sum(DISTINCT price) FROM orders            | price of sum(DISTINCT price): decimal(10,2)
            SELECT lag(id, 1) OVER (ORDER BY day) FROM orders | id of lag(id, 1): bigint; 1 of lag(id, 1): bigint
            SELECT year(city) FROM orders                     | city of year(city): date
            """)
    void anArgumentHasTheTypeThatTheFunctionTakesItAs(String query, String arguments) {
        assertThat(bindQuery(query).arguments).containsExactly(arguments.split("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            SELECT 1 FROM orders WHERE city = 1                      | city = 1: decimal(38,9), decimal(38,9)
            SELECT 1 FROM orders WHERE city < 1                      | city < 1: double, double
            SELECT 1 FROM orders WHERE day >= '2024-01-01'           | day >= '2024-01-01': date, date
            SELECT 1 FROM log WHERE at IN ('2024-01-01', '2024-01-02') | at IN ('2024-01-01', '2024-01-02'): datetime, datetime, datetime
            SELECT 1 FROM orders WHERE id = '1.0' AND id = ?         | id = '1.0': decimal(38,9), decimal(38,9)
            SELECT 1 FROM orders WHERE id IN (1, 2.5)                | id IN (1, 2.5): decimal(20,1), decimal(20,1), decimal(20,1)
            SELECT 1 FROM orders WHERE customer IN (SELECT id FROM orders) | customer IN (SELECT id FROM orders): bigint, bigint
            SELECT CASE customer WHEN id THEN 1 END FROM orders      | CASE customer WHEN id THEN 1 END: bigint, bigint, tinyint
            """)
    void theOperandsOfAnExpressionAreCastToItsTypes(String query, String casts) {
        assertThat(bindQuery(query).casts).containsExactly(casts);
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
        assertThat(bindQuery(query).stars).containsExactly(star);
    }

    @Test
    void aStarCanBeReplacedByTheNamesOfItsColumns() {
        String query = "SELECT * FROM orders o FULL JOIN customer c USING (id) JOIN log USING (city)";
        String expandedStar = bindQuery(query).expandedStars.get(0);
        assertThat(expandedStar).startsWith("`o`.`city`").contains("`id`", "`c`.`name`");
        String queryWithoutStar = query.replace("*", expandedStar);
        assertThat(createAnalysis().analyze(Sql.parseQuery(queryWithoutStar)).columns())
                .extracting(column -> column.name() + " " + column.expressionType())
                .containsExactlyElementsOf(createAnalysis().analyze(Sql.parseQuery(query)).columns().stream()
                        .map(column -> column.name() + " " + column.expressionType())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            SELECT 1 FROM orders o, sales                     | o is TABLE shop.orders; sales is VIEW shop.sales
            WITH q AS (SELECT hits FROM shop.log) SELECT 1 FROM q | log is TABLE shop.log; q is WITH q
            SELECT 1 FROM information_schema.tables           | tables is SYSTEM information_schema.tables
            """)
    void aRelationInFromIsATableAViewOrACommonTable(String query, String relations) {
        assertThat(bindQuery(query).relations).containsExactly(relations.split("; "));
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
        assertThat(bindStatement(statement).assignments).containsExactly(assignments.split("; "));
    }

    @Test
    void theConditionOfADeleteIsBoundWhateverTheKeyOfTheTable() {
        assertThat(bindStatement("DELETE FROM log WHERE at < '2024-01-01'").types)
                .contains("at datetime", "'2024-01-01' varchar", "at < '2024-01-01' boolean");
        assertThat(bindStatement("DELETE FROM orders WHERE id = 1").relations)
                .containsExactly("orders is TABLE shop.orders");
    }

    @Test
    void aRefusedQueryHasTheTypesThatWereDeterminedBefore() {
        Query query = Sql.parseQuery("SELECT missing FROM orders WHERE id = 1");
        Bindings bindings = new Bindings();
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> createAnalysis().analyze(query, bindings));
        assertThat(new BoundParts("SELECT missing FROM orders WHERE id = 1", bindings).types)
                .containsExactly("id bigint", "1 tinyint", "id = 1 boolean");
    }

    private BoundParts bindQuery(String text) {
        return new BoundParts(
                text, createAnalysis().analyze(Sql.parseQuery(text)).bindings());
    }

    private BoundParts bindStatement(String statement) {
        Bindings bindings = new Bindings();
        engine.check(catalog, new Session(DATABASE), Sql.parseDml(statement), bindings);
        return new BoundParts(statement, bindings);
    }

    private QueryAnalysis createAnalysis() {
        return new QueryAnalysis(engine.profile(), new CatalogSourceResolver(engine.profile(), catalog), DATABASE);
    }

    private Catalog createCatalog() {
        Catalog appliedCatalog = Catalog.EMPTY;
        Session session = Session.EMPTY;
        for (Statement statement : Sql.parseScript(SCHEMA)) {
            StatementResult result = engine.apply(appliedCatalog, session, statement);
            appliedCatalog = result.catalog();
            session = result.session();
        }
        return appliedCatalog;
    }

    /** Collects the bindings of each part of a query as texts, in which the parts are written as in the query. */
    private static final class BoundParts implements Query.QueryVisitor {
        private final String text;
        private final Bindings bindings;
        final Set<String> types = new LinkedHashSet<>();
        final Set<String> columns = new LinkedHashSet<>();
        final List<String> referents = new ArrayList<>();
        final Set<String> arguments = new LinkedHashSet<>();
        final List<String> casts = new ArrayList<>();
        final Set<String> relations = new LinkedHashSet<>();
        final List<String> stars = new ArrayList<>();
        final List<String> expandedStars = new ArrayList<>();
        final List<String> assignments = new ArrayList<>();

        BoundParts(String text, Bindings bindings) {
            this.text = text;
            this.bindings = bindings;
            bindings.visit(this);
        }

        @Override
        public void visitExpression(Expression expression) {
            ExpressionType expressionType = bindings.findExpressionType(expression);
            if (expressionType != null) {
                types.add(textAt(expression.span()) + " " + formatType(expressionType.type()));
                addCasts(expression, expressionType.operandTypes());
            }
            if (expression instanceof Expression.Reference reference) {
                RelationField field = bindings.findColumn(reference);
                if (field != null) {
                    addColumn(expression.span(), field);
                }
                ResolvedName referent = bindings.findResolvedName(reference);
                if (referent != null) {
                    referents.add(textAt(expression.span()) + " -> " + describeReferent(referent));
                }
            }
            Bindings.BoundArgument argument = bindings.findArgument(expression);
            if (argument != null) {
                arguments.add(textAt(expression.span()) + " of "
                        + textAt(argument.call().span()) + ": " + formatType(argument.type()));
            }
            Column column = bindings.findAssignedColumn(expression);
            if (column != null) {
                assignments.add(textAt(expression.span()) + " -> " + column.name());
            }
        }

        private void addCasts(Expression expression, List<Type> operandTypes) {
            if (!operandTypes.isEmpty()) {
                casts.add(textAt(expression.span()) + ": "
                        + operandTypes.stream().map(BindingsTest::formatType).collect(Collectors.joining(", ")));
            }
        }

        private void addColumn(Span nameSpan, RelationField field) {
            String origins = field.origins().stream()
                    .map(usedColumn -> usedColumn.sourceUsage().createOrigin(usedColumn.columnIndex()))
                    .map(origin ->
                            origin.source().name() + "." + origin.column().name())
                    .collect(Collectors.joining(" "));
            String bases = field.baseColumns().stream()
                    .map(base -> textAt(base.relation().span()) + "#" + base.index())
                    .collect(Collectors.joining(" "));
            columns.add(textAt(nameSpan) + " -> " + bases + " " + origins);
        }

        @Override
        public void visitSelect(Query.Select select) {
            for (Query.SelectItem item : select.items()) {
                if (item instanceof Query.SelectItem.Star star) {
                    List<RelationField> fields = bindings.columns(star);
                    stars.add(textAt(star.span()) + ": "
                            + fields.stream().map(BoundParts::qualifiedName).collect(Collectors.joining(" ")));
                    expandedStars.add(
                            fields.stream().map(BoundParts::renderQuotedName).collect(Collectors.joining(", ")));
                }
            }
        }

        @Override
        public void visitRelation(Relation relation) {
            if (relation instanceof Relation.Join join) {
                join.using().forEach(name -> bindings.columns(name).forEach(field -> addColumn(name.span(), field)));
            }
            BoundRelation boundRelation = bindings.findBoundRelation(relation);
            Source source = boundRelation == null ? null : boundRelation.source();
            if (boundRelation != null && boundRelation.name() != null) {
                relations.add(boundRelation.name().table() + " is "
                        + (source != null
                                ? source.kind() + " " + source.database() + "." + source.name()
                                : boundRelation.commonTable() != null
                                        ? "WITH " + boundRelation.commonTable().name()
                                        : "computed"));
            }
        }

        private String textAt(Span span) {
            return span.textIn(text);
        }

        private static String qualifiedName(RelationField field) {
            return field.relationName() == null
                    ? field.name()
                    : field.relationName().table() + "." + field.name();
        }

        private static String renderQuotedName(RelationField field) {
            List<Name> parts = field.relationName() == null
                    ? List.of(Name.of(field.name()))
                    : List.of(Name.of(field.relationName().table()), Name.of(field.name()));
            return parts.stream().map(part -> "`" + part.text() + "`").collect(Collectors.joining("."));
        }

        private static String describeReferent(ResolvedName referent) {
            String target = referent instanceof ResolvedName.ResolvedColumn column
                    ? column.field().name()
                    : referent instanceof ResolvedName.ResolvedOutput output
                            ? "output " + output.index()
                            : "parameter " + ((ResolvedName.LambdaParameter) referent).index();
            return referent.path().isEmpty() ? target : target + "." + String.join(".", referent.path());
        }
    }

    private static String formatType(@Nullable Type type) {
        return type == null ? "?" : TypeFormat.formatForShowColumns(type);
    }
}
