package dev.cairn.migration;

import static dev.cairn.migration.Migrations.CREATE_ORDERS;
import static dev.cairn.migration.Migrations.addColumn;
import static dev.cairn.migration.Migrations.after;
import static dev.cairn.migration.Migrations.chain;
import static dev.cairn.migration.Migrations.checkpoint;
import static dev.cairn.migration.Migrations.columnNames;
import static dev.cairn.migration.Migrations.first;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;

class ChainTest {
    private final Migration one = first("V0001Initial", CREATE_ORDERS);
    private final Migration two = after(one, "V0002AddA", addColumn("a"));
    private final Migration three = after(two, "V0003AddB", addColumn("b"));

    private static AbstractStringAssert<?> assertOnly(
            MigrationChain chain, ChainRule rule, String migration, Attribute attribute) {
        assertThat(chain.problems())
                .singleElement()
                .extracting(ChainProblem::rule, ChainProblem::migration, ChainProblem::attribute)
                .containsExactly(rule, migration, attribute);
        return assertThat(chain.problems().get(0).message());
    }

    @Test
    void migrationsAreOrderedByTheirNumbers() {
        MigrationChain chain = chain(three, one, two);
        assertThat(chain.problems()).isEmpty();
        assertThat(chain.migrations()).containsExactly(one, two, three);
        assertThat(columnNames(chain.headCatalog())).containsExactly("id", "note", "a", "b");
        assertThat(chain.headHash()).isEqualTo(three.hash());
        assertThat(chain.nextNumber()).isEqualTo(4);
    }

    @Test
    void anEmptyChainIsValid() {
        MigrationChain chain = chain(List.of());
        assertThat(chain.isValid()).isTrue();
        assertThat(chain.headHash()).isEmpty();
        assertThat(chain.nextNumber()).isEqualTo(1);
    }

    @Test
    void aMissingNumberIsReportedAtTheNextMigration() {
        assertOnly(chain(one, three), ChainRule.GAP, "V0003AddB", Attribute.NUMBER)
                .contains("migration 2 is missing before V0003AddB", "cairn rebase V0003AddB");
    }

    @Test
    void aMissingFirstMigrationIsReported() {
        assertOnly(chain(two, three), ChainRule.GAP, "V0002AddA", Attribute.NUMBER);
    }

    @Test
    void anEditedMigrationIsReportedAtItsSuccessor() {
        Migration edited = after(one, "V0002AddA", addColumn("c"));
        assertOnly(chain(one, edited, three), ChainRule.EDITED, "V0003AddB", Attribute.AFTER)
                .contains("V0002AddA has changed", "cairn rebase V0003AddB");
    }

    @Test
    void theLastMigrationMayBeEdited() {
        Migration edited = after(one, "V0002AddA", addColumn("c"));
        assertThat(chain(one, edited).problems()).isEmpty();
    }

    @Test
    void theShorterOfTwoBranchesIsReportedAsFork() {
        Migration other = after(one, "V0002Aaa", addColumn("c"));
        MigrationChain chain = chain(one, two, three, other);
        assertOnly(chain, ChainRule.FORK, "V0002Aaa", Attribute.AFTER)
                .contains("V0002Aaa and V0002AddA were recorded after the same one", "cairn rebase V0002Aaa");
        assertThat(columnNames(chain.headCatalog())).containsExactly("id", "note", "a", "b");
    }

    @Test
    void successorsOfAForkedMigrationAreNotReported() {
        Migration other = after(one, "V0002Other", addColumn("c"));
        Migration successorOfOther = after(other, "V0003Other", addColumn("d"));
        assertOnly(chain(one, two, three, other, successorOfOther), ChainRule.FORK, "V0002Other", Attribute.AFTER);
    }

    @Test
    void aRenumberedBranchIsReportedAsFork() {
        Migration other = new Migration(
                new Migration.Position("V0004Other", 4, one.hash()),
                List.of(addColumn("c")),
                Migration.Reversal.ofIrreversible("test"),
                List.of());
        assertOnly(chain(one, two, three, other), ChainRule.FORK_FROM_EARLIER, "V0004Other", Attribute.AFTER)
                .contains("V0004Other was recorded after V0001Initial");
    }

    @Test
    void aDuplicateNumberIsReported() {
        Migration other = new Migration(
                new Migration.Position("V0003Other", 3, one.hash()),
                List.of(addColumn("c")),
                Migration.Reversal.ofIrreversible("test"),
                List.of());
        assertOnly(chain(one, two, three, other), ChainRule.DUPLICATE, "V0003Other", Attribute.NUMBER)
                .contains("have the same number");
    }

    @Test
    void theNumberMustMatchTheName() {
        Migration misnamed = new Migration(
                new Migration.Position("V0003AddA", 2, one.hash()),
                List.of(addColumn("a")),
                Migration.Reversal.ofIrreversible("test"),
                List.of());
        assertOnly(chain(one, misnamed), ChainRule.NUMBER_NOT_IN_NAME, "V0003AddA", Attribute.NUMBER)
                .contains("rename it to V0002AddA");
    }

    @Test
    void aSyntaxErrorIsReportedWithItsPosition() {
        Migration invalid =
                after(one, "V0002AddA", addColumn("a"), "-- repeatable\nALTER TABLE orders ADD COLUM c INT");
        MigrationChain chain = chain(one, invalid);
        assertOnly(chain, ChainRule.SYNTAX_ERROR, "V0002AddA", Attribute.UPGRADE);
        ChainProblem problem = chain.problems().get(0);
        assertThat(problem.index()).isEqualTo(1);
        Span span = Objects.requireNonNull(problem.span());
        assertThat(span.line()).isEqualTo(2);
        assertThat(columnNames(chain.headCatalog())).containsExactly("id", "note");
    }

    @Test
    void aRefusedStatementIsReportedWithTheMessageOfTheServer() {
        MigrationChain chain = chain(one, after(one, "V0002AddNote", addColumn("note")));
        assertOnly(chain, ChainRule.REFUSED, "V0002AddNote", Attribute.UPGRADE).contains("note");
    }

    @Test
    void downgradeStatementsAreVerified() {
        Migration invalid = new Migration(
                new Migration.Position("V0002AddA", 2, one.hash()),
                List.of(addColumn("a")),
                new Migration.Reversal(List.of("ALTER TABLE orders DROP COLUMN c"), ""),
                List.of());
        assertOnly(chain(one, invalid), ChainRule.REFUSED, "V0002AddA", Attribute.DOWNGRADE);
    }

    @Test
    void aDowngradeMayKeepTheWiderTypeOfAColumn() {
        Migration withTitle = after(one, "V0002AddTitle", "ALTER TABLE orders ADD COLUMN title VARCHAR(40) NULL");
        String widenColumn = "ALTER TABLE orders MODIFY COLUMN title VARCHAR(80) NULL";
        assertThat(chain(one, withTitle, widenTitle(withTitle, widenColumn, "-- keeps: orders.title as varchar(80)"))
                        .problems())
                .isEmpty();
        assertOnly(
                chain(one, withTitle, widenTitle(withTitle, widenColumn, "-- keeps: orders.title as varchar(90)")),
                ChainRule.NOT_RESTORED,
                "V0003Widen",
                Attribute.DOWNGRADE);
        String addColumnN = widenColumn
                .replace("VARCHAR(80)", "INT")
                .replace("MODIFY", "ADD")
                .replace("title", "n");
        assertOnly(
                chain(one, withTitle, widenTitle(withTitle, addColumnN, "-- keeps: orders.n as int(11)")),
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
                new Migration.Position("V0002AddA", 2, one.hash()),
                List.of(addColumn("a")),
                Migration.Reversal.ofIrreversible(""),
                List.of());
        assertOnly(chain(one, withoutReason), ChainRule.NOT_RESTORED, "V0002AddA", Attribute.DOWNGRADE)
                .contains("DROP COLUMN `a`");
        Migration irreversible = new Migration(
                new Migration.Position("V0002AddA", 2, one.hash()),
                List.of(addColumn("a")),
                Migration.Reversal.ofIrreversible("why"),
                List.of());
        assertThat(chain(one, irreversible).problems()).isEmpty();
    }

    @Test
    void rowChangesDoNotChangeTheCatalog() {
        Migration withRowChanges = after(
                one, "V0002Fill", "INSERT INTO orders VALUES (1, 'a')", "UPDATE orders SET note = 'b' WHERE id = 1");
        assertThat(chain(one, withRowChanges).problems()).isEmpty();
    }

    @Test
    void rowChangesAreCheckedAgainstTheTablesAtTheirPosition() {
        Migration insertingTooEarly =
                after(one, "V0002Fill", "INSERT INTO orders (id, discount) VALUES (1, 2)", addColumn("discount"));
        assertOnly(chain(one, insertingTooEarly), ChainRule.REFUSED, "V0002Fill", Attribute.UPGRADE)
                .contains("Unknown column 'discount'");
        Migration insertingAfterAdding =
                after(one, "V0002Fill", addColumn("discount"), "INSERT INTO orders (id, discount) VALUES (1, 2)");
        assertThat(chain(one, insertingAfterAdding).problems()).isEmpty();
    }

    @Test
    void eachStatementThatChangesRowsIsChecked() {
        Migration invalid = after(
                one,
                "V0002Fill",
                "DELETE FROM orders WHERE ids = 1",
                "UPDATE orders SET notes = 'x' WHERE id = 1",
                addColumn("discount"),
                "INSERT INTO ordes SELECT 1");
        assertThat(chain(one, invalid).problems())
                .extracting(ChainProblem::index)
                .containsExactly(0, 1, 3);
    }

    @Test
    void statementsOfNewerServersNeedTheUnreadMarker() {
        Migration withUnknownFunction = after(one, "V0002Fill", "INSERT INTO orders VALUES (1, brand_new('a'))");
        assertOnly(chain(one, withUnknownFunction), ChainRule.REFUSED, "V0002Fill", Attribute.UPGRADE)
                .contains("-- unread");
        Migration withUnreadMarkers = after(
                one,
                "V0002Fill",
                "-- unread\nINSERT INTO orders VALUES (1, brand_new('a'))",
                "-- unread\nINSERT INTO orders ANEW VALUES (1)");
        assertThat(chain(one, withUnreadMarkers).problems()).isEmpty();
    }

    @Test
    void rowChangesOfOtherDatabasesAreNotChecked() {
        Migration ofOtherDatabase = after(
                one,
                "V0002Fill",
                "INSERT INTO audit.log SELECT id, 'x' FROM orders",
                "DELETE FROM audit.log WHERE kind = 'x'");
        assertThat(chain(one, ofOtherDatabase).problems()).isEmpty();
    }

    @Test
    void aGrantsCommentIsAValidStep() {
        Migration withGrants = after(one, "V0002Grants", "-- grants: from orders to orders__cairn_new");
        assertThat(chain(one, withGrants).problems()).isEmpty();
        assertOnly(
                chain(one, after(one, "V0002Nothing", "-- nothing")),
                ChainRule.SYNTAX_ERROR,
                "V0002Nothing",
                Attribute.UPGRADE);
    }

    @Test
    void aPasswordOfAUserIsAWarning() {
        Migration withPassword = after(one, "V0002Users", "CREATE USER IF NOT EXISTS bob IDENTIFIED BY 's3cret'");
        MigrationChain chain = chain(one, withPassword);
        assertThat(chain.problems()).isEmpty();
        assertThat(chain.warnings())
                .extracting(ChainProblem::rule, ChainProblem::arguments)
                .containsExactly(tuple(ChainRule.PASSWORD_IN_SOURCE, List.of("CREATE USER")));
        assertThat(chain(one, after(one, "V0002Users", "CREATE USER bob")).warnings())
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
            assertOnly(
                            chain(one, after(one, "V0002Users", "-- unread\n" + statement)),
                            statement.matches(".*(USER|PASSWORD) .*")
                                    ? ChainRule.UNRESOLVED_PLACEHOLDER_OF_USER
                                    : ChainRule.UNRESOLVED_PLACEHOLDER,
                            "V0002Users",
                            Attribute.UPGRADE)
                    .contains("is not resolved in this statement");
        }
        Migration withPlaceholdersInText =
                after(one, "V0002Users", "INSERT INTO orders VALUES (1, '${x}'), (2, 'a ${b} c')");
        assertThat(chain(one, withPlaceholdersInText).problems()).isEmpty();
    }

    @Test
    void aStatementTooLongForAClassFileIsReported() {
        String comment = "x".repeat(65_000);
        Migration withLongestStatement = after(one, "V0002Long", "INSERT INTO orders VALUES (1, '" + comment + "')");
        assertThat(chain(one, withLongestStatement).problems()).isEmpty();
        Migration withTooLongStatement =
                after(one, "V0002Long", "INSERT INTO orders VALUES (1, '" + comment + "é".repeat(300) + "')");
        assertOnly(chain(one, withTooLongStatement), ChainRule.STATEMENT_TOO_LONG, "V0002Long", Attribute.UPGRADE);
    }

    @Test
    void aSettingHasANameAndAValue() {
        Migration invalid = new Migration(
                new Migration.Position("V0002Fill", 2, one.hash()),
                List.of(),
                Migration.Reversal.ofIrreversible(""),
                List.of("a=1", "insert_timeout"));
        assertOnly(chain(one, invalid), ChainRule.INVALID_SETTING, "V0002Fill", Attribute.SESSION)
                .contains("'insert_timeout'");
    }

    private final Migration checkpoint = checkpoint(two, CREATE_ORDERS, addColumn("a"));

    @Test
    void aChainMayBeginWithACheckpoint() {
        MigrationChain chain = chain(three, checkpoint);
        assertThat(chain.problems()).isEmpty();
        assertThat(chain.migrations()).containsExactly(checkpoint, three);
        assertThat(columnNames(chain.headCatalog())).containsExactly("id", "note", "a", "b");
        assertThat(chain.headHash()).isEqualTo(three.hash());
        assertThat(chain.nextNumber()).isEqualTo(4);
        assertThat(chain(checkpoint).nextNumber()).isEqualTo(3);
    }

    @Test
    void theStatementsOfACheckpointDoNotChangeItsHash() {
        assertThat(checkpoint(two, CREATE_ORDERS).hash()).isEqualTo(two.hash());
    }

    @Test
    void aReplacedMigrationThatStillExistsIsReported() {
        MigrationChain chain = chain(one, two, three, checkpoint);
        assertOnly(chain, ChainRule.REPLACED, "V0001Initial", Attribute.NUMBER)
                .contains("delete all of them", "cairn rebase V0001Initial");
        assertThat(chain.migrations()).containsExactly(checkpoint, three);
    }

    @Test
    void aBranchFromBeforeACheckpointIsReportedOnceAndCanBeMovedAfterIt() {
        Migration other = after(one, "V0002Other", addColumn("c"));
        Migration successorOfOther = after(other, "V0003Other", addColumn("d"));
        assertOnly(chain(checkpoint, three, other, successorOfOther), ChainRule.REPLACED, "V0002Other", Attribute.AFTER)
                .contains("cairn rebase V0002Other");

        MigrationRebase rebase = MigrationRebase.plan(List.of(checkpoint, three, other, successorOfOther), "V0002Other")
                .orElseThrow();

        assertThat(rebase.moves())
                .extracting(move -> move.movedMigration().name())
                .containsExactly("V0004Other", "V0005Other");
        MigrationChain chain = chain(
                checkpoint,
                three,
                rebase.moves().get(0).movedMigration(),
                rebase.moves().get(1).movedMigration());
        assertThat(chain.problems()).isEmpty();
        assertThat(columnNames(chain.headCatalog())).containsExactly("id", "note", "a", "b", "c", "d");
    }

    @Test
    void aLaterCheckpointReplacesAnEarlierOne() {
        Migration laterCheckpoint = checkpoint(three, CREATE_ORDERS, addColumn("a"), addColumn("b"));
        assertOnly(chain(checkpoint, laterCheckpoint), ChainRule.REPLACED, "V0002Checkpoint", Attribute.NUMBER);
        assertThat(chain(laterCheckpoint).problems()).isEmpty();
    }

    @Test
    void aMigrationThatWasNotRecordedAfterTheCheckpointIsReported() {
        Migration edited = checkpoint(after(one, "V0002AddA", addColumn("c")), CREATE_ORDERS, addColumn("a"));
        assertOnly(chain(edited, three), ChainRule.EDITED, "V0003AddB", Attribute.AFTER);
        assertOnly(
                        chain(checkpoint, after(three, "V0004AddC", addColumn("c"))),
                        ChainRule.GAP,
                        "V0004AddC",
                        Attribute.NUMBER)
                .contains("migration 3 is missing");
    }

    @Test
    void aCheckpointNamesAHashAndFollowsNoMigration() {
        Migration invalid = new Migration(
                new Migration.Position("V0002Checkpoint", 2, ""),
                List.of(CREATE_ORDERS),
                Migration.Reversal.ofIrreversible("test"),
                List.of(),
                "",
                new Migration.Checkpoint("h1:4f", ""));
        assertOnly(chain(invalid), ChainRule.INVALID_CHECKPOINT_HASH, "V0002Checkpoint", Attribute.CHECKPOINT)
                .contains("'h1:4f' is not the hash of a migration");
        assertOnly(
                        chain(checkpoint.withPosition(2, one.hash())),
                        ChainRule.CHECKPOINT_WITH_PREDECESSOR,
                        "V0002Checkpoint",
                        Attribute.AFTER)
                .contains("remove after");
    }
}
