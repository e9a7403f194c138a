package dev.cairn.migration;

import static dev.cairn.migration.Migrations.CREATE;
import static dev.cairn.migration.Migrations.add;
import static dev.cairn.migration.Migrations.after;
import static dev.cairn.migration.Migrations.chain;
import static dev.cairn.migration.Migrations.first;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.migration.MigrationRebase.Move;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RebaseTest {
    private final Migration one = first("V0001Initial", CREATE);
    private final Migration two = after(one, "V0002AddA", add("a"));
    private final Migration three = after(two, "V0003AddB", add("b"));

    private static List<Migration> moved(String name, Migration... migrations) {
        List<Migration> all = new ArrayList<>(List.of(migrations));
        for (Move move : MigrationRebase.plan(all, name).orElseThrow().moves()) {
            all.remove(move.original());
            all.add(move.movedMigration());
        }
        return all;
    }

    private static List<String> names(List<Migration> migrations) {
        return migrations.stream().map(Migration::name).sorted().toList();
    }

    @Test
    void rebaseMovesABranchBehindTheOtherBranch() {
        Migration other = after(one, "V0002Other", add("c"));
        Migration further = after(other, "V0003Further", add("d"));
        List<Migration> all = moved("V0002Other", one, two, three, other, further);
        assertThat(names(all)).containsExactly("V0001Initial", "V0002AddA", "V0003AddB", "V0004Other", "V0005Further");
        assertThat(chain(all).problems()).isEmpty();
    }

    @Test
    void rebaseReattachesSuccessorsOfAnEditedMigration() {
        Migration edited = after(one, "V0002AddA", add("c"));
        Migration four = after(three, "V0004AddD", add("d"));
        List<Migration> all = moved("V0003AddB", one, edited, three, four);
        assertThat(names(all)).containsExactly("V0001Initial", "V0002AddA", "V0003AddB", "V0004AddD");
        assertThat(chain(all).problems()).isEmpty();
    }

    /** Moved alone, the edited migration would run behind those that were recorded after it. */
    @Test
    void rebaseOfAnEditedMigrationKeepsTheOrder() {
        Migration edited = after(one, "V0002AddA", add("c"));
        Migration four = after(three, "V0004AddD", add("d"));
        List<Migration> all = moved("V0002AddA", one, edited, three, four);
        assertThat(names(all)).containsExactly("V0001Initial", "V0002AddA", "V0003AddB", "V0004AddD");
        assertThat(chain(all).problems()).isEmpty();

        Migration editedToo = after(two, "V0003AddB", add("e"));
        assertThat(names(moved("V0002AddA", one, edited, editedToo, four)))
                .containsExactly("V0001Initial", "V0002AddA", "V0003AddB", "V0004AddD");
    }

    @Test
    void rebaseClosesAGap() {
        assertThat(names(moved("V0003AddB", one, three))).containsExactly("V0001Initial", "V0002AddB");
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
