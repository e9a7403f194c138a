package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;

/** Tests mistakes in the rows that a record declares. */
class SeedFindingsTest {
    private static String shopWithCountry(String annotations) {
        return annotations
                + "\nrecord Country(@Varchar(2) String code, @NotNull @Varchar(10) String name, Double area) {}\n"
                + "@Schema(name = \"shop\", value = Country.class) interface Shop {}\n";
    }

    @Test
    void eachWrongRowIsReportedAtItself() {
        assertThat(MarkedSources.of(shopWithCountry("""
            @Table
            @PrimaryKey("code")
            @Seed(columns = {"code", "name", "area"}, rows = {
                "'DE', 'Germany', 357.6",
                "'FR', 'France'", // [seed-row]
                "'IT', NULL, 1", // [seed-row]
                "'ES', 'Spain', '5'", // [seed-row]
                "'NL', 'The Netherlands', 41", // [seed-row]
                "'DE', 'Allemagne', NULL" // [seed-row]
            })""")).verify()).isEqualTo("""
                [seed-row] Row 2 of @Seed is wrong: the row has 2 values for 3 columns; write one value for each of code, name, area
                [seed-row] Row 3 of @Seed is wrong: name is NOT NULL, and the value is NULL; write a value, or let the column be NULL
                [seed-row] Row 4 of @Seed is wrong: area is double, and the value '5' is not a number; write it as such a literal
                [seed-row] Row 5 of @Seed is wrong: name is varchar(10), and the value 'The Netherlands' has 15 bytes in UTF-8; shorten the value, or widen the column
                [seed-row] Row 6 of @Seed is wrong: another row has the same key 'DE'; remove one of the two rows
                """);
    }

    @Test
    void aRowThatIsNotSqlShowsThePlace() {
        assertThat(MarkedSources.of(shopWithCountry("""
            @Table
            @PrimaryKey("code")
            @Seed(columns = {"code", "name", "area"}, rows = {
                "'DE', 'Germany', 357.6",
                "'FR', 'France', )" // [syntax]
            })""")).verify()).contains("[syntax]", "column 17");
    }

    @Test
    void wrongColumnsAreReportedAtTheirNames() {
        assertThat(MarkedSources.of(shopWithCountry("""
            @Table
            @PrimaryKey("code")
            @Seed(columns = {
                "code",
                "nam", // [seed-column]
                "area",
                "area" // [seed-column]
            }, rows = {})""")).verify()).isEqualTo("""
                [seed-column] The columns of @Seed are wrong: country has no column nam; did you mean 'name'?
                [seed-column] The columns of @Seed are wrong: the column area is listed twice; remove one of the two
                """);
    }

    @Test
    void onlyTablesWithAPrimaryKeyAreSeeded() {
        assertThat(MarkedSources.of(shopWithCountry("""
            @Table
            @UniqueKey("code")
            @DistributedByHash("code")
            @Seed(columns = {"code", "name", "area"}, rows = "'DE', 'Germany', 357.6") // [seed-table]
            """)).verify()).isEqualTo("""
                [seed-table] 'country' can't have @Seed, because country is a table with UNIQUE KEY, and only in a table with PRIMARY KEY does writing a row again replace it instead of adding it a second time or aggregating it; declare @PrimaryKey, or insert the rows in a @RepeatableMigration
                """);
    }

    @Test
    void aColumnWhoseValuesCannotBeComparedIsNamed() {
        assertThat(MarkedSources.of("""
            @Table
            @PrimaryKey("id")
            @Seed(columns = {"id", "payload"}, rows = "1, '{}'") // [seed-table]
            record Setting(long id, @Json String payload) {}
            """).verify())
                .contains("payload has the type json, whose values can't be compared exactly");
    }

    @Test
    void aColumnWhoseValuesTheServerAssignsIsNamed() {
        assertThat(MarkedSources.of("""
            @Table
            @PrimaryKey("id")
            @Seed(columns = {"id", "name"}, rows = "1, 'a'") // [seed-table]
            record Setting(@AutoIncrement long id, @Varchar(10) String name) {}
            """).verify())
                .contains("the values of the AUTO_INCREMENT column id are assigned by the server");
    }

    @Test
    void aViewHasNoDeclaredRows() {
        MarkedSources.of("""
            @Table
            @DuplicateKey("id")
            record Account(long id) {}

            @View(query = "SELECT id FROM account")
            @Seed(columns = "id", rows = "1") // [meaningless]
            record Ids(long id) {}

            @Schema(name = "shop", value = {Account.class, Ids.class}) interface Shop {}
            """).verify();
    }
}
