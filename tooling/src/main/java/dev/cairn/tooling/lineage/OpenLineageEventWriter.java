package dev.cairn.tooling.lineage;

import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.lineage.ColumnUse;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes readers as static events of OpenLineage: a JobEvent for each, with the objects that it reads as inputs and the
 * object that it fills as output.
 *
 * @param namespace the namespace of jobs and datasets, such as {@code starrocks://db.example.com:9030}
 * @param eventTime the time of all events, in the format of ISO 8601
 */
public record OpenLineageEventWriter(ReaderGraph graph, String namespace, String eventTime) {
    private static final String PRODUCER = "urn:dev.cairn:lineage";
    private static final String SPECIFICATION_URL = "https://openlineage.io/spec/";

    /** A facet with the version of its schema. */
    private enum Facet {
        SQL("sql", "facets/1-1-0/SQLJobFacet"),
        JOB_TYPE("jobType", "facets/2-0-4/JobTypeJobFacet"),
        SCHEMA("schema", "facets/1-2-0/SchemaDatasetFacet"),
        DATASET_TYPE("datasetType", "facets/1-0-1/DatasetTypeDatasetFacet"),
        COLUMN_LINEAGE("columnLineage", "facets/1-2-0/ColumnLineageDatasetFacet");

        private final String key;
        private final String schemaPath;

        Facet(String key, String schemaPath) {
            this.key = key;
            this.schemaPath = schemaPath;
        }

        void addTo(Map<String, Object> facets, Map<String, Object> members) {
            Map<String, Object> facet = new LinkedHashMap<>();
            facet.put("_producer", PRODUCER);
            facet.put(
                    "_schemaURL",
                    SPECIFICATION_URL + schemaPath + ".json#/$defs/"
                            + schemaPath.substring(schemaPath.lastIndexOf('/') + 1));
            facet.putAll(members);
            facets.put(key, facet);
        }
    }

    /** Returns an event for each reader, as one line of JSON. */
    public List<String> renderLines(Collection<Reader> readers) {
        return readers.stream()
                .map(reader -> JsonWriter.COMPACT.format(createEvent(reader)))
                .toList();
    }

    private Map<String, Object> createEvent(Reader reader) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("eventTime", eventTime);
        event.put("producer", PRODUCER);
        event.put("schemaURL", SPECIFICATION_URL + "2-0-2/OpenLineage.json#/$defs/JobEvent");
        event.put("job", createJob(reader));
        event.put(
                "inputs",
                reader.lineage().bases().stream().map(this::createDataset).toList());
        boolean isOutputKnown =
                SchemaObject.find(graph.catalog(), reader.target()).isPresent()
                        || graph.findExternalObject(reader.target()).isPresent();
        event.put("outputs", isOutputKnown ? List.of(createOutput(reader)) : List.of());
        return event;
    }

    private Map<String, Object> createJob(Reader reader) {
        Map<String, Object> facets = new LinkedHashMap<>();
        Facet.JOB_TYPE.addTo(
                facets,
                createOrderedMap(
                        "processingType",
                        "BATCH",
                        "integration",
                        "STARROCKS",
                        "jobType",
                        reader.kind().name()));
        Facet.SQL.addTo(facets, createOrderedMap("query", reader.sql(), "dialect", "starrocks"));
        return createOrderedMap("namespace", namespace, "name", reader.name().toString(), "facets", facets);
    }

    private Map<String, Object> createDataset(ObjectName objectName) {
        return createDataset(objectName, createFacets(objectName));
    }

    private Map<String, Object> createDataset(ObjectName objectName, Map<String, Object> facets) {
        return createOrderedMap("namespace", namespace, "name", objectName.toString(), "facets", facets);
    }

    private Map<String, Object> createFacets(ObjectName objectName) {
        Map<String, Object> facets = new LinkedHashMap<>();
        List<Map<String, Object>> fields = createFields(objectName);
        if (!fields.isEmpty()) {
            Facet.SCHEMA.addTo(facets, Map.of("fields", fields));
        }
        Facet.DATASET_TYPE.addTo(facets, createDatasetType(objectName));
        return facets;
    }

    private Map<String, Object> createOutput(Reader reader) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (OutputLineage output : reader.lineage().outputs()) {
            List<Map<String, Object>> inputs = new ArrayList<>();
            output.origins()
                    .forEach((column, columnUse) -> inputs.add(createInput(
                            column,
                            List.of(createTransformation(
                                    columnUse, columnUse == ColumnUse.IDENTITY ? "" : output.expression())))));
            fields.put(output.name(), Map.of("inputFields", inputs));
        }
        List<Map<String, Object>> influencingFields = new ArrayList<>();
        reader.lineage().influences().forEach((column, uses) -> {
            List<Map<String, Object>> transformations = uses.stream()
                    .filter(columnUse -> columnUse != ColumnUse.UNUSED)
                    .map(columnUse -> createTransformation(columnUse, ""))
                    .toList();
            if (!transformations.isEmpty()) {
                influencingFields.add(createInput(column, transformations));
            }
        });
        Map<String, Object> facets = createFacets(reader.target());
        Facet.COLUMN_LINEAGE.addTo(facets, createOrderedMap("fields", fields, "dataset", influencingFields));
        return createDataset(reader.target(), facets);
    }

    private Map<String, Object> createInput(ObjectColumn column, List<Map<String, Object>> transformations) {
        return createOrderedMap(
                "namespace",
                namespace,
                "name",
                column.object().toString(),
                "field",
                column.column(),
                "transformations",
                transformations);
    }

    /** Returns a transformation. The subtypes of OpenLineage have the names of the constants of {@link ColumnUse}. */
    private static Map<String, Object> createTransformation(ColumnUse columnUse, String description) {
        Map<String, Object> transformation =
                createOrderedMap("type", columnUse.isDirect() ? "DIRECT" : "INDIRECT", "subtype", columnUse.name());
        if (!description.isEmpty()) {
            transformation.put("description", description);
        }
        return transformation;
    }

    /**
     * Returns a map that keeps the order of its members.
     *
     * @param members the keys and values in turn; their number must be even
     */
    private static Map<String, Object> createOrderedMap(Object... members) {
        Map<String, Object> orderedMap = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            orderedMap.put((String) members[i], members[i + 1]);
        }
        return orderedMap;
    }

    private Map<String, Object> createDatasetType(ObjectName name) {
        SchemaObject object = SchemaObject.find(graph.catalog(), name).orElse(null);
        if (object instanceof SchemaObject.TableObject) {
            return createOrderedMap("datasetType", "TABLE");
        }
        if (object == null) {
            return createOrderedMap("datasetType", "TABLE", "subType", "EXTERNAL");
        }
        return object instanceof SchemaObject.ViewObject
                ? createOrderedMap("datasetType", "VIEW")
                : createOrderedMap("datasetType", "VIEW", "subType", "MATERIALIZED");
    }

    /** Returns the columns of an object with their types; an empty list if they are not known. */
    private List<Map<String, Object>> createFields(ObjectName name) {
        List<Map<String, Object>> fields = new ArrayList<>();
        SchemaObject object = SchemaObject.find(graph.catalog(), name).orElse(null);
        if (object instanceof SchemaObject.TableObject tableObject) {
            tableObject.table().columns().forEach(column -> fields.add(createField(column.name(), column.type())));
        } else if (object instanceof SchemaObject.ViewObject viewObject) {
            fields.addAll(createFields(viewObject.view().columns()));
        } else if (object instanceof SchemaObject.MaterializedViewObject materializedView) {
            fields.addAll(createFields(materializedView.view().columns()));
        } else {
            graph.findExternalObject(name)
                    .ifPresent(externalObject -> externalObject
                            .columns()
                            .forEach(column -> fields.add(createField(column.name(), column.type()))));
        }
        return fields;
    }

    private static List<Map<String, Object>> createFields(List<ViewColumn> columns) {
        return columns.stream()
                .map(column -> createField(column.name(), column.type()))
                .toList();
    }

    private static Map<String, Object> createField(String name, @Nullable Type type) {
        return type == null
                ? createOrderedMap("name", name)
                : createOrderedMap("name", name, "type", TypeFormat.formatForShowCreate(type));
    }
}
