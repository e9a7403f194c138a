package dev.cairn.engine.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.profile.ServerProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The entries of the table properties. */
class TablePropertyTest {
    private static final ServerProfile OWN_DISKS = ServerProfile.DEFAULT;
    private static final ServerProfile SHARED_DATA = ServerProfile.DEFAULT.with(ServerProfile.RunMode.SHARED_DATA);

    @ParameterizedTest
    @CsvSource({
        "bucket_size,                  0,        false, false",
        "bucket_size,                  1024,     true,  true",
        "write_quorum,                 majority, false, false",
        "write_quorum,                 ONE,      true,  false",
        "lake_compaction_max_parallel, 3,        false, false",
        "lake_compaction_max_parallel, 4,        false, true",
        "bloom_filter_fpp,             0.01,     false, false",
    })
    void aPropertyIsPrintedByServersThatHaveItUnlessItHasTheOmittedValue(
            String name, String value, boolean onOwnDisks, boolean onSharedData) {
        TableProperty property = TableProperty.find(name).orElseThrow();

        assertThat(property.isPrinted(OWN_DISKS, value)).isEqualTo(onOwnDisks);
        assertThat(property.isPrinted(SHARED_DATA, value)).isEqualTo(onSharedData);
    }

    @ParameterizedTest
    @CsvSource({
        "replication_num, true,  true",
        "file_bundling,   false, true",
        "compression,     false, false",
    })
    void alterTableChangesAPropertyOnServersThatHaveIt(String name, boolean onOwnDisks, boolean onSharedData) {
        TableProperty property = TableProperty.find(name).orElseThrow();

        assertThat(property.isAlterable(OWN_DISKS)).isEqualTo(onOwnDisks);
        assertThat(property.isAlterable(SHARED_DATA)).isEqualTo(onSharedData);
    }

    @Test
    void propertiesOfDynamicPartitioningHaveNoEntry() {
        assertThat(TableProperty.find(DynamicPartitioning.ENABLE)).isEmpty();
    }
}
