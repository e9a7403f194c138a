package dev.cairn.tooling.documentation;

import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.ForeignKeyDeclaration;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.UniqueConstraints;
import dev.cairn.lineage.ColumnUse;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.QueryLineage.EqualColumns;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedObject;
import dev.cairn.tooling.documentation.SchemaDocument.Relationship;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the relationships between tables: declared foreign keys, and the columns by which queries join tables. The
 * relationships of joins are guesses, and are shown as such. An instance finds its relationships once.
 */
final class RelationshipFinder {
    private final ReaderGraph graph;
    private final Collection<Reader> readers;
    private final Collection<DocumentedObject> objects;

    /** The relationships by their pairs of columns, whose order and direction do not matter. */
    private final Map<Set<EqualColumns>, FoundRelationship> foundRelationships = new LinkedHashMap<>();

    /** Columns of two tables; the two columns at the same position belong together. */
    private record ColumnPairs(List<ObjectColumn> referencingColumns, List<ObjectColumn> referencedColumns) {
        Set<EqualColumns> toEqualColumns() {
            return IntStream.range(0, Math.min(referencingColumns.size(), referencedColumns.size()))
                    .mapToObj(i -> EqualColumns.of(referencingColumns.get(i), referencedColumns.get(i)))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /** A relationship in the direction in which it was found first, and what is found about it later. */
    private static final class FoundRelationship {
        private final ColumnPairs pairs;
        private final SortedSet<ObjectName> readers = new TreeSet<>();
        private boolean isDeclared;

        private FoundRelationship(ColumnPairs pairs) {
            this.pairs = pairs;
        }
    }

    /**
     * Creates a finder of the relationships between the objects of a document.
     *
     * @param readers the readers whose joins count
     */
    RelationshipFinder(ReaderGraph graph, Collection<Reader> readers, Collection<DocumentedObject> objects) {
        this.graph = graph;
        this.readers = readers;
        this.objects = objects;
    }

    /** Returns all relationships, sorted by their columns. */
    List<Relationship> findAll() {
        objects.forEach(this::addForeignKeys);
        readers.forEach(this::addJoins);
        return foundRelationships.values().stream()
                .sorted(Comparator.comparing(found -> found.pairs.toString()))
                .map(found -> new Relationship(
                        found.pairs.referencingColumns(),
                        found.pairs.referencedColumns(),
                        found.isDeclared,
                        found.isDeclared || areUnique(found.pairs.referencedColumns()),
                        List.copyOf(found.readers)))
                .toList();
    }

    private void addForeignKeys(DocumentedObject object) {
        for (ForeignKeyDeclaration foreignKey : ForeignKeyDeclaration.parseAll(
                object.propertyValue(KnownProperty.FOREIGN_KEY_CONSTRAINTS.propertyName()))) {
            ObjectName referencingTable = foreignKey.childTableName().isEmpty()
                    ? object.name()
                    : parseName(foreignKey.childTableName(), object.name());
            ObjectName referencedTable = parseName(String.join(".", foreignKey.parentTableNameParts()), object.name());
            findOrAdd(new ColumnPairs(
                            toColumns(referencingTable, foreignKey.columnNames()),
                            toColumns(referencedTable, foreignKey.parentColumnNames())))
                    .isDeclared = true;
        }
    }

    private static ObjectName parseName(String path, ObjectName referringTable) {
        String localPath = InternalCatalog.removePrefix(path);
        int dotIndex = localPath.lastIndexOf('.');
        return dotIndex < 0
                ? referringTable.withName(localPath)
                : new ObjectName(localPath.substring(0, dotIndex), localPath.substring(dotIndex + 1));
    }

    private static List<ObjectColumn> toColumns(ObjectName objectName, List<String> names) {
        return names.stream().map(name -> new ObjectColumn(objectName, name)).toList();
    }

    /**
     * Adds the joins of a query, grouped by the two joined tables. A column of a view that passes on a table's column
     * counts as that column.
     */
    private void addJoins(Reader reader) {
        SortedMap<String, SortedSet<EqualColumns>> joinsByTables = new TreeMap<>();
        for (EqualColumns join : reader.lineage().equalColumns()) {
            ObjectColumn leftSide = findStoredColumn(join.first());
            ObjectColumn rightSide = findStoredColumn(join.second());
            if (leftSide != null && rightSide != null && !leftSide.equals(rightSide)) {
                EqualColumns storedJoin = EqualColumns.of(leftSide, rightSide);
                joinsByTables
                        .computeIfAbsent(
                                storedJoin.first().object() + " "
                                        + storedJoin.second().object(),
                                absentKey -> new TreeSet<>())
                        .add(storedJoin);
            }
        }
        for (SortedSet<EqualColumns> joins : joinsByTables.values()) {
            List<ObjectColumn> leftSide =
                    joins.stream().map(EqualColumns::first).toList();
            List<ObjectColumn> rightSide =
                    joins.stream().map(EqualColumns::second).toList();
            boolean referencesLeft = areUnique(leftSide) && !areUnique(rightSide);
            ColumnPairs columnPairs =
                    referencesLeft ? new ColumnPairs(rightSide, leftSide) : new ColumnPairs(leftSide, rightSide);
            findOrAdd(columnPairs).readers.add(reader.name());
        }
    }

    /** Returns the relationship by these pairs of columns, in any order and direction, which is added if necessary. */
    private FoundRelationship findOrAdd(ColumnPairs columnPairs) {
        return foundRelationships.computeIfAbsent(
                columnPairs.toEqualColumns(), absentKey -> new FoundRelationship(columnPairs));
    }

    /** Returns the column of a table whose values a column contains unchanged; null if they are computed. */
    private @Nullable ObjectColumn findStoredColumn(ObjectColumn column) {
        Reader reader = graph.readerByName().get(column.object());
        if (reader == null || reader.kind() == Reader.Kind.SNAPSHOT_TABLE) {
            return column;
        }
        for (OutputLineage output : reader.lineage().findOutputs(column.column())) {
            if (output.origins().size() == 1 && output.origins().containsValue(ColumnUse.IDENTITY)) {
                return findStoredColumn(output.origins().firstKey());
            }
        }
        return null;
    }

    /**
     * Returns whether columns contain the key of their table, or declared unique columns, so that their values identify
     * a row. There must be at least one column, and all must belong to the same table.
     */
    private boolean areUnique(List<ObjectColumn> columns) {
        ObjectName tableName = columns.get(0).object();
        Table table = graph.catalog()
                .findTable(tableName.database(), tableName.name())
                .orElse(null);
        if (table == null) {
            return false;
        }
        Stream<List<String>> uniqueConstraints =
                KnownProperty.UNIQUE_CONSTRAINTS.findValueIn(table.properties()).stream()
                        .flatMap(constraints -> UniqueConstraints.parseColumnNames(constraints).stream());
        Stream<List<String>> tableKey =
                table.model() == KeyModel.DUPLICATE ? Stream.of() : Stream.of(table.keyColumnNames());
        return Stream.concat(tableKey, uniqueConstraints)
                .anyMatch(uniqueColumns -> uniqueColumns.stream()
                        .allMatch(name -> columns.stream()
                                .anyMatch(column -> column.column().equalsIgnoreCase(name))));
    }
}
