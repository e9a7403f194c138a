package dev.cairn.processor.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.UserClassPath;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.CheckedQuery.RelationUse;
import dev.cairn.processor.model.QueryListing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.StandardLocation;
import org.junit.jupiter.api.Test;

/** Tests the resource that lists the statements of an interface for tools. */
class QueryListingTest {
    private static final Path SOURCE_FOLDER = Path.of("src/test/resources/queries");

    private static String generateListing() throws IOException {
        return generateResource("META-INF/cairn/queries/shop.Sales.json");
    }

    private static String generateResource(String path) throws IOException {
        Compilation compilation = UserClassPath.javac()
                .withProcessors(new CairnProcessor())
                .withOptions("-Acairn.pending=off")
                .compile(
                        JavaFileObjects.forSourceString(
                                "shop.Shop", Files.readString(SOURCE_FOLDER.resolve("Shop.java"))),
                        JavaFileObjects.forSourceString(
                                "shop.Sales", Files.readString(SOURCE_FOLDER.resolve("Sales.java"))));
        return compilation
                .generatedFile(StandardLocation.CLASS_OUTPUT, path)
                .orElseThrow()
                .getCharContent(false)
                .toString();
    }

    private static CheckedQuery findQuery(String method) throws IOException {
        return QueryListing.parse(generateListing()).queries().stream()
                .filter(query -> query.name().equals("Sales." + method))
                .findFirst()
                .orElseThrow();
    }

    private static RelationUse directUse(String name, String... columns) {
        return new RelationUse(name, List.of(columns), "");
    }

    @Test
    void theResourceIsReadAsItWasWritten() throws IOException {
        String text = generateListing();
        QueryListing listing = QueryListing.parse(text);
        assertThat(listing.toJson()).isEqualTo(text).isEqualTo(generateListing());
        assertThat(listing.interfaceName()).isEqualTo("shop.Sales");
        assertThat(listing.listedInterface().implementationName()).isEqualTo("shop.SalesQueries");
        assertThat(listing.rootName()).isEqualTo("shop.Shop");
        assertThat(listing.listedSchema().descriptorName()).isEqualTo("shop.ShopSchema");
        assertThat(listing.schemaName()).isEqualTo("shop");
        assertThat(listing.serverVersion()).isEqualTo("4.1");
        String source = Files.readString(SOURCE_FOLDER.resolve("Sales.java"));
        long statementCount =
                Pattern.compile("@(Query|Execute)\\(").matcher(source).results().count();
        assertThat(listing.queries()).hasSize(Math.toIntExact(statementCount));
    }

    @Test
    void theSchemaIsListedForFrameworks() throws IOException {
        assertThat(generateResource("META-INF/cairn/schemas/shop.ShopSchema.json"))
                .isEqualTo("{\"format\":1,\"schema\":\"shop\",\"descriptor\":\"shop.ShopSchema\"}\n");
    }

    @Test
    void aQueryHasItsSignatureAndASampleWithItsOptionalParts() throws IOException {
        CheckedQuery perCity = findQuery("perCity");
        assertThat(perCity.signature()).isEqualTo("perCity(LocalDate from, List<String> cities, int limit)");
        assertThat(perCity.sql()).contains("/*? AND city IN (:cities) */");
        assertThat(perCity.sample()).contains("AND city IN (").doesNotContain(":");
        assertThat(perCity.isQuery()).isTrue();
        assertThat(perCity.sourceRelations()).containsExactly(directUse("orders", "order_date", "city", "amount"));
        assertThat(perCity.changedRelations()).isEmpty();
    }

    @Test
    void theSampleHasTheListedLiterals() throws IOException {
        assertThat(findQuery("perCity").literals()).hasSize(3);
        assertThat(findQuery("perCity")
                        .withLiterals(List.of("'2026-01-31'", "'Rome', 'Oslo'", "7"))
                        .sample())
                .contains("'2026-01-31'", "AND city IN ('Rome', 'Oslo')", "7");
        for (CheckedQuery query : QueryListing.parse(generateListing()).queries()) {
            assertThat(query.literals()).hasSameSizeAs(query.parameters());
            assertThat(query.withLiterals(query.literals())).isEqualTo(query);
        }
        assertThatThrownBy(() -> findQuery("perCity").withLiterals(List.of("1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Sales.perCity has 3 parameters, but the number of literals is 1");
    }

    @Test
    void aViewIsFollowedByWhatItReads() throws IOException {
        assertThat(findQuery("account").sourceRelations())
                .containsExactly(
                        directUse("active_account", "id", "name"),
                        new RelationUse("account", List.of("id", "name", "active"), "active_account"));
    }

    @Test
    void aStatementThatChangesRowsNamesWhatItReadsAndWhatItChanges() throws IOException {
        CheckedQuery purge = findQuery("purgeBefore");
        assertThat(purge.isQuery()).isFalse();
        assertThat(purge.sourceRelations()).containsExactly(directUse("orders", "order_date"));
        assertThat(purge.changedRelations()).containsExactly(directUse("orders"));

        CheckedQuery raise = findQuery("raise");
        assertThat(raise.sourceRelations()).containsExactly(directUse("orders", "id", "amount"));
        assertThat(raise.changedRelations()).containsExactly(directUse("orders", "amount"));

        assertThat(findQuery("insert").sourceRelations()).isEmpty();
        assertThat(findQuery("insert").changedRelations())
                .containsExactly(
                        directUse("orders", "id", "order_date", "city", "amount", "quantity", "account_id", "tags"));
        assertThat(findQuery("clear").changedRelations()).containsExactly(directUse("event"));
        assertThat(findQuery("tables").sourceRelations()).isEmpty();
    }

    @Test
    void aQueryOfAListingHasNoGeneratedMethod() throws IOException {
        CheckedQuery perCity = findQuery("perCity");
        assertThatThrownBy(perCity::method)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Sales.perCity was read from a listing, which has no code");
    }

    @Test
    void otherFormatsAreRefused() {
        assertThatThrownBy(() -> QueryListing.parse("{\"format\":2}")).hasMessageContaining("it has the format 2");
        assertThatThrownBy(() -> QueryListing.parse("{}")).hasMessageContaining("it has the format null");
        assertThatThrownBy(() -> QueryListing.parse("[]")).hasMessageContaining("an object is expected");
    }
}
