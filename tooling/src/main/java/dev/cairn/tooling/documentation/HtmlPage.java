package dev.cairn.tooling.documentation;

import dev.cairn.catalog.SeedRows;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.lineage.ColumnUse;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.ReaderGraph.Edge;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.tooling.documentation.LayeredLayout.Arrow;
import dev.cairn.tooling.documentation.LayeredLayout.Box;
import dev.cairn.tooling.documentation.LayeredLayout.PlacedBox;
import dev.cairn.tooling.documentation.LayeredLayout.Placement;
import dev.cairn.tooling.documentation.LayeredLayout.Point;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedColumn;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedMigration;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedObject;
import dev.cairn.tooling.documentation.SchemaDocument.Fact;
import dev.cairn.tooling.documentation.SchemaDocument.KeyPart;
import dev.cairn.tooling.documentation.SchemaDocument.Kind;
import dev.cairn.tooling.documentation.SchemaDocument.Relationship;
import dev.cairn.tooling.lineage.LineageTrace;
import dev.cairn.tooling.report.XmlElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
 * Writes a document as one HTML page that needs no other file and no network. The page contains the document as JSON, with the
 * places of the boxes in its diagrams, and a script that draws what the reader selects.
 */
public final class HtmlPage {
    /** The kinds, the uses and the parts in a key are numbers in the data: their positions in these lists. */
    private static final List<Kind> KINDS = List.of(Kind.values());
    /** The kinds of objects that are in no database of the schema. */
    private static final Set<Kind> WITHOUT_DATABASE = Set.of(Kind.QUERY, Kind.EXTERNAL, Kind.ROLE);

    private static final List<ColumnUse> USES = List.of(ColumnUse.values());
    private static final List<KeyPart> KEY_PARTS = List.of(KeyPart.values());
    private static final int NOT_NULL = 4;

    /** The place of a part in the template. */
    private static final Pattern PART = Pattern.compile("\\$\\{(\\w+)}");

    /** The parts of the script, which share their names. */
    private static final List<String> SCRIPTS =
            List.of("data", "elements", "code", "lineage", "pages", "diagrams", "search", "routes");

    // The sizes of boxes in pixels; the script draws their texts with the same sizes.
    private static final double LETTER = 7.8;
    private static final int FLOW_HEIGHT = 34;
    private static final int WIDEST = 280;
    private static final int HEAD = 34;
    private static final int ROW = 20;
    private static final int MOST_ROWS = 12;
    private static final int MOST_ENTITIES_IN_DETAIL = 40;

    private final SchemaDocument document;
    private final String database;
    private final Map<ObjectName, Integer> numbers = new HashMap<>();

    private HtmlPage(SchemaDocument document) {
        this.document = document;
        this.database = document.objects().stream()
                .filter(object -> !WITHOUT_DATABASE.contains(object.kind()))
                .map(object -> object.name().database())
                .findFirst()
                .orElse("");
        for (DocumentedObject object : document.objects()) {
            numbers.put(object.name(), numbers.size());
        }
    }

    /** Returns the page. */
    public static String of(SchemaDocument document) {
        Map<String, String> parts = Map.of(
                "title", XmlElement.escape(document.title()),
                "style", resource("page.css"),
                "data", inScript(JsonWriter.COMPACT.text(new HtmlPage(document).data())),
                "script", SCRIPTS.stream().map(part -> resource(part + ".js")).collect(Collectors.joining("\n")));
        return PART.matcher(resource("page.html"))
                .replaceAll(part -> Matcher.quoteReplacement(Objects.requireNonNull(parts.get(part.group(1)))));
    }

    private static String resource(String name) {
        try (InputStream file = HtmlPage.class.getResourceAsStream("page/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name + " can't be read", unreadable);
        }
    }

    /** Inside of a script, only a less-than sign can begin something else: the end of the script, or a comment. */
    private static String inScript(String json) {
        return json.replace("<", "\\u003c");
    }

    private Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("title", document.title());
        data.put("server", document.server());
        data.put("database", database);
        data.put(
                "kinds",
                KINDS.stream().map(kind -> List.of(kind.text(), kind.heading())).toList());
        data.put("letter", LETTER);
        data.put("useKinds", USES.stream().map(LineageTrace::label).toList());
        data.put("direct", USES.stream().filter(ColumnUse::isDirect).count());
        data.put("objects", document.objects().stream().map(this::data).toList());
        data.put("uses", uses());
        data.put(
                "relationships",
                document.connections().relationships().stream().map(this::data).toList());
        data.put("migrations", document.migrations().stream().map(this::data).toList());
        data.put("repetition", SchemaDocument.REPETITION);
        data.put("unfoldedRows", SchemaDocument.UNFOLDED_ROWS);
        data.put("omissions", document.omissions());
        data.put("flow", flow(true));
        if (!document.objects(Kind.QUERY).isEmpty()) {
            data.put("flowWithoutQueries", flow(false));
        }
        data.put("entities", entities());
        return data;
    }

    private Map<String, Object> data(DocumentedObject object) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", List.of(object.name().database(), object.name().name()));
        data.put("kind", KINDS.indexOf(object.kind()));
        data.put("comment", object.title().comment());
        data.put("columns", object.columns().stream().map(HtmlPage::data).toList());
        if (!object.rows().isEmpty()) {
            data.put("rows", rows(object.rows(), object.rowColumns()));
        }
        data.put("facts", facts(object.details().definition()));
        data.put("properties", facts(object.details().properties()));
        data.put("measurements", facts(object.details().measurements()));
        data.put("sql", object.source().sql());
        data.put("java", object.source().java());
        data.put("group", object.property(StoredProperties.COLOCATION_GROUP));
        return data;
    }

    private static List<Object> data(DocumentedColumn column) {
        int flags = KEY_PARTS.indexOf(column.key()) + (column.nullable() ? 0 : NOT_NULL);
        return List.of(
                column.name(),
                column.type(),
                flags,
                column.source().standard(),
                column.comment(),
                column.source().expression());
    }

    private static Map<String, Object> rows(SeedRows rows, List<String> columns) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("columns", columns);
        data.put("values", rows.rows().stream().map(row -> row.values(columns)).toList());
        return data;
    }

    private static List<List<Object>> facts(List<Fact> facts) {
        return facts.stream()
                .map(fact -> List.<Object>of(fact.label(), fact.value(), fact.assumed()))
                .toList();
    }

    /** The objects and columns of a migration that still exist: for each object a list of its number and its columns' numbers. */
    private Map<String, Object> data(DocumentedMigration migration) {
        SortedMap<Integer, SortedSet<Integer>> changes = new TreeMap<>();
        for (ObjectName object : migration.objects()) {
            if (numbers.containsKey(object)) {
                changes.put(number(object), new TreeSet<>());
            }
        }
        for (ObjectColumn column : migration.columns()) {
            if (numbers.containsKey(column.object()) && columnNumber(column) >= 0) {
                changes.computeIfAbsent(number(column.object()), none -> new TreeSet<>())
                        .add(columnNumber(column));
            }
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", migration.name());
        data.put("title", migration.title());
        data.put("repeatable", migration.repeatable());
        data.put(
                "changes",
                changes.entrySet().stream()
                        .map(change -> Stream.concat(Stream.of(change.getKey()), change.getValue().stream())
                                .toList())
                        .toList());
        data.put("sql", migration.sql());
        return data;
    }

    /** Each use as five numbers: object and column from which, object and column to which, and the kind of use. */
    private List<Integer> uses() {
        List<Integer> uses = new ArrayList<>();
        for (Edge edge : document.connections().uses()) {
            uses.add(number(edge.from().object()));
            uses.add(columnNumber(edge.from()));
            uses.add(number(edge.to().object()));
            uses.add(columnNumber(edge.to()));
            uses.add(USES.indexOf(edge.use()));
        }
        return uses;
    }

    private int number(ObjectName object) {
        return position(object, numbers);
    }

    /** Returns the position of a column in its object; -1 for the rows of the object. */
    private int columnNumber(ObjectColumn column) {
        List<DocumentedColumn> columns =
                document.objects().get(number(column.object())).columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(column.column())) {
                return i;
            }
        }
        return -1;
    }

    private Map<String, Object> data(Relationship relationship) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("from", number(relationship.fromObject()));
        data.put("to", number(relationship.toObject()));
        data.put("fromColumns", names(relationship.from()));
        data.put("toColumns", names(relationship.to()));
        data.put(
                "fromIndexes",
                relationship.from().stream().map(this::columnNumber).toList());
        data.put("toIndexes", relationship.to().stream().map(this::columnNumber).toList());
        data.put("declared", relationship.declared());
        data.put("unique", relationship.unique());
        data.put("readers", relationship.readers().stream().map(this::number).toList());
        return data;
    }

    private static List<String> names(List<ObjectColumn> columns) {
        return columns.stream().map(ObjectColumn::column).toList();
    }

    private String shortName(DocumentedObject object) {
        return object.name().database().equals(database)
                ? object.name().name()
                : object.name().toString();
    }

    private static int width(double letters) {
        return Math.max(90, Math.min(WIDEST, (int) Math.ceil(letters)));
    }

    /** The diagram of what is read, from the tables to the queries; without the queries if they are not drawn. */
    private Map<String, Object> flow(boolean queries) {
        List<DocumentedObject> drawn = document.objects().stream()
                .filter(object -> object.kind() != Kind.ROLE && (queries || object.kind() != Kind.QUERY))
                .toList();
        Map<ObjectName, Integer> positions = new HashMap<>();
        drawn.forEach(object -> positions.put(object.name(), positions.size()));
        List<Box> boxes = drawn.stream()
                .map(object -> new Box(width(shortName(object).length() * LETTER + 44), FLOW_HEIGHT))
                .toList();
        List<Arrow> arrows = new ArrayList<>();
        Set<Arrow> mutual = new HashSet<>();
        Map<ObjectName, SortedSet<ObjectName>> reads = document.reads();
        reads.forEach((reader, read) -> read.forEach(object -> {
            if (!positions.containsKey(reader) || !positions.containsKey(object)) {
                return;
            }
            Arrow arrow = new Arrow(position(object, positions), position(reader, positions));
            if (!reads.getOrDefault(object, Collections.emptySortedSet()).contains(reader)) {
                arrows.add(arrow);
            } else if (drawn.get(arrow.to()).kind() == Kind.QUERY) {
                arrows.add(arrow); // it changes a table that it reads
                mutual.add(arrow);
            }
        }));
        Placement placement = LayeredLayout.of(boxes, arrows);
        List<List<Object>> placed = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            placed.add(box(number(drawn.get(i).name()), placement.boxes().get(i), List.of()));
        }
        List<List<Object>> lines = new ArrayList<>();
        for (int i = 0; i < arrows.size(); i++) {
            Arrow arrow = arrows.get(i);
            lines.add(List.of(
                    number(drawn.get(arrow.from()).name()),
                    number(drawn.get(arrow.to()).name()),
                    bends(placement.bends().get(i)),
                    mutual.contains(arrow)));
        }
        return diagram(placement, placed, lines);
    }

    private static int position(ObjectName object, Map<ObjectName, Integer> positions) {
        return Objects.requireNonNull(positions.get(object), object::toString);
    }

    private static Map<String, Object> diagram(
            Placement placement, List<List<Object>> boxes, Collection<List<Object>> arrows) {
        Map<String, Object> diagram = new LinkedHashMap<>();
        diagram.put("width", placement.width());
        diagram.put("height", placement.height());
        diagram.put("boxes", boxes);
        diagram.put("arrows", arrows);
        return diagram;
    }

    private static List<Object> box(int object, PlacedBox box, List<Integer> columns) {
        return List.of(object, box.x(), box.y(), box.width(), box.height(), columns);
    }

    private static List<List<Integer>> bends(List<Point> points) {
        return points.stream().map(point -> List.of(point.x(), point.y())).toList();
    }

    /** The diagram of the objects that are joined, reference one another, or are colocated with others. */
    private Map<String, Object> entities() {
        Map<Integer, SortedSet<Integer>> columns = new HashMap<>();
        for (Relationship relationship : document.connections().relationships()) {
            for (List<ObjectColumn> side : List.of(relationship.from(), relationship.to())) {
                SortedSet<Integer> shown =
                        columns.computeIfAbsent(number(side.get(0).object()), none -> new TreeSet<>());
                side.forEach(column -> shown.add(columnNumber(column)));
            }
        }
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (DocumentedObject object : document.objects()) {
            String group = object.property(StoredProperties.COLOCATION_GROUP);
            if (!group.isEmpty()) {
                groups.computeIfAbsent(group, none -> new ArrayList<>()).add(number(object.name()));
            }
        }
        groups.values().stream()
                .filter(members -> members.size() > 1)
                .forEach(members -> members.forEach(member -> columns.putIfAbsent(member, new TreeSet<>())));
        List<Integer> entities = columns.keySet().stream().sorted().toList();
        List<Box> boxes = new ArrayList<>();
        List<List<Integer>> rows = new ArrayList<>();
        for (int entity : entities) {
            DocumentedObject object = document.objects().get(entity);
            List<Integer> shown = rows(
                    object,
                    Objects.requireNonNull(columns.get(entity)),
                    entities.size() > MOST_ENTITIES_IN_DETAIL ? 0 : MOST_ROWS);
            rows.add(shown);
            boxes.add(entityBox(object, shown));
        }
        List<Arrow> arrows = new ArrayList<>();
        for (Relationship relationship : document.connections().relationships()) {
            arrows.add(new Arrow(
                    entities.indexOf(number(relationship.toObject())),
                    entities.indexOf(number(relationship.fromObject()))));
        }
        List<Arrow> distinct = List.copyOf(new LinkedHashSet<>(arrows));
        Placement placement = LayeredLayout.of(boxes, distinct);
        List<List<Object>> lines = new ArrayList<>();
        for (int i = 0; i < arrows.size(); i++) {
            lines.add(List.of(i, bends(placement.bends().get(distinct.indexOf(arrows.get(i))))));
        }
        List<List<Object>> placed = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            placed.add(box(entities.get(i), placement.boxes().get(i), rows.get(i)));
        }
        return diagram(placement, placed, lines);
    }

    /**
     * Returns the columns that a box shows: those of relationships, those of the key, and then others.
     *
     * @param most the number of columns up to which others are shown
     */
    private static List<Integer> rows(DocumentedObject object, Set<Integer> related, int most) {
        SortedSet<Integer> shown = new TreeSet<>(related);
        shown.remove(-1);
        for (int i = 0; i < object.columns().size(); i++) {
            if (object.columns().get(i).key() != KeyPart.NONE) {
                shown.add(i);
            }
        }
        for (int i = 0; i < object.columns().size() && shown.size() < most; i++) {
            shown.add(i);
        }
        return List.copyOf(shown);
    }

    private Box entityBox(DocumentedObject object, List<Integer> rows) {
        double letters = shortName(object).length() * LETTER + 44;
        for (int row : rows) {
            DocumentedColumn column = object.columns().get(row);
            letters = Math.max(
                    letters, column.name().length() * 6.6 + column.type().length() * 6.7 + 56);
        }
        boolean foot = object.columns().size() > rows.size()
                || !object.property(StoredProperties.COLOCATION_GROUP).isEmpty();
        return new Box(width(letters), HEAD + 10 + ROW * (rows.size() + (foot ? 1 : 0)));
    }
}
