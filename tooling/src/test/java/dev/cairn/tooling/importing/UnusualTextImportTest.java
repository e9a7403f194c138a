package dev.cairn.tooling.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.processor.CompiledSchemas;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Unusual characters in texts survive import, compilation and declaration. */
class UnusualTextImportTest {
    private static final String ROCKET = "\uD83D\uDE80";
    private static final String UNUSUAL_TEXT =
            "*/ \\u12 {@x} $L ${a} $${ \"\"\" \\ `q` 'a' " + ROCKET + " \t<b>&amp;\nsecond line \n\n  third \\";
    private static final Session SESSION = new Session("shop");

    private final Engine engine = new Engine(ServerProfile.DEFAULT.withReplicas(1, 3));

    @Test
    void textsSurviveUnchanged() {
        String literal = Sql.render(new Expression.StringLiteral(UNUSUAL_TEXT, '\'', Span.NONE));
        String narrowText =
                literal.replace(ROCKET, "\u2605"); // StarRocks would cut the stored query after a wide character
        Catalog originalCatalog = createCatalog(List.of(
                Sql.parse("CREATE TABLE t (k INT COMMENT " + literal + ", v VARCHAR(200) NOT NULL DEFAULT " + literal
                        + ", INDEX i (k) USING BITMAP COMMENT " + literal + ") DUPLICATE KEY(k) COMMENT " + literal
                        + " PARTITION BY LIST(v) (PARTITION p VALUES IN (" + literal + ")) DISTRIBUTED BY HASH(k)"),
                Sql.parse("CREATE VIEW w (a COMMENT " + narrowText + ", b) COMMENT " + narrowText + " AS SELECT k, "
                        + narrowText + " AS `x` FROM t"),
                Sql.parse("CREATE MATERIALIZED VIEW m (c COMMENT " + narrowText + ") COMMENT " + narrowText
                        + " REFRESH MANUAL AS SELECT k FROM t WHERE v <> " + narrowText)));
        ImportedSchema importedSchema = new SchemaImporter(
                        engine.profile(), originalCatalog, new ImportedSchemaNames("nasty", "Shop", "shop", "shop"))
                .write();
        assertThat(importedSchema.omissions()).isEmpty();

        CompiledSchemas compiledSchemas = CompiledSchemas.of(
                importedSchema.sources().stream().collect(Collectors.toMap(JavaSource::name, JavaSource::text)));
        assertThat(compiledSchemas.errors()).isEmpty();
        Catalog declaredCatalog = createCatalog(compiledSchemas.schema("nasty", "Shop").statements().stream()
                .map(Sql::parse)
                .toList());
        assertThat(renderObjects(declaredCatalog)).isEqualTo(renderObjects(originalCatalog));
    }

    @Test
    void aQueryThatIsLongerThanAConstantOfJavacIsLeftOut() {
        int textLength = 70_000;
        String omission =
                importView("SELECT '" + "x".repeat(textLength) + "' AS `a`").get(0);
        int queryLength = Integer.parseInt(omission.replaceFirst(".* has (\\d+) bytes.*", "$1"));
        int maxTextLength = textLength - (queryLength - 65_534);

        assertThat(importView("SELECT '" + "x".repeat(maxTextLength) + "' AS `a`"))
                .isEmpty();
        assertThat(importView("SELECT '" + "x".repeat(maxTextLength + 1) + "' AS `a`"))
                .singleElement()
                .asString()
                .contains("its query has 65535 bytes");
    }

    /** Returns the omissions of an import of a view. */
    private List<String> importView(String query) {
        Catalog catalog = createCatalog(List.of(Sql.parse("CREATE VIEW v AS " + query)));
        return new SchemaImporter(engine.profile(), catalog, new ImportedSchemaNames("nasty", "Shop", "shop", "shop"))
                .write().omissions().stream().map(Object::toString).toList();
    }

    private Catalog createCatalog(List<Statement> statements) {
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        for (Statement statement : statements) {
            catalog = engine.apply(catalog, SESSION, statement).catalog();
        }
        return catalog;
    }

    private List<String> renderObjects(Catalog catalog) {
        Database database = catalog.findDatabase("shop").orElseThrow();
        return List.of(
                ShowCreate.render(engine.profile(), database.findTable("t").orElseThrow()),
                ShowCreate.render(database.findView("w").orElseThrow()),
                ShowCreate.render(
                        engine.profile(), database.findMaterializedView("m").orElseThrow()));
    }
}
