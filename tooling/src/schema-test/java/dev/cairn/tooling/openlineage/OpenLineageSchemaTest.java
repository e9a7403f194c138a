package dev.cairn.tooling.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.lineage.ReadingStatement;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.tooling.lineage.OpenLineageEventWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Events satisfy the published schemas of OpenLineage, and so does each of their facets. */
class OpenLineageSchemaTest {
    private static final List<String> FILES = List.of(
            "OpenLineage",
            "ColumnLineageDatasetFacet",
            "SchemaDatasetFacet",
            "SQLJobFacet",
            "JobTypeJobFacet",
            "DatasetTypeDatasetFacet");

    private static final SchemaRegistry SCHEMAS = createRegistry();

    private static SchemaRegistry createRegistry() {
        Map<String, String> texts = new HashMap<>();
        for (String file : FILES) {
            String text = readText(file + ".json");
            texts.put(JsonParser.parseString(text).getAsJsonObject().get("$id").getAsString(), text);
        }
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(texts));
    }

    private static String readText(String file) {
        try (InputStream stream = OpenLineageSchemaTest.class.getResourceAsStream(file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> validate(String location, JsonElement value) {
        return SCHEMAS.getSchema(SchemaLocation.of(location)).validate(value.toString(), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    /** Adds the errors of all facets in a value, each by the schema that the facet names. */
    private static void addFacetErrors(JsonElement value, List<String> errors, Set<String> facetNames) {
        if (value.isJsonArray()) {
            value.getAsJsonArray().forEach(element -> addFacetErrors(element, errors, facetNames));
        }
        if (!value.isJsonObject()) {
            return;
        }
        JsonObject object = value.getAsJsonObject();
        if (object.has("_schemaURL")) {
            String location = object.get("_schemaURL").getAsString();
            facetNames.add(location.substring(location.lastIndexOf('/') + 1));
            errors.addAll(validate(location, object));
        }
        object.entrySet().forEach(member -> addFacetErrors(member.getValue(), errors, facetNames));
    }

    private static ReaderGraph buildGraph() {
        Session session = new Session("shop");
        Catalog catalog = Catalog.EMPTY
                .withDatabase(Database.of("shop"))
                .withExternalObject(new ExternalObject(
                        "lake",
                        "crm",
                        "customers",
                        List.of(
                                new ExternalObject.ExternalColumn("town", null, true),
                                new ExternalObject.ExternalColumn("name", null, true)),
                        true));
        for (String statement : List.of(
                "CREATE TABLE orders (id BIGINT NOT NULL, city VARCHAR(40), amount INT, place STRUCT<x INT>) PRIMARY KEY (id)",
                "CREATE TABLE totals (city VARCHAR(40), total BIGINT)",
                "CREATE VIEW ranked AS SELECT o.city, CASE WHEN amount > 9 THEN c.name END AS name, row_number() OVER"
                        + " (PARTITION BY city ORDER BY amount) AS n FROM orders o JOIN lake.crm.customers c ON"
                        + " c.town = o.city WHERE o.id > 1 ORDER BY o.amount",
                "CREATE MATERIALIZED VIEW daily DISTRIBUTED BY HASH(city) REFRESH MANUAL AS"
                        + " SELECT city, sum(amount) AS total FROM orders GROUP BY city")) {
            catalog = new Engine(ServerProfile.DEFAULT)
                    .apply(catalog, session, Sql.parse(statement))
                    .catalog();
        }
        return ReaderGraph.build(
                ServerProfile.DEFAULT,
                catalog,
                List.of(
                        createStatement(
                                Reader.Kind.STATEMENT, new ObjectName("", "Sales.count"), "SELECT count(*) FROM daily"),
                        createStatement(
                                Reader.Kind.SNAPSHOT_TABLE,
                                new ObjectName("shop", "totals"),
                                "INSERT OVERWRITE totals BY NAME SELECT city, total FROM daily")));
    }

    private static ReadingStatement createStatement(Reader.Kind kind, ObjectName name, String sql) {
        return new ReadingStatement(kind, name, new Session("shop"), Sql.parse(sql));
    }

    @Test
    void eventsAndTheirFacetsSatisfyThePublishedSchemas() {
        ReaderGraph graph = buildGraph();
        assertThat(graph.failureByReader()).isEmpty();
        List<String> lines = new OpenLineageEventWriter(graph, "starrocks://localhost:9030", "2026-01-31T12:00:00Z")
                .renderLines(graph.readerByName().values());
        assertThat(lines).hasSize(4);
        List<String> errors = new ArrayList<>();
        Set<String> facetNames = new TreeSet<>();
        Set<String> subtypes = new TreeSet<>();
        for (String line : lines) {
            JsonElement event = JsonParser.parseString(line);
            errors.addAll(validate("https://openlineage.io/spec/2-0-2/OpenLineage.json", event));
            addFacetErrors(event, errors, facetNames);
            for (String word : line.split("\"subtype\":\"", -1)) {
                subtypes.add(word.substring(0, word.indexOf('"')));
            }
        }
        assertThat(errors).isEmpty();
        assertThat(facetNames)
                .containsExactly(
                        "ColumnLineageDatasetFacet",
                        "DatasetTypeDatasetFacet",
                        "JobTypeJobFacet",
                        "SQLJobFacet",
                        "SchemaDatasetFacet");
        assertThat(subtypes)
                .contains(
                        "IDENTITY",
                        "AGGREGATION",
                        "TRANSFORMATION",
                        "CONDITIONAL",
                        "WINDOW",
                        "JOIN",
                        "FILTER",
                        "GROUP_BY",
                        "SORT");
    }

    @Test
    void theSchemasRefuseAnEventWithoutItsTime() {
        JsonObject event = JsonParser.parseString(new OpenLineageEventWriter(buildGraph(), "starrocks", "2026-01-31T12:00:00Z")
                        .renderLines(buildGraph().readerByName().values())
                        .get(0))
                .getAsJsonObject();
        event.remove("eventTime");
        assertThat(validate("https://openlineage.io/spec/2-0-2/OpenLineage.json", event))
                .isNotEmpty();
    }
}
