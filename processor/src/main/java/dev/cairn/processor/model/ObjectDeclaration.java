package dev.cairn.processor.model;

import dev.cairn.processor.finding.Place;
import dev.cairn.profile.ServerCondition;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One object of a schema, as a record declares it.
 *
 * @param origin the record
 * @param definition the object that it declares
 * @param variants the parts of the definition that differ on some targets
 * @param metadata the annotations that are not part of the definition
 */
public record ObjectDeclaration(
        DeclaredRecord origin,
        Kind kind,
        ObjectDefinition definition,
        List<DeclaredVariant> variants,
        DeclaredMetadata metadata) {
    /**
     * The record of a declaration.
     *
     * @param isExported whether the record and all types around it are public
     * @param isNullMarked whether the record is in code with JSpecify's {@code @NullMarked}
     * @param isFromSource whether the record is source in this compilation; otherwise it was read from its generated
     *     descriptor, and all its places are the place of the entry in the schema
     */
    public record DeclaredRecord(
            JavaClassName name,
            boolean isExported,
            RecordShape shape,
            Place place,
            boolean isNullMarked,
            boolean isFromSource) {}

    /**
     * The object of a declaration.
     *
     * @param statement CREATE TABLE, VIEW or MATERIALIZED VIEW; for an external object, CREATE TABLE with its qualified
     *     name
     * @param query the query of a snapshot table, a view or a materialized view; null for any other object
     * @param matchesColumnsByPosition whether the record's columns are matched with the query's columns by position
     *     instead of by name
     * @param seed the declared rows; null if the record does not declare rows
     */
    public record ObjectDefinition(
            Statement statement,
            @Nullable QueryText query,
            boolean matchesColumnsByPosition,
            List<DeclaredColumn> columns,
            @Nullable DeclaredSeed seed) {
        public ObjectDefinition {
            columns = List.copyOf(columns);
        }
    }

    /**
     * The annotations of an object that are not part of its definition.
     *
     * @param allowedWarnings warnings that are silenced on the whole record
     * @param annotatedPropertyPlaces the places of properties that dedicated annotations declare
     */
    public record DeclaredMetadata(
            @Nullable PreviousName previousName,
            List<AllowedWarning> allowedWarnings,
            Set<Place> annotatedPropertyPlaces,
            List<DataTestDeclaration> dataTests) {
        /** The metadata of an object that has no such annotations. */
        public static final DeclaredMetadata NONE = new DeclaredMetadata(null, List.of(), Set.of(), List.of());

        public DeclaredMetadata {
            allowedWarnings = List.copyOf(allowedWarnings);
            annotatedPropertyPlaces = Set.copyOf(annotatedPropertyPlaces);
            dataTests = List.copyOf(dataTests);
        }
    }

    /**
     * A variant of an object: the statement and the query that apply to some of the targets.
     *
     * @param serverCondition the targets
     * @param query the query of the variant, or the query of the record if the variant does not have its own query
     * @param hasOwnQuery whether the variant has its own query
     * @param place the place of the server condition
     */
    public record DeclaredVariant(
            ServerCondition serverCondition,
            Statement statement,
            @Nullable QueryText query,
            boolean hasOwnQuery,
            Place place) {}

    /** The kinds of objects, with the annotations that declare them and the suffixes of their descriptors. */
    public enum Kind {
        TABLE("Table", "Table", "a table"),
        SNAPSHOT_TABLE("SnapshotTable", "Table", "a snapshot table"),
        VIEW("View", "View", "a view"),
        MATERIALIZED_VIEW("MaterializedView", "Mv", "a materialized view"),
        EXTERNAL("External", "Table", "an external table");

        private final String annotationName;
        private final String descriptorSuffix;
        private final String nameWithArticle;

        Kind(String annotationName, String descriptorSuffix, String nameWithArticle) {
            this.annotationName = annotationName;
            this.descriptorSuffix = descriptorSuffix;
            this.nameWithArticle = nameWithArticle;
        }

        /**
         * Returns the kind that an annotation with this simple name declares; null if the annotation declares no
         * object.
         */
        public static @Nullable Kind findByAnnotationName(String simpleName) {
            for (Kind kind : values()) {
                if (kind.annotationName.equals(simpleName)) {
                    return kind;
                }
            }
            return null;
        }

        /** Returns the kind as messages name it, with an article. */
        public String nameWithArticle() {
            return nameWithArticle;
        }

        public String descriptorSuffix() {
            return descriptorSuffix;
        }
    }

    public ObjectDeclaration {
        variants = List.copyOf(variants);
    }

    public JavaClassName recordName() {
        return origin.name;
    }

    public boolean isExported() {
        return origin.isExported;
    }

    public RecordShape shape() {
        return origin.shape;
    }

    public Place place() {
        return origin.place;
    }

    public boolean isNullMarked() {
        return origin.isNullMarked;
    }

    /** Returns whether the record is source in this compilation. */
    public boolean isFromSource() {
        return origin.isFromSource;
    }

    public Statement statement() {
        return definition.statement;
    }

    public @Nullable QueryText query() {
        return definition.query;
    }

    /** Returns whether the record's columns are matched with the query's columns by position instead of by name. */
    public boolean matchesColumnsByPosition() {
        return definition.matchesColumnsByPosition;
    }

    public List<DeclaredColumn> columns() {
        return definition.columns;
    }

    public @Nullable DeclaredSeed seed() {
        return definition.seed;
    }

    public @Nullable PreviousName previousName() {
        return metadata.previousName;
    }

    /** Returns the warnings that are silenced on the whole record. */
    public List<AllowedWarning> allowedWarnings() {
        return metadata.allowedWarnings;
    }

    /** Returns the places of properties that dedicated annotations declare. */
    public Set<Place> annotatedPropertyPlaces() {
        return metadata.annotatedPropertyPlaces;
    }

    /** Returns the data tests of the object. */
    public List<DataTestDeclaration> dataTests() {
        return metadata.dataTests;
    }

    /** Returns the first variant for a target; empty if the record itself applies. */
    public Optional<DeclaredVariant> findVariant(ServerProfile target) {
        return variants.stream()
                .filter(variant -> variant.serverCondition().includes(target))
                .findFirst();
    }

    /** Returns the declaration with the statement and the query that apply to a target. */
    public ObjectDeclaration withVariantFor(ServerProfile target) {
        return findVariant(target)
                .map(variant -> withStatement(variant.statement(), variant.query()))
                .orElse(this);
    }

    private ObjectDeclaration withStatement(Statement statement, @Nullable QueryText query) {
        return new ObjectDeclaration(
                origin,
                kind,
                new ObjectDefinition(statement, query, matchesColumnsByPosition(), columns(), seed()),
                variants,
                metadata);
    }

    /** Returns whether the query is that of a variant, as after {@link #withVariantFor}. */
    public boolean hasVariantQuery() {
        QueryText query = query();
        return query != null
                && variants.stream()
                        .filter(DeclaredVariant::hasOwnQuery)
                        .anyMatch(variant -> variant.query() != null
                                && Place.of(variant.query().span()).equals(Place.of(query.span())));
    }

    /** Returns the descriptor that is generated for the record. */
    public JavaClassName descriptorName() {
        return recordName().generatedClassName(kind.descriptorSuffix());
    }

    /** Returns the name of the database of the object; if its name has no database, the selected database. */
    public String databaseName(String selectedDatabaseName) {
        return name().qualifier().map(Name::text).orElse(selectedDatabaseName);
    }

    /** Returns the name of the object in its statement. */
    public QualifiedName name() {
        return statement().changedObject().orElseThrow();
    }
}
