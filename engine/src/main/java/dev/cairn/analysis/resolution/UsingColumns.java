package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.RelationColumn;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.ComparisonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
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
 * Determines the columns of USING, which both sides of the join have. The output contains each of them once, before
 * all other columns: that of the left side, or for a RIGHT JOIN that of the right side. For a FULL JOIN it is merged
 * from both, and has no relation name.
 */
final class UsingColumns {
    private final Join join;
    private final JoinKind kind;
    private final RelationFields left;
    private final RelationFields right;
    private final Version version;
    private final boolean merges;
    /** The indexes of the USING columns of both sides; those of the right side follow those of the left one. */
    final BitSet compared = new BitSet();

    UsingColumns(ServerProfile profile, Join join, JoinKind kind, RelationFields left, RelationFields right) {
        // Before 4.0 USING is only a condition: the output has both columns, so that their name is ambiguous.
        this.version = profile.version();
        this.merges = version.atLeast(Version.V4_0);
        this.join = join;
        this.kind = kind;
        this.left = left;
        this.right = right;
    }

    void check(QueryResolution resolution, QueryScope scope) {
        for (Name column : join.using()) {
            RelationFields.ColumnMatch leftMatch = findMatch(left, column);
            RelationFields.ColumnMatch rightMatch = findMatch(right, column);
            RelationField one = leftMatch.field();
            RelationField other = rightMatch.field();
            compared.set(leftMatch.index());
            compared.set(left.size() + rightMatch.index());
            resolution.usage().recordColumn(one);
            resolution.usage().recordColumn(other);
            if (kind == JoinKind.FULL_OUTER && merges) {
                requireCommon(
                        column,
                        one.expressionType().type(),
                        other.expressionType().type(),
                        resolution.sources().settings().comparisons());
            } else if (!one.isWildcard() && !other.isWildcard()) {
                Expression equal = new Expression.Binary(
                        Operator.EQUAL, createReference(one, column), createReference(other, column), column.span());
                resolution.typing(scope, null).determineType(equal);
                JoinResolution.requireJoinable(equal, resolution);
            }
            resolution.usage().bindings().recordColumns(column, List.of(one, other));
        }
    }

    private static RelationFields.ColumnMatch findMatch(RelationFields fields, Name column) {
        QualifiedName name = new QualifiedName(List.of(Name.of(column.text())));
        RelationFields.ColumnMatch match = fields.find(name, column.span());
        if (match == null) {
            throw Refusal.analysis(column.span(), TypeRule.COLUMN_NOT_FOUND, column.text());
        }
        return match;
    }

    private static Expression.Reference createReference(RelationField field, Name column) {
        QualifiedName name = field.relation() == null
                ? new QualifiedName(List.of(column))
                : new QualifiedName(field.relation().parts(field.name()));
        return new Expression.Reference(name, column.span());
    }

    private void requireCommon(Name column, @Nullable Type one, @Nullable Type other, ComparisonTypes comparisons) {
        if (one == null || other == null) {
            return;
        }
        if (!TypeTraits.canCompare(one, version) || !TypeTraits.canCompare(other, version)) {
            throw Refusal.analysis(
                    column.span(), TypeRule.TYPE_UNSUPPORTED, "A join condition", "percentile, hll, bitmap or json");
        }
        Type common = comparisons.ofUsing(one, other);
        if (common == null || !Casts.isPossible(one, common) || !Casts.isPossible(other, common)) {
            throw Refusal.analysis(
                    column.span(),
                    QueryRule.TYPES_INCOMPATIBLE,
                    "The columns " + column + " of USING",
                    TypeFormat.formatForShowCreate(one),
                    TypeFormat.formatForShowCreate(other));
        }
    }

    /** Returns the columns of a join, given its sides, each of which may have been made nullable. */
    RelationFields merge(RelationFields leftSide, RelationFields rightSide) {
        RelationFields both = leftSide.append(rightSide);
        if (join.using().isEmpty() || !merges) {
            return both;
        }
        List<RelationField> fields = new ArrayList<>(both.size());
        for (Name column : join.using()) {
            fields.add(merge(column, leftSide, rightSide));
        }
        for (RelationField field : both.fields()) {
            if (join.using().stream().noneMatch(column -> column.is(field.name()))) {
                fields.add(field);
            }
        }
        return new RelationFields(fields, kind == JoinKind.FULL_OUTER || left.isMerged());
    }

    private RelationField merge(Name column, RelationFields leftSide, RelationFields rightSide) {
        RelationField one = findFirstField(leftSide, column);
        RelationField other = findFirstField(rightSide, column);
        if (kind != JoinKind.FULL_OUTER) {
            return kind == JoinKind.RIGHT_OUTER ? other : one;
        }
        Type left = one.expressionType().type();
        Type right = other.expressionType().type();
        Type common = left == null || right == null ? null : ComparisonTypes.ofFullJoin(left, right);
        List<RelationField.UsedColumn> origins = new ArrayList<>(one.origins());
        origins.addAll(other.origins());
        List<RelationColumn> bases = new ArrayList<>(one.bases());
        bases.addAll(other.bases());
        // The value is that of the side that has a row.
        NullCause cause = NullCause.firstOf(findCause(this.left, column), findCause(this.right, column));
        return new RelationField(
                        column.text(),
                        null,
                        new ExpressionType(common, true, one.expressionType().state(), cause),
                        RelationField.Visibility.SHOWN,
                        true,
                        origins)
                .withBases(bases);
    }

    private static @Nullable NullCause findCause(RelationFields fields, Name column) {
        return findFirstField(fields, column)
                .output(column.span())
                .expressionType()
                .cause();
    }

    private static RelationField findFirstField(RelationFields fields, Name column) {
        for (RelationField field : fields.fields()) {
            if (column.is(field.name())) {
                return field;
            }
        }
        return RelationField.ofCalculated(column.text(), ExpressionType.UNKNOWN, List.of());
    }
}
