package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.SqlSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Any text is parsed into statements or is a syntax error. Rendered statements, and the queries in them, are parsed
 * back equal.
 */
class ParseFuzzTest {
    @FuzzTest
    void anyTextEndsInStatementsOrInASyntaxError(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        try {
            for (Statement statement : Sql.parseScript(text)) {
                String written = Sql.render(statement);
                assertThat(Sql.parse(written)).as(written).isEqualTo(statement);
                assertThat(Sql.render(Sql.parse(written))).isEqualTo(written);
                Query query = findQuery(statement);
                if (query != null) {
                    assertThat(Sql.parseQuery(Sql.render(query))).isEqualTo(query);
                }
            }
        } catch (SqlSyntaxException failure) {
            assertThat(failure.span().offset()).isBetween(0, text.length());
        }
    }

    private static @Nullable Query findQuery(Statement statement) {
        if (statement instanceof Statement.QueryStatement select) {
            return select.queryText().query();
        }
        if (statement instanceof ViewStatement.CreateView view) {
            return view.queryText().query();
        }
        return statement instanceof Statement.CreateTableAsSelect table
                ? table.queryText().query()
                : null;
    }
}
