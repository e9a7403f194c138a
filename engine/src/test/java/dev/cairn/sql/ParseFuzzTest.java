package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any text ends in statements or in a syntax error; statements are written such that they are read back as they were. */
class ParseFuzzTest {
    @FuzzTest
    void anyTextEndsInStatementsOrInASyntaxError(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        try {
            for (Statement statement : Sql.parseScript(text)) {
                String written = Sql.render(statement);
                assertThat(Sql.parse(written)).as(written).isEqualTo(statement);
                assertThat(Sql.render(Sql.parse(written))).isEqualTo(written);
            }
        } catch (SqlSyntaxException refused) {
            assertThat(refused.at().offset()).isBetween(0, text.length());
        }
    }
}
