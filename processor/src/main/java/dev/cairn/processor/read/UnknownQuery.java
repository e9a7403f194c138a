package dev.cairn.processor.read;

import dev.cairn.sql.Query;
import dev.cairn.sql.Sql;
import dev.cairn.sql.Statement;
import dev.cairn.sql.Statement.QueryText;
import java.util.List;
import java.util.function.Function;

/** A statement with a query that this parser does not know, but a newer server may: its text is sent as it is. */
final class UnknownQuery {
    private UnknownQuery() {}

    static Statement statement(Function<QueryText, Statement> around, Described object) {
        Written.Text text = object.annotation().required("query");
        Query nothing = Sql.parseQuery("SELECT 1");
        Statement written = around.apply(
                new QueryText(text.text().strip(), nothing, text.place().span()));
        return new Statement.Opaque(
                Sql.render(written),
                List.of("CREATE"),
                object.name(),
                object.annotation().place().span());
    }
}
