package dev.cairn.engine.advice;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundColumn;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.JoinOperator.Kind;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns that have the same value in all rows of a SELECT, because conditions set them equal to constants or to
 * other such columns. A caller first marks the columns that are constant for other reasons, and then calls
 * {@link #inferConstants}.
 */
final class ConstantColumns {
    private final Bindings bindings;

    /** All relations in FROM. */
    private final Set<BoundRelation> relations = new LinkedHashSet<>();

    private final Set<BoundRelation> visibleRelations = new LinkedHashSet<>();
    private final List<Equality> equalities = new ArrayList<>();
    private final Set<BoundColumn> constantColumns = new HashSet<>();
    private boolean interpretsAllJoins = true;

    ConstantColumns(Select select, Bindings bindings) {
        this.bindings = bindings;
        select.from().forEach(relation -> visibleRelations.addAll(addRelation(relation)));
        addConditions(select.where(), relations);
    }

    /**
     * A condition {@code left = right}.
     *
     * @param filteredRelations the relations whose rows the condition can exclude; an outer join excludes no row of its
     *     preserved side
     */
    private record Equality(Side left, Side right, Set<BoundRelation> filteredRelations) {}

    /**
     * A side of an equality.
     *
     * @param column the column, if the side is a plain column; null for another expression
     * @param referencedColumns the columns that the side depends on
     */
    private record Side(@Nullable RelationField column, List<RelationField> referencedColumns) {}

    /**
     * Returns the relations whose columns are in the rows of the SELECT. A relation that only filters rows, for example
     * in a semi join, is not among them.
     */
    Set<BoundRelation> visibleRelations() {
        return visibleRelations;
    }

    /**
     * Returns whether the SELECT has no full join, whose condition is not interpreted. With such a join, a column that
     * is not known to be constant may be constant, too.
     */
    boolean interpretsAllJoins() {
        return interpretsAllJoins;
    }

    /** Adds a relation and the relations in it, and returns the relations whose columns are in the rows. */
    private Set<BoundRelation> addRelation(Relation relation) {
        Set<BoundRelation> addedRelations = new LinkedHashSet<>();
        if (relation instanceof Relation.Join join) {
            Set<BoundRelation> leftRelations = addRelation(join.left());
            Set<BoundRelation> rightRelations = addRelation(join.right());
            Set<BoundRelation> filteredRelations =
                    determineFilteredRelations(join.kind(), leftRelations, rightRelations);
            addConditions(join.on(), filteredRelations);
            join.using().forEach(name -> addEqualColumns(bindings.columns(name), filteredRelations));
            interpretsAllJoins &= join.kind() != Kind.FULL_JOIN && join.kind() != Kind.FULL_OUTER_JOIN;
            addedRelations.addAll(dropsLeftColumns(join.kind()) ? Set.of() : leftRelations);
            addedRelations.addAll(dropsRightColumns(join.kind()) ? Set.of() : rightRelations);
            return addedRelations;
        }
        BoundRelation boundRelation = bindings.findBoundRelation(relation);
        if (boundRelation != null) {
            relations.add(boundRelation);
            addedRelations.add(boundRelation);
        }
        relation.children().forEach(child -> addedRelations.addAll(addRelation(child)));
        return addedRelations;
    }

    /** Returns whether the rows of a join have no columns of its left side. */
    private static boolean dropsLeftColumns(Kind kind) {
        return kind == Kind.RIGHT_SEMI_JOIN || kind == Kind.RIGHT_ANTI_JOIN;
    }

    /** Returns whether the rows of a join have no columns of its right side. */
    private static boolean dropsRightColumns(Kind kind) {
        return kind == Kind.LEFT_SEMI_JOIN || kind == Kind.LEFT_ANTI_JOIN || kind == Kind.NULL_AWARE_LEFT_ANTI_JOIN;
    }

    /** Returns the relations whose rows the condition of a join can exclude. */
    private static Set<BoundRelation> determineFilteredRelations(
            Kind kind, Set<BoundRelation> leftRelations, Set<BoundRelation> rightRelations) {
        return switch (kind) {
            case JOIN, INNER_JOIN, CROSS, CROSS_JOIN, ASOF_JOIN, ASOF_INNER_JOIN, LEFT_SEMI_JOIN, RIGHT_SEMI_JOIN -> {
                Set<BoundRelation> bothSides = new HashSet<>(leftRelations);
                bothSides.addAll(rightRelations);
                yield bothSides;
            }
            case LEFT_JOIN, LEFT_OUTER_JOIN, ASOF_LEFT_JOIN, ASOF_LEFT_OUTER_JOIN -> rightRelations;
            case RIGHT_JOIN, RIGHT_OUTER_JOIN -> leftRelations;
            case FULL_JOIN, FULL_OUTER_JOIN, LEFT_ANTI_JOIN, RIGHT_ANTI_JOIN, NULL_AWARE_LEFT_ANTI_JOIN -> Set.of();
        };
    }

    private void addConditions(@Nullable Expression condition, Set<BoundRelation> filteredRelations) {
        if (condition == null || !(condition.unwrap() instanceof Expression.Binary binary)) {
            return;
        }
        Operator operator = binary.operator().canonicalOperator();
        if (operator == Operator.AND) {
            addConditions(binary.left(), filteredRelations);
            addConditions(binary.right(), filteredRelations);
        } else if (operator == Operator.EQUAL || operator == Operator.NULL_SAFE_EQUAL) {
            Side left = toComparedSide(binary.left(), binary.right());
            Side right = toComparedSide(binary.right(), binary.left());
            if (left != null && right != null) {
                equalities.add(new Equality(left, right, filteredRelations));
            }
        }
    }

    private void addEqualColumns(List<RelationField> equalColumns, Set<BoundRelation> filteredRelations) {
        for (int i = 1; i < equalColumns.size(); i++) {
            equalities.add(new Equality(
                    toSideOfColumn(equalColumns.get(i - 1)), toSideOfColumn(equalColumns.get(i)), filteredRelations));
        }
    }

    private static Side toSideOfColumn(RelationField column) {
        return new Side(column, List.of(column));
    }

    /**
     * Returns a side of a comparison, without its column if the server casts it; null if the meaning of a name in it is
     * not known.
     */
    private @Nullable Side toComparedSide(Expression expression, Expression comparedExpression) {
        Side side = toSide(expression);
        return side != null && isTextCast(expression, comparedExpression)
                ? new Side(null, side.referencedColumns())
                : side;
    }

    /**
     * Returns whether the server casts a string to another type. Several strings can then equal the other side: '1' and
     * '01' equal the number 1.
     */
    private boolean isTextCast(Expression expression, Expression comparedExpression) {
        Type type = bindings.findValueType(expression);
        Type comparedType = bindings.findValueType(comparedExpression);
        return type != null
                && comparedType != null
                && PrimitiveType.of(type).isCharacterType()
                && !PrimitiveType.of(comparedType).isCharacterType();
    }

    /** Returns an expression as a side of an equality; null if the meaning of a name in it is not known. */
    private @Nullable Side toSide(Expression expression) {
        Expression interpretedExpression = bindings.resolveReplacement(expression);
        List<RelationField> referencedColumns = new ArrayList<>();
        for (Expression.Reference reference : SelectParts.collectReferences(interpretedExpression)) {
            RelationField field = bindings.findColumn(reference);
            if (field == null || field.isWildcard()) {
                return null;
            }
            referencedColumns.add(field);
        }
        return new Side(bindings.findWholeColumn(interpretedExpression), referencedColumns);
    }

    void markAsConstant(RelationField column) {
        constantColumns.addAll(column.baseColumns());
    }

    /** Marks all columns of a relation that has at most one row. */
    void markAsConstant(BoundRelation relation) {
        relation.fields().fields().forEach(this::markAsConstant);
    }

    /** Marks the columns that conditions set equal to constants, until no more columns can be derived. */
    void inferConstants() {
        int previousSize;
        do {
            previousSize = constantColumns.size();
            for (Equality equality : equalities) {
                inferConstant(equality.left(), equality.right(), equality.filteredRelations());
                inferConstant(equality.right(), equality.left(), equality.filteredRelations());
            }
        } while (constantColumns.size() > previousSize);
    }

    private void inferConstant(Side side, Side otherSide, Set<BoundRelation> filteredRelations) {
        RelationField column = side.column();
        if (column != null
                && column.baseColumns().stream().allMatch(base -> filteredRelations.contains(base.relation()))
                && otherSide.referencedColumns().stream().allMatch(this::isConstant)) {
            markAsConstant(column);
        }
    }

    /** Returns whether a column has one value, as all columns of enclosing queries have. */
    boolean isConstant(RelationField column) {
        return !column.baseColumns().isEmpty()
                && column.baseColumns().stream()
                        .allMatch(base -> constantColumns.contains(base) || !relations.contains(base.relation()));
    }

    /** Returns whether all columns in an expression are constant; false if the meaning of a name in it is not known. */
    boolean isConstant(Expression expression) {
        Side side = toSide(expression);
        return side != null && side.referencedColumns().stream().allMatch(this::isConstant);
    }
}
