package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the declared lengths and digits of a record are compared with those of its query. */
class OutputSizesTest {
    private static final String BASE_TABLE = """
        @Table @DuplicateKey("id")
        record Base(long id, int small, @Varchar(64) String city, String note,
            @Char(3) String iso, @Decimal(precision = 18, scale = 2) BigDecimal price, List<@Varchar(5) String> tags,
            @Varbinary(8) byte[] hash) {}
        """;

    private static String verify(String objectKind, String expression, String component) {
        String mark = component.contains("//") ? component.substring(component.indexOf("//")) : "";
        return MarkedSources.of(BASE_TABLE)
                .and("@" + objectKind + "(query = \"SELECT " + expression + " AS x FROM base\")\n"
                        + otherAnnotations(objectKind) + "record Found(\n" + component.replace(mark, "") + " x"
                        + ") {} " + mark + "\n")
                .and("@Schema(name = \"shop\", value = {Base.class, Found.class})\ninterface Root {}")
                .verify();
    }

    private static String otherAnnotations(String objectKind) {
        return objectKind.equals("MaterializedView") ? "@Refresh(mode = MANUAL) @DistributedByHash(\"x\")\n" : "";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        sum(price)   | @Decimal(precision = 18, scale = 2) BigDecimal | @Decimal(precision = 38, scale = 2) BigDecimal
        sum(price)   | @Decimal(precision = 38, scale = 4) BigDecimal | @Decimal(precision = 38, scale = 2) BigDecimal
        price        | @Decimal(precision = 18, scale = 1) BigDecimal | @Decimal(precision = 18, scale = 2) BigDecimal
        price * price| @Decimal(precision = 18, scale = 2) BigDecimal | @Decimal(precision = 36, scale = 4) BigDecimal
        id           | @Decimal(precision = 18, scale = 2) BigDecimal | change the type to long
        city         | @Varchar(10) String                            | @Varchar(64) String
        note         | @Varchar(10) String                            | @Varchar(65533) String
        iso          | @Char(2) String                                | @Char(3) String
        CAST(note AS varchar(20)) | @Varchar(10) String               | @Varchar(20) String
        hash         | @Varbinary(4) byte[]                           | @Varbinary(8) byte[]
        """)
    void anOutputThatDoesNotFitItsComponentIsAnError(String expression, String component, String suggested) {
        for (String object : new String[] {"View", "SnapshotTable"}) {
            assertThat(verify(object, expression, component + " // [column-type]"))
                    .contains(suggested);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        sum(price)   | @Decimal(precision = 38, scale = 2) BigDecimal
        price        | @Decimal(precision = 20, scale = 2) BigDecimal
        price        | @Decimal(precision = 20, scale = 4) BigDecimal
        small        | @Decimal(precision = 12, scale = 2) BigDecimal
        city         | @Varchar(64) String
        city         | @Varchar(65) String
        city         | String
        iso          | String
        upper(city)  | @Varchar(10) String
        """)
    void anOutputThatFitsItsComponentIsAccepted(String expression, String component) {
        for (String object : new String[] {"View", "SnapshotTable"}) {
            verify(object, expression, component);
        }
    }

    @Test
    void elementsOfListsHaveSizesToo() {
        verify("View", "tags", "List<String>");
        assertThat(verify("View", "tags", "List<@Varchar(4) String> // [column-type]"))
                .contains("ARRAY<VARCHAR(5)>");
    }

    @Test
    void aViewTakesTheDigitsOfItsQuery() {
        verify("View", "sum(price)", "BigDecimal");
        verify("View", "array_agg(price)", "List<BigDecimal>");
        verify("MaterializedView", "price", "BigDecimal");
        assertThat(verify("SnapshotTable", "sum(price)", "BigDecimal // [undetermined-type]"))
                .contains("@Decimal(precision = …, scale = …)");
    }

    @Test
    void aViewOfAViewHasTheDigitsOfItsQuery() {
        assertThat(MarkedSources.of(BASE_TABLE)
                        .and("@View(query = \"SELECT sum(price) AS total FROM base\")\nrecord First(BigDecimal"
                                + " total) {}")
                        .and("""
                            @View(query = "SELECT total FROM first")
                            record Second(
                                    @Decimal(precision = 18, scale = 2) BigDecimal total) {} // [column-type]
                            """)
                        .and("@Schema(name = \"shop\", value = {Base.class, First.class, Second.class})\ninterface"
                                + " Root {}")
                        .verify())
                .contains("@Decimal(precision = 38, scale = 2)");
    }

    @Test
    void readersOfAnInvalidViewAreNotReportedForItsDigits() {
        MarkedSources.of(BASE_TABLE)
                .and("""
                    @View(query = "SELECT sum(prise) AS total FROM base") // [unknown-column]
                    record First(BigDecimal total) {}
                    """)
                .and("""
                    @View(query = "SELECT total FROM first")
                    record Second(@Decimal(precision = 18, scale = 2) BigDecimal total) {}
                    """)
                .and("@Schema(name = \"shop\", value = {Base.class, First.class, Second.class})\ninterface Root {}")
                .verify();
    }
}
