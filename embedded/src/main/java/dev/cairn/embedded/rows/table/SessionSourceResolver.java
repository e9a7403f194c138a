package dev.cairn.embedded.rows.table;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.DictionaryLookup.DictionaryTable;
import dev.cairn.analysis.source.ForwardingSourceResolver;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TextEqualityType;
import dev.cairn.analysis.type.TypeSettings;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.query.SessionExpressionEvaluator;
import dev.cairn.embedded.session.Constant;
import dev.cairn.embedded.session.SqlMode;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the names in the queries of one session to the objects of a catalog and to variables. Outside of sessions,
 * the value of each variable is NULL.
 */
public class SessionSourceResolver implements ForwardingSourceResolver {
    private static final Expression DECIMAL_OVERFLOW_VARIABLE = createVariable("decimal_overflow_to_double");
    private static final Expression SQL_MODE_VARIABLE = createVariable(SqlMode.VARIABLE_NAME);
    private static final Expression TEXT_EQUALITY_VARIABLE = createVariable("cbo_eq_base_type");

    private final ServerProfile profile;
    private final CatalogSourceResolver catalogResolver;
    private final Function<Expression, Constant> variableEvaluator;
    private final Runnable cancellationCheck;

    private SessionSourceResolver(
            ServerProfile profile,
            CatalogSourceResolver catalogResolver,
            Function<Expression, Constant> variableEvaluator,
            Runnable cancellationCheck) {
        this.profile = profile;
        this.catalogResolver = catalogResolver;
        this.variableEvaluator = variableEvaluator;
        this.cancellationCheck = cancellationCheck;
    }

    /** Creates a resolver outside of sessions. */
    public SessionSourceResolver(ServerProfile profile, Catalog catalog) {
        this(
                profile,
                new CatalogSourceResolver(profile, catalog),
                SessionExpressionEvaluator::evaluateOutsideSession,
                () -> {});
    }

    /** Creates a resolver for expressions that read no tables. The tables of dictionaries are unknown. */
    public static SessionSourceResolver createWithoutTables(ServerProfile profile) {
        return new SessionSourceResolver(profile, Catalog.EMPTY) {
            @Override
            public @Nullable DictionaryTable resolveDictionaryTable(
                    @Nullable String databaseName, String name, Span span) {
                return null;
            }
        };
    }

    /**
     * Returns the resolver for a statement, which sees the catalog and the variables of its session.
     *
     * @param cancellationCheck runs for each expression, and throws if the statement has been cancelled
     */
    public static SessionSourceResolver of(StatementContext context, Runnable cancellationCheck) {
        return new SessionSourceResolver(
                context.profile(),
                new CatalogSourceResolver(context.profile(), context.catalog()),
                context.expressionEvaluator()::evaluate,
                cancellationCheck);
    }

    private static Expression createVariable(String name) {
        return Expression.SystemVariable.of(name);
    }

    /**
     * Returns an analysis of queries that resolves names by this resolver.
     *
     * @param databaseName the database of unqualified names; null if none is selected
     */
    public QueryAnalysis createAnalysis(@Nullable String databaseName) {
        return new QueryAnalysis(profile, this, databaseName);
    }

    @Override
    public SourceResolver delegate() {
        return catalogResolver;
    }

    @Override
    public ExpressionType determineVariableType(Expression variable) {
        return ExpressionType.ofNullable(variableEvaluator.apply(variable).type());
    }

    @Override
    public Expression resolveVariable(Expression.UserVariable variable) {
        Constant value = variableEvaluator.apply(variable);
        if (value.text() == null) {
            return new Expression.NullLiteral(variable.span());
        }
        return PrimitiveType.of(value.type()).isFixedPoint()
                ? new Expression.NumberLiteral(value.text(), Expression.NumberLiteral.Kind.INTEGER, variable.span())
                : new Expression.StringLiteral(value.text(), '\'', variable.span());
    }

    @Override
    public void requireNotCancelled() {
        cancellationCheck.run();
    }

    @Override
    public TypeSettings settings() {
        String equalityType = variableEvaluator.apply(TEXT_EQUALITY_VARIABLE).text();
        String joinedSqlModes = variableEvaluator.apply(SQL_MODE_VARIABLE).text();
        return new TypeSettings(
                "1".equals(variableEvaluator.apply(DECIMAL_OVERFLOW_VARIABLE).text()),
                equalityType == null
                        ? TextEqualityType.DECIMAL
                        : TextEqualityType.valueOf(equalityType.toUpperCase(Locale.ROOT)),
                joinedSqlModes != null && SqlMode.STRUCT_CAST_BY_NAME.isEnabledIn(joinedSqlModes),
                joinedSqlModes == null || SqlMode.ONLY_FULL_GROUP_BY.isEnabledIn(joinedSqlModes));
    }
}
