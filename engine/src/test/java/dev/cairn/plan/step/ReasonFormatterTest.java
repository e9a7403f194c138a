package dev.cairn.plan.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.property.PropertyRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reason for a rebuild names what the user declared. */
class ReasonFormatterTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Can not change DECIMAL64(10,2) to DECIMAL128(30,4)                | Can not change DECIMAL(10,2) to DECIMAL(30,4)
        Can not change ARRAY<DECIMAL32(9,2)> to INT                       | Can not change ARRAY<DECIMAL(9,2)> to INT
        Can not change BIGINT to INT                                      | Can not change BIGINT to INT
        """)
    void aReasonDoesNotNameInternalTypesOfTheServer(String detail, String reason) {
        assertThat(ReasonFormatter.format(Refusal.ofAnalysis(Span.NONE, () -> "%s", detail)))
                .isEqualTo(reason);
    }

    @Test
    void aReasonDoesNotShowTheServersMapOfProperties() {
        Refusal refusal = Refusal.ofExecution(Span.NONE, PropertyRule.UNKNOWN_PROPERTIES, "{bucket_size=1}");

        assertThat(ReasonFormatter.format(refusal)).isEqualTo("the server can't change it in place");
    }
}
