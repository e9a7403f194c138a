package dev.cairn.sql.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.Sql;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OverloadedNameTest {
    private static String render(boolean isVariadic, String... types) {
        return OverloadedName.render(
                "Mask", Stream.of(types).map(Sql::parseType).toList(), isVariadic);
    }

    @Test
    void theLengthsOfTextsDoNotTellFunctionsApart() {
        assertThat(render(false)).isEqualTo("mask()");
        assertThat(render(false, "VARCHAR(10)", "INTEGER")).isEqualTo("mask(STRING, INT)");
        assertThat(render(false, "VARCHAR", "CHAR")).isEqualTo("mask(STRING, STRING)");
        assertThat(render(false, "CHAR(3)")).isEqualTo(render(false, "STRING"));
        assertThat(render(false, "ARRAY<VARCHAR(4)>")).isEqualTo("mask(ARRAY<STRING>)");
        assertThat(render(false, "DECIMAL(10, 2)")).isNotEqualTo(render(false, "DECIMAL(12, 2)"));
        assertThat(render(true, "VARCHAR(10)")).isEqualTo("mask(STRING, ...)");
    }

    @Test
    void theTypesAreThoseOfTheWholeList() {
        OverloadedName name = OverloadedName.parse(
                render(true, "MAP<INT, ARRAY<DECIMAL(10, 2)>>", "STRUCT<a INT, b VARCHAR(3)>", "INT"));
        assertThat(name.name()).isEqualTo("mask");
        assertThat(name.isVariadic()).isTrue();
        assertThat(name.argumentTypes()).hasSize(3).last().isEqualTo("INT");
        assertThat(name.argumentTypes().stream().map(Sql::parseType).toList()).hasSize(3);
        assertThat(OverloadedName.parse("seven()").argumentTypes()).isEqualTo(List.of());
    }
}
