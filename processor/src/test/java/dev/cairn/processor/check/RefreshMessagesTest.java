package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that mistakes in the values of @Refresh are reported at the value, in the terms of the annotation. */
class RefreshMessagesTest {
    private static final String BASE_TABLE = """
        @Table @DuplicateKey("id")
        record Base(long id, LocalDate day) {}
        """;

    private static String verify(String refreshAnnotation) {
        return MarkedSources.of(BASE_TABLE)
                .and("@MaterializedView(query = \"SELECT id, day FROM base\")\n@DistributedByHash(\"id\")\n"
                        + refreshAnnotation + "\nrecord Found(long id, LocalDate day) {}")
                .and("@Schema(name = \"shop\", value = {Base.class, Found.class})\ninterface Root {}")
                .verify();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1 FORTNIGHT", "1 MONTH", "1 DAYS", "DAY", "1h", "-1 DAY", "1 +", "1 DAY) x", "INTERVAL 5 MINUTE"
            })
    void anIntervalIsANumberWithAUnit(String interval) {
        assertThat(verify("@Refresh(mode = ASYNC,\n    every = \"" + interval + "\") // [refresh-time]"))
                .isEqualTo(
                        "[refresh-time] '" + interval + "' is not a valid interval of refreshes; use a positive number"
                                + " with SECOND, MINUTE, HOUR or DAY, such as 1 DAY\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "2025-13-01 00:00:00", "\\\"2025-01-01\\\""})
    void aStartIsADateWithATime(String start) {
        assertThat(verify(
                        "@Refresh(mode = ASYNC, every = \"1 DAY\",\n    start = \"" + start + "\") // [refresh-time]"))
                .contains(
                        "is not a valid time of the first refresh; use a date with a time, such as 2025-01-01 00:00:00");
    }

    @ParameterizedTest
    @CsvSource({"every, 1 DAY", "start, 2025-01-01 00:00:00"})
    void aManualRefreshHasNoSchedule(String attribute, String value) {
        assertThat(verify("@Refresh(mode = MANUAL,\n    " + attribute + " = \"" + value + "\") // [meaningless-value]"))
                .isEqualTo("[meaningless-value] '" + attribute
                        + "' has no effect with mode = MANUAL, only with mode = ASYNC; remove it\n");
    }

    @ParameterizedTest
    @ValueSource(strings = "2025-01-01 00:00:00")
    void aStartNeedsAnInterval(String start) {
        assertThat(verify("@Refresh(mode = ASYNC,\n    start = \"" + start + "\") // [incomplete]"))
                .contains("add every, as in every = \"1 DAY\"");
    }
}
