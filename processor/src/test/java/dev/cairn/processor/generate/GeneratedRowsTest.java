package dev.cairn.processor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.JavaFileObjects;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/** Tests that generated classes read the rows that they write. */
class GeneratedRowsTest {
    private static final Path GOLDEN_FOLDER = Path.of("src/test/resources/golden");

    private static final String EVERYTHING_ROWS = """
            package shop;

            import static shop.EverythingTable.EVERYTHING;

            import dev.cairn.schema.MemoryRow;
            import java.math.BigDecimal;
            import java.math.BigInteger;
            import java.time.LocalDate;
            import java.time.LocalDateTime;
            import java.util.List;
            import java.util.Map;
            import shop.Everything.Address;
            import shop.Everything.Color;
            import shop.Everything.Point;

            public final class Rows {
                private static final Address HOME =
                        new Address("Main Street", 7, List.of("a", "b"), new Point(1.5, -2));

                private static final LocalDate DAY = LocalDate.of(2026, 1, 2);

                private Rows() {}

                public static boolean full() {
                    return comesBack(new Everything(
                            1, true, (byte) 2, (short) 3, 4, 5.5f, 6.5, false, (byte) 7, (short) 8, 9, 10L, 11f, 12.0,
                            BigInteger.TEN, BigDecimal.ONE, "text", "abc", "name", Color.GREEN, DAY,
                            LocalDateTime.of(2026, 1, 2, 3, 4), new byte[] {1}, new byte[] {2}, "{}", "[]",
                            List.of("x"), List.of(List.of(1), List.of()), List.of("y"), List.of(Color.RED),
                            Map.of("k", 1L), Map.of(DAY, List.of(HOME)), HOME, List.of(HOME, HOME)));
                }

                public static boolean empty() {
                    return comesBack(new Everything(
                            0, false, (byte) 0, (short) 0, 0, 0, 0, null, null, null, null, null, null, null,
                            null, null, null, null, null, null, null, null, null, null, null, null,
                            null, null, null, null, null, null, null, null));
                }

                private static boolean comesBack(Everything value) {
                    MemoryRow row = new MemoryRow();
                    EVERYTHING.write(value, row);
                    return row.values().size() == EVERYTHING.columns().size() && EVERYTHING.read(row).equals(value);
                }
            }
            """;

    private static final String SHELF_ROWS = """
            package shop;

            import dev.cairn.schema.MemoryRow;
            import java.time.LocalDateTime;

            public final class Rows {
                private Rows() {}

                public static boolean nested() {
                    Warehouse.Audit audit = new Warehouse.Audit(LocalDateTime.of(2026, 1, 2, 3, 4), "ada");
                    Warehouse.Shelf shelf = new Warehouse.Shelf(
                            1, audit, new Warehouse.Audit(null, null), new Warehouse.Place("a", new Warehouse.Level(3)));
                    MemoryRow row = new MemoryRow();
                    WarehouseShelfTable.WAREHOUSE_SHELF.write(shelf, row);
                    return row.values().size() == 7 && WarehouseShelfTable.WAREHOUSE_SHELF.read(row).equals(shelf);
                }
            }
            """;

    @Test
    void rowsWithEveryTypeAreReadAndWritten() throws Exception {
        CompiledClasses compiled = CompiledClasses.compileWithProcessor(
                List.of(goldenSource("allTypes/Everything"), rowsSource(EVERYTHING_ROWS)));
        Class<?> rows = compiled.load("shop.Rows");

        assertThat(rows.getMethod("full").invoke(null)).isEqualTo(true);
        assertThat(rows.getMethod("empty").invoke(null)).isEqualTo(true);
    }

    @Test
    void rowsOfEmbeddedRecordsAreReadAndWritten() throws Exception {
        CompiledClasses compiled = CompiledClasses.compileWithProcessor(
                List.of(goldenSource("nestedAndEmbedded/Warehouse"), rowsSource(SHELF_ROWS)));

        assertThat(compiled.load("shop.Rows").getMethod("nested").invoke(null)).isEqualTo(true);
    }

    private static JavaFileObject goldenSource(String name) throws Exception {
        return JavaFileObjects.forResource(
                GOLDEN_FOLDER.resolve(name + ".java").toUri().toURL());
    }

    private static JavaFileObject rowsSource(String source) {
        return JavaFileObjects.forSourceString("shop.Rows", source);
    }
}
