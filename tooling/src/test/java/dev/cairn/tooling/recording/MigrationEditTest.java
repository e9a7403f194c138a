package dev.cairn.tooling.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.migration.Migration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationEditTest {
    private static final Migration ORIGINAL = createMigration("V0003AddNote", 3, "h1:a");
    private static final Migration MOVED = createMigration("V0005AddNote", 5, "h1:b");

    private static Migration createMigration(String name, int number, String predecessorHash) {
        return new Migration(
                new Migration.Position(name, number, predecessorHash),
                List.of(),
                Migration.Reversal.ofIrreversible(""),
                List.of());
    }

    @Test
    void theRestOfTheSourceIsNotChanged() {
        String source = """
            package shop; // number = 3, after V0003AddNote
            /* @Migration(number = 3) interface V0003AddNote {} */
            @Deprecated
            @dev.cairn.annotation.Migration( number=3, schema = Shop.class, // "after"
                after = "h1:" +
                    "a" /* why */, upgrade = {"number = 3, after = 'x'", \"""
                    predecessorHash = "h1:a" )
                    \"""})
            final class V0003AddNote implements MigrationStep {
                char quote = '"';
                V0003AddNote() { this.number = 3; }
            }
            """;
        assertThat(MigrationEditor.editSource(source, ORIGINAL, MOVED)).contains("""
            package shop; // number = 3, after V0003AddNote
            /* @Migration(number = 3) interface V0003AddNote {} */
            @Deprecated
            @dev.cairn.annotation.Migration( number=5, schema = Shop.class, // "after"
                after = "h1:b" /* why */, upgrade = {"number = 3, after = 'x'", \"""
                    predecessorHash = "h1:a" )
                    \"""})
            final class V0005AddNote implements MigrationStep {
                char quote = '"';
                V0005AddNote() { this.number = 3; }
            }
            """);
    }

    @Test
    void aFormerFirstMigrationGetsAPredecessor() {
        String source = "@Migration(schema = Shop.class, number = 3, upgrade = {}) interface V0003AddNote {}";
        assertThat(MigrationEditor.editSource(source, ORIGINAL, MOVED))
                .contains(
                        "@Migration(schema = Shop.class, number = 5,\n        after = \"h1:b\", upgrade = {}) interface"
                                + " V0005AddNote {}");
    }

    @Test
    void unusualSourcesAreNotEdited() {
        assertThat(MigrationEditor.editSource("interface V0003AddNote {}", ORIGINAL, MOVED))
                .isEmpty();
        assertThat(MigrationEditor.editSource("@Migration(number = 3) interface Other {}", ORIGINAL, MOVED))
                .isEmpty();
    }
}
