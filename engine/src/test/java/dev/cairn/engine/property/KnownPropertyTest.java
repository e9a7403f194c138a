package dev.cairn.engine.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Table;
import dev.cairn.engine.EngineClient;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.profile.ServerProfile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the entries of the known properties. */
class KnownPropertyTest {
    private static final ServerProfile SHARED_NOTHING = ServerProfile.DEFAULT;
    private static final ServerProfile SHARED_DATA = ServerProfile.DEFAULT.with(ServerProfile.RunMode.SHARED_DATA);

    private static PropertyDefinition findTableUse(String name) {
        return KnownProperty.findByAlterName(name)
                .flatMap(property -> property.findDefinition(OwnerKind.TABLE))
                .orElseThrow();
    }

    private static Table createTable() {
        EngineClient client = EngineClient.ofDefaultServer();
        client.execute("CREATE TABLE a (k INT)");
        return client.findTable("a");
    }

    @ParameterizedTest
    @CsvSource({
        "bucket_size,                  0,        false, false",
        "bucket_size,                  1024,     true,  true",
        "write_quorum,                 majority, false, false",
        "write_quorum,                 ONE,      true,  false",
        "lake_compaction_max_parallel, 3,        false, false",
        "lake_compaction_max_parallel, 4,        false, true",
        "bloom_filter_fpp,             0.01,     false, false",
        "enable_persistent_index,      true,     false, false",
    })
    void aPropertyIsPrintedByServersThatHaveItUnlessItHasTheOmittedValue(
            String name, String value, boolean isInSharedNothing, boolean isInSharedData) {
        PropertyDefinition use = findTableUse(name);

        assertThat(use.isShown(SHARED_NOTHING, createTable(), value)).isEqualTo(isInSharedNothing);
        assertThat(use.isShown(SHARED_DATA, createTable(), value)).isEqualTo(isInSharedData);
    }

    @ParameterizedTest
    @CsvSource({
        "replication_num,        true,  true",
        "file_bundling,          false, true",
        "compression,            false, false",
        "default.storage_medium, true,  true",
    })
    void alterTableChangesAPropertyOnServersThatHaveIt(String name, boolean isInSharedNothing, boolean isInSharedData) {
        PropertyDefinition use = findTableUse(name);

        assertThat(use.isAlterable(SHARED_NOTHING)).isEqualTo(isInSharedNothing);
        assertThat(use.isAlterable(SHARED_DATA)).isEqualTo(isInSharedData);
    }

    @Test
    void aPropertyHasOneUseForEachKindOfObject() {
        assertThat(KnownProperty.values())
                .allSatisfy(property -> assertThat(Stream.of(OwnerKind.values())
                                .filter(holder ->
                                        KnownProperty.findByOwnerKind(holder).contains(property)))
                        .isNotEmpty()
                        .allMatch(holder -> property.findDefinition(holder).isPresent()));
        assertThat(Stream.of(OwnerKind.values()))
                .allSatisfy(holder ->
                        assertThat(KnownProperty.findByOwnerKind(holder)).doesNotHaveDuplicates());
    }

    @Test
    void createMaterializedViewReadsAllPropertiesOfViews() {
        assertThat(KnownProperty.viewProperties())
                .containsExactlyInAnyOrderElementsOf(KnownProperty.findByOwnerKind(OwnerKind.MATERIALIZED_VIEW));
    }
}
