package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.migration.DeclarationHash;
import dev.cairn.upgrade.GeneratedClassFormat;
import dev.cairn.upgrade.GeneratedClassFormat.StaleClassException;
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

    private static final RecordedMigration INITIAL = createBuilder(1, "V0001Initial", "Initial", "", "h1:a")
            .upgrade("CREATE TABLE a", "CREATE TABLE b")
            .upgrade("CREATE TABLE c")
            .irreversible("drops everything")
            .build();
    private static final RecordedMigration FILL_REGIONS = createBuilder(
                    2, "V0002FillRegions", "Fill regions", "h1:a", "h1:b")
            .downgrade("TRUNCATE TABLE a")
            .session("insert_timeout", "14400")
            .build(FillStep::new, MigrationStep.Moment.AFTER_UPGRADE);

    private static RecordedMigration.Builder createBuilder(
            int number, String name, String title, String parentHash, String hash) {
        return RecordedMigration.of(
                GeneratedClassFormat.CURRENT, RecordedMigrationTest.class, number, name, title, parentHash, hash);
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
        assertThat(FILL_REGIONS.step()).get().isInstanceOf(FillStep.class);
        assertThat(FILL_REGIONS.hasCode(MigrationStep.Moment.AFTER_UPGRADE)).isTrue();
        assertThat(FILL_REGIONS.hasCode(MigrationStep.Moment.BEFORE_UPGRADE)).isFalse();
        assertThat(FILL_REGIONS.session()).isEqualTo(Map.of("insert_timeout", "14400"));
        assertThat(FILL_REGIONS.irreversible()).isEmpty();
        assertThat(new FillStep().repeatable()).isFalse();
    }

    @Test
    void aSchemaGivesItsMigrationsInTheirOrder() {
        assertThat(new ShopSchema("", INITIAL, FILL_REGIONS).migrations()).containsExactly(INITIAL, FILL_REGIONS);
        assertThat(new ShopSchema("").migrations()).isEmpty();
    }

    @Test
    void migrationsThatWereCompiledWithoutTheirSchemaAreRefused() {
        RecordedMigration editedMigration =
                createBuilder(1, "V0001Initial", "Initial", "", "h1:c").build();
        assertThatThrownBy(() -> new ShopSchema("", editedMigration, FILL_REGIONS).migrations())
                .isInstanceOf(StaleClassException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> new ShopSchema("", FILL_REGIONS).migrations()).isInstanceOf(StaleClassException.class);
    }

    @Test
    void anUnrecordedDeclarationIsPending() {
        ShopSchema schema = new ShopSchema("");
        assertThat(schema.hasUnrecordedChanges()).isTrue();
        assertThat(schema.isStale()).isFalse();
    }

    @Test
    void aRecordedDeclarationIsNotPending() {
        ShopSchema schema = new ShopSchema(DeclarationHash.ofStatements(List.of(ItemTable.ITEM.ddl())));
        assertThat(schema.hasUnrecordedChanges()).isFalse();
        assertThat(schema.isStale()).isFalse();
    }

    @Test
    void aRecordThatWasCompiledWithoutItsSchemaIsStale() {
        ShopSchema schema = new ShopSchema(DeclarationHash.ofStatements(List.of(ItemTable.ITEM.ddl() + " ")));
        assertThat(schema.hasUnrecordedChanges()).isTrue();
        assertThat(schema.isStale()).isTrue();
    }

    private static final class FillStep implements MigrationStep {}

    private static final class ShopSchema extends SchemaDescriptor {
        private final List<RecordedMigration> migrations;

        ShopSchema(String declarationHash, RecordedMigration... migrations) {
            super(GeneratedClassFormat.CURRENT, "shop", "4.1", "shared_nothing");
            this.migrations = List.of(migrations);
            setDeclarationHash(declarationHash);
        }

        @Override
        protected void forEachDescriptor(Consumer<Descriptor<?>> consumer) {
            consumer.accept(ItemTable.ITEM);
        }

        @Override
        protected void forEachMigration(Consumer<RecordedMigration> consumer) {
            migrations.forEach(consumer);
        }
    }
}
