package dev.cairn.tooling.documentation;

import dev.cairn.catalog.SeedRows;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.ReaderGraph.Edge;
import dev.cairn.plan.part.ObjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A schema as its documentation shows it. Everything is in a fixed order, so that equal schemas have equal documents.
 *
 * @param title the name of the schema, the database or the file
 * @param serverDescription the version and run mode of the server for which the schema was read:
 *     {@code StarRocks 4.1, shared-nothing}
 * @param objects the tables, views, materialized views, statements, roles and cluster objects, and the external objects
 *     that are read, sorted by their names
 * @param connections how the objects depend on one another
 * @param migrations the recorded migrations, beginning with the first, and after them the repeatable ones
 * @param omissions the definitions and facts that could not be read, with the reasons
 */
public record SchemaDocument(
        String title,
        String serverDescription,
        List<DocumentedObject> objects,
        ObjectConnections connections,
        List<DocumentedMigration> migrations,
        List<String> omissions) {
    /** The sentence that says when repeatable migrations run. */
    static final String REPETITION_RULE =
            "An upgrade runs them after the recorded migrations, in this order, each whenever its text has changed.";

    /** The number of declared rows up to which they are shown at once. A longer list is folded. */
    static final int MAX_UNFOLDED_ROWS = 20;

    public SchemaDocument {
        objects = List.copyOf(objects);
        migrations = List.copyOf(migrations);
        omissions = List.copyOf(omissions);
    }

    /** The kinds of objects. */
    public enum DocumentedKind {
        TABLE("table", "Tables"),
        VIEW("view", "Views"),
        MATERIALIZED_VIEW("materialized view", "Materialized views"),
        SYNCHRONOUS_VIEW("synchronous materialized view", "Synchronous materialized views"),
        QUERY("query", "Queries"),
        EXTERNAL("external object", "External objects"),
        ROLE("role", "Roles"),
        CLUSTER_OBJECT("cluster object", "Cluster objects");

        private final String label;
        private final String heading;

        DocumentedKind(String label, String heading) {
            this.label = label;
            this.heading = heading;
        }

        /** Returns whether an object of the kind may write the rows of tables. */
        boolean isWriter() {
            return this == QUERY || this == CLUSTER_OBJECT;
        }

        /** Returns the label, such as {@code materialized view}. */
        public String label() {
            return label;
        }

        /** Returns the heading, such as {@code Materialized views}. */
        public String heading() {
            return heading;
        }
    }

    /**
     * A documented object.
     *
     * @param rows the rows that the schema declares for a table
     */
    public record DocumentedObject(
            ObjectTitle title, List<DocumentedColumn> columns, SeedRows rows, ObjectFacts facts, ObjectSource source) {
        public DocumentedObject {
            columns = List.copyOf(columns);
        }

        ObjectName name() {
            return title.name();
        }

        DocumentedKind kind() {
            return title.kind();
        }

        /** Returns the value of a property; empty if it is not set. */
        String propertyValue(String property) {
            return facts.properties().stream()
                    .filter(fact -> fact.label().equals(property))
                    .map(Fact::value)
                    .findFirst()
                    .orElse("");
        }

        DocumentedObject withStatistics(List<Fact> statistics) {
            ObjectFacts newFacts = new ObjectFacts(facts.definition(), facts.properties(), statistics);
            return new DocumentedObject(title, columns, rows, newFacts, source);
        }

        DocumentedObject withAddedFacts(List<Fact> addedFacts) {
            List<Fact> definition = new ArrayList<>(facts.definition());
            definition.addAll(addedFacts);
            ObjectFacts newFacts = new ObjectFacts(definition, facts.properties(), facts.statistics());
            return new DocumentedObject(title, columns, rows, newFacts, source);
        }

        /** Returns the names of the columns for which the declared rows have values. */
        List<String> rowColumnNames() {
            return columns.stream()
                    .map(DocumentedColumn::name)
                    .filter(column -> rows.rows().stream().anyMatch(row -> row.hasValue(column)))
                    .toList();
        }
    }

    /** The name, the kind and the comment of an object. */
    public record ObjectTitle(ObjectName name, DocumentedKind kind, String comment) {}

    /**
     * Facts about an object.
     *
     * @param definition the clauses of its definition, in words
     * @param statistics the server's statistics about the object
     */
    public record ObjectFacts(List<Fact> definition, List<Fact> properties, List<Fact> statistics) {
        public ObjectFacts {
            definition = List.copyOf(definition);
            properties = List.copyOf(properties);
            statistics = List.copyOf(statistics);
        }
    }

    /**
     * The source of an object.
     *
     * @param sql the statement that creates it; for a checked statement the statement itself
     * @param java the source of the record; empty if it is unknown
     */
    public record ObjectSource(String sql, String java) {}

    /** The role of a column in the key of its object. */
    public enum KeyRole {
        NONE,
        /** Rows are sorted by the column, but several rows may have the same values of the key columns. */
        SORTED,
        /** The values of the column and of the other key columns identify a row. */
        UNIQUE
    }

    /**
     * A documented column.
     *
     * @param type empty if it is unknown
     */
    public record DocumentedColumn(
            String name, String type, boolean isNullable, String comment, KeyRole keyRole, ValueSource valueSource) {
        /** Returns a column without a key and a comment. */
        static DocumentedColumn of(String name, String type, boolean isNullable, String expression) {
            return new DocumentedColumn(name, type, isNullable, "", KeyRole.NONE, new ValueSource("", expression));
        }
    }

    /**
     * Where the values of a column come from.
     *
     * @param defaultValue the default of a column of a table
     * @param expression how the column is computed; empty if it is stored or taken over unchanged
     */
    public record ValueSource(String defaultValue, String expression) {}

    /**
     * A property or another fact.
     *
     * @param isAssumed whether the server chose the value, because the definition does not contain it
     */
    public record Fact(String label, String value, boolean isAssumed) {
        static Fact of(String label, String value) {
            return new Fact(label, value, false);
        }
    }

    /**
     * How the objects depend on one another.
     *
     * @param uses the columns that readers use, and the columns that they fill
     */
    public record ObjectConnections(List<Edge> uses, List<Relationship> relationships) {
        public ObjectConnections {
            uses = List.copyOf(uses);
            relationships = List.copyOf(relationships);
        }
    }

    /**
     * A relationship of two tables, whose rows belong together if these columns have the same values.
     *
     * @param referencingColumns the columns of the referencing table
     * @param referencedColumns the columns of the other table, in the same order
     * @param isDeclared whether a foreign key constraint declares it
     * @param isUnique whether the referenced columns identify a row of their table
     * @param readers the queries that join by these columns
     */
    public record Relationship(
            List<ObjectColumn> referencingColumns,
            List<ObjectColumn> referencedColumns,
            boolean isDeclared,
            boolean isUnique,
            List<ObjectName> readers) {
        public Relationship {
            referencingColumns = List.copyOf(referencingColumns);
            referencedColumns = List.copyOf(referencedColumns);
            readers = List.copyOf(readers);
        }

        ObjectName referencingObject() {
            return referencingColumns.get(0).object();
        }

        ObjectName referencedObject() {
            return referencedColumns.get(0).object();
        }
    }

    /**
     * A recorded or a repeatable migration.
     *
     * @param isRepeatable whether it runs again after each change of its text
     * @param objects the objects that it creates, changes or drops
     * @param columns the columns that it creates, changes or drops
     * @param sql its statements
     */
    public record DocumentedMigration(
            String name,
            String title,
            boolean isRepeatable,
            List<ObjectName> objects,
            List<ObjectColumn> columns,
            String sql) {
        public DocumentedMigration {
            objects = List.copyOf(objects);
            columns = List.copyOf(columns);
        }
    }

    /** Returns the document with the statistics of a server, which replace the previous statistics. */
    public SchemaDocument withStatistics(DocumentStatistics statistics) {
        List<String> allOmissions = new ArrayList<>(omissions);
        allOmissions.addAll(statistics.omissions());
        List<DocumentedObject> objectsWithStatistics = objects.stream()
                .map(object -> object.withStatistics(statistics.factsByObject().getOrDefault(object.name(), List.of())))
                .toList();
        return new SchemaDocument(
                title, serverDescription, objectsWithStatistics, connections, migrations, allOmissions);
    }

    /** Returns the objects of a kind, in their order. */
    List<DocumentedObject> selectObjects(DocumentedKind kind) {
        return objects.stream().filter(object -> object.kind() == kind).toList();
    }

    /**
     * Returns whether the diagram of the data flow contains an object. It contains neither roles nor cluster objects
     * without a table.
     */
    boolean isInFlow(DocumentedObject object) {
        return object.kind() != DocumentedKind.ROLE
                && (object.kind() != DocumentedKind.CLUSTER_OBJECT
                        || connections.uses().stream()
                                .anyMatch(use -> use.readerName().equals(object.name())));
    }

    /**
     * Returns the sources of each object: the objects that it reads, and the statements and loads that write its rows.
     */
    Map<ObjectName, SortedSet<ObjectName>> collectSources() {
        Map<ObjectName, SortedSet<ObjectName>> sourcesByObject = new LinkedHashMap<>();
        connections
                .uses()
                .forEach(use -> sourcesByObject
                        .computeIfAbsent(use.target().object(), key -> new TreeSet<>())
                        .add(use.source().object()));
        return sourcesByObject;
    }
}
