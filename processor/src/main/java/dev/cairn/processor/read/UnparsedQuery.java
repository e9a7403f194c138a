package dev.cairn.processor.read;

import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.processor.read.annotation.ObjectDescription;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.Sql;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A query that Cairn can't parse but a newer server may accept: its text is sent unchanged. */
record UnparsedQuery(ObjectDescription description) {
    /**
     * Returns the statement with the query. It is opaque for a materialized view, because its columns depend on the
     * query, and for a view whose query has unbalanced parentheses.
     *
     * @throws UnreadableDeclarationException if the text of the query is an unresolved constant
     */
    Statement toStatement(Function<QueryText, Statement> statementFactory) {
        WrittenAnnotation.Text queryText = description.writtenQuery();
        if (queryText == null) {
            throw UnreadableDeclarationException.ofReported(); // an unresolved constant
        }
        Span span = queryText.place().span();
        Statement writtenStatement =
                statementFactory.apply(createUnreadQuery(queryText.text().strip(), span));
        Optional<String> parsedText =
                description.kind() == Kind.VIEW ? parseQueryText(writtenStatement) : Optional.empty();
        return parsedText
                .map(query -> statementFactory.apply(createUnreadQuery(query, span)))
                .orElseGet(() -> new Statement.OpaqueStatement(
                        Sql.render(writtenStatement),
                        List.of("CREATE"),
                        description.name(),
                        description.annotation().place().span()));
    }

    private static QueryText createUnreadQuery(String text, Span span) {
        return new QueryText(text, Query.ofUnread(text, span), span);
    }

    /** Parses the text of the query from the statement; empty if even its parentheses are unbalanced. */
    private static Optional<String> parseQueryText(Statement writtenStatement) {
        try {
            CreateView view = (CreateView) new SqlFragment(Sql.render(writtenStatement), 0).parseUnreadView();
            return Optional.of(view.queryText().text());
        } catch (SqlSyntaxException ignored) {
            return Optional.empty();
        }
    }
}
