package dev.cairn.embedded.translate.value;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.embedded.function.time.TimeZoneFinder;
import dev.cairn.embedded.session.Constant;
import dev.cairn.embedded.session.SqlMode;
import dev.cairn.engine.value.TimeZones;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Type;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The server, the tables and the session for which queries are translated.
 *
 * @param queryAnalysis resolves the names in queries and expressions
 * @param tableResolver provides the rows of the relations in FROM
 * @param utcNow the current time in UTC
 * @param sessionExpressionEvaluator evaluates variables and session functions
 */
public record TranslationContext(
        ServerProfile profile,
        QueryAnalysis queryAnalysis,
        TableResolver tableResolver,
        LocalDateTime utcNow,
        Function<Expression, Constant> sessionExpressionEvaluator) {
    private static final String TIME_ZONE_VARIABLE = "time_zone";

    /** A backslash before a quote; or two backslashes, of which the second one remains. */
    private static final Pattern ARRAY_ESCAPE_PATTERN = Pattern.compile("\\\\(?=[\"'])|\\\\(\\\\)");

    /** Provides the rows of tables and materialized views. */
    @FunctionalInterface
    public interface TableResolver {
        /**
         * Returns the rows of an object.
         *
         * @param name the name of the object, qualified by its database, and also by its catalog if the catalog is
         *     external
         */
        RelationRows resolve(QualifiedName name, Relation.Named relation);

        /**
         * Returns the extremes by which a server answers MIN and MAX of a column; empty if it reads the rows.
         *
         * @param name the name of the table, qualified by its database
         */
        default Optional<RelationRows.PartitionExtremes> findPartitionExtremes(QualifiedName name, String columnName) {
            return Optional.empty();
        }

        /**
         * Returns whether a transaction may have written to a table since its partitions were created.
         *
         * @param name the name of the table, qualified by its database
         */
        default boolean isWritten(QualifiedName name) {
            return true;
        }
    }

    /** Returns a context that evaluates variables, such as the time zone, as a session does. */
    public TranslationContext withSessionEvaluator(Function<Expression, Constant> newSessionEvaluator) {
        return new TranslationContext(profile, queryAnalysis, tableResolver, utcNow, newSessionEvaluator);
    }

    /** Returns a context with another time zone than that of the session. */
    public TranslationContext withTimeZone(String zoneName) {
        return withSessionEvaluator(expression -> expression instanceof Expression.SystemVariable variable
                        && variable.name().text().equalsIgnoreCase(TIME_ZONE_VARIABLE)
                ? new Constant(zoneName, TypeConstants.VARCHAR)
                : sessionExpressionEvaluator.apply(expression));
    }

    public BoundQuery analyze(Query query) {
        return queryAnalysis.analyzeExecutable(query);
    }

    /** Returns the value of a variable, or of a session function, as a constant. */
    public DuckDbExpression translateSessionValue(Expression expression, Type type) {
        String text = sessionExpressionEvaluator.apply(expression).text();
        if (text == null) {
            return new DuckDbExpression("NULL", TypeConstants.NULL).castTo(type);
        }
        // As on servers, an array is read by a cast from its text without escapes.
        return type.isNested()
                ? new DuckDbExpression(
                        CastTranslator.convert(
                                DuckDbQuoting.quoteText(removeEscapes(text)), TypeConstants.VARCHAR, type),
                        type)
                : new DuckDbExpression(DuckDbQuoting.quoteText(text), TypeConstants.VARCHAR).castTo(type);
    }

    /** Removes the backslashes before quotes, and one of two adjacent backslashes. */
    private static String removeEscapes(String arrayText) {
        return ARRAY_ESCAPE_PATTERN.matcher(arrayText).replaceAll("$1");
    }

    /** Returns the text of a session variable; empty if there is no session. */
    public Optional<String> findSessionVariable(String name) {
        Constant value = sessionExpressionEvaluator.apply(Expression.SystemVariable.of(name));
        return Optional.ofNullable(value.text());
    }

    /** Returns the text of a session variable; an empty string if there is no session. */
    public String sessionVariable(String name) {
        return findSessionVariable(name).orElse("");
    }

    /** Returns whether the session has a mode of {@code sql_mode}. */
    public boolean hasSqlMode(SqlMode mode) {
        return mode.isEnabledIn(sessionVariable(SqlMode.VARIABLE_NAME));
    }

    /** Returns the time zone of the session, as frontends use it; UTC if there is no session. */
    public ZoneId frontendTimeZone() {
        String zoneName = sessionVariable(TIME_ZONE_VARIABLE);
        return zoneName.isEmpty()
                ? ZoneOffset.UTC
                : TimeZones.toTimeZone(TimeZones.toZoneId(zoneName)).toZoneId();
    }

    /** Returns the time zone of the session, as backends use it: a zone that they do not know is UTC. */
    public ZoneId backendTimeZone() {
        return TimeZoneFinder.findBackendZone(sessionVariable(TIME_ZONE_VARIABLE))
                .orElse(ZoneOffset.UTC);
    }

    /** Returns the current time in the time zone of the session. */
    public LocalDateTime sessionNow() {
        return utcNow.atOffset(ZoneOffset.UTC)
                .atZoneSameInstant(frontendTimeZone())
                .toLocalDateTime();
    }
}
