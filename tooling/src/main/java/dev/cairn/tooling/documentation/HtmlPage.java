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
public final class HtmlPage {
    /**
     * The kinds of objects. The data contains each kind, use and key role as a number, which is its position in such a
     * list.
     */
    private static final List<DocumentedKind> KINDS = List.of(DocumentedKind.values());
    /** The kinds of objects that are in no database of the schema. */
    private static final Set<DocumentedKind> KINDS_WITHOUT_DATABASE =
            Set.of(DocumentedKind.QUERY, DocumentedKind.EXTERNAL, DocumentedKind.ROLE, DocumentedKind.CLUSTER_OBJECT);

    private static final List<ColumnUse> USES = List.of(ColumnUse.values());
    private static final List<KeyRole> KEY_ROLES = List.of(KeyRole.values());
    private static final int NOT_NULL_FLAG = 4;

    /** A placeholder of the template. */
    private static final Pattern TEMPLATE_PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

    /** The files of the page's script; they share one scope. */
    private static final List<String> SCRIPT_NAMES =
            List.of("data", "elements", "code", "lineage", "pages", "layout", "diagrams", "search", "routes");

    private final SchemaDocument document;
    private final String database;
    private final Map<ObjectName, Integer> objectNumbers = new HashMap<>();
    /** The numbers of the property lists: hundreds of tables have the same list, and the data contains it once. */
    private final Map<List<List<Object>>, Integer> propertyListNumbers = new LinkedHashMap<>();

    private HtmlPage(SchemaDocument document) {
        this.document = document;
        this.database = document.objects().stream()
                .filter(object -> !KINDS_WITHOUT_DATABASE.contains(object.kind()))
                .map(object -> object.name().database())
                .findFirst()
                .orElse("");
        for (DocumentedObject object : document.objects()) {
            objectNumbers.put(object.name(), objectNumbers.size());
        }
    }

    /** Returns the page of a document as HTML. */
    public static String render(SchemaDocument document) {
        Map<String, String> partsByName = Map.of(
                "title", XmlElement.escape(document.title()),
                "style", readResource("page.css"),
                "data", escapeForScript(JsonWriter.COMPACT.format(new HtmlPage(document).toData())),
                "script",
                        SCRIPT_NAMES.stream()
                                .map(part -> readResource(part + ".js"))
                                .collect(Collectors.joining("\n")));
        return TEMPLATE_PLACEHOLDER
                .matcher(readResource("page.html"))
                .replaceAll(part -> Matcher.quoteReplacement(Objects.requireNonNull(partsByName.get(part.group(1)))));
    }

    private static String readResource(String name) {
        try (InputStream resource = HtmlPage.class.getResourceAsStream("page/" + name)) {
            return new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(name + " can't be read", failure);
        }
    }

    /** Escapes less-than signs, which could end the script or begin a comment. */
    private static String escapeForScript(String json) {
        return json.replace("<", "\\u003c");
    }

    private Map<String, Object> toData() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("title", document.title());
        data.put("server", document.server());
        data.put("database", database);
        data.put(
                "kinds",
                KINDS.stream()
                        .map(kind -> List.of(kind.label(), kind.heading()))
                        .toList());
        data.put("useKinds", USES.stream().map(LineageTrace::formatUse).toList());
        data.put("direct", USES.stream().filter(ColumnUse::isDirect).count());
        data.put("objects", document.objects().stream().map(this::toData).toList());
        data.put("properties", List.copyOf(propertyListNumbers.keySet()));
        data.put("uses", usesToData());
        data.put(
                "relationships",
                document.connections().relationships().stream()
                        .map(this::toData)
                        .toList());
        data.put("migrations", document.migrations().stream().map(this::toData).toList());
        data.put("repetition", SchemaDocument.REPETITION_RULE);
        data.put("unfoldedRows", SchemaDocument.MAX_UNFOLDED_ROWS);
        data.put("omissions", document.omissions());
        return data;
    }

    /** Returns the data without empty values: the page's script reads a missing value as an empty one. */
    private Map<String, Object> toData(DocumentedObject object) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", List.of(object.name().database(), object.name().name()));
        data.put("kind", KINDS.indexOf(object.kind()));
        data.put("comment", object.title().comment());
        data.put("columns", object.columns().stream().map(HtmlPage::toData).toList());
        if (!object.rows().isEmpty()) {
            data.put("rows", rowsToData(object.rows(), object.rowColumns()));
        }
        data.put("facts", factsToData(object.facts().definition()));
        List<List<Object>> propertyFacts = factsToData(object.facts().properties());
        data.put("properties", propertyListNumbers.computeIfAbsent(propertyFacts, key -> propertyListNumbers.size()));
        data.put("measurements", factsToData(object.facts().measurements()));
        data.put("sql", object.source().sql());
        data.put("java", object.source().java());
        data.put("group", object.propertyValue(StoredProperties.COLOCATION_GROUP));
        data.values().removeIf(value -> value.equals("") || value.equals(List.of()));
        return data;
    }

    /** Returns the values of a column without the empty ones at the end. */
    private static List<Object> toData(DocumentedColumn column) {
        int flags = KEY_ROLES.indexOf(column.keyRole()) + (column.isNullable() ? 0 : NOT_NULL_FLAG);
        List<Object> data = new ArrayList<>(List.of(
                column.name(),
                column.type(),
                flags,
                column.valueSource().defaultValue(),
                column.comment(),
                column.valueSource().expression()));
        while (data.get(data.size() - 1).equals("")) {
            data.remove(data.size() - 1);
        }
        return data;
    }

    private static Map<String, Object> rowsToData(SeedRows rows, List<String> columns) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("columns", columns);
        data.put("values", rows.rows().stream().map(row -> row.values(columns)).toList());
        return data;
    }

    private static List<List<Object>> factsToData(List<Fact> facts) {
        return facts.stream()
                .map(fact -> List.<Object>of(fact.label(), fact.value(), fact.isAssumed()))
                .toList();
    }

    /**
     * Returns a migration with the objects and columns that still exist: one list for each object, with its number and
     * the numbers of its columns.
     */
    private Map<String, Object> toData(DocumentedMigration migration) {
        SortedMap<Integer, SortedSet<Integer>> changes = new TreeMap<>();
        for (ObjectName object : migration.objects()) {
            if (objectNumbers.containsKey(object)) {
                changes.put(objectNumber(object), new TreeSet<>());
            }
        }
        for (ObjectColumn column : migration.columns()) {
            if (objectNumbers.containsKey(column.object()) && columnNumber(column) >= 0) {
                changes.computeIfAbsent(objectNumber(column.object()), key -> new TreeSet<>())
                        .add(columnNumber(column));
            }
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", migration.name());
        data.put("title", migration.title());
        data.put("repeatable", migration.isRepeatable());
        data.put(
                "changes",
                changes.entrySet().stream()
                        .map(change -> Stream.concat(Stream.of(change.getKey()), change.getValue().stream())
                                .toList())
                        .toList());
        data.put("sql", migration.sql());
        return data;
    }

    /** Returns five numbers for each use: source object and column, target object and column, and the kind of use. */
    private List<Integer> usesToData() {
        List<Integer> uses = new ArrayList<>();
        for (Edge edge : document.connections().uses()) {
            uses.add(objectNumber(edge.source().object()));
            uses.add(columnNumber(edge.source()));
            uses.add(objectNumber(edge.target().object()));
            uses.add(columnNumber(edge.target()));
            uses.add(USES.indexOf(edge.use()));
        }
        return uses;
    }

    private int objectNumber(ObjectName object) {
        return Objects.requireNonNull(objectNumbers.get(object), object::toString);
    }

    /** Returns the position of a column in its object; -1 for the rows of the object. */
    private int columnNumber(ObjectColumn column) {
        List<DocumentedColumn> columns =
                document.objects().get(objectNumber(column.object())).columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(column.column())) {
                return i;
            }
        }
        return -1;
    }

    private Map<String, Object> toData(Relationship relationship) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("from", objectNumber(relationship.referencingObject()));
        data.put("to", objectNumber(relationship.referencedObject()));
        data.put("fromColumns", columnNames(relationship.referencingColumns()));
        data.put("toColumns", columnNames(relationship.referencedColumns()));
        data.put(
                "fromIndexes",
                relationship.referencingColumns().stream()
                        .map(this::columnNumber)
                        .toList());
        data.put(
                "toIndexes",
                relationship.referencedColumns().stream()
                        .map(this::columnNumber)
                        .toList());
        data.put("declared", relationship.isDeclared());
        data.put("unique", relationship.isUnique());
        data.put(
                "readers",
                relationship.readers().stream().map(this::objectNumber).toList());
        return data;
    }

    private static List<String> columnNames(List<ObjectColumn> columns) {
        return columns.stream().map(ObjectColumn::column).toList();
    }
}
