package dev.cairn.migration;

import static dev.cairn.migration.Migrations.CREATE_ORDERS;
import static dev.cairn.migration.Migrations.addColumn;
import static dev.cairn.migration.Migrations.after;
import static dev.cairn.migration.Migrations.chain;
import static dev.cairn.migration.Migrations.first;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.migration.MigrationRebase.Move;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RebaseTest {
    private final Migration one = first("V0001Initial", CREATE_ORDERS);
    private final Migration two = after(one, "V0002AddA", addColumn("a"));
    private final Migration three = after(two, "V0003AddB", addColumn("b"));

    private static List<Migration> applyRebase(String name, Migration... migrations) {
        List<Migration> rebasedMigrations = new ArrayList<>(List.of(migrations));
        for (Move move :
                MigrationRebase.plan(rebasedMigrations, name).orElseThrow().moves()) {
            rebasedMigrations.remove(move.original());
            rebasedMigrations.add(move.movedMigration());
        }
        return rebasedMigrations;
    }

    private static List<String> names(List<Migration> migrations) {
        return migrations.stream().map(Migration::name).sorted().toList();
    }

    @Test
    void rebaseMovesABranchAfterTheOtherBranch() {
        Migration other = after(one, "V0002Other", addColumn("c"));
        Migration successorOfOther = after(other, "V0003Further", addColumn("d"));
        List<Migration> rebasedMigrations = applyRebase("V0002Other", one, two, three, other, successorOfOther);
        assertThat(names(rebasedMigrations))
                .containsExactly("V0001Initial", "V0002AddA", "V0003AddB", "V0004Other", "V0005Further");
        assertThat(chain(rebasedMigrations).problems()).isEmpty();
    }

    @Test
    void rebaseReattachesSuccessorsOfAnEditedMigration() {
        Migration edited = after(one, "V0002AddA", addColumn("c"));
        Migration four = after(three, "V0004AddD", addColumn("d"));
        List<Migration> rebasedMigrations = applyRebase("V0003AddB", one, edited, three, four);
        assertThat(names(rebasedMigrations)).containsExactly("V0001Initial", "V0002AddA", "V0003AddB", "V0004AddD");
        assertThat(chain(rebasedMigrations).problems()).isEmpty();
    }

    /** If only the edited migration were moved, it would run after those that were recorded after it. */
    @Test
    void rebaseOfAnEditedMigrationKeepsTheOrder() {
        Migration edited = after(one, "V0002AddA", addColumn("c"));
        Migration four = after(three, "V0004AddD", addColumn("d"));
        List<Migration> rebasedMigrations = applyRebase("V0002AddA", one, edited, three, four);
        assertThat(names(rebasedMigrations)).containsExactly("V0001Initial", "V0002AddA", "V0003AddB", "V0004AddD");
        assertThat(chain(rebasedMigrations).problems()).isEmpty();

        Migration secondEdited = after(two, "V0003AddB", addColumn("e"));
        assertThat(names(applyRebase("V0002AddA", one, edited, secondEdited, four)))
                .containsExactly("V0001Initial", "V0002AddA", "V0003AddB", "V0004AddD");
    }

    @Test
    void rebaseClosesAGap() {
        assertThat(names(applyRebase("V0003AddB", one, three))).containsExactly("V0001Initial", "V0002AddB");
    }

    @Test
    void rebaseOfTheLastMigrationIsANoOp() {
        assertThat(MigrationRebase.plan(List.of(one, two, three), "V0003AddB")
                        .orElseThrow()
                        .moves())
                .isEmpty();
        assertThat(MigrationRebase.plan(List.of(one), "V0007None")).isEmpty();
    }
}
