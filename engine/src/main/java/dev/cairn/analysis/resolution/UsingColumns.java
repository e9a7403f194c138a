package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.resolution.JoinResolution.JoinKind;
import dev.cairn.analysis.source.QueryUsage;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.ComparisonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Determines the columns of USING: both sides have them, and the output has each of them once, before all others. It is
 * the left side's column; for a RIGHT JOIN the right side's; and for a FULL JOIN neither's, so that it has no relation
 * name.
 */
final class UsingColumns {
    private final Join join;
    private final JoinKind kind;
    private final RelationFields left;
    private final RelationFields right;
    private final boolean merges;

    UsingColumns(ServerProfile profile, Join join, JoinKind kind, RelationFields left, RelationFields right) {
        // Before 4.0 these joins output both columns, so that their name is ambiguous.
        this.merges = profile.atLeast(Version.V4_0) || (kind != JoinKind.RIGHT_OUTER && kind != JoinKind.FULL_OUTER);
        this.join = join;
        this.kind = kind;
        this.left = left;
        this.right = right;
    }

    void check(ExpressionTyping typing, QueryUsage uses) {
        for (Name column : join.using()) {
            RelationField one = field(left, column);
            RelationField other = field(right, column);
            uses.note(one);
            uses.note(other);
            if (kind == JoinKind.FULL_OUTER) {
                requireCommon(column, one.typed().type(), other.typed().type());
            } else if (!one.isWildcard() && !other.isWildcard()) {
                Expression equal = new Expression.Binary(
                        Operator.EQUAL, reference(one, column), reference(other, column), column.span());
                typing.of(equal);
                JoinResolution.requireJoinable(equal, typing);
            }
        }
    }

    private static RelationField field(RelationFields fields, Name column) {
        QualifiedName name = new QualifiedName(List.of(Name.of(column.text())));
        RelationFields.Match match = fields.find(name, column.span());
        if (match == null) {
            throw Refusal.analysis(column.span(), QueryRule.USING_COLUMN_NOT_FOUND, column.text());
        }
        return match.field();
    }

    private static Expression reference(RelationField field, Name column) {
        QualifiedName name = field.relation() == null
                ? new QualifiedName(List.of(column))
                : new QualifiedName(field.relation().parts(field.name()));
        return new Expression.Reference(name, column.span());
    }

    private void requireCommon(Name column, @Nullable Type one, @Nullable Type other) {
        if (one == null || other == null) {
            return;
        }
        if (!TypeTraits.canTellApart(one) || !TypeTraits.canTellApart(other)) {
            throw Refusal.analysis(column.span(), QueryRule.TYPE_IN_JOIN);
        }
        Type common = ComparisonTypes.ofEquality(one, other);
        if (common == null || !Casts.isPossible(one, common) || !Casts.isPossible(other, common)) {
            throw Refusal.analysis(
                    column.span(),
                    QueryRule.USING_TYPES_INCOMPATIBLE,
                    column,
                    TypeText.shown(one),
                    TypeText.shown(other));
        }
    }

    /** Returns the columns of a join, given its sides, each of which may have been made nullable. */
    RelationFields merged(RelationFields leftSide, RelationFields rightSide) {
        RelationFields both = leftSide.beside(rightSide);
        if (join.using().isEmpty() || !merges) {
            return both;
        }
        List<RelationField> fields = new ArrayList<>(both.size());
        for (Name column : join.using()) {
            fields.add(merged(column, leftSide, rightSide));
        }
        for (RelationField field : both.all()) {
            if (join.using().stream().noneMatch(column -> column.is(field.name()))) {
                fields.add(field);
            }
        }
        return new RelationFields(fields, kind == JoinKind.FULL_OUTER || left.merged());
    }

    private RelationField merged(Name column, RelationFields leftSide, RelationFields rightSide) {
        RelationField one = first(leftSide, column);
        RelationField other = first(rightSide, column);
        if (kind != JoinKind.FULL_OUTER) {
            return kind == JoinKind.RIGHT_OUTER ? other : one;
        }
        Type left = one.typed().type();
        Type right = other.typed().type();
        Type common =
                left == null || right == null ? null : left.equals(right) ? left : ComparisonTypes.ofOrder(left, right);
        List<RelationField.Cell> origins = new ArrayList<>(one.origins());
        origins.addAll(other.origins());
        return new RelationField(
                column.text(),
                null,
                new ExpressionType(common, true, one.typed().state()),
                RelationField.Visibility.SHOWN,
                true,
                origins);
    }

    private static RelationField first(RelationFields fields, Name column) {
        for (RelationField field : fields.all()) {
            if (column.is(field.name())) {
                return field;
            }
        }
        return RelationField.calculated(column.text(), ExpressionType.UNKNOWN, List.of());
    }
}
