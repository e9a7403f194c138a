package dev.cairn.analysis.source;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column that the analysis passes from a relation to the queries around it. It has a type and the columns of tables
 * from which it is derived; a copy under another name keeps both.
 *
 * @param relationName null for a column that can only be named without a qualifier
 * @param isNullableInView whether a view declares the column nullable; see {@link OutputColumn}
 */
public record RelationField(
        String name,
        @Nullable RelationName relationName,
        ExpressionType expressionType,
        Visibility visibility,
        boolean isNullableInView,
        Provenance provenance) {
    public RelationField(
            String name,
            @Nullable RelationName relationName,
            ExpressionType expressionType,
            Visibility visibility,
            boolean isNullableInView,
            List<UsedColumn> origins) {
        this(
                name,
                relationName,
                expressionType,
                visibility,
                isNullableInView,
                new Provenance(origins, List.of(), List.of()));
    }

    /**
     * The origin of the values of a column.
     *
     * @param origins the columns of sources from which the values are derived
     * @param optionalSides the optional sides of outer joins that the relation is part of, from the innermost to the
     *     outermost
     * @param baseColumns the columns of relations in FROM that this column stands for: normally one, two if FULL JOIN
     *     with USING merges them, none for an output of a query, and several for a name that may be in several
     *     relations
     */
    public record Provenance(
            List<UsedColumn> origins, List<OuterJoinSide> optionalSides, List<BoundColumn> baseColumns) {}

    public List<UsedColumn> origins() {
        return provenance.origins;
    }

    public List<OuterJoinSide> optionalSides() {
        return provenance.optionalSides;
    }

    public List<BoundColumn> baseColumns() {
        return provenance.baseColumns;
    }

    public enum Visibility {
        VISIBLE,
        /** A column that {@code *} does not expand to. */
        HIDDEN,
        /** A placeholder for any number of unknown columns. */
        WILDCARD
    }

    /** A column of a source that the query uses. */
    public record UsedColumn(SourceUsage sourceUsage, int columnIndex) {}

    public static RelationField ofWildcard(@Nullable RelationName relationName) {
        return new RelationField("*", relationName, ExpressionType.UNKNOWN, Visibility.WILDCARD, true, List.of());
    }

    public static RelationField ofComputed(String name, ExpressionType expressionType, List<UsedColumn> origins) {
        return new RelationField(name, null, expressionType, Visibility.VISIBLE, expressionType.isNullable(), origins);
    }

    public boolean isWildcard() {
        return visibility == Visibility.WILDCARD;
    }

    /** Returns whether a qualifier refers to the relation of this column; an empty qualifier refers to any relation. */
    public boolean matchesQualifier(List<Name> qualifier) {
        return qualifier.isEmpty() || (relationName != null && relationName.matches(qualifier));
    }

    /** Returns whether {@code *} expands to the column; also true for a wildcard. */
    public boolean isVisible() {
        return visibility != Visibility.HIDDEN;
    }

    boolean isStruct() {
        return expressionType.type() instanceof Type.Struct;
    }

    /** Returns this column as a nullable column of a relation on these optional sides of outer joins. */
    RelationField withOptionalSides(List<OuterJoinSide> optionalSides) {
        return withType(expressionType.asNullable(), new Provenance(origins(), optionalSides, baseColumns()));
    }

    /**
     * Returns this column for the rows in which some columns are not NULL.
     *
     * @param isNotNull whether this column is not NULL in these rows
     * @param presentSides the sides of outer joins that have a row for each of these rows
     */
    RelationField narrowToRows(boolean isNotNull, Set<OuterJoinSide> presentSides) {
        boolean isSidePresent = !optionalSides().isEmpty() && !Collections.disjoint(optionalSides(), presentSides);
        if (!isSidePresent && (!isNotNull || expressionType.nullCause() == null)) {
            return this;
        }
        List<OuterJoinSide> remainingSides = isSidePresent
                ? optionalSides().stream()
                        .filter(side -> !presentSides.contains(side))
                        .toList()
                : optionalSides();
        return withType(
                isNotNull ? expressionType.withNullCause(null) : expressionType,
                new Provenance(origins(), remainingSides, baseColumns()));
    }

    public RelationField withType(ExpressionType newType) {
        return withType(newType, provenance);
    }

    public RelationField withBaseColumns(List<BoundColumn> newBaseColumns) {
        return withType(expressionType, new Provenance(origins(), optionalSides(), newBaseColumns));
    }

    private RelationField withType(ExpressionType newType, Provenance newProvenance) {
        return new RelationField(name, relationName, newType, visibility, isNullableInView, newProvenance);
    }

    /** Returns whether this is a column of a relation in FROM. */
    public boolean isColumnOf(BoundRelation boundRelation) {
        return baseColumns().stream().anyMatch(base -> base.relation() == boundRelation);
    }

    /** Returns whether this is a column of a relation or of a part of it, such as a side of a join. */
    public boolean isColumnOf(Relation relation) {
        return baseColumns().stream().anyMatch(base -> base.relation().relation() == relation)
                || relation.children().stream().anyMatch(this::isColumnOf);
    }

    /**
     * Returns this column as an output of the query that refers to it.
     *
     * @param span the location of the reference
     */
    public RelationField toOutput(Span span) {
        return expressionType.nullCause() == null && optionalSides().isEmpty()
                ? this
                : new RelationField(
                        name,
                        relationName,
                        determineTypeAt(expressionType, span),
                        visibility,
                        isNullableInView,
                        origins());
    }

    /**
     * Returns the type of a reference to this column, with the reason why the reference may be NULL.
     *
     * @param referenceType the type of the column, or of a field in it
     */
    ExpressionType determineTypeAt(ExpressionType referenceType, Span span) {
        NullCause cause = referenceType.nullCause();
        if (cause != null && cause.kind() == NullCause.Kind.UNNAMED_COLUMN) {
            UsedColumn usedColumn = origins().get(0);
            cause = usedColumn.sourceUsage().findNullCause(usedColumn.columnIndex());
            if (cause != null && cause.kind() == NullCause.Kind.UNNAMED_COLUMN) {
                return referenceType.withNullCause(NullCause.of(
                        NullCause.Kind.COLUMN,
                        span,
                        usedColumn.sourceUsage().source().name(),
                        name));
            }
        }
        if (cause == null) {
            return referenceType.withNullCause(
                    optionalSides().isEmpty() ? null : optionalSides().get(0).createNullCause(this));
        }
        return cause.span().line() > 0 || cause.kind() == NullCause.Kind.UNKNOWN
                ? referenceType
                : referenceType.withNullCause(cause.withSpan(span));
    }

    /**
     * Returns this column as an output column of another relation, such as a subquery. All columns of such a relation
     * are nullable.
     */
    public RelationField asColumnOf(@Nullable RelationName newRelationName, String newName) {
        return new RelationField(
                newName, newRelationName, expressionType.asNullable(), visibility, isNullableInView, origins());
    }
}
