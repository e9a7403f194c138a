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

    static Statement statement(Function<QueryText, Statement> around, Written object) {
        Written.Text text = object.required("query");
        Query nothing = Sql.parseQuery("SELECT 1");
        Statement written = around.apply(
                new QueryText(text.text().strip(), nothing, text.place().span()));
        String ddl = Sql.render(written);
        return new Statement.Opaque(ddl, List.of("CREATE"), null, object.place().span());
    }
}
