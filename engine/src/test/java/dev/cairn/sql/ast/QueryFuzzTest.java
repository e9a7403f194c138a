package dev.cairn.sql.ast;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.sql.Sql;
import dev.cairn.sql.token.SqlSyntaxException;

/** Any text is parsed into a query or is a syntax error. Rendered queries are parsed back equal. */
class QueryFuzzTest {
    @FuzzTest
    void anyTextEndsInAQueryOrInASyntaxError(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        try {
            Query query = Sql.parseQuery(text);
            String written = Sql.render(query);
            assertThat(Sql.parseQuery(written)).as(written).isEqualTo(query);
            assertThat(Sql.render(Sql.parseQuery(written))).isEqualTo(written);
        } catch (SqlSyntaxException failure) {
            assertThat(failure.span().offset()).isBetween(0, text.length());
        }
    }
}
