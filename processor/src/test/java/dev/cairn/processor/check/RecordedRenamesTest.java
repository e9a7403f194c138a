package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;

/** Tests that an old name that no recorded migration contains is reported, because nothing can be renamed from it. */
class RecordedRenamesTest {
    /** Returns the messages about records of a schema whose only migration creates the table {@code event}. */
    private static String verify(String record) {
        return MarkedSources.of(record).and("""
                    @Schema(name = "shop", value = Event.class, migrations = "shop")
                    interface Shop {}
                    """).and("""
                    @Migration(
                            schema = Shop.class,
                            number = 1,
                            upgrade = "CREATE TABLE event (id BIGINT NOT NULL, town STRING) DUPLICATE KEY(id)",
                            downgrade = "DROP TABLE event")
                    interface V0001Initial {}
                    """).verify("-Acairn.pending=off");
    }

    @Test
    void aTableWithoutTheOldNameIsReported() {
        assertThat(verify("""
                @Table
                @RenamedFrom("typo") // [renamed-from-unknown]
                @DuplicateKey("id")
                record Event(long id, String town) {}
                """))
                .isEqualTo(
                        "[renamed-from-unknown] 'event' can't have been renamed from 'typo', which no recorded migration"
                                + " contains; correct the old name, or remove @RenamedFrom\n");
    }

    @Test
    void aTableThatMovesToAnotherDatabaseIsReported() {
        assertThat(verify("""
                @Table(database = "archive")
                @RenamedFrom("event") // [renamed-from-elsewhere]
                @DuplicateKey("id")
                record Event(long id, String town) {}
                """))
                .isEqualTo(
                        "[renamed-from-elsewhere] 'archive.event' can't have been renamed from 'shop.event', because a"
                                + " rename does not leave its database: the new table has no rows; copy them in the migration"
                                + " with INSERT INTO archive.event … SELECT … FROM shop.event, and remove @RenamedFrom\n");
        assertThat(verify("""
                @Table(database = "archive", name = "visit")
                @RenamedFrom("event") // [renamed-from-elsewhere]
                @DuplicateKey("id")
                record Event(long id, String town) {}
                """)).contains("'archive.visit' can't have been renamed from 'shop.event'");
    }

    @Test
    void thePresentNameIsReported() {
        assertThat(verify("""
                @Table
                @RenamedFrom("event") // [renamed-from-itself]
                @DuplicateKey("id")
                record Event(long id, String town) {}
                """)).isEqualTo("[renamed-from-itself] 'event' already has this name; remove @RenamedFrom\n");
    }

    @Test
    void columnsWithoutTheOldNameAreReported() {
        assertThat(verify("""
                @Table
                @DuplicateKey("id")
                record Event(
                        @RenamedFrom("number") long id, // [renamed-from-unknown]
                        @RenamedFrom("twon") String city) {} // [renamed-from-unknown]
                """))
                .contains("'id' can't have been renamed from 'number'")
                .contains(
                        "'city' can't have been renamed from 'twon', which no recorded migration contains; did you mean"
                                + " 'town'?");
    }

    /** Without the warning, the column that was renamed before would be dropped, and the new one added empty. */
    @Test
    void aNameThatAMigrationHasReplacedIsReportedOnTheSecondRename() {
        assertThat(MarkedSources.of("""
                @Table
                @DuplicateKey("id")
                record Event(long id, @RenamedFrom("town") String place) {} // [renamed-from-unknown]
                """).and("""
                @Schema(name = "shop", value = Event.class, migrations = "shop")
                interface Shop {}
                """).and("""
                @Migration(
                        schema = Shop.class,
                        number = 1,
                        upgrade = "CREATE TABLE event (id BIGINT NOT NULL, town STRING) DUPLICATE KEY(id)",
                        downgrade = "DROP TABLE event")
                interface V0001Initial {}
                """).and("""
                @Migration(
                        schema = Shop.class,
                        number = 2,
                        after = "h1:057a32a19186b8bcdec9d4f0ee8ea03554926cbc88df7718e9752bc25533a2e2",
                        upgrade = "ALTER TABLE event RENAME COLUMN town TO city",
                        downgrade = "ALTER TABLE event RENAME COLUMN city TO town")
                interface V0002City {}
                """).verify("-Acairn.pending=off"))
                .isEqualTo(
                        "[renamed-from-unknown] 'place' can't have been renamed from 'town', which the recorded schema"
                                + " no longer has; it was renamed to 'city'\n");
    }

    @Test
    void aPartOfANameIsNotTheName() {
        verify("""
                @Table
                @DuplicateKey("id")
                record Event(long id, @RenamedFrom("tow") String town) {} // [renamed-from-unknown]
                """);
    }

    @Test
    void aRenameMayBePending() {
        assertThat(verify("""
                @Table
                @DuplicateKey("id")
                record Event(long id, @RenamedFrom("TOWN") String city) {}
                """)).isEmpty();
        assertThat(verify("""
                @Table(name = "visit")
                @RenamedFrom("event")
                @DuplicateKey("id")
                record Event(long id, @RenamedFrom("town") String city) {}
                """)).isEmpty();
    }
}
