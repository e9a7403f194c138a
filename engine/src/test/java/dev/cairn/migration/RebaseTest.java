package dev.cairn.migration;

import static dev.cairn.migration.Migrations.CREATE_ORDERS;
import static dev.cairn.migration.Migrations.addColumnSql;
import static dev.cairn.migration.Migrations.firstMigration;
import static dev.cairn.migration.Migrations.migrationAfter;
import static dev.cairn.migration.Migrations.verifyChain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.migration.MigrationRebase.Move;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RebaseTest {
    private final Migration initial = firstMigration("V0001Initial", CREATE_ORDERS);
    private final Migration withA = migrationAfter(initial, "V0002AddA", addColumnSql("a"));
    private final Migration withB = migrationAfter(withA, "V0003AddB", addColumnSql("b"));

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
        Migration otherBranch = migrationAfter(initial, "V0002Other", addColumnSql("c"));
        Migration successorOfOther = migrationAfter(otherBranch, "V0003Further", addColumnSql("d"));
        List<Migration> rebasedMigrations =
                applyRebase("V0002Other", initial, withA, withB, otherBranch, successorOfOther);
        assertThat(names(rebasedMigrations))
                .containsExactly("V0001Initial", "V0002AddA", "V0003AddB", "V0004Other", "V0005Further");
        assertThat(verifyChain(rebasedMigrations).problems()).isEmpty();
    }

    @Test
    void rebaseOfALaterMigrationOfABranchMovesTheWholeBranch() {
        Migration otherBranch = migrationAfter(initial, "V0002Other", addColumnSql("c"));
        Migration successorOfOther = migrationAfter(otherBranch, "V0003Further", addColumnSql("d"));
        List<Migration> rebasedMigrations =
                applyRebase("V0003Further", initial, withA, withB, otherBranch, successorOfOther);
        assertThat(names(rebasedMigrations))
                .containsExactly("V0001Initial", "V0002AddA", "V0003AddB", "V0004Other", "V0005Further");
        assertThat(verifyChain(rebasedMigrations).problems()).isEmpty();
    }

    @Test
    void rebaseReattachesSuccessorsOfAnEditedMigration() {
        Migration editedMigration = migrationAfter(initial, "V0002AddA", addColumnSql("c"));
        Migration withD = migrationAfter(withB, "V0004AddD", addColumnSql("d"));
        List<Migration> rebasedMigrations = applyRebase("V0003AddB", initial, editedMigration, withB, withD);
        assertThat(names(rebasedMigrations)).containsExactly("V0001Initial", "V0002AddA", "V0003AddB", "V0004AddD");
        assertThat(verifyChain(rebasedMigrations).problems()).isEmpty();
    }

    /** If only the edited migration were moved, it would run after those that were recorded after it. */
    @Test
    void rebaseOfAnEditedMigrationKeepsTheOrder() {
        Migration editedMigration = migrationAfter(initial, "V0002AddA", addColumnSql("c"));
        Migration withD = migrationAfter(withB, "V0004AddD", addColumnSql("d"));
        List<Migration> rebasedMigrations = applyRebase("V0002AddA", initial, editedMigration, withB, withD);
        assertThat(names(rebasedMigrations)).containsExactly("V0001Initial", "V0002AddA", "V0003AddB", "V0004AddD");
        assertThat(verifyChain(rebasedMigrations).problems()).isEmpty();

        Migration secondEditedMigration = migrationAfter(withA, "V0003AddB", addColumnSql("e"));
        assertThat(names(applyRebase("V0002AddA", initial, editedMigration, secondEditedMigration, withD)))
                .containsExactly("V0001Initial", "V0002AddA", "V0003AddB", "V0004AddD");
    }

    @Test
    void rebaseClosesAGap() {
        assertThat(names(applyRebase("V0003AddB", initial, withB))).containsExactly("V0001Initial", "V0002AddB");
    }

    @Test
    void rebaseOfTheLastMigrationIsANoOp() {
        assertThat(MigrationRebase.plan(List.of(initial, withA, withB), "V0003AddB")
                        .orElseThrow()
                        .moves())
                .isEmpty();
        assertThat(MigrationRebase.plan(List.of(initial), "V0007None")).isEmpty();
    }
}
