package dev.cairn.processor.check;

import static dev.cairn.processor.check.Declarations.external;
import static dev.cairn.processor.check.Declarations.messages;
import static dev.cairn.processor.check.Declarations.table;
import static dev.cairn.processor.check.Declarations.view;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.CompileDeclarations;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeclaredCatalogCheckTest {
    @Test
    void aQueryOfAnObjectWithAMistakeIsCheckedByWhatTheRecordDeclares() {
        assertThat(MarkedSources.of("""
                @NullMarked
                interface Sales {
                    @Table(name = "orders") @DuplicateKey("id") record Order(long id, LocalDate day) {}
                    @MaterializedView(query = "SELECT day, sum(amount) AS total FROM orders GROUP BY day") // [unknown-column]
                    @DistributedByHash("day")
                    record Daily(LocalDate day, @Nullable BigDecimal total) {}
                    record Total(LocalDate day, BigDecimal total) {}
                    @Queries(Shop.class) interface Totals {
                        @Query("SELECT day, total FROM daily WHERE total > 0") List<Total> positive();
                        @Query("SELECT total FROM daily") List<BigDecimal> all(); // [nullable-result]
                    }
                    @Schema(name = "shop", value = {Order.class, Daily.class}) interface Shop {}
                }
                """).verify()).contains("'amount'", "the column daily.total, which may be NULL");
    }

    private static final ObjectDeclaration ORDERS = table(
            "CREATE TABLE orders (id bigint NOT NULL, day date NOT NULL, price decimal(10, 2)) DUPLICATE KEY(id)");

    @Test
    void allErrorsOfATableAreReportedInOneCompilation() {
        assertThat(messages(table("""
            CREATE TABLE t (
                a int NOT NULL DEFAULT "x",
                v bigint SUM NOT NULL,
                d date,
                e varchar(3) REPLACE DEFAULT "long")
            AGGREGATE KEY(a, d)
            PARTITION BY date_trunc('day', v)
            DISTRIBUTED BY HASH(w)\
            """)))
                .extracting(message -> message.replaceAll("].*", "]"))
                .containsExactlyInAnyOrder(
                        "6: [key-order]",
                        "7: [partition-column]",
                        "8: [unknown-column]",
                        "2: [default-value]",
                        "5: [default-value]");
    }

    @Test
    void independentPartsAreRemovedToFindMoreErrors() {
        assertThat(messages(table("""
            CREATE TABLE t (
                a int NOT NULL,
                f float,
            INDEX i (f))
            PRIMARY KEY(a)
            PROPERTIES (
                "compresion" = "LZ4",
                "storage_medium" = "TAPE",
                "replication_num" = "0")\
            """)))
                .extracting(message -> message.replaceAll("].*", "]"))
                .containsExactlyInAnyOrder(
                        "4: [index-type]", "7: [unknown-property]", "8: [property-value]", "9: [property-value]");
    }

    @Test
    void errorsOfATableAreNotReportedForItsReaders() {
        ObjectDeclaration broken = table("CREATE TABLE broken (a int, b int) DUPLICATE KEY(b)");
        ObjectDeclaration reader = view("a int", "CREATE VIEW v AS SELECT a FROM broken");

        assertThat(messages(reader, broken)).singleElement().asString().contains("[key-order]");
    }

    @Test
    void theTableOfADictionaryLookupIsChecked() {
        ObjectDeclaration names = table("CREATE TABLE names (id bigint, name varchar(10)) PRIMARY KEY(id)");
        String lookup = "CREATE VIEW v AS SELECT dict_mapping('%s', id, '%s') AS name FROM orders";

        assertThat(messages(view("name varchar(10)", lookup.formatted("names", "name")), names, ORDERS))
                .isEmpty();
        assertThat(messages(view("name varchar(10)", lookup.formatted("nmaes", "name")), names, ORDERS))
                .singleElement()
                .asString()
                .contains("[query-refused]", "nmaes");
        assertThat(messages(view("name varchar(10)", lookup.formatted("names", "nmae")), names, ORDERS))
                .singleElement()
                .asString()
                .contains("nmae");
    }

    @Test
    void aGeneratedColumnMayLookUpATableThatIsNotDeclared() {
        assertThat(messages(table("CREATE TABLE t (id bigint, name varchar(10) AS (dict_mapping('names', id, 'name')))"
                        + " DUPLICATE KEY(id)")))
                .isEmpty();
    }

    @Test
    void errorsOfATableAreNotReportedForItsDictionaryLookups() {
        ObjectDeclaration broken = table("CREATE TABLE broken (id bigint, name varchar(10)) PRIMARY KEY(name)");
        ObjectDeclaration reader = view(
                "name varchar(10)", "CREATE VIEW v AS SELECT dict_mapping('broken', id, 'name') AS name FROM orders");

        assertThat(messages(reader, broken, ORDERS)).singleElement().asString().contains("[key-order]");
    }

    @Test
    void readersOfAViewMayPrecedeIt() {
        ObjectDeclaration last = view("id bigint", "CREATE VIEW c AS SELECT id FROM b");
        ObjectDeclaration middle = view("id bigint", "CREATE VIEW b AS SELECT id FROM a");
        ObjectDeclaration first = view("id bigint", "CREATE VIEW a AS SELECT id FROM orders");

        assertThat(messages(last, middle, first, ORDERS)).isEmpty();
    }

    @Test
    void aCycleIsReportedOnceWithItsPath() {
        ObjectDeclaration one = view("a int", "CREATE VIEW one AS SELECT a FROM two");
        ObjectDeclaration two = view("a int", "CREATE VIEW two AS SELECT a FROM one");
        ObjectDeclaration outside = view("a int", "CREATE VIEW three AS SELECT a FROM one");

        assertThat(messages(one, two, outside))
                .containsExactly("1: [query-cycle] 'one' depends on itself: 'one' reads 'two' reads 'one';"
                        + " remove one of these references");
    }

    @Test
    void charactersThatWouldCutTheStoredQueryAreErrors() {
        ObjectDeclaration happy =
                view("id bigint", "CREATE VIEW happy AS SELECT id FROM orders WHERE note = '😀' AND id > 10");
        ObjectDeclaration smile =
                view("id bigint", "CREATE VIEW smile COMMENT '☺ 😀' AS SELECT id FROM orders WHERE id > 10");
        ObjectDeclaration column = view(
                "id bigint COMMENT '😀'",
                "CREATE VIEW smiles (id COMMENT '😀') AS SELECT id FROM orders WHERE id > 10");
        ObjectDeclaration refreshed = view(
                "id bigint",
                "CREATE MATERIALIZED VIEW laughs REFRESH MANUAL AS SELECT id FROM orders WHERE note = '😀' AND id > 10");
        ObjectDeclaration sync =
                view("id bigint", "CREATE MATERIALIZED VIEW s AS SELECT id FROM orders WHERE note = '😀' AND id > 10");
        ObjectDeclaration plain =
                view("id bigint", "CREATE VIEW plain COMMENT '☺ ö 中' AS SELECT id FROM orders WHERE note = '中'");
        ObjectDeclaration orders =
                table("CREATE TABLE orders (id bigint, note varchar(10) COMMENT '😀') DUPLICATE KEY(id) COMMENT '😀'");
        String messageFormat =
                "[cut-query] %s contains '😀', a character beyond U+FFFF, after which the server would store the query"
                        + " of '%s' without its end; %s";

        assertThat(messages(orders, happy, smile, column, refreshed, plain))
                .containsExactlyInAnyOrder(
                        "1: "
                                + String.format(
                                        messageFormat, "The query", "happy", "write unhex('F09F9880') in its place"),
                        "1: " + String.format(messageFormat, "The comment", "smile", "remove it"),
                        "1: " + String.format(messageFormat, "The comment of 'id'", "smiles", "remove it"),
                        "1: "
                                + String.format(
                                        messageFormat, "The query", "laughs", "write unhex('F09F9880') in its place"));
        assertThat(messages(orders, sync)).noneMatch(message -> message.contains("[cut-query]"));

        ObjectDeclaration grouped = view(
                "id bigint",
                "CREATE MATERIALIZED VIEW grouped REFRESH MANUAL PROPERTIES ('resource_group' = '😀') AS SELECT id FROM orders");
        assertThat(messages(orders, grouped))
                .contains("1: " + String.format(messageFormat, "A property or a name", "grouped", "remove it"));

        Findings findings = new Findings();
        SchemaRoot rootOfOldServer = Declarations.root(
                ServerProfile.DEFAULT.with(Version.V3_5).withReplicas(3, 100), List.of(), orders, happy, refreshed);
        CompileCheck.buildAllDeclaredSchemas(
                new CompileDeclarations(rootOfOldServer.declarations(), List.of(rootOfOldServer)), findings);

        assertThat(findings.toList())
                .singleElement()
                .matches(finding -> finding.renderMessage().contains("'laughs'"), "only the materialized view");
    }

    @Test
    void externalObjectsAreRead() {
        ObjectDeclaration lake = external("CREATE TABLE lake.sales.customer (id bigint, name varchar(10))");
        ObjectDeclaration crm = external("CREATE TABLE crm.customer (id bigint, city varchar(10))");
        ObjectDeclaration joiningView = view(
                "id bigint, city varchar(10)",
                "CREATE VIEW v AS SELECT l.id, c.city FROM lake.sales.customer l JOIN crm.customer c ON l.id = c.id");

        assertThat(messages(lake, crm, joiningView)).isEmpty();
        assertThat(messages(lake, joiningView))
                .singleElement()
                .asString()
                .contains("There is no table or view 'crm.customer'");
    }

    @Test
    void errorsInDefaultsOfTheRootAreReportedOnce() {
        ObjectDeclaration first = table("CREATE TABLE a (id bigint) DUPLICATE KEY(id)");
        ObjectDeclaration second = table("CREATE TABLE b (id bigint) DUPLICATE KEY(id)");
        Findings findings = new Findings();
        Property property = new Property("replication_numb", "3", new Span(77, 1, 0, 0));

        CompileCheck.buildAllDeclaredSchemas(
                new CompileDeclarations(
                        List.of(first, second),
                        List.of(Declarations.root(ServerProfile.DEFAULT, List.of(property), first, second))),
                findings);

        assertThat(findings.toList())
                .extracting(Finding::renderMessage)
                .containsExactly("[unknown-property] 'a' has no property 'replication_numb'; did you mean"
                        + " 'replication_num'?");
    }

    @Test
    void aRecordWithoutARootIsCheckedForTheMostPermissiveServer() {
        ObjectDeclaration lake = table("CREATE TABLE a (id bigint) PROPERTIES (\"datacache.enable\" = \"true\")");
        Findings findings = new Findings();

        CompileCheck.buildAllDeclaredSchemas(new CompileDeclarations(List.of(lake), List.of()), findings);

        assertThat(findings.toList()).isEmpty();
    }

    @Test
    void theCostOfTenThousandObjectsIsLinear() {
        List<ObjectDeclaration> declarations = IntStream.range(0, 5000)
                .boxed()
                .flatMap(i -> List.of(
                        view("id bigint", "CREATE VIEW v" + i + " AS SELECT id FROM t" + i),
                        table("CREATE TABLE t" + i + " (id bigint, day date) DUPLICATE KEY(id)"))
                        .stream())
                .toList();

        assertThat(messages(declarations.toArray(ObjectDeclaration[]::new))).isEmpty();
    }

    @Test
    void errorsOfRecordsWithoutSourceAreReportedAtTheSchema() {
        ObjectDeclaration tableOfClassFile = Declarations.ofClassFile(
                table("CREATE TABLE far (id bigint, b decimal(50, 2) DEFAULT \"x\") DUPLICATE KEY(id)"), new Place(42));
        Findings findings = new Findings();

        CompileCheck.buildAllDeclaredSchemas(
                new CompileDeclarations(
                        List.of(),
                        List.of(Declarations.root(
                                ServerProfile.DEFAULT.with(Version.V3_5), List.of(), tableOfClassFile))),
                findings);

        assertThat(findings.toList()).extracting(Finding::place).containsOnly(new Place(42));
        assertThat(findings.toList()).extracting(Finding::rule).containsExactly(CompileRule.DECIMAL_DIGITS);
    }

    @Test
    void unparsableQueriesDoNotAffectOtherQueries() {
        ObjectDeclaration unknown = view("id bigint", "CREATE VIEW unknown AS SELECT id FROM orders");
        ObjectDeclaration viewWithUnreadQuery = Declarations.withUnreadQuery(unknown);
        ObjectDeclaration reader = view("id bigint", "CREATE VIEW v AS SELECT id FROM unknown");

        assertThat(messages(reader, viewWithUnreadQuery, ORDERS)).isEmpty();
    }

    @Test
    void aSchemaWithAnUnreadableRecordIsIncomplete() {
        SchemaRoot root = Declarations.root(ServerProfile.DEFAULT.withReplicas(3, 100), List.of(), ORDERS);

        assertThat(CompileCheck.buildAllDeclaredSchemas(
                        new CompileDeclarations(List.of(), List.of(root)), new Findings()))
                .extracting(schema -> schema.firstSchema().isSound())
                .containsExactly(true);
        assertThat(CompileCheck.buildAllDeclaredSchemas(
                        new CompileDeclarations(List.of(), List.of(Declarations.withUnreadMember(root))),
                        new Findings()))
                .extracting(schema -> schema.firstSchema().isSound())
                .containsExactly(false);
    }
}
