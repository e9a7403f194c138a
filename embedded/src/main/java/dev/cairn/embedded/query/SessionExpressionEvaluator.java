package dev.cairn.embedded.query;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.embedded.account.UserName;
import dev.cairn.embedded.session.Constant;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates session expressions, whose values do not depend on rows: integers, strings, truth values, NULL, variables,
 * parameters of prepared queries, and session functions. An instance belongs to one session, whose statements do not
 * overlap.
 */
public final class SessionExpressionEvaluator {
    private static final Set<String> SESSION_FUNCTIONS = Set.of(
            "session_id",
            "session_user",
            "user",
            "current_user",
            "current_role",
            "current_group",
            "current_warehouse",
            "is_role_in_session",
            "catalog",
            "database",
            "schema",
            "connection_id",
            "version",
            "current_version",
            "last_query_id");

    private final ServerSession session;
    private final String serverVersion;
    private final Supplier<Catalog> catalogSupplier;
    private List<Constant> parameterValues = List.of();

    public SessionExpressionEvaluator(ServerSession session, String serverVersion, Supplier<Catalog> catalogSupplier) {
        this.session = session;
        this.catalogSupplier = catalogSupplier;
        this.serverVersion = serverVersion;
    }

    /** Runs an action during which the parameters of a query have these values. Calls must not be nested. */
    public <R> R runWithParameters(List<Constant> values, Supplier<R> action) {
        parameterValues = values;
        try {
            return action.get();
        } finally {
            parameterValues = List.of();
        }
    }

    /**
     * Returns whether a function returns a property of the session.
     *
     * @param functionName the name in lower case
     */
    public static boolean isSessionFunction(String functionName) {
        return SESSION_FUNCTIONS.contains(functionName);
    }

    /**
     * Returns whether an expression is a session expression: a variable, a parameter, an integer, a string, a truth
     * value, NULL, or a session function whose arguments are session expressions.
     */
    public static boolean canEvaluate(Expression expression) {
        Expression unwrappedExpression = expression.unwrap();
        if (unwrappedExpression instanceof Expression.Call call) {
            return isSessionFunction(CallRewrites.lowerCaseName(call))
                    && call.arguments().stream().allMatch(SessionExpressionEvaluator::canEvaluate);
        }
        return unwrappedExpression instanceof Expression.StringLiteral
                || unwrappedExpression instanceof Expression.BooleanLiteral
                || unwrappedExpression instanceof Expression.NullLiteral
                || unwrappedExpression instanceof Expression.SystemVariable
                || unwrappedExpression instanceof Expression.UserVariable
                || unwrappedExpression instanceof Expression.Parameter
                || (unwrappedExpression instanceof Expression.NumberLiteral number && number.isInteger());
    }

    /**
     * Returns the value of an expression.
     *
     * @throws Refusal if a variable does not exist, or a parameter has no value
     * @throws IllegalArgumentException if {@link #canEvaluate} does not hold for the expression
     */
    public Constant evaluate(Expression expression) {
        Expression unwrappedExpression = expression.unwrap();
        if (!canEvaluate(unwrappedExpression)) {
            throw new IllegalArgumentException(Sql.render(expression) + " is not a session expression");
        }
        if (unwrappedExpression instanceof Expression.SystemVariable variable) {
            return session.variables().typedValue(variable);
        }
        if (unwrappedExpression instanceof Expression.UserVariable variable) {
            return session.userVariables().get(variable.name().text());
        }
        if (unwrappedExpression instanceof Expression.Parameter parameter) {
            if (parameter.index() >= parameterValues.size()) {
                throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.PARAMETER_UNKNOWN);
            }
            return parameterValues.get(parameter.index());
        }
        if (unwrappedExpression instanceof Expression.Call call) {
            return evaluateCall(CallRewrites.lowerCaseName(call), call.arguments());
        }
        Type type = Objects.requireNonNull(
                        ExpressionType.ofLiteral(unwrappedExpression, ServerProfile.DEFAULT.version()))
                .type();
        return new Constant(literalText(unwrappedExpression), Objects.requireNonNull(type));
    }

    private static @Nullable String literalText(Expression literal) {
        if (literal instanceof Expression.StringLiteral text) {
            return text.value();
        }
        if (literal instanceof Expression.BooleanLiteral bool) {
            return bool.value() ? "1" : "0";
        }
        return literal instanceof Expression.NumberLiteral number ? new BigInteger(number.text()).toString() : null;
    }

    /** Evaluates a variable or a session function where there is no session: the result is always NULL. */
    public static Constant evaluateOutsideSession(Expression expression) {
        return new Constant(null, TypeConstants.NULL);
    }

    /** Returns whether a role is active, or an active role inherits from it. */
    private boolean isActiveRole(String roleName) {
        Catalog currentCatalog = catalogSupplier.get();
        return session.roleNames().stream()
                .anyMatch(activeRole -> activeRole.equals(roleName)
                        || currentCatalog.findAncestorRoleNames(activeRole).contains(roleName));
    }

    private Constant evaluateCall(String functionName, List<Expression> arguments) {
        return switch (functionName) {
            case "connection_id" -> new Constant(String.valueOf(session.client().id()), TypeConstants.INT);
            case "is_role_in_session" -> {
                String roleName = String.valueOf(evaluate(arguments.get(0)).text());
                yield new Constant(isActiveRole(roleName) ? "1" : "0", TypeConstants.BOOLEAN);
            }
            default -> new Constant(evaluateTextFunction(functionName), TypeConstants.VARCHAR);
        };
    }

    /** Returns the value of a session function that returns a string; null for NULL. */
    private @Nullable String evaluateTextFunction(String functionName) {
        return switch (functionName) {
            case "version" -> session.variables().requireValue("version");
            case "current_version" -> serverVersion;
            case "database", "schema" -> Objects.requireNonNullElse(session.databaseName(), "");
            case "user", "session_user" ->
                new UserName(session.userName().name(), session.client().remoteHost()).toString();
            case "current_user" -> session.userName().toString();
            case "current_role" -> session.roleNames().isEmpty() ? "NONE" : String.join(", ", session.roleNames());
            case "current_group" -> "NONE"; // users have no groups
            case "current_warehouse" -> session.variables().requireValue("warehouse");
            case "catalog" -> InternalCatalog.NAME;
            case "session_id" -> session.id();
            case "last_query_id" -> null; // queries have no ids
            default -> throw new IllegalArgumentException(functionName + " is not a session function");
        };
    }
}
