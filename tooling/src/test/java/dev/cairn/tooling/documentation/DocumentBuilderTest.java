package dev.cairn.tooling.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedColumn;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedKind;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedObject;
import dev.cairn.tooling.documentation.SchemaDocument.Fact;
import dev.cairn.tooling.documentation.SchemaDocument.KeyRole;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentBuilderTest {
    private static final SchemaDocument SHOP = DocumentedSchemas.shop();

    @TempDir
    private Path folder;

    private static DocumentedObject findObject(SchemaDocument document, String name) {
        return document.objects().stream()
                .filter(object -> object.name().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> renderFacts(List<Fact> facts) {
        return facts.stream()
                .map(fact -> fact.label() + ": " + fact.value() + (fact.isAssumed() ? " (assumed)" : ""))
                .toList();
    }

    private static List<String> renderRelationships(SchemaDocument document) {
        return document.connections().relationships().stream()
                .map(relationship -> relationship.referencingColumns()
                        + (relationship.isUnique() ? " > " : " <> ")
                        + relationship.referencedColumns()
                        + (relationship.isDeclared() ? " declared " : " ")
                        + relationship.readers())
                .map(text -> text.replace("db.", ""))
                .toList();
    }

    @Test
    void theWholeShopIsUnderstood() {
        assertThat(SHOP.omissions()).isEmpty();
        assertThat(SHOP.serverDescription()).isEqualTo("StarRocks 4.1, shared-nothing");
        assertThat(SHOP.objects()).hasSize(26);
    }

    @Test
    void tablesHaveTheClausesOfTheirDefinition() {
        DocumentedObject orders = findObject(SHOP, "orders");
        assertThat(renderFacts(orders.facts().definition()))
                .containsExactly(
                        "Key model: DUPLICATE KEY(`order_date`, `id`)",
                        "Partitions: PARTITION BY date_trunc('month', order_date)",
                        "Distribution: DISTRIBUTED BY HASH(`id`) BUCKETS 16",
                        "Index: by_status (status) USING BITMAP");
        assertThat(orders.columns().get(0).keyRole()).isEqualTo(KeyRole.SORTED);
        assertThat(orders.columns().get(3).comment()).startsWith("0 open");
        assertThat(renderFacts(orders.facts().properties()))
                .contains("bloom_filter_columns: account_id", "compression: LZ4 (assumed)");
        assertThat(findObject(SHOP, "account").columns().get(0).keyRole()).isEqualTo(KeyRole.UNIQUE);
        assertThat(findObject(SHOP, "order_line").columns().get(7).valueSource().expression())
                .isEqualTo("quantity * (price - discount)");
    }

    @Test
    void assumedClausesAreMarked() {
        SchemaDocument document = DocumentedSchemas.of(folder, """
            CREATE TABLE t (a INT, b DATE);
            CREATE TABLE p (d DATE NOT NULL) PARTITION BY RANGE (d)
                (PARTITION one VALUES LESS THAN ("2026-01-01"), PARTITION two VALUES LESS THAN ("2027-01-01"));
            """);
        assertThat(renderFacts(findObject(document, "t").facts().definition()))
                .contains("Key model: DUPLICATE KEY(`a`, `b`) (assumed)")
                .anyMatch(fact -> fact.startsWith("Distribution: DISTRIBUTED BY RANDOM"));
        assertThat(renderFacts(findObject(document, "p").facts().definition()))
                .contains("Partitions: PARTITION BY RANGE(`d`), 2 partitions");
    }

    @Test
    void columnsHaveTheDefaultsOfTheirDefinition() {
        SchemaDocument document = DocumentedSchemas.of(folder, """
            CREATE TABLE event (id VARCHAR(40) NOT NULL DEFAULT (uuid()), seen DATETIME DEFAULT CURRENT_TIMESTAMP,
                stored DATETIME DEFAULT CURRENT_TIMESTAMP(3), note VARCHAR(20) DEFAULT "a", size INT);
            """);
        assertThat(findObject(document, "event").columns())
                .extracting(column -> column.valueSource().defaultValue())
                .containsExactly("(uuid())", "CURRENT_TIMESTAMP", "current_timestamp(3)", "\"a\"", "");
    }

    @Test
    void materializedViewsHaveRefreshAndExpressions() {
        DocumentedObject sales = findObject(SHOP, "daily_sales");
        assertThat(renderFacts(sales.facts().definition()))
                .contains("Refresh: REFRESH ASYNC EVERY(INTERVAL 10 MINUTE)");
        assertThat(sales.columns().get(2).valueSource().expression()).isEqualTo("count(DISTINCT o.id)");
        assertThat(sales.columns().get(0).valueSource().expression()).isEmpty();
    }

    @Test
    void relationshipsAreForeignKeysAndJoinsOfTablesThroughViews() {
        assertThat(renderRelationships(SHOP))
                .contains(
                        "[address.account_id] > [account.id] declared []",
                        "[product.category_id] > [category.id] declared [product_tree]",
                        "[orders.account_id] > [account.id] [active_account, best_customer]",
                        "[orders.country] > [country.code] [country_report]",
                        "[category.parent_id] > [category.id] [product_tree]",
                        "[order_line.order_date, order_line.order_id] <> [orders.order_date, orders.id] [order_amount]");
    }

    @Test
    void uniqueColumnsIdentifyARow() {
        SchemaDocument document = DocumentedSchemas.of(folder, """
            CREATE TABLE person (id INT, email VARCHAR(80)) DISTRIBUTED BY HASH (id)
                PROPERTIES ("unique_constraints" = "email");
            CREATE TABLE letter (sender VARCHAR(80), person_id INT) DISTRIBUTED BY HASH (person_id);
            CREATE VIEW sent AS SELECT l.person_id FROM letter l JOIN person p ON p.email = l.sender;
            CREATE VIEW got AS SELECT l.sender FROM letter l JOIN person p ON p.id = l.person_id;
            """);
        assertThat(renderRelationships(document))
                .containsExactly("[letter.person_id] <> [person.id] [got]", "[letter.sender] > [person.email] [sent]");
    }

    @Test
    void aJoinByTheColumnsOfADeclaredKeyIsThisRelationship() {
        SchemaDocument document = DocumentedSchemas.of(folder, """
            CREATE TABLE place (zip INT, land INT) DISTRIBUTED BY HASH (zip) PROPERTIES ("unique_constraints" = "zip,land");
            CREATE TABLE person (zip INT, land INT) DISTRIBUTED BY HASH (zip)
                PROPERTIES ("foreign_key_constraints" = "(zip,land) REFERENCES place(zip,land)");
            CREATE VIEW home AS SELECT p.zip FROM person p JOIN place c ON c.zip = p.zip AND c.land = p.land;
            """);
        assertThat(renderRelationships(document))
                .containsExactly("[person.zip, person.land] > [place.zip, place.land] declared [home]");
    }

    @Test
    void aSynchronousMaterializedViewIsAnObjectWithItsOwnLineage() {
        SchemaDocument document = DocumentedSchemas.of(folder, """
            CREATE TABLE reading (city VARCHAR(40), day DATE, degrees INT) DUPLICATE KEY (city) DISTRIBUTED BY HASH (city);
            CREATE MATERIALIZED VIEW warmest AS SELECT city, max(degrees) FROM reading GROUP BY city;
            ALTER TABLE reading ADD ROLLUP plain (city, day);
            CREATE VIEW peak AS SELECT mv_max_degrees FROM warmest [_SYNC_MV_];
            """);
        DocumentedObject warmest = findObject(document, "warmest");
        assertThat(warmest.kind()).isEqualTo(DocumentedKind.SYNCHRONOUS_VIEW);
        assertThat(renderFacts(warmest.facts().definition()))
                .containsExactly("Refresh: synchronous: part of each load into reading");
        assertThat(warmest.source().sql()).startsWith("CREATE MATERIALIZED VIEW `warmest`");
        assertThat(warmest.columns()).extracting(DocumentedColumn::name).containsExactly("city", "mv_max_degrees");
        assertThat(warmest.columns().get(1).valueSource().expression()).isEqualTo("max(degrees)");
        assertThat(renderFacts(findObject(document, "reading").facts().definition()))
                .contains("Rollup: plain (city, day)")
                .noneMatch(fact -> fact.contains("warmest"));
        assertThat(document.connections().uses().stream().map(use -> use.source() + " -> " + use.target()))
                .contains(
                        "db.reading.degrees -> db.warmest.mv_max_degrees",
                        "db.warmest.mv_max_degrees -> db.peak.mv_max_degrees");
        assertThat(document.omissions()).isEmpty();
    }

    @Test
    void anInactiveViewIsMarked() {
        SchemaDocument document = DocumentedSchemas.of(folder, """
            CREATE TABLE t (a INT, b INT);
            CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT a FROM t;
            ALTER MATERIALIZED VIEW m INACTIVE;
            """);
        assertThat(renderFacts(findObject(document, "m").facts().definition()))
                .anyMatch(fact -> fact.startsWith("Definition: inactive: "));
    }

    @Test
    void objectsOfOtherDatabasesAreShownWithTheColumnsThatAreRead() {
        SchemaDocument document = DocumentedSchemas.of(folder, """
            CREATE DATABASE other;
            CREATE TABLE other.t (a INT, b INT);
            CREATE VIEW v AS SELECT a FROM other.t;
            """);
        assertThat(document.objects()).extracting(DocumentedObject::name).contains(new ObjectName("other", "t"));
        assertThat(document.collectSources()).containsOnlyKeys(new ObjectName("db", "v"));
    }
}
