package dev.cairn.tooling.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedKind;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The documentation shows who may read and change what: by object, through views, and by role. */
class AccessFactsTest {
    private static final SchemaDocument SHOP = createDocument(
            "CREATE TABLE orders (id BIGINT, city VARCHAR(20)) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)",
            "CREATE VIEW cities AS SELECT city FROM orders",
            "CREATE VIEW all_cities AS SELECT city FROM cities",
            "CREATE VIEW own SECURITY INVOKER AS SELECT id FROM orders",
            "CREATE ROLE analyst COMMENT 'reads'",
            "CREATE ROLE loader",
            "GRANT SELECT ON VIEW all_cities, own TO ROLE analyst",
            "GRANT SELECT, INSERT ON ALL TABLES IN DATABASE shop TO ROLE loader",
            "GRANT UPDATE ON TABLE orders TO ROLE loader WITH GRANT OPTION",
            "GRANT OPERATE ON SYSTEM TO ROLE loader",
            "GRANT analyst TO ROLE loader",
            "GRANT analyst TO USER ${reporting_user}");

    private static SchemaDocument createDocument(String... statements) {
        Engine engine = new Engine(ServerProfile.DEFAULT);
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        for (String statement : statements) {
            catalog = engine.apply(catalog, new Session("shop"), Sql.parse(statement))
                    .catalog();
        }
        return new DocumentBuilder("shop", ReaderGraph.build(ServerProfile.DEFAULT, catalog)).build();
    }

    private static DocumentedObject findObject(String name) {
        return SHOP.objects().stream()
                .filter(object -> object.name().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> describeAccess(String name) {
        return findObject(name).facts().definition().stream()
                .map(fact -> fact.label() + ": " + fact.value())
                .filter(fact -> fact.startsWith("Readable") || fact.startsWith("Writable"))
                .toList();
    }

    @Test
    void anObjectNamesTheRolesThatMayReadAndChangeIt() {
        assertThat(describeAccess("orders"))
                .containsExactly(
                        "Readable by: loader",
                        "Readable through views by: analyst (all_cities)",
                        "Writable by: loader (INSERT, UPDATE)");
        assertThat(describeAccess("cities"))
                .containsExactly("Readable through views by: analyst (all_cities), loader (all_cities)");
        assertThat(describeAccess("all_cities")).containsExactly("Readable by: analyst, loader");
    }

    @Test
    void aViewOfTheInvokerIsReadableByThoseWhoMayReadWhatIsBehindIt() {
        assertThat(describeAccess("own")).containsExactly("Readable by: loader");
    }

    @Test
    void aRoleShowsWhatItHoldsAndWhoHasIt() {
        DocumentedObject analyst = findObject("role analyst");

        assertThat(analyst.kind()).isEqualTo(DocumentedKind.ROLE);
        assertThat(analyst.title().comment()).isEqualTo("reads");
        assertThat(analyst.facts().definition())
                .extracting(fact -> fact.label() + ": " + fact.value())
                .containsExactly(
                        "SELECT: VIEW shop.all_cities, VIEW shop.own",
                        "May read: all_cities",
                        "Granted to: USER ${reporting_user}, ROLE loader");
        assertThat(findObject("role loader").facts().definition())
                .extracting(fact -> fact.label() + ": " + fact.value())
                .containsExactly(
                        "Includes: analyst",
                        "INSERT, SELECT: ALL TABLES IN DATABASE shop",
                        "UPDATE with grant option: TABLE shop.orders",
                        "OPERATE: SYSTEM",
                        "May read: all_cities, orders, own");
        assertThat(analyst.source().sql()).isEqualTo("""
                        CREATE ROLE `analyst` COMMENT "reads";
                        GRANT SELECT ON VIEW `all_cities`, `own` TO ROLE `analyst`;
                        GRANT `analyst` TO USER ${reporting_user};""");
    }

    @Test
    void rolesArePartOfBothFormsAndNotOfTheDataFlow() {
        assertThat(MarkdownDocumentRenderer.render(SHOP))
                .contains("## Roles", "### role analyst", "Readable by: loader");
        assertThat(HtmlDocumentRenderer.render(SHOP)).contains("role analyst");
        assertThat(MermaidDiagramRenderer.renderFlowDiagram(SHOP)).doesNotContain("analyst");
    }
}
