package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.RestrictedPart;
import dev.cairn.analysis.source.OptionalSide;
import dev.cairn.analysis.source.QueryObserver;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.ComparisonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Join;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Resolves joins: checks their conditions and determines their output columns. */
final class JoinResolution {
    private final QueryResolution resolution;
    private final OuterScope around;
    private final RelationResolution relations;

    JoinResolution(QueryResolution resolution, OuterScope around, RelationResolution relations) {
        this.resolution = resolution;
        this.around = around;
        this.relations = relations;
    }

    /** A table function without TABLE(…) can't be the first relation on the left side. */
    void requireNoFunctionBefore(Relation relation, int index) {
        if (index == 0 && RelationResolution.isTableFunction(relation)) {
            throw Refusal.execution(relation.span(), QueryRule.TABLE_FUNCTION_ON_THE_LEFT);
        }
    }

    RelationFields of(Join join) {
        requireNoFunctionBefore(join.left(), 0);
        JoinKind kind = JoinKind.of(join.kind());
        RelationFields left = relations.of(join.left());
        RelationFields right = right(join, kind, left);
        RelationFields both = left.beside(right);
        QueryScope scope = resolution.scope(both, around.scope());
        ExpressionTyping typing = resolution.typing(scope, around.tables());
        UsingColumns using = new UsingColumns(resolution.profile(), join, kind, left, right);
        using.check(resolution, scope);
        checkHint(join, kind);
        if (join.on() != null) {
            checkCondition(join.on(), kind, typing);
        } else if (join.using().isEmpty() && kind.needsCondition()) {
            throw Refusal.analysis(join.span(), QueryRule.JOIN_WITHOUT_CONDITION, kind.text());
        } else if (kind.asof()) {
            throw Refusal.analysis(join.span(), QueryRule.ASOF_WITHOUT_INEQUALITY);
        }
        BitSet present = join.on() == null ? using.compared : scope.columnsWithoutNull(join.on());
        return joined(join, kind, left, right, using, present);
    }

    private RelationFields right(Join join, JoinKind kind, RelationFields left) {
        if (!RelationResolution.isTableFunction(join.right())) {
            if (join.lateral()) {
                throw Refusal.analysis(join.span(), QueryRule.LATERAL_WITHOUT_TABLE_FUNCTION);
            }
            return relations.of(join.right());
        }
        Relation.Function function = RelationResolution.function(join.right());
        if (kind.asof()) {
            throw Refusal.analysis(join.span(), QueryRule.ASOF_WITH_LATERAL);
        }
        if (kind != JoinKind.INNER && kind != JoinKind.CROSS) {
            requireUnnest(join, kind, function);
        }
        return relations.of(function, left);
    }

    private static void requireUnnest(Join join, JoinKind kind, Relation.Function function) {
        if (!function.name().toString().toLowerCase(Locale.ROOT).equals("unnest")) {
            throw Refusal.analysis(join.span(), QueryRule.LATERAL_JOIN_KIND);
        }
        if (kind != JoinKind.LEFT_OUTER) {
            throw Refusal.analysis(join.span(), QueryRule.UNNEST_JOIN_KIND);
        }
        if (!(join.on() instanceof Expression.Bool on && on.value())) {
            throw Refusal.analysis(join.span(), QueryRule.LEFT_UNNEST_NOT_ON_TRUE);
        }
    }

    private static void checkCondition(Expression condition, JoinKind kind, ExpressionTyping typing) {
        Type type = typing.of(condition).type();
        RestrictedPart.refuseFunctionsIn(condition, "JOIN");
        if (type != null && !type.equals(TypeConstants.BOOLEAN) && !type.equals(TypeConstants.NULL)) {
            throw Refusal.analysis(condition.span(), QueryRule.WHERE_NOT_BOOLEAN, TypeText.named(type));
        }
        if (kind.asof()) {
            AsofCondition.check(condition, typing);
        }
        requireJoinable(condition, typing);
    }

    /** Compared values must have comparable types; nested conditions are checked recursively. */
    static void requireJoinable(Expression condition, ExpressionTyping typing) {
        boolean comparison =
                condition instanceof Expression.Binary binary && ComparisonTypes.compares(binary.operator());
        for (Expression part : condition.parts()) {
            if (part instanceof Expression.Lambda) {
                continue; // its parameters are known to the function alone
            }
            if (!comparison) {
                requireJoinable(part, typing);
            } else {
                Type type = typing.of(part).type();
                if (type != null && !TypeTraits.canCompare(type, typing.version())) {
                    throw Refusal.analysis(condition.span(), QueryRule.TYPE_IN_JOIN);
                }
            }
        }
    }

    private static RelationFields joined(
            Join join, JoinKind kind, RelationFields left, RelationFields right, UsingColumns using, BitSet present) {
        RelationFields matchingLeft = left.withoutNull(present.get(0, left.size()));
        RelationFields matchingRight = right.withoutNull(present.get(left.size(), left.size() + right.size()));
        Span leftSide = join.left().span();
        Span rightSide = join.right().span();
        return switch (kind) {
            case LEFT_SEMI -> matchingLeft;
            case LEFT_ANTI, NULL_AWARE_LEFT_ANTI -> left;
            case RIGHT_SEMI -> matchingRight;
            case RIGHT_ANTI -> right;
            case LEFT_OUTER, ASOF_LEFT_OUTER ->
                using.merged(left, optional(matchingRight, NullCause.Kind.LEFT_JOIN, rightSide));
            case RIGHT_OUTER -> using.merged(optional(matchingLeft, NullCause.Kind.RIGHT_JOIN, leftSide), right);
            case FULL_OUTER ->
                using.merged(
                        optional(left, NullCause.Kind.FULL_JOIN, leftSide),
                        optional(right, NullCause.Kind.FULL_JOIN, rightSide));
            case INNER, CROSS, ASOF_INNER -> using.merged(matchingLeft, matchingRight);
        };
    }

    private static RelationFields optional(RelationFields fields, NullCause.Kind join, Span at) {
        return fields.optional(new OptionalSide(join, at));
    }

    /** The kinds of joins, regardless of their spelling. */
    enum JoinKind {
        INNER,
        CROSS,
        LEFT_OUTER,
        RIGHT_OUTER,
        FULL_OUTER,
        LEFT_SEMI,
        RIGHT_SEMI,
        LEFT_ANTI,
        RIGHT_ANTI,
        NULL_AWARE_LEFT_ANTI,
        ASOF_INNER,
        ASOF_LEFT_OUTER;

        static JoinKind of(Join.Kind kind) {
            return switch (kind) {
                case JOIN, INNER_JOIN -> INNER;
                case CROSS, CROSS_JOIN -> CROSS;
                case LEFT_JOIN, LEFT_OUTER_JOIN -> LEFT_OUTER;
                case RIGHT_JOIN, RIGHT_OUTER_JOIN -> RIGHT_OUTER;
                case FULL_JOIN, FULL_OUTER_JOIN -> FULL_OUTER;
                case LEFT_SEMI_JOIN -> LEFT_SEMI;
                case RIGHT_SEMI_JOIN -> RIGHT_SEMI;
                case LEFT_ANTI_JOIN -> LEFT_ANTI;
                case RIGHT_ANTI_JOIN -> RIGHT_ANTI;
                case NULL_AWARE_LEFT_ANTI_JOIN -> NULL_AWARE_LEFT_ANTI;
                case ASOF_JOIN, ASOF_INNER_JOIN -> ASOF_INNER;
                case ASOF_LEFT_JOIN, ASOF_LEFT_OUTER_JOIN -> ASOF_LEFT_OUTER;
            };
        }

        boolean asof() {
            return this == ASOF_INNER || this == ASOF_LEFT_OUTER;
        }

        boolean needsCondition() {
            return this != INNER && this != CROSS;
        }

        boolean fromRight() {
            return this == RIGHT_OUTER || this == RIGHT_SEMI || this == RIGHT_ANTI;
        }

        /** {@code LEFT OUTER JOIN}. */
        String text() {
            return name().replace('_', ' ') + " JOIN";
        }
    }

    /** Checks the condition of an ASOF JOIN: equalities of columns, and exactly one inequality between times. */
    private static final class AsofCondition {
        private final ExpressionTyping typing;
        private int equal;
        private int ordered;
        private boolean either;

        private AsofCondition(ExpressionTyping typing) {
            this.typing = typing;
        }

        static void check(Expression condition, ExpressionTyping typing) {
            AsofCondition read = new AsofCondition(typing);
            read.read(condition);
            if (read.equal == 0) {
                throw refused(condition, QueryRule.ASOF_WITHOUT_EQUALITY);
            }
            if (read.ordered == 0) {
                throw refused(condition, QueryRule.ASOF_WITHOUT_INEQUALITY);
            }
            if (read.ordered > 1) {
                throw refused(condition, QueryRule.ASOF_SEVERAL_INEQUALITIES, read.ordered);
            }
        }

        private static Refusal refused(Expression condition, RefusalRule rule, Object... arguments) {
            return Refusal.analysis(condition.span(), rule, arguments);
        }

        private void read(Expression written) {
            if (written.unwrapped() instanceof Binary binary) {
                switch (binary.operator().meaning()) {
                    case OR, AND -> {
                        either |= binary.operator().meaning() == Operator.OR;
                        read(binary.left());
                        read(binary.right());
                    }
                    case EQUAL -> equal++;
                    case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> order(binary);
                    case NOT_EQUAL, EQUAL_FOR_NULL ->
                        throw refused(
                                binary,
                                QueryRule.ASOF_OPERATOR,
                                binary.operator().meaning().text());
                    default -> {}
                }
            }
            if (either) {
                throw refused(written, QueryRule.ASOF_WITH_OR);
            }
        }

        private void order(Binary binary) {
            ordered++;
            Type left = typing.of(binary.left()).type();
            Type right = typing.of(binary.right()).type();
            if (left != null && right != null && !(isTime(left) && isTime(right))) {
                throw refused(
                        binary, QueryRule.ASOF_TYPES, TypeText.shown(left), TypeText.shown(right), Sql.render(binary));
            }
        }

        private static boolean isTime(Type type) {
            PrimitiveType primitive = PrimitiveType.of(type);
            return primitive == PrimitiveType.BIGINT || primitive.isDate();
        }
    }

    /** Refuses a hint in brackets after JOIN that the kind of join does not support. */
    private static void checkHint(Join join, JoinKind kind) {
        if (join.hint() == null) {
            return;
        }
        String written = join.hint();
        String hint = written.split("\\|", 2)[0].strip().toUpperCase(Locale.ROOT);
        switch (hint) {
            case "BROADCAST" -> {
                boolean wholeRight = kind.fromRight() || kind == JoinKind.FULL_OUTER;
                refuseIf(wholeRight, join, QueryRule.NO_BROADCAST, kind.text());
            }
            case "SHUFFLE" -> {
                boolean condition = join.on() != null || !join.using().isEmpty();
                boolean cross = kind == JoinKind.CROSS || (kind == JoinKind.INNER && !condition);
                refuseIf(cross, join, QueryRule.CROSS_JOIN_WITH_SHUFFLE);
            }
            case "BUCKET", "COLOCATE" -> refuseIf(kind == JoinKind.CROSS, join, QueryRule.CROSS_JOIN_WITH_HINT, hint);
            case "SKEW" -> {
                boolean right = kind.fromRight();
                refuseIf(right, join, QueryRule.RIGHT_JOIN_WITH_SKEW);
                refuseIf(!written.contains("|"), join, QueryRule.SKEW_WITHOUT_COLUMN);
            }
            case "UNREORDER" -> {}
            default -> refuseIf(true, join, QueryRule.UNKNOWN_JOIN_HINT, hint);
        }
    }

    private static void refuseIf(boolean refused, Join join, RefusalRule rule, Object... arguments) {
        if (refused) {
            throw Refusal.analysis(join.span(), rule, arguments);
        }
    }

    /**
     * Determines the columns of USING: both sides have them, and the output has each of them once, before all others. It is
     * the left side's column; for a RIGHT JOIN the right side's; and for a FULL JOIN neither's, so that it has no relation
     * name.
     */
    private static final class UsingColumns {
        private final Join join;
        private final JoinKind kind;
        private final RelationFields left;
        private final RelationFields right;
        private final Version version;
        private final boolean merges;
        /** The columns among those of both sides. */
        private final BitSet compared = new BitSet();

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
                RelationFields.Match leftMatch = match(left, column);
                RelationFields.Match rightMatch = match(right, column);
                RelationField one = leftMatch.field();
                RelationField other = rightMatch.field();
                compared.set(leftMatch.index());
                compared.set(left.size() + rightMatch.index());
                resolution.uses().note(one);
                resolution.uses().note(other);
                Expression.Reference reference = reference(one, column);
                Expression.Reference otherReference = reference(other, column);
                if (kind == JoinKind.FULL_OUTER && merges) {
                    requireCommon(column, one.typed().type(), other.typed().type());
                } else if (!one.isWildcard() && !other.isWildcard()) {
                    Expression equal = new Expression.Binary(Operator.EQUAL, reference, otherReference, column.span());
                    ExpressionTyping typing = resolution.unobserved().typing(scope, null);
                    typing.of(equal);
                    requireJoinable(equal, typing);
                }
                QueryObserver observer = resolution.observer();
                observer.column(reference, one);
                observer.column(otherReference, other);
                observer.comparison(
                        reference,
                        otherReference,
                        common(one.typed().type(), other.typed().type()));
            }
        }

        private static @Nullable Type common(@Nullable Type one, @Nullable Type other) {
            return one == null || other == null ? null : ComparisonTypes.ofJoined(one, other);
        }

        private static RelationFields.Match match(RelationFields fields, Name column) {
            QualifiedName name = new QualifiedName(List.of(Name.of(column.text())));
            RelationFields.Match match = fields.find(name, column.span());
            if (match == null) {
                throw Refusal.analysis(column.span(), QueryRule.USING_COLUMN_NOT_FOUND, column.text());
            }
            return match;
        }

        private static Expression.Reference reference(RelationField field, Name column) {
            QualifiedName name = field.relation() == null
                    ? new QualifiedName(List.of(column))
                    : new QualifiedName(field.relation().parts(field.name()));
            return new Expression.Reference(name, column.span());
        }

        private void requireCommon(Name column, @Nullable Type one, @Nullable Type other) {
            if (one == null || other == null) {
                return;
            }
            if (!TypeTraits.canCompare(one, version) || !TypeTraits.canCompare(other, version)) {
                throw Refusal.analysis(column.span(), QueryRule.TYPE_IN_JOIN);
            }
            Type common = common(one, other);
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
            Type common = left == null || right == null ? null : ComparisonTypes.ofMerged(left, right);
            List<RelationField.Cell> origins = new ArrayList<>(one.origins());
            origins.addAll(other.origins());
            // The column is that of the side that is not missing.
            NullCause cause = NullCause.first(cause(this.left, column), cause(this.right, column));
            return new RelationField(
                    column.text(),
                    null,
                    new ExpressionType(common, true, one.typed().state(), cause),
                    RelationField.Visibility.SHOWN,
                    true,
                    origins);
        }

        private static @Nullable NullCause cause(RelationFields fields, Name column) {
            return first(fields, column).output(column.span()).typed().cause();
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
}
