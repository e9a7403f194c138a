package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.BoundColumn;
import dev.cairn.analysis.source.MatchedColumn;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.ComparisonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.TypeUsageRules;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation.Join;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Determines the columns of USING, which both sides of the join have. Since 4.0, the output contains each of them once,
 * before all other columns, with the value of the left side, or of the right side for a RIGHT JOIN. For a FULL JOIN,
 * the column merges the values of both sides and has no relation name. Older servers keep the columns of both sides.
 */
final class UsingColumnResolver {
    private final Join join;
    private final JoinKind kind;
    private final RelationFields leftFields;
    private final RelationFields rightFields;
    private final Version version;
    /** Before 4.0, USING is only a condition: the output has both columns, so their name is ambiguous. */
    private final boolean mergesColumns;

    private final BitSet comparedColumnIndexes = new BitSet();

    UsingColumnResolver(
            ServerProfile profile, Join join, JoinKind kind, RelationFields leftFields, RelationFields rightFields) {
        this.version = profile.version();
        this.mergesColumns = version.isAtLeast(Version.V4_0);
        this.join = join;
        this.kind = kind;
        this.leftFields = leftFields;
        this.rightFields = rightFields;
    }

    /** Checks that the sides have the columns of USING and can compare them, and records their use. */
    void check(QueryResolver queryResolver, QueryScope scope) {
        for (Name column : join.using()) {
            MatchedColumn leftMatch = requireMatch(leftFields, column);
            MatchedColumn rightMatch = requireMatch(rightFields, column);
            RelationField leftField = leftMatch.field();
            RelationField rightField = rightMatch.field();
            comparedColumnIndexes.set(leftMatch.index());
            comparedColumnIndexes.set(leftFields.size() + rightMatch.index());
            queryResolver.usage().recordColumnUse(leftField);
            queryResolver.usage().recordColumnUse(rightField);
            if (kind == JoinKind.FULL_OUTER && mergesColumns) {
                requireCommonType(
                        column,
                        leftField.expressionType().type(),
                        rightField.expressionType().type(),
                        queryResolver.sourceResolver().settings().createComparisonTypes());
            } else if (!leftField.isWildcard() && !rightField.isWildcard()) {
                Expression equality = new Expression.Binary(
                        Operator.EQUAL,
                        createReference(leftField, column),
                        createReference(rightField, column),
                        column.span());
                queryResolver.createTyping(scope, null).determineType(equality);
                JoinResolver.requireComparableOperands(equality, queryResolver);
            }
            queryResolver.usage().bindings().recordColumns(column, List.of(leftField, rightField));
        }
    }

    /**
     * Returns the indexes of the {@linkplain #check checked} USING columns among the columns of the left side, followed
     * by those of the right side.
     */
    BitSet comparedColumnIndexes() {
        return comparedColumnIndexes;
    }

    private static MatchedColumn requireMatch(RelationFields fields, Name column) {
        QualifiedName name = new QualifiedName(List.of(Name.of(column.text())));
        MatchedColumn match = fields.find(name, column.span());
        if (match == null) {
            throw Refusal.ofAnalysis(column.span(), TypeRule.COLUMN_NOT_FOUND, column.text());
        }
        return match;
    }

    private static Expression.Reference createReference(RelationField field, Name column) {
        QualifiedName name = field.relationName() == null
                ? new QualifiedName(List.of(column))
                : new QualifiedName(field.relationName().columnNameParts(field.name()));
        return new Expression.Reference(name, column.span());
    }

    private void requireCommonType(
            Name column, @Nullable Type leftType, @Nullable Type rightType, ComparisonTypes comparisonTypes) {
        if (leftType == null || rightType == null) {
            return;
        }
        if (!TypeUsageRules.canBeCompared(leftType, version) || !TypeUsageRules.canBeCompared(rightType, version)) {
            throw Refusal.ofAnalysis(
                    column.span(),
                    TypeRule.TYPE_UNSUPPORTED,
                    "A join condition",
                    TypeUsageRules.INCOMPARABLE_TYPE_NAMES);
        }
        Type commonType = comparisonTypes.findUsingType(leftType, rightType);
        if (commonType == null
                || !CastRules.isPossible(leftType, commonType)
                || !CastRules.isPossible(rightType, commonType)) {
            throw Refusal.ofAnalysis(
                    column.span(),
                    QueryRule.TYPES_INCOMPATIBLE,
                    "The columns " + column + " of USING",
                    TypeFormat.formatForShowCreate(leftType),
                    TypeFormat.formatForShowCreate(rightType));
        }
    }

    /**
     * Returns the columns of the join. Unlike the sides that were checked, these sides may have columns that the join
     * makes nullable. The server forgets that the right side has merged columns, so their names may be ambiguous.
     */
    RelationFields merge(RelationFields leftSide, RelationFields rightSide) {
        RelationFields joinedFields = leftSide.append(rightSide);
        if (join.using().isEmpty() || !mergesColumns) {
            return joinedFields;
        }
        List<RelationField> fields = new ArrayList<>(joinedFields.size());
        for (Name column : join.using()) {
            fields.add(mergeColumn(column, leftSide, rightSide));
        }
        for (RelationField field : joinedFields.fields()) {
            if (join.using().stream().noneMatch(column -> column.equalsIgnoreCase(field.name()))) {
                fields.add(field);
            }
        }
        return new RelationFields(fields, kind == JoinKind.FULL_OUTER || leftFields.hasMergedColumns());
    }

    private RelationField mergeColumn(Name column, RelationFields leftSide, RelationFields rightSide) {
        RelationField leftField = resolveField(leftSide, column);
        RelationField rightField = resolveField(rightSide, column);
        if (kind != JoinKind.FULL_OUTER) {
            return kind == JoinKind.RIGHT_OUTER ? rightField : leftField;
        }
        Type leftType = leftField.expressionType().type();
        Type rightType = rightField.expressionType().type();
        Type commonType =
                leftType == null || rightType == null ? null : ComparisonTypes.findFullJoinType(leftType, rightType);
        List<RelationField.UsedColumn> origins = new ArrayList<>(leftField.origins());
        origins.addAll(rightField.origins());
        List<BoundColumn> baseColumns = new ArrayList<>(leftField.baseColumns());
        baseColumns.addAll(rightField.baseColumns());
        // The value comes from the side that has a row.
        NullCause cause =
                NullCause.firstNonNull(findNullCause(this.leftFields, column), findNullCause(this.rightFields, column));
        return new RelationField(
                        column.text(),
                        null,
                        new ExpressionType(
                                commonType, true, leftField.expressionType().state(), cause),
                        RelationField.Visibility.VISIBLE,
                        true,
                        origins)
                .withBaseColumns(baseColumns);
    }

    private static @Nullable NullCause findNullCause(RelationFields fields, Name column) {
        return resolveField(fields, column)
                .toOutput(column.span())
                .expressionType()
                .nullCause();
    }

    /** Returns the first column with a name; a column of unknown type if no known column has the name. */
    private static RelationField resolveField(RelationFields fields, Name column) {
        for (RelationField field : fields.fields()) {
            if (column.equalsIgnoreCase(field.name())) {
                return field;
            }
        }
        return RelationField.ofComputed(column.text(), ExpressionType.UNKNOWN, List.of());
    }
}
