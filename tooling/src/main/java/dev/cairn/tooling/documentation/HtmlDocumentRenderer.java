package dev.cairn.tooling.documentation;

import dev.cairn.catalog.SeedRows;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.lineage.ColumnUse;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.ReaderGraph.Edge;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedColumn;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedKind;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedMigration;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedObject;
import dev.cairn.tooling.documentation.SchemaDocument.Fact;
import dev.cairn.tooling.documentation.SchemaDocument.KeyRole;
import dev.cairn.tooling.documentation.SchemaDocument.Relationship;
import dev.cairn.tooling.lineage.LineageTrace;
import dev.cairn.tooling.report.XmlElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a document as one HTML page that needs no other file and no network. The page contains the document as JSON,
 * and a script that draws what the reader selects.
 */
public final class HtmlDocumentRenderer {
    /**
     * The kinds of objects. The data contains each kind, use and key role as a number, which is its position in such a
     * list.
     */
    private static final List<DocumentedKind> KINDS = List.of(DocumentedKind.values());
    /** The kinds of objects that are outside the databases of the schema. */
    private static final Set<DocumentedKind> KINDS_WITHOUT_DATABASE =
            Set.of(DocumentedKind.QUERY, DocumentedKind.EXTERNAL, DocumentedKind.ROLE, DocumentedKind.CLUSTER_OBJECT);

    private static final List<ColumnUse> USES = List.of(ColumnUse.values());
    private static final List<KeyRole> KEY_ROLES = List.of(KeyRole.values());
    /** The number that is added to the position of the key role, which is less than 4, if a column is NOT NULL. */
    private static final int NOT_NULL_FLAG = 4;

    /** A placeholder of the template. */
    private static final Pattern TEMPLATE_PLACEHOLDER_PATTERN = Pattern.compile("\\$\\{(\\w+)}");

    /** The files of the page's script; they share one scope. */
    private static final List<String> SCRIPT_NAMES =
            List.of("data", "elements", "code", "lineage", "pages", "layout", "diagrams", "search", "routes");

    private final SchemaDocument document;
    private final String database;
    private final Map<ObjectName, Integer> indexByObject = new HashMap<>();
    /** The indexes of the property lists. Hundreds of tables may have the same list, which the data contains once. */
    private final Map<List<List<Object>>, Integer> indexByPropertyList = new LinkedHashMap<>();

    private HtmlDocumentRenderer(SchemaDocument document) {
        this.document = document;
        this.database = document.objects().stream()
                .filter(object -> !KINDS_WITHOUT_DATABASE.contains(object.kind()))
                .map(object -> object.name().database())
                .findFirst()
                .orElse("");
        for (DocumentedObject object : document.objects()) {
            indexByObject.put(object.name(), indexByObject.size());
        }
    }

    /** Returns the page of a document as HTML. */
    public static String render(SchemaDocument document) {
        Map<String, String> partByName = Map.of(
                "title", XmlElement.escape(document.title()),
                "style", readResource("page.css"),
                "data", escapeForScript(JsonWriter.COMPACT.format(new HtmlDocumentRenderer(document).createPageData())),
                "script",
                        SCRIPT_NAMES.stream()
                                .map(scriptName -> readResource(scriptName + ".js"))
                                .collect(Collectors.joining("\n")));
        return TEMPLATE_PLACEHOLDER_PATTERN
                .matcher(readResource("page.html"))
                .replaceAll(placeholderMatch ->
                        Matcher.quoteReplacement(Objects.requireNonNull(partByName.get(placeholderMatch.group(1)))));
    }

    private static String readResource(String name) {
        try (InputStream resource = HtmlDocumentRenderer.class.getResourceAsStream("page/" + name)) {
            return new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(name + " can't be read", failure);
        }
    }

    /** Escapes less-than signs, which could end the script or begin a comment. */
    private static String escapeForScript(String json) {
        return json.replace("<", "\\u003c");
    }

    private Map<String, Object> createPageData() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("title", document.title());
        members.put("server", document.serverDescription());
        members.put("database", database);
        members.put(
                "kinds",
                KINDS.stream()
                        .map(kind -> List.of(kind.label(), kind.heading()))
                        .toList());
        members.put("useKinds", USES.stream().map(LineageTrace::formatUse).toList());
        members.put("direct", USES.stream().filter(ColumnUse::isDirect).count());
        members.put(
                "objects",
                document.objects().stream().map(this::createObjectData).toList());
        // The objects above have added their property lists.
        members.put("properties", List.copyOf(indexByPropertyList.keySet()));
        members.put("uses", createUseData());
        members.put(
                "relationships",
                document.connections().relationships().stream()
                        .map(this::createRelationshipData)
                        .toList());
        members.put(
                "migrations",
                document.migrations().stream().map(this::createMigrationData).toList());
        members.put("repetition", SchemaDocument.REPETITION_RULE);
        members.put("unfoldedRows", SchemaDocument.MAX_UNFOLDED_ROWS);
        members.put("omissions", document.omissions());
        return members;
    }

    /** Returns an object's members without empty values: the page's script reads a missing value as an empty value. */
    private Map<String, Object> createObjectData(DocumentedObject object) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", List.of(object.name().database(), object.name().name()));
        members.put("kind", KINDS.indexOf(object.kind()));
        members.put("comment", object.title().comment());
        members.put(
                "columns",
                object.columns().stream()
                        .map(HtmlDocumentRenderer::createColumnData)
                        .toList());
        if (!object.rows().isEmpty()) {
            members.put("rows", createRowData(object.rows(), object.rowColumnNames()));
        }
        members.put("facts", createFactData(object.facts().definition()));
        List<List<Object>> propertyFacts = createFactData(object.facts().properties());
        members.put(
                "properties", indexByPropertyList.computeIfAbsent(propertyFacts, key -> indexByPropertyList.size()));
        members.put("statistics", createFactData(object.facts().statistics()));
        members.put("sql", object.source().sql());
        members.put("java", object.source().java());
        members.put("group", object.propertyValue(StoredProperties.COLOCATION_GROUP));
        members.values().removeIf(value -> value.equals("") || value.equals(List.of()));
        return members;
    }

    /** Returns the values of a column without the empty ones at the end. */
    private static List<Object> createColumnData(DocumentedColumn column) {
        int flags = KEY_ROLES.indexOf(column.keyRole()) + (column.isNullable() ? 0 : NOT_NULL_FLAG);
        List<Object> values = new ArrayList<>(List.of(
                column.name(),
                column.type(),
                flags,
                column.valueSource().defaultValue(),
                column.comment(),
                column.valueSource().expression()));
        while (values.get(values.size() - 1).equals("")) {
            values.remove(values.size() - 1);
        }
        return values;
    }

    private static Map<String, Object> createRowData(SeedRows rows, List<String> columns) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("columns", columns);
        members.put(
                "values",
                rows.rows().stream().map(row -> row.selectValues(columns)).toList());
        return members;
    }

    private static List<List<Object>> createFactData(List<Fact> facts) {
        return facts.stream()
                .map(fact -> List.<Object>of(fact.label(), fact.value(), fact.isAssumed()))
                .toList();
    }

    /**
     * Returns a migration with the objects and columns that still exist: one list for each object, with its index and
     * the indexes of its columns.
     */
    private Map<String, Object> createMigrationData(DocumentedMigration migration) {
        SortedMap<Integer, SortedSet<Integer>> columnIndexesByObjectIndex = new TreeMap<>();
        for (ObjectName objectName : migration.objects()) {
            if (indexByObject.containsKey(objectName)) {
                columnIndexesByObjectIndex.put(requireObjectIndex(objectName), new TreeSet<>());
            }
        }
        for (ObjectColumn column : migration.columns()) {
            if (indexByObject.containsKey(column.object()) && findColumnIndex(column) >= 0) {
                columnIndexesByObjectIndex
                        .computeIfAbsent(requireObjectIndex(column.object()), key -> new TreeSet<>())
                        .add(findColumnIndex(column));
            }
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", migration.name());
        members.put("title", migration.title());
        members.put("repeatable", migration.isRepeatable());
        members.put(
                "changes",
                columnIndexesByObjectIndex.entrySet().stream()
                        .map(changeEntry -> Stream.concat(
                                        Stream.of(changeEntry.getKey()), changeEntry.getValue().stream())
                                .toList())
                        .toList());
        members.put("sql", migration.sql());
        return members;
    }

    /**
     * Returns five numbers for each use: the indexes of the source object and its column, the indexes of the target
     * object and its column, and the index of the kind of use.
     */
    private List<Integer> createUseData() {
        List<Integer> uses = new ArrayList<>();
        for (Edge edge : document.connections().uses()) {
            uses.add(requireObjectIndex(edge.source().object()));
            uses.add(findColumnIndex(edge.source()));
            uses.add(requireObjectIndex(edge.target().object()));
            uses.add(findColumnIndex(edge.target()));
            uses.add(USES.indexOf(edge.use()));
        }
        return uses;
    }

    private int requireObjectIndex(ObjectName objectName) {
        return Objects.requireNonNull(indexByObject.get(objectName), objectName::toString);
    }

    /**
     * Returns the index of a column in its object; -1 for the rows of the object, or if the object has no such column.
     */
    private int findColumnIndex(ObjectColumn column) {
        List<DocumentedColumn> columns =
                document.objects().get(requireObjectIndex(column.object())).columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(column.column())) {
                return i;
            }
        }
        return -1;
    }

    private Map<String, Object> createRelationshipData(Relationship relationship) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("from", requireObjectIndex(relationship.referencingObject()));
        members.put("to", requireObjectIndex(relationship.referencedObject()));
        members.put("fromColumns", listColumnNames(relationship.referencingColumns()));
        members.put("toColumns", listColumnNames(relationship.referencedColumns()));
        members.put(
                "fromIndexes",
                relationship.referencingColumns().stream()
                        .map(this::findColumnIndex)
                        .toList());
        members.put(
                "toIndexes",
                relationship.referencedColumns().stream()
                        .map(this::findColumnIndex)
                        .toList());
        members.put("declared", relationship.isDeclared());
        members.put("unique", relationship.isUnique());
        members.put(
                "readers",
                relationship.readers().stream().map(this::requireObjectIndex).toList());
        return members;
    }

    private static List<String> listColumnNames(List<ObjectColumn> columns) {
        return columns.stream().map(ObjectColumn::column).toList();
    }
}
