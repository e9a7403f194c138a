package dev.cairn.processor.model;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.ServerCondition;
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
 * @param exported whether the record and all types around it are public
 * @param statement CREATE TABLE, VIEW or MATERIALIZED VIEW; for an external object, CREATE TABLE with its qualified name
 * @param query the query of a snapshot table, a view or a materialized view
 * @param byPosition whether the record's columns are those of the query by position, and not by name
 * @param allowed warnings that are silenced on the whole record
 * @param nullMarked whether the record is in code with JSpecify's {@code @NullMarked}
 * @param seed the declared rows, or null if the record declares none
 * @param variants the declarations that replace it on some targets
 * @param propertyAnnotations the places of properties that annotations of their own declare
 * @param source whether the record is source in this compile; otherwise it was read from its generated descriptor, and all
 *     places are that of the entry in the schema
 */
public record Declaration(
        JavaName record,
        boolean exported,
        Kind kind,
        Statement statement,
        @Nullable QueryText query,
        boolean byPosition,
        List<DeclaredColumn> columns,
        RecordShape shape,
        @Nullable OldName renamedFrom,
        List<AllowedWarning> allowed,
        Place place,
        boolean nullMarked,
        @Nullable DeclaredSeed seed,
        List<DeclaredVariant> variants,
        Set<Place> propertyAnnotations,
        boolean source) {
    /** Creates a declaration that is the same on all targets. */
    public Declaration(
            JavaName record,
            boolean exported,
            Kind kind,
            Statement statement,
            @Nullable QueryText query,
            boolean byPosition,
            List<DeclaredColumn> columns,
            RecordShape shape,
            @Nullable OldName renamedFrom,
            List<AllowedWarning> allowed,
            Place place,
            boolean nullMarked,
            @Nullable DeclaredSeed seed,
            boolean source) {
        this(
                record,
                exported,
                kind,
                statement,
                query,
                byPosition,
                columns,
                shape,
                renamedFrom,
                allowed,
                place,
                nullMarked,
                seed,
                List.of(),
                Set.of(),
                source);
    }

    /**
     * The parts of a declaration that a record replaces on some targets.
     *
     * @param on the targets
     * @param query the query of the variant, or the record's own one
     * @param requeried whether the variant has a query of its own
     * @param place the place of the targets
     */
    public record DeclaredVariant(
            ServerCondition on,
            Statement statement,
            @Nullable QueryText query,
            boolean requeried,
            Place place) {}

    /** The kinds of objects, with the annotations that declare them and the suffixes of their descriptors. */
    public enum Kind {
        TABLE("Table", "Table", "a table"),
        SNAPSHOT_TABLE("SnapshotTable", "Table", "a snapshot table"),
        VIEW("View", "View", "a view"),
        MATERIALIZED_VIEW("MaterializedView", "Mv", "a materialized view"),
        EXTERNAL("External", "Table", "an external table");

        private final String annotation;
        private final String suffix;
        private final String text;

        Kind(String annotation, String suffix, String text) {
            this.annotation = annotation;
            this.suffix = suffix;
            this.text = text;
        }

        /** Returns the kind that an annotation declares; null if it declares no object. */
        public static @Nullable Kind declaredBy(String annotation) {
            for (Kind kind : values()) {
                if (kind.annotation.equals(annotation)) {
                    return kind;
                }
            }
            return null;
        }

        /** Returns the kind in messages, with its article. */
        public String text() {
            return text;
        }

        public String suffix() {
            return suffix;
        }
    }

    public Declaration {
        columns = List.copyOf(columns);
        allowed = List.copyOf(allowed);
        variants = List.copyOf(variants);
        propertyAnnotations = Set.copyOf(propertyAnnotations);
    }

    /** The variant for a target; the first of several. */
    public Optional<DeclaredVariant> variant(ServerProfile target) {
        return variants.stream()
                .filter(variant -> variant.on().includes(target))
                .findFirst();
    }

    /** Returns the declaration of the record on a target. */
    public Declaration on(ServerProfile target) {
        return variant(target)
                .map(variant -> new Declaration(
                        record,
                        exported,
                        kind,
                        variant.statement(),
                        variant.query(),
                        byPosition,
                        columns,
                        shape,
                        renamedFrom,
                        allowed,
                        place,
                        nullMarked,
                        seed,
                        variants,
                        propertyAnnotations,
                        source))
                .orElse(this);
    }

    /** Whether the query is that of a variant. */
    public boolean isRequeried() {
        return query != null
                && variants.stream()
                        .filter(DeclaredVariant::requeried)
                        .anyMatch(variant -> variant.query() != null
                                && Place.of(variant.query().span()).equals(Place.of(query.span())));
    }

    /** The descriptor that is generated for it. */
    public JavaName descriptor() {
        return record.generated(kind.suffix());
    }

    /** The database of the object. Default: the selected database. */
    public String database(String selected) {
        return name().qualifier().map(Name::text).orElse(selected);
    }

    /** The name of the object in its statement. */
    public QualifiedName name() {
        return statement.changedObject().orElseThrow();
    }
}
