package dev.cairn.processor.read.written;

import dev.cairn.processor.model.Declaration.Kind;
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

/** The query of an object that this parser does not know, but a newer server may: its text is sent as it is. */
public record UnknownQuery(ObjectDescription object) {
    /** The statement around it; of a materialized view only its text, for what it holds follows from its query. */
    public Statement in(Function<QueryText, Statement> around) {
        WrittenAnnotation.Text text = object.annotation().required("query");
        Span span = text.place().span();
        Statement written = around.apply(query(text.text().strip(), span));
        Optional<String> taken = object.kind() == Kind.VIEW ? taken(written) : Optional.empty();
        return taken.map(query -> around.apply(query(query, span)))
                .orElseGet(() -> new Statement.Opaque(
                        Sql.render(written),
                        List.of("CREATE"),
                        object.name(),
                        object.annotation().place().span()));
    }

    private static QueryText query(String text, Span span) {
        return new QueryText(text, Query.unread(text, span), span);
    }

    /** The query as it is found in the statement's text; empty where that has not even the brackets of one. */
    private static Optional<String> taken(Statement written) {
        try {
            CreateView view = (CreateView) new SqlFragment(Sql.render(written), 0).unreadView();
            return Optional.of(view.query().text());
        } catch (SqlSyntaxException unlike) {
            return Optional.empty();
        }
    }
}
