package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.OuterJoinSide;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.TypeUsageRules;
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
import org.jspecify.annotations.Nullable;

/**
 * Resolves joins: checks their conditions and determines their output columns. The columns of the optional side of an
 * outer join become nullable, with the join as the cause.
 */
final class JoinResolver {
    private final QueryResolver queryResolver;
    private final EnclosingScope enclosingScope;
    private final RelationResolver relationResolver;

    JoinResolver(QueryResolver queryResolver, EnclosingScope enclosingScope, RelationResolver relationResolver) {
        this.queryResolver = queryResolver;
        this.enclosingScope = enclosingScope;
        this.relationResolver = relationResolver;
    }

    /**
     * Refuses a table function without TABLE(…) as the first relation of FROM or as the left side of a join.
     *
     * @param index the position of the relation among the joined relations; only the first one is checked
     */
    void requireNoLeadingTableFunction(Relation relation, int index) {
        if (index == 0 && relation.lateralFunction() != null) {
            throw Refusal.ofExecution(relation.span(), QueryRule.TABLE_FUNCTION_ON_THE_LEFT);
        }
    }

    RelationFields resolve(Join join) {
        requireNoLeadingTableFunction(join.left(), 0);
        JoinKind kind = JoinKind.of(join.kind());
        RelationFields leftFields = relationResolver.resolve(join.left());
        RelationFields rightFields = resolveRight(join, kind, leftFields);
        RelationFields joinedFields = leftFields.append(rightFields);
        QueryScope scope = queryResolver.createScope(joinedFields, enclosingScope.queryScope());
        ExpressionTyping typing = queryResolver.createTyping(scope, enclosingScope.commonTables());
        UsingColumnResolver usingColumns =
                new UsingColumnResolver(queryResolver.profile(), join, kind, leftFields, rightFields);
        usingColumns.check(queryResolver, scope);
        checkHint(join, kind);
        if (join.on() != null) {
            checkCondition(join, join.on(), kind, typing);
        } else if (kind.isAsof()) {
            throw Refusal.ofAnalysis(
                    join.span(), CommonRule.REQUIREMENT_MISSING, "An ASOF join", "exactly one inequality");
        }
        BitSet notNullColumnIndexes =
                join.on() == null ? usingColumns.comparedColumnIndexes() : scope.findNotNullColumnIndexes(join.on());
        return joinFields(join, kind, leftFields, rightFields, usingColumns, notNullColumnIndexes);
    }

    private RelationFields resolveRight(Join join, JoinKind kind, RelationFields leftFields) {
        Relation.TableFunction function = join.right().lateralFunction();
        if (function == null) {
            if (join.isLateral()) {
                throw Refusal.ofAnalysis(
                        join.span(), CommonRule.UNSUPPORTED, "A lateral join", "anything but table functions");
            }
            return relationResolver.resolve(join.right());
        }
        if (kind.isAsof()) {
            throw Refusal.ofAnalysis(join.span(), CommonRule.UNSUPPORTED, "A lateral join", "ASOF");
        }
        if (kind != JoinKind.INNER && kind != JoinKind.CROSS) {
            requireLeftJoinOfUnnest(join, kind, function);
        }
        return relationResolver.resolveComputed(function, leftFields);
    }

    private static void requireLeftJoinOfUnnest(Join join, JoinKind kind, Relation.TableFunction function) {
        boolean isUnnest = function.name().toString().toLowerCase(Locale.ROOT).equals("unnest");
        if (!isUnnest || kind != JoinKind.LEFT_OUTER) {
            throw Refusal.ofAnalysis(join.span(), CommonRule.UNSUPPORTED, "A lateral join", kind.text());
        }
        if (!(join.on() instanceof Expression.BooleanLiteral on && on.value())) {
            throw Refusal.ofAnalysis(
                    join.span(),
                    CommonRule.UNSUPPORTED,
                    "A lateral join",
                    "a condition of a left join other than true");
        }
    }

    private void checkCondition(Join join, Expression condition, JoinKind kind, ExpressionTyping typing) {
        Type conditionType = typing.determineType(condition).type();
        RestrictedExpression.requireNoFunctionsIn(condition, "JOIN");
        requireBoolean("ON", condition, conditionType);
        if (kind.isAsof()) {
            AsofConditionCheck.check(
                    join, kind, condition, queryResolver.usage().bindings());
        }
        requireComparableOperands(condition, queryResolver);
    }

    /** Requires that a condition is BOOLEAN or NULL, or of unknown type. */
    static void requireBoolean(String clause, Expression condition, @Nullable Type type) {
        if (type != null && !type.equals(TypeConstants.BOOLEAN) && !type.equals(TypeConstants.NULL)) {
            throw Refusal.ofAnalysis(
                    condition.span(), QueryRule.CONDITION_NOT_BOOLEAN, clause, TypeFormat.formatForMessages(type));
        }
    }

    /** Requires that the operands of the outermost comparisons in an analyzed condition have comparable types. */
    static void requireComparableOperands(Expression condition, QueryResolver queryResolver) {
        boolean isComparison = condition instanceof Expression.Binary binary
                && binary.operator().isComparison();
        for (Expression subexpression : condition.children()) {
            if (subexpression instanceof Expression.Lambda) {
                continue; // the types of its parameters are known only in its body
            }
            if (!isComparison) {
                requireComparableOperands(subexpression, queryResolver);
            } else {
                Type operandType = queryResolver.usage().bindings().findValueType(subexpression);
                if (operandType != null
                        && !TypeUsageRules.canBeCompared(
                                operandType, queryResolver.profile().version())) {
                    throw Refusal.ofAnalysis(
                            condition.span(),
                            TypeRule.TYPE_UNSUPPORTED,
                            "A join condition",
                            TypeUsageRules.INCOMPARABLE_TYPE_NAMES);
                }
            }
        }
    }

    private static RelationFields joinFields(
            Join join,
            JoinKind kind,
            RelationFields leftFields,
            RelationFields rightFields,
            UsingColumnResolver usingColumns,
            BitSet notNullColumnIndexes) {
        RelationFields matchingLeftFields =
                leftFields.withNotNullColumns(notNullColumnIndexes.get(0, leftFields.size()));
        RelationFields matchingRightFields = rightFields.withNotNullColumns(
                notNullColumnIndexes.get(leftFields.size(), leftFields.size() + rightFields.size()));
        Span leftSpan = join.left().span();
        Span rightSpan = join.right().span();
        return switch (kind) {
            case LEFT_SEMI -> matchingLeftFields;
            case LEFT_ANTI, NULL_AWARE_LEFT_ANTI -> leftFields;
            case RIGHT_SEMI -> matchingRightFields;
            case RIGHT_ANTI -> rightFields;
            case LEFT_OUTER, ASOF_LEFT_OUTER ->
                usingColumns.merge(
                        leftFields, toOptionalSide(matchingRightFields, NullCause.Kind.LEFT_JOIN, rightSpan));
            case RIGHT_OUTER ->
                usingColumns.merge(
                        toOptionalSide(matchingLeftFields, NullCause.Kind.RIGHT_JOIN, leftSpan), rightFields);
            case FULL_OUTER ->
                usingColumns.merge(
                        toOptionalSide(leftFields, NullCause.Kind.FULL_JOIN, leftSpan),
                        toOptionalSide(rightFields, NullCause.Kind.FULL_JOIN, rightSpan));
            case INNER, CROSS, ASOF_INNER -> usingColumns.merge(matchingLeftFields, matchingRightFields);
        };
    }

    private static RelationFields toOptionalSide(RelationFields fields, NullCause.Kind causeKind, Span span) {
        return fields.withOptionalSide(new OuterJoinSide(causeKind, span));
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
                boolean isRightOrFullJoin = kind.isRightJoin() || kind == JoinKind.FULL_OUTER;
                refuseIf(isRightOrFullJoin, join, CommonRule.UNSUPPORTED, kind.text(), "the hint " + hintName);
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
