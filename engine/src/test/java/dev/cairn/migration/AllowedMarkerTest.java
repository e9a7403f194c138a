package dev.cairn.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllowedMarkerTest {
    private static final String DROP_COLUMN = "-- destructive: drops orders.note\nALTER TABLE orders DROP COLUMN note";

    @Test
    void theMarkerIsPartOfTheStatementButNotOfItsHash() {
        String allowedDrop = DROP_COLUMN.replace("ALTER", "-- allow: lint.drops-data it was never filled\nALTER");
        assertThat(MigrationAction.parse(allowedDrop).markers())
                .contains(new Marker.AllowsFinding("lint.drops-data", "it was never filled"));
        assertThat(MigrationAction.parse(allowedDrop).text())
                .contains("-- allow: lint.drops-data it was never filled\n");
        assertThat(MigrationHash.of("", List.of(allowedDrop))).isEqualTo(MigrationHash.of("", List.of(DROP_COLUMN)));
    }

    @Test
    void aMarkerInsideAStatementIsPartOfTheHash() {
        String statementWithMarkerInside = "ALTER TABLE orders\n-- allow: lint.drops-data\nDROP COLUMN note";
        assertThat(MigrationHash.of("", List.of(statementWithMarkerInside)))
                .isNotEqualTo(MigrationHash.of("", List.of("ALTER TABLE orders\nDROP COLUMN note")));
    }

    @Test
    void aReasonMayBeOmitted() {
        assertThat(MigrationAction.parse("-- allow: lint.drops-data\n" + DROP_COLUMN)
                        .markers())
                .contains(new Marker.AllowsFinding("lint.drops-data", ""));
    }
}
