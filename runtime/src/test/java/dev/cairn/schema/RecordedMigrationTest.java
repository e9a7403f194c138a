package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.migration.DeclarationHash;
import dev.cairn.upgrade.Format;
import dev.cairn.upgrade.Format.StaleClassException;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RecordedMigrationTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final RecordedMigration INITIAL = recorded(1, "V0001Initial", "Initial", "", "h1:a")
            .upgrade("CREATE TABLE a", "CREATE TABLE b")
            .upgrade("CREATE TABLE c")
            .irreversible("drops everything")
            .build();
    private static final RecordedMigration FILL = recorded(2, "V0002FillRegions", "Fill regions", "h1:a", "h1:b")
            .downgrade("TRUNCATE TABLE a")
            .session("insert_timeout", "14400")
            .build(Fill::new, MigrationStep.Moment.AFTER_UPGRADE);

    private static RecordedMigration.Builder recorded(
            int number, String name, String title, String after, String hash) {
        return RecordedMigration.of(Format.CURRENT, RecordedMigrationTest.class, number, name, title, after, hash);
    }

    @Test
    void aMigrationExposesItsRecordedStatements() {
        assertThat(INITIAL.upgrade()).containsExactly("CREATE TABLE a", "CREATE TABLE b", "CREATE TABLE c");
        assertThat(INITIAL.downgrade()).isEmpty();
        assertThat(INITIAL.irreversible()).contains("drops everything");
        assertThat(INITIAL.step()).isEmpty();
        assertThat(INITIAL).hasToString("V0001Initial");
    }

    @Test
    void codeRunsOnlyAtItsDeclaredMoment() {
        assertThat(FILL.step()).get().isInstanceOf(Fill.class);
        assertThat(FILL.hasCode(MigrationStep.Moment.AFTER_UPGRADE)).isTrue();
        assertThat(FILL.hasCode(MigrationStep.Moment.BEFORE_UPGRADE)).isFalse();
        assertThat(FILL.session()).isEqualTo(Map.of("insert_timeout", "14400"));
        assertThat(FILL.irreversible()).isEmpty();
        assertThat(new Fill().repeatable()).isFalse();
    }

    @Test
    void aSchemaGivesItsMigrationsInTheirOrder() {
        assertThat(new Shop("", INITIAL, FILL).migrations()).containsExactly(INITIAL, FILL);
        assertThat(new Shop("").migrations()).isEmpty();
    }

    @Test
    void migrationsThatWereCompiledWithoutTheirSchemaAreNoticed() {
        RecordedMigration edited =
                recorded(1, "V0001Initial", "Initial", "", "h1:c").build();
        assertThatThrownBy(() -> new Shop("", edited, FILL).migrations())
                .isInstanceOf(StaleClassException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> new Shop("", FILL).migrations()).isInstanceOf(StaleClassException.class);
    }

    @Test
    void anUnrecordedDeclarationIsPending() {
        assertThat(new Shop("").hasUnrecordedChanges()).isTrue();
        assertThat(new Shop(DeclarationHash.of(List.of(ItemTable.ITEM.ddl()))).hasUnrecordedChanges())
                .isFalse();
        assertThat(new Shop(DeclarationHash.of(List.of(ItemTable.ITEM.ddl() + " "))).hasUnrecordedChanges())
                .isTrue();
    }

    private static final class Fill implements MigrationStep {}

    private static final class Shop extends SchemaDescriptor {
        private final List<RecordedMigration> migrations;

        Shop(String recorded, RecordedMigration... migrations) {
            super(Format.CURRENT, "shop", "4.1", "shared_nothing");
            this.migrations = List.of(migrations);
            recorded(recorded);
        }

        @Override
        protected void members(Consumer<Descriptor<?>> members) {
            members.accept(ItemTable.ITEM);
        }

        @Override
        protected void migrations(Consumer<RecordedMigration> all) {
            migrations.forEach(all);
        }
    }
}
