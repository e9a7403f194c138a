package dev.cairn.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private static TextTable createTable() {
        TextTable table = new TextTable(List.of("NAME", "DETAIL"));
        table.addRow("eu-1", "2 migrations done: shop is at migration 2");
        table.addRow("eu-2", "nothing to do");
        return table;
    }

    @Test
    void columnsAreAsWideAsTheirWidestCells() {
        assertThat(createTable().render()).isEqualTo("""
            NAME  DETAIL
            eu-1  2 migrations done: shop is at migration 2
            eu-2  nothing to do""");
    }

    @Test
    void theLastColumnIsBrokenToFitIntoTheTerminal() {
        assertThat(createTable().render(UnaryOperator.identity(), 32)).isEqualTo("""
            NAME  DETAIL
            eu-1  2 migrations done: shop is
                    at migration 2
            eu-2  nothing to do""");
    }
}
