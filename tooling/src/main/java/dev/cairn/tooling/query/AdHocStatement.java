package dev.cairn.tooling.query;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Limit;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.token.SqlSyntaxException;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A statement that a person types to look at rows or to change them.
 *
 * @param statementText the text to which the spans of the statement refer
 */
public record AdHocStatement(String statementText, Statement statement) {
    private static final Set<String> READ_ONLY_KEYWORDS = Set.of("SHOW", "DESC", "DESCRIBE", "EXPLAIN");

    /** The effect of a statement. */
    public enum AdHocEffect {
        READS,
        CHANGES_ROWS,
        /** Changes definitions or settings, writes a file, or may do so. */
        OTHER
    }

    /**
     * Parses a statement, or the name of a relation, which stands for a query of all of its columns.
     *
     * @throws SqlSyntaxException if the text is neither of them
     */
    public static AdHocStatement parse(String inputText) {
        String statementText = findRelationName(inputText)
                .map(name -> "SELECT * FROM " + Sql.render(name))
                .orElse(inputText);
        return new AdHocStatement(statementText, Sql.parse(statementText));
    }

    private static Optional<QualifiedName> findRelationName(String inputText) {
        String relationText = inputText.strip();
        try {
            return Sql.parseExpression(
                                    relationText.endsWith(";")
                                            ? relationText.substring(0, relationText.length() - 1)
                                            : relationText)
                            instanceof Expression.Reference reference
                    ? Optional.of(reference.name())
                    : Optional.empty();
        } catch (SqlSyntaxException ignored) {
            return Optional.empty();
        }
    }

    public AdHocEffect effect() {
        if (statement instanceof Statement.QueryStatement || statement instanceof Statement.Show) {
            return AdHocEffect.READS;
        }
        if (!(statement instanceof Statement.OpaqueStatement opaqueStatement)) {
            return AdHocEffect.OTHER;
        }
        if (opaqueStatement.changesRows()) {
            return AdHocEffect.CHANGES_ROWS;
        }
        // EXPLAIN ANALYZE runs the statement.
        boolean isListing = READ_ONLY_KEYWORDS.contains(opaqueStatement.firstKeyword())
                && !opaqueStatement.keywords().contains("ANALYZE");
        return isListing ? AdHocEffect.READS : AdHocEffect.OTHER;
    }

    /** Returns the verb of the statement: its first word, or the first word after common table expressions. */
    public String keyword() {
        String firstWord = statementText
                .substring(statement.span().offset())
                .split("\\W", 2)[0]
                .toUpperCase(Locale.ROOT);
        if (firstWord.equals("WITH")
                && statement instanceof Statement.OpaqueStatement opaqueStatement
                && opaqueStatement.changesRows()) {
            return Sql.parseDml(opaqueStatement) instanceof DmlStatement.Update ? "UPDATE" : "DELETE";
        }
        return firstWord;
    }

    /** Returns the message for a statement of the effect {@link AdHocEffect#OTHER}, which is refused. */
    public String describeRejection() {
        if (statement instanceof Statement.OpaqueStatement opaqueStatement) {
            String keyword = opaqueStatement.firstKeyword();
            // Only a query with INTO OUTFILE is parsed as an opaque statement.
            if (keyword.isEmpty() || keyword.equals("SELECT") || keyword.equals("WITH")) {
                return "INTO OUTFILE writes files. Remove it to see the rows.";
            }
            if (READ_ONLY_KEYWORDS.contains(keyword)) {
                return keyword + " ANALYZE runs the statement. Write EXPLAIN to see its plan.";
            }
        }
        return keyword() + " is neither a query nor a change of rows. Definitions are changed by migrations.";
    }

    /** Returns the text of the statement without a semicolon. */
    public String textWithoutSemicolon() {
        return findQueryText()
                .map(QueryText::text)
                .orElseGet(() -> statement instanceof Statement.OpaqueStatement opaqueStatement
                        ? opaqueStatement.text()
                        : statementText.strip());
    }

    /** Returns whether the statement is a query with a LIMIT. */
    public boolean hasLimit() {
        return findQueryText()
                .filter(queryText -> limitedQuery(queryText.query()).limit() != null)
                .isPresent();
    }

    /**
     * Returns the statement. If it is a query, the result has a LIMIT, and a literal LIMIT does not exceed this number
     * of rows. A query that only a newer server can parse remains unchanged.
     */
    public AdHocStatement withLimit(long maxRows) {
        return findQueryText()
                .filter(queryText -> !queryText.query().isUnread())
                .map(queryText -> parse(renderWithLimit(queryText, maxRows)))
                .orElse(this);
    }

    private static String renderWithLimit(QueryText queryText, long maxRows) {
        Limit limit = limitedQuery(queryText.query()).limit();
        if (limit == null) {
            return queryText.text() + "\nLIMIT " + maxRows; // a comment may end the line before it
        }
        boolean exceedsMaximum = limit.count() instanceof Expression.NumberLiteral count
                && count.kind() == Expression.NumberLiteral.Kind.INTEGER
                && new BigInteger(count.text()).compareTo(BigInteger.valueOf(maxRows)) > 0;
        if (!exceedsMaximum) {
            return queryText.text();
        }
        int startIndex = limit.count().span().offset() - queryText.span().offset();
        int endIndex = startIndex + limit.count().span().length();
        return queryText.text().substring(0, startIndex)
                + maxRows
                + queryText.text().substring(endIndex);
    }

    /** Returns the query with its text; empty if the statement is not a query. */
    Optional<QueryText> findQueryText() {
        return statement instanceof Statement.QueryStatement queryStatement
                ? Optional.of(queryStatement.queryText())
                : Optional.empty();
    }

    /** Returns the query whose LIMIT applies: the outermost query with a LIMIT, otherwise the innermost query. */
    private static Query limitedQuery(Query query) {
        Query limitedQuery = query;
        while (limitedQuery.limit() == null && limitedQuery.body() instanceof Query.NestedQuery nestedQuery) {
            limitedQuery = nestedQuery.query();
        }
        return limitedQuery;
    }
}
