package dev.cairn.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void pagesAreServedOnRequest() {
        assertThat(Arguments.parse(List.of()).port()).isEmpty();
        assertThat(Arguments.parse(List.of("--serve")).port()).isEqualTo(OptionalInt.of(8080));
        assertThat(Arguments.parse(List.of("--serve", "9000")).port()).isEqualTo(OptionalInt.of(9000));
    }

    @Test
    void unknownArgumentsAreReportedWithTheUsage() {
        assertThatThrownBy(() -> Arguments.parse(List.of("--server")))
                .hasMessage("Unknown argument: --server\n" + Arguments.USAGE);
        assertThatThrownBy(() -> Arguments.parse(List.of("--serve", "somewhere")))
                .hasMessageContaining("Usage");
    }
}
