package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.OuterJoinSide;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.type.ComparisonTypes;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Join;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.RefusalRule;
import java.util.BitSet;
import java.util.Locale;

/**
 * Resolves joins: checks their conditions and determines their output columns. The columns of the optional side of an
 * outer join become nullable, with the join as the cause.
 */
final class JoinResolution {
    private final QueryResolution resolution;
    private final OuterScope outerScope;
    private final RelationResolution relationResolution;

    JoinResolution(QueryResolution resolution, OuterScope outerScope, RelationResolution relationResolution) {
        this.resolution = resolution;
        this.outerScope = outerScope;
        this.relationResolution = relationResolution;
    }

    /** Refuses a table function without TABLE(…) as the first relation of FROM or as the left side of a join. */
    void requireNoLeadingFunction(Relation relation, int index) {
        if (index == 0 && RelationResolution.isTableFunction(relation)) {
            throw Refusal.ofExecution(relation.span(), QueryRule.TABLE_FUNCTION_ON_THE_LEFT);
        }
    }

    RelationFields resolve(Join join) {
        requireNoLeadingFunction(join.left(), 0);
        JoinKind kind = JoinKind.of(join.kind());
        RelationFields left = relationResolution.resolve(join.left());
        RelationFields right = resolveRight(join, kind, left);
        RelationFields joinedFields = left.append(right);
        QueryScope scope = resolution.createScope(joinedFields, outerScope.queryScope());
        ExpressionTyping typing = resolution.createTyping(scope, outerScope.commonTables());
        UsingColumns using = new UsingColumns(resolution.profile(), join, kind, left, right);
        using.check(resolution, scope);
        checkHint(join, kind);
        if (join.on() != null) {
            checkCondition(join.on(), kind, typing);
        } else if (kind.isAsof()) {
            throw Refusal.ofAnalysis(
                    join.span(), CommonRule.REQUIREMENT_MISSING, "An ASOF join", "exactly one inequality");
        }
        BitSet notNullColumns = join.on() == null ? using.comparedColumns() : scope.columnsWithoutNull(join.on());
        return joinFields(join, kind, left, right, using, notNullColumns);
    }

    private RelationFields resolveRight(Join join, JoinKind kind, RelationFields left) {
        if (!RelationResolution.isTableFunction(join.right())) {
            if (join.isLateral()) {
                throw Refusal.ofAnalysis(
                        join.span(), CommonRule.UNSUPPORTED, "A lateral join", "anything but table functions");
            }
            return relationResolution.resolve(join.right());
        }
        Relation.TableFunction function = RelationResolution.unwrapTableFunction(join.right());
        if (kind.isAsof()) {
            throw Refusal.ofAnalysis(join.span(), CommonRule.UNSUPPORTED, "A lateral join", "ASOF");
        }
        if (kind != JoinKind.INNER && kind != JoinKind.CROSS) {
            requireLeftJoinOfUnnest(join, kind, function);
        }
        return relationResolution.resolveComputed(function, left);
    }

    private static void requireLeftJoinOfUnnest(Join join, JoinKind kind, Relation.TableFunction function) {
        boolean isUnnest = function.name().toString().toLowerCase(Locale.ROOT).equals("unnest");
        if (!isUnnest || kind != JoinKind.LEFT_OUTER) {
            throw Refusal.ofAnalysis(join.span(), CommonRule.UNSUPPORTED, "A lateral join", kind.text());
        }
        if (!(join.on() instanceof Expression.Bool on && on.value())) {
            throw Refusal.ofAnalysis(
                    join.span(),
                    CommonRule.UNSUPPORTED,
                    "A lateral join",
                    "another condition of a left join than true");
        }
    }

    private void checkCondition(Expression condition, JoinKind kind, ExpressionTyping typing) {
        Type conditionType = typing.determineType(condition).type();
        RestrictedExpression.refuseFunctionsIn(condition, "JOIN");
        if (conditionType != null
                && !conditionType.equals(TypeConstants.BOOLEAN)
                && !conditionType.equals(TypeConstants.NULL)) {
            throw Refusal.ofAnalysis(
                    condition.span(),
                    QueryRule.CONDITION_NOT_BOOLEAN,
                    "ON",
                    TypeFormat.formatForMessages(conditionType));
        }
        if (kind.isAsof()) {
            AsofConditionCheck.check(condition, resolution.usage().bindings());
        }
        requireComparableOperands(condition, resolution);
    }

    /** Requires that the operands of all comparisons in a condition have comparable types. */
    static void requireComparableOperands(Expression condition, QueryResolution resolution) {
        boolean isComparison =
                condition instanceof Expression.Binary binary && ComparisonTypes.isComparison(binary.operator());
        for (Expression subexpression : condition.children()) {
            if (subexpression instanceof Expression.Lambda) {
                continue; // the types of its parameters are known only in its body
            }
            if (!isComparison) {
                requireComparableOperands(subexpression, resolution);
            } else {
                Type operandType = resolution.usage().bindings().valueTypeOf(subexpression);
                if (operandType != null
                        && !TypeTraits.canBeCompared(
                                operandType, resolution.profile().version())) {
                    throw Refusal.ofAnalysis(
                            condition.span(),
                            TypeRule.TYPE_UNSUPPORTED,
                            "A join condition",
                            "percentile, hll, bitmap or json");
                }
            }
        }
    }

    private static RelationFields joinFields(
            Join join,
            JoinKind kind,
            RelationFields left,
            RelationFields right,
            UsingColumns using,
            BitSet notNullColumns) {
        RelationFields matchingLeft = left.withoutNull(notNullColumns.get(0, left.size()));
        RelationFields matchingRight = right.withoutNull(notNullColumns.get(left.size(), left.size() + right.size()));
        Span leftSpan = join.left().span();
        Span rightSpan = join.right().span();
        return switch (kind) {
            case LEFT_SEMI -> matchingLeft;
            case LEFT_ANTI, NULL_AWARE_LEFT_ANTI -> left;
            case RIGHT_SEMI -> matchingRight;
            case RIGHT_ANTI -> right;
            case LEFT_OUTER, ASOF_LEFT_OUTER ->
                using.merge(left, toOptionalSide(matchingRight, NullCause.Kind.LEFT_JOIN, rightSpan));
            case RIGHT_OUTER -> using.merge(toOptionalSide(matchingLeft, NullCause.Kind.RIGHT_JOIN, leftSpan), right);
            case FULL_OUTER ->
                using.merge(
                        toOptionalSide(left, NullCause.Kind.FULL_JOIN, leftSpan),
                        toOptionalSide(right, NullCause.Kind.FULL_JOIN, rightSpan));
            case INNER, CROSS, ASOF_INNER -> using.merge(matchingLeft, matchingRight);
        };
    }

    private static RelationFields toOptionalSide(RelationFields fields, NullCause.Kind joinCause, Span span) {
        return fields.withOptionalSide(new OuterJoinSide(joinCause, span));
    }

    /** Refuses an unknown hint in brackets after JOIN, and one that the kind of join does not support. */
    private static void checkHint(Join join, JoinKind kind) {
        if (join.hint() == null) {
            return;
        }
        String hintText = join.hint();
        String hintName = hintText.split("\\|", 2)[0].strip().toUpperCase(Locale.ROOT);
        switch (hintName) {
            case "BROADCAST" -> {
                boolean keepsAllRightRows = kind.isRightJoin() || kind == JoinKind.FULL_OUTER;
                refuseIf(keepsAllRightRows, join, CommonRule.UNSUPPORTED, kind.text(), "the hint " + hintName);
            }
            case "SHUFFLE" -> {
                boolean hasCondition = join.on() != null || !join.using().isEmpty();
                boolean isCrossJoin = kind == JoinKind.CROSS || (kind == JoinKind.INNER && !hasCondition);
                refuseIf(isCrossJoin, join, CommonRule.UNSUPPORTED, kind.text(), "the hint " + hintName);
            }
            case "BUCKET", "COLOCATE" ->
                refuseIf(kind == JoinKind.CROSS, join, CommonRule.UNSUPPORTED, kind.text(), "the hint " + hintName);
            case "SKEW" -> {
                boolean isRightJoin = kind.isRightJoin();
                refuseIf(isRightJoin, join, CommonRule.UNSUPPORTED, kind.text(), "the hint " + hintName);
                refuseIf(!hintText.contains("|"), join, QueryRule.UNKNOWN_JOIN_HINT, "SKEW without a column");
            }
            case "UNREORDER" -> {}
            default -> refuseIf(true, join, QueryRule.UNKNOWN_JOIN_HINT, hintName);
        }
    }

    private static void refuseIf(boolean isViolated, Join join, RefusalRule rule, Object... arguments) {
        if (isViolated) {
            throw Refusal.ofAnalysis(join.span(), rule, arguments);
        }
    }
}
