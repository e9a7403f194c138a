package dev.cairn.migration;

import static dev.cairn.migration.Migrations.CREATE_ORDERS;
import static dev.cairn.migration.Migrations.addColumnSql;
import static dev.cairn.migration.Migrations.checkpointOf;
import static dev.cairn.migration.Migrations.columnNames;
import static dev.cairn.migration.Migrations.firstMigration;
import static dev.cairn.migration.Migrations.migrationAfter;
import static dev.cairn.migration.Migrations.verifyChain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;

class ChainTest {
    private final Migration initial = firstMigration("V0001Initial", CREATE_ORDERS);
    private final Migration withA = migrationAfter(initial, "V0002AddA", addColumnSql("a"));
    private final Migration withB = migrationAfter(withA, "V0003AddB", addColumnSql("b"));

    private static AbstractStringAssert<?> requireOnlyProblem(
            MigrationChain chain, ChainRule rule, String migration, Attribute attribute) {
        assertThat(chain.problems())
                .singleElement()
                .extracting(ChainProblem::rule, ChainProblem::migrationName, ChainProblem::attribute)
                .containsExactly(rule, migration, attribute);
        return assertThat(chain.problems().get(0).message());
    }

    @Test
    void migrationsAreOrderedByTheirNumbers() {
        MigrationChain chain = verifyChain(withB, initial, withA);
        assertThat(chain.problems()).isEmpty();
        assertThat(chain.migrations()).containsExactly(initial, withA, withB);
        assertThat(columnNames(chain.lastCatalog())).containsExactly("id", "note", "a", "b");
        assertThat(chain.lastHash()).isEqualTo(withB.hash());
        assertThat(chain.nextNumber()).isEqualTo(4);
    }

    @Test
    void anEmptyChainIsValid() {
        MigrationChain chain = verifyChain(List.of());
        assertThat(chain.isValid()).isTrue();
        assertThat(chain.lastHash()).isEmpty();
        assertThat(chain.nextNumber()).isEqualTo(1);
    }

    @Test
    void aMissingNumberIsReportedAtTheNextMigration() {
        requireOnlyProblem(verifyChain(initial, withB), ChainRule.GAP, "V0003AddB", Attribute.NUMBER)
                .contains("migration 2 is missing before V0003AddB", "cairn rebase V0003AddB");
    }

    @Test
    void aMissingFirstMigrationIsReported() {
        requireOnlyProblem(verifyChain(withA, withB), ChainRule.GAP, "V0002AddA", Attribute.NUMBER);
    }

    @Test
    void anEditedMigrationIsReportedAtItsSuccessor() {
        Migration editedMigration = migrationAfter(initial, "V0002AddA", addColumnSql("c"));
        requireOnlyProblem(verifyChain(initial, editedMigration, withB), ChainRule.EDITED, "V0003AddB", Attribute.AFTER)
                .contains("V0002AddA has changed", "cairn rebase V0003AddB");
    }

    @Test
    void theLastMigrationMayBeEdited() {
        Migration editedMigration = migrationAfter(initial, "V0002AddA", addColumnSql("c"));
        assertThat(verifyChain(initial, editedMigration).problems()).isEmpty();
    }

    @Test
    void theShorterOfTwoBranchesIsReportedAsFork() {
        Migration otherBranch = migrationAfter(initial, "V0002Aaa", addColumnSql("c"));
        MigrationChain chain = verifyChain(initial, withA, withB, otherBranch);
        requireOnlyProblem(chain, ChainRule.FORK, "V0002Aaa", Attribute.AFTER)
                .contains("V0002Aaa and V0002AddA were recorded after the same one", "cairn rebase V0002Aaa");
        assertThat(columnNames(chain.lastCatalog())).containsExactly("id", "note", "a", "b");
    }

    @Test
    void successorsOfAForkedMigrationAreNotReported() {
        Migration otherBranch = migrationAfter(initial, "V0002Other", addColumnSql("c"));
        Migration successorOfOther = migrationAfter(otherBranch, "V0003Other", addColumnSql("d"));
        requireOnlyProblem(
                verifyChain(initial, withA, withB, otherBranch, successorOfOther),
                ChainRule.FORK,
                "V0002Other",
                Attribute.AFTER);
    }

    @Test
    void aRenumberedBranchIsReportedAsFork() {
        Migration otherBranch = new Migration(
                new Migration.Position("V0004Other", 4, initial.hash()),
                List.of(addColumnSql("c")),
                Migration.Reversal.ofIrreversible("test"),
                List.of());
        requireOnlyProblem(
                        verifyChain(initial, withA, withB, otherBranch),
                        ChainRule.FORK_FROM_EARLIER,
                        "V0004Other",
                        Attribute.AFTER)
                .contains("V0004Other was recorded after V0001Initial");
    }

    @Test
    void aDuplicateNumberIsReported() {
        Migration otherBranch = new Migration(
                new Migration.Position("V0003Other", 3, initial.hash()),
                List.of(addColumnSql("c")),
                Migration.Reversal.ofIrreversible("test"),
                List.of());
        requireOnlyProblem(
                        verifyChain(initial, withA, withB, otherBranch),
                        ChainRule.DUPLICATE,
                        "V0003Other",
                        Attribute.NUMBER)
                .contains("have the same number");
    }

    @Test
    void theNumberMustMatchTheName() {
        Migration misnamedMigration = new Migration(
                new Migration.Position("V0003AddA", 2, initial.hash()),
                List.of(addColumnSql("a")),
                Migration.Reversal.ofIrreversible("test"),
                List.of());
        requireOnlyProblem(
                        verifyChain(initial, misnamedMigration),
                        ChainRule.NUMBER_NOT_IN_NAME,
                        "V0003AddA",
                        Attribute.NUMBER)
                .contains("rename it to V0002AddA");
    }

    @Test
    void aSyntaxErrorIsReportedWithItsPosition() {
        Migration invalidMigration = migrationAfter(
                initial, "V0002AddA", addColumnSql("a"), "-- repeatable\nALTER TABLE orders ADD COLUM c INT");
        MigrationChain chain = verifyChain(initial, invalidMigration);
        requireOnlyProblem(chain, ChainRule.SYNTAX_ERROR, "V0002AddA", Attribute.UPGRADE);
        ChainProblem problem = chain.problems().get(0);
        assertThat(problem.index()).isEqualTo(1);
        Span span = Objects.requireNonNull(problem.span());
        assertThat(span.line()).isEqualTo(2);
        assertThat(columnNames(chain.lastCatalog())).containsExactly("id", "note");
    }

    @Test
    void aRefusedStatementIsReportedWithTheMessageOfTheServer() {
        MigrationChain chain = verifyChain(initial, migrationAfter(initial, "V0002AddNote", addColumnSql("note")));
        requireOnlyProblem(chain, ChainRule.REFUSED, "V0002AddNote", Attribute.UPGRADE)
                .contains("note");
    }

    @Test
    void downgradeStatementsAreVerified() {
        Migration invalidMigration = new Migration(
                new Migration.Position("V0002AddA", 2, initial.hash()),
                List.of(addColumnSql("a")),
                new Migration.Reversal(List.of("ALTER TABLE orders DROP COLUMN c"), ""),
                List.of());
        requireOnlyProblem(verifyChain(initial, invalidMigration), ChainRule.REFUSED, "V0002AddA", Attribute.DOWNGRADE);
    }

    @Test
    void aDowngradeMayKeepTheWiderTypeOfAColumn() {
        Migration withTitle =
                migrationAfter(initial, "V0002AddTitle", "ALTER TABLE orders ADD COLUMN title VARCHAR(40) NULL");
        String widenColumn = "ALTER TABLE orders MODIFY COLUMN title VARCHAR(80) NULL";
        assertThat(verifyChain(
                                initial,
                                withTitle,
                                widenTitle(withTitle, widenColumn, "-- keeps: orders.title as varchar(80)"))
                        .problems())
                .isEmpty();
        requireOnlyProblem(
                verifyChain(
                        initial,
                        withTitle,
                        widenTitle(withTitle, widenColumn, "-- keeps: orders.title as varchar(90)")),
                ChainRule.NOT_RESTORED,
                "V0003Widen",
                Attribute.DOWNGRADE);
        String addColumnN = widenColumn
                .replace("VARCHAR(80)", "INT")
                .replace("MODIFY", "ADD")
                .replace("title", "n");
        requireOnlyProblem(
                verifyChain(initial, withTitle, widenTitle(withTitle, addColumnN, "-- keeps: orders.n as int(11)")),
                ChainRule.NOT_RESTORED,
                "V0003Widen",
                Attribute.DOWNGRADE);
    }

    private static Migration widenTitle(Migration after, String upgrade, String downgrade) {
        return new Migration(
                new Migration.Position("V0003Widen", 3, after.hash()),
                List.of(upgrade),
                new Migration.Reversal(List.of(downgrade), ""),
                List.of());
    }

    @Test
    void anIrreversibleMigrationNeedsAReason() {
        Migration withoutReason = new Migration(
                new Migration.Position("V0002AddA", 2, initial.hash()),
                List.of(addColumnSql("a")),
                Migration.Reversal.ofIrreversible(""),
                List.of());
        requireOnlyProblem(
                        verifyChain(initial, withoutReason), ChainRule.NOT_RESTORED, "V0002AddA", Attribute.DOWNGRADE)
                .contains("DROP COLUMN `a`");
        Migration irreversibleMigration = new Migration(
                new Migration.Position("V0002AddA", 2, initial.hash()),
                List.of(addColumnSql("a")),
                Migration.Reversal.ofIrreversible("why"),
                List.of());
        assertThat(verifyChain(initial, irreversibleMigration).problems()).isEmpty();
    }

    @Test
    void rowChangesDoNotChangeTheCatalog() {
        Migration withRowChanges = migrationAfter(
                initial,
                "V0002Fill",
                "INSERT INTO orders VALUES (1, 'a')",
                "UPDATE orders SET note = 'b' WHERE id = 1");
        assertThat(verifyChain(initial, withRowChanges).problems()).isEmpty();
    }

    @Test
    void rowChangesAreCheckedAgainstTheTablesAtTheirPosition() {
        Migration insertingTooEarly = migrationAfter(
                initial, "V0002Fill", "INSERT INTO orders (id, discount) VALUES (1, 2)", addColumnSql("discount"));
        requireOnlyProblem(verifyChain(initial, insertingTooEarly), ChainRule.REFUSED, "V0002Fill", Attribute.UPGRADE)
                .contains("Unknown column 'discount'");
        Migration insertingAfterAdding = migrationAfter(
                initial, "V0002Fill", addColumnSql("discount"), "INSERT INTO orders (id, discount) VALUES (1, 2)");
        assertThat(verifyChain(initial, insertingAfterAdding).problems()).isEmpty();
    }

    @Test
    void eachStatementThatChangesRowsIsChecked() {
        Migration invalidMigration = migrationAfter(
                initial,
                "V0002Fill",
                "DELETE FROM orders WHERE ids = 1",
                "UPDATE orders SET notes = 'x' WHERE id = 1",
                addColumnSql("discount"),
                "INSERT INTO ordes SELECT 1");
        assertThat(verifyChain(initial, invalidMigration).problems())
                .extracting(ChainProblem::index)
                .containsExactly(0, 1, 3);
    }

    @Test
    void statementsOfNewerServersNeedTheUnreadMarker() {
        Migration withUnknownFunction =
                migrationAfter(initial, "V0002Fill", "INSERT INTO orders VALUES (1, brand_new('a'))");
        requireOnlyProblem(verifyChain(initial, withUnknownFunction), ChainRule.REFUSED, "V0002Fill", Attribute.UPGRADE)
                .contains("-- unread");
        Migration withUnreadMarkers = migrationAfter(
                initial,
                "V0002Fill",
                "-- unread\nINSERT INTO orders VALUES (1, brand_new('a'))",
                "-- unread\nINSERT INTO orders ANEW VALUES (1)");
        assertThat(verifyChain(initial, withUnreadMarkers).problems()).isEmpty();
    }

    @Test
    void rowChangesOfOtherDatabasesAreNotChecked() {
        Migration ofOtherDatabase = migrationAfter(
                initial,
                "V0002Fill",
                "INSERT INTO audit.log SELECT id, 'x' FROM orders",
                "DELETE FROM audit.log WHERE kind = 'x'");
        assertThat(verifyChain(initial, ofOtherDatabase).problems()).isEmpty();
    }

    @Test
    void aGrantsCommentIsAValidStep() {
        Migration withGrants = migrationAfter(initial, "V0002Grants", "-- grants: from orders to orders__cairn_new");
        assertThat(verifyChain(initial, withGrants).problems()).isEmpty();
        requireOnlyProblem(
                verifyChain(initial, migrationAfter(initial, "V0002Nothing", "-- nothing")),
                ChainRule.SYNTAX_ERROR,
                "V0002Nothing",
                Attribute.UPGRADE);
    }

    @Test
    void aPasswordOfAUserIsAWarning() {
        Migration withPassword =
                migrationAfter(initial, "V0002Users", "CREATE USER IF NOT EXISTS bob IDENTIFIED BY 's3cret'");
        MigrationChain chain = verifyChain(initial, withPassword);
        assertThat(chain.problems()).isEmpty();
        assertThat(chain.warnings())
                .extracting(ChainProblem::rule, ChainProblem::arguments)
                .containsExactly(tuple(ChainRule.PASSWORD_IN_SOURCE, List.of("CREATE USER")));
        assertThat(verifyChain(initial, migrationAfter(initial, "V0002Users", "CREATE USER bob"))
                        .warnings())
                .isEmpty();
    }

    @Test
    void aPlaceholderThatIsNotResolvedIsReported() {
        for (String statement : List.of(
                "CREATE USER bob IDENTIFIED BY ${pw}",
                "CREATE USER bob IDENTIFIED BY '${pw}'",
                "SET PASSWORD FOR bob = PASSWORD('${pw}')",
                "CREATE EXTERNAL RESOURCE r PROPERTIES ('type' = 'hive', \"aws.s3.secret_key\" = \"${key}\")",
                "INSERT INTO orders VALUES (${id}, 'x')")) {
            requireOnlyProblem(
                            verifyChain(initial, migrationAfter(initial, "V0002Users", "-- unread\n" + statement)),
                            statement.matches(".*(USER|PASSWORD) .*")
                                    ? ChainRule.UNRESOLVED_PLACEHOLDER_OF_USER
                                    : ChainRule.UNRESOLVED_PLACEHOLDER,
                            "V0002Users",
                            Attribute.UPGRADE)
                    .contains("is not resolved in this statement");
        }
        Migration withPlaceholdersInText =
                migrationAfter(initial, "V0002Users", "INSERT INTO orders VALUES (1, '${x}'), (2, 'a ${b} c')");
        assertThat(verifyChain(initial, withPlaceholdersInText).problems()).isEmpty();
    }

    @Test
    void aStatementTooLongForAClassFileIsReported() {
        String comment = "x".repeat(65_000);
        Migration withLongestStatement =
                migrationAfter(initial, "V0002Long", "INSERT INTO orders VALUES (1, '" + comment + "')");
        assertThat(verifyChain(initial, withLongestStatement).problems()).isEmpty();
        Migration withTooLongStatement = migrationAfter(
                initial, "V0002Long", "INSERT INTO orders VALUES (1, '" + comment + "é".repeat(300) + "')");
        requireOnlyProblem(
                verifyChain(initial, withTooLongStatement),
                ChainRule.STATEMENT_TOO_LONG,
                "V0002Long",
                Attribute.UPGRADE);
    }

    @Test
    void aSettingHasANameAndAValue() {
        Migration invalidMigration = new Migration(
                new Migration.Position("V0002Fill", 2, initial.hash()),
                List.of(),
                Migration.Reversal.ofIrreversible(""),
                List.of("a=1", "insert_timeout"));
        requireOnlyProblem(
                        verifyChain(initial, invalidMigration),
                        ChainRule.INVALID_SETTING,
                        "V0002Fill",
                        Attribute.SESSION)
                .contains("'insert_timeout'");
    }

    private final Migration checkpoint = checkpointOf(withA, CREATE_ORDERS, addColumnSql("a"));

    @Test
    void aChainMayBeginWithACheckpoint() {
        MigrationChain chain = verifyChain(withB, checkpoint);
        assertThat(chain.problems()).isEmpty();
        assertThat(chain.migrations()).containsExactly(checkpoint, withB);
        assertThat(columnNames(chain.lastCatalog())).containsExactly("id", "note", "a", "b");
        assertThat(chain.lastHash()).isEqualTo(withB.hash());
        assertThat(chain.nextNumber()).isEqualTo(4);
        assertThat(verifyChain(checkpoint).nextNumber()).isEqualTo(3);
    }

    @Test
    void theStatementsOfACheckpointDoNotChangeItsHash() {
        assertThat(checkpointOf(withA, CREATE_ORDERS).hash()).isEqualTo(withA.hash());
    }

    @Test
    void aReplacedMigrationThatStillExistsIsReported() {
        MigrationChain chain = verifyChain(initial, withA, withB, checkpoint);
        requireOnlyProblem(chain, ChainRule.REPLACED, "V0001Initial", Attribute.NUMBER)
                .contains("delete all of them", "cairn rebase V0001Initial");
        assertThat(chain.migrations()).containsExactly(checkpoint, withB);
    }

    @Test
    void aBranchFromBeforeACheckpointIsReportedOnceAndCanBeMovedAfterIt() {
        Migration otherBranch = migrationAfter(initial, "V0002Other", addColumnSql("c"));
        Migration successorOfOther = migrationAfter(otherBranch, "V0003Other", addColumnSql("d"));
        requireOnlyProblem(
                        verifyChain(checkpoint, withB, otherBranch, successorOfOther),
                        ChainRule.REPLACED,
                        "V0002Other",
                        Attribute.AFTER)
                .contains("cairn rebase V0002Other");

        MigrationRebase rebase = MigrationRebase.plan(
                        List.of(checkpoint, withB, otherBranch, successorOfOther), "V0002Other")
                .orElseThrow();

        assertThat(rebase.moves())
                .extracting(move -> move.movedMigration().name())
                .containsExactly("V0004Other", "V0005Other");
        MigrationChain chain = verifyChain(
                checkpoint,
                withB,
                rebase.moves().get(0).movedMigration(),
                rebase.moves().get(1).movedMigration());
        assertThat(chain.problems()).isEmpty();
        assertThat(columnNames(chain.lastCatalog())).containsExactly("id", "note", "a", "b", "c", "d");
    }

    @Test
    void aLaterCheckpointReplacesAnEarlierOne() {
        Migration laterCheckpoint = checkpointOf(withB, CREATE_ORDERS, addColumnSql("a"), addColumnSql("b"));
        requireOnlyProblem(
                verifyChain(checkpoint, laterCheckpoint), ChainRule.REPLACED, "V0002Checkpoint", Attribute.NUMBER);
        assertThat(verifyChain(laterCheckpoint).problems()).isEmpty();
    }

    @Test
    void aMigrationThatWasNotRecordedAfterTheCheckpointIsReported() {
        Migration editedMigration =
                checkpointOf(migrationAfter(initial, "V0002AddA", addColumnSql("c")), CREATE_ORDERS, addColumnSql("a"));
        requireOnlyProblem(verifyChain(editedMigration, withB), ChainRule.EDITED, "V0003AddB", Attribute.AFTER);
        requireOnlyProblem(
                        verifyChain(checkpoint, migrationAfter(withB, "V0004AddC", addColumnSql("c"))),
                        ChainRule.GAP,
                        "V0004AddC",
                        Attribute.NUMBER)
                .contains("migration 3 is missing");
    }

    @Test
    void aCheckpointNamesAHashAndFollowsNoMigration() {
        Migration invalidMigration = new Migration(
                new Migration.Position("V0002Checkpoint", 2, ""),
                List.of(CREATE_ORDERS),
                Migration.Reversal.ofIrreversible("test"),
                List.of(),
                "",
                new Migration.Checkpoint("h1:4f", ""));
        requireOnlyProblem(
                        verifyChain(invalidMigration),
                        ChainRule.INVALID_CHECKPOINT_HASH,
                        "V0002Checkpoint",
                        Attribute.CHECKPOINT)
                .contains("'h1:4f' is not the hash of a migration");
        requireOnlyProblem(
                        verifyChain(checkpoint.withPosition(2, initial.hash())),
                        ChainRule.CHECKPOINT_WITH_PREDECESSOR,
                        "V0002Checkpoint",
                        Attribute.AFTER)
                .contains("remove after");
    }
}
